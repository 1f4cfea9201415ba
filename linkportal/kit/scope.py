"""Whose a row is: the rows of a model that are visible to who asks."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest


def has_owner(model: type[models.Model]) -> bool:
    """Whether it is somebody's: its rows know whom they are visible to."""
    return hasattr(model._default_manager.all(), "visible_to")


def scope(request: HttpRequest, model: type[models.Model]) -> models.QuerySet[Any]:
    """The rows of `model` that are visible to who asks.

    Put together once for each request, as saying for which places an office answers takes a look at all of Norway.
    """
    scopes = vars(request).setdefault("_scopes", {})
    if model not in scopes:
        rows: Any = model._default_manager.all()
        scopes[model] = rows.visible_to(request.user) if has_owner(model) else rows
    return scopes[model].all()  # type: ignore[no-any-return]
