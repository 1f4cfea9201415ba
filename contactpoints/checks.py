"""What must be true of the registry before it can keep its promise of an answer for every place."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import DatabaseError, transaction

from contactpoints.models import DistrictOffice


def national_desk_is_set_up(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None, **_: Any
) -> list[checks.CheckMessage]:
    """A warning while no office is the national desk: then a place can be without an answer."""
    if not databases:
        return []
    try:
        with transaction.atomic():
            if DistrictOffice.objects.filter(is_national_desk=True).exists():
                return []
    except DatabaseError:  # not migrated yet
        return []
    hint = "Make one in the admin: it answers for Svalbard, and where no office is open."
    return [checks.Warning("No district office is the national desk.", hint=hint, id="contactpoints.W001")]
