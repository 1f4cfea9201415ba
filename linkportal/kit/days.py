"""Days and moments in forms: those that somebody can have meant."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_YEARS = range(1900, 2101)


def refusal(day: date) -> str:
    """What is said of a day whose year is a slip of the finger; empty for others.

    Near the first and the last day that there are, no program could count on.
    """
    if day.year in _YEARS:
        return ""
    return _("Skriv et årstall fra %(first)d til %(last)d.") % {"first": _YEARS[0], "last": _YEARS[-1]}


class WrittenDay(forms.DateField):
    """A day."""

    def to_python(self, value: Any) -> date | None:
        """Raises `ValidationError` with what to write."""
        day = super().to_python(value)
        if day and (said := refusal(day)):
            raise ValidationError(said, code="invalid")
        return day


class WrittenMoment(forms.SplitDateTimeField):
    """A day and a time. What an address fills in wrongly is left out."""

    def prepare_value(self, value: Any) -> Any:
        """Nothing for a text, which only an address can give."""
        return None if isinstance(value, str) else super().prepare_value(value)

    def compress(self, data_list: Any) -> datetime | None:
        """Raises `ValidationError` with what to write."""
        if data_list and data_list[0] and (said := refusal(data_list[0])):
            raise ValidationError(said, code="invalid")
        return super().compress(data_list)
