"""What must be true of the settings of this app, so that deadlines make sense and the consent is kept."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

# What the pages and the consent say (docs/privacy.md). Whoever changes it there, changes it here.
PROMISED_DAYS, PROMISED_LATEST_DAYS, PROMISED_SIGN_UP_DAYS = 90, 365, 7


def deadlines_follow_each_other(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """An error unless one is reminded first, then those behind are told, and then the inquiry goes to them."""
    days = (settings.INQUIRY_REMINDER_DAYS, settings.INQUIRY_ANSWER_DAYS, settings.INQUIRY_TAKE_OVER_DAYS)
    if days[0] < days[1] < days[2]:
        return []
    hint = "INQUIRY_REMINDER_DAYS must be less than INQUIRY_ANSWER_DAYS, and that less than INQUIRY_TAKE_OVER_DAYS."
    return [checks.Error(f"The days of the deadlines are {days}.", hint=hint, id="groups.E001")]


def erased_as_promised(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """An error where personal data would be kept longer than the consent says."""
    if settings.INQUIRY_ERASE_DAYS <= PROMISED_DAYS and settings.INQUIRY_ERASE_LATEST_DAYS <= PROMISED_LATEST_DAYS:
        return []
    hint = f"INQUIRY_ERASE_DAYS: at most {PROMISED_DAYS}; INQUIRY_ERASE_LATEST_DAYS: at most {PROMISED_LATEST_DAYS}."
    return [checks.Error("Inquiries would be kept longer than their people were told.", hint=hint, id="groups.E002")]


def sign_ups_erased_as_promised(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """An error where sign-ups would be kept longer than their consent says."""
    if settings.SIGN_UP_ERASE_DAYS <= PROMISED_SIGN_UP_DAYS:
        return []
    hint = f"SIGN_UP_ERASE_DAYS: at most {PROMISED_SIGN_UP_DAYS}."
    return [checks.Error("Sign-ups would be kept longer than their people were told.", hint=hint, id="groups.E003")]


def group_sizes_make_sense(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """An error unless a group may begin with no more than are advised."""
    sizes = (settings.GROUP_MIN_TO_START, settings.GROUP_ADVISED_MIN, settings.GROUP_ADVISED_MAX)
    if sizes[0] <= sizes[1] <= sizes[2]:
        return []
    hint = "GROUP_MIN_TO_START must be at most GROUP_ADVISED_MIN, and that at most GROUP_ADVISED_MAX."
    return [checks.Error(f"The sizes of a group are {sizes}.", hint=hint, id="groups.E004")]


ALL = (deadlines_follow_each_other, erased_as_promised, sign_ups_erased_as_promised, group_sizes_make_sense)
