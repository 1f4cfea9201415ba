"""What must be true of the registry before it can keep its promise of an answer for every place."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
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


def demo_accounts_are_for_one_machine(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """An error if a portal that others can reach would let the demonstration accounts in with a password alone."""
    if not (settings.DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR and settings.HTTPS):
        return []
    hint = "Take away DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR: it is for `make run`."
    return [checks.Error("Demonstration accounts need a second factor here.", hint=hint, id="contactpoints.E001")]
