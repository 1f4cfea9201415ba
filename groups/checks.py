"""What must be true of the deadlines before they make sense."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


def deadlines_follow_each_other(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """An error unless one is reminded first, then those behind are told, and then the inquiry goes to them."""
    days = (settings.INQUIRY_REMINDER_DAYS, settings.INQUIRY_ANSWER_DAYS, settings.INQUIRY_TAKE_OVER_DAYS)
    if days[0] < days[1] < days[2]:
        return []
    hint = "INQUIRY_REMINDER_DAYS must be less than INQUIRY_ANSWER_DAYS, and that less than INQUIRY_TAKE_OVER_DAYS."
    return [checks.Error(f"The days of the deadlines are {days}.", hint=hint, id="groups.E001")]
