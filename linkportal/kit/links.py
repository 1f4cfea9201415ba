"""Relations of many to many in the history: what an object was tied to, as the database wrote it down link by link."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps


@cache
def links_of(model: Any) -> list[Any]:
    """For each relation of `model` to many that is tracked (`history.tracked_links`), the proxy of its table."""
    throughs = [field.remote_field.through for field in model._meta.many_to_many]
    return [
        one
        for one in apps.get_models()
        if one._meta.proxy and one._meta.concrete_model in throughs and hasattr(one, "pgh_event_model")
    ]


@cache
def field_of(link: Any) -> Any:
    """The relation that a proxy of its table stands for."""
    through = link._meta.concrete_model
    owner = through._meta.auto_created
    return next(field for field in owner._meta.many_to_many if field.remote_field.through is through)


def is_link(event: Any) -> bool:
    """Whether a copy in the history is of a link, and not of a row that has a form."""
    return not hasattr(event, "pgh_obj_id")


def owner_id(event: Any) -> Any:
    """The key of the object that a link is of."""
    return getattr(event, f"{field_of(event.pgh_tracked_model).m2m_field_name()}_id")


def copies(link: Any, pk: Any) -> Iterable[Any]:
    """The copies of all links that the object with this key ever had."""
    where = {f"{field_of(link).m2m_field_name()}_id": pk}
    return link.pgh_event_model.objects.filter(**where).select_related("pgh_context").order_by("pgh_id")  # type: ignore[no-any-return]


def after(state: frozenset[Any], event: Any) -> frozenset[Any]:
    """The keys of what the object was tied to, after one link was made or taken away."""
    target = {getattr(event, f"{field_of(event.pgh_tracked_model).m2m_reverse_field_name()}_id")}
    return state | target if event.pgh_label == "insert" else state - target


def today(link: Any, pk: Any) -> frozenset[Any]:
    """The keys of what the object is tied to now."""
    field = field_of(link)
    rows = link._meta.concrete_model._base_manager.filter(**{f"{field.m2m_field_name()}_id": pk})
    return frozenset(rows.values_list(f"{field.m2m_reverse_field_name()}_id", flat=True))
