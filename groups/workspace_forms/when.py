"""When a meeting is: a day and two times by the clock on the wall in Norway."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contactpoints.workspace_forms.fields import DayField
from linkportal.kit import clock
from linkportal.kit.forms import ClearForm

_HOW = _("Skriv klokkeslettet med timer og minutter, for eksempel 18.00.")


class NoSuchTime(ValueError):
    """On that night the clock is put forward past this time."""


def on_the_wall(day: date, at: time) -> datetime:
    """The moment, in UTC, of that time on that day in Norway; the first of the two where the clock is put back.

    Raises `NoSuchTime` for the hour that is left out in spring.
    """
    moment = timezone.make_aware(datetime.combine(day, at)).astimezone(UTC)
    if timezone.localtime(moment).time() != at:
        raise NoSuchTime(at)
    return moment


class ClockField(forms.TimeField):
    """A time by the clock, chosen in the browser or typed: `18`, `18.00`, `18:00`, `kl. 18`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M")
        widget.input_type = "time"
        messages = {"invalid": _HOW} | kwargs.pop("error_messages", {})
        formats = ["%H:%M", "%H.%M", "%H:%M:%S", "%H %M", "%H"]
        super().__init__(widget=widget, input_formats=formats, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> time | None:
        text = value.strip().lower().removeprefix("kl").strip(" .") if isinstance(value, str) else value
        at: time | None = super().to_python(text)
        return at.replace(second=0) if at else None


class WhenForm(ClearForm):
    """Fields of a form that asks when a meeting is; after `is_valid()` it knows `starts_at` and `ends_at`, aware.

    Each thing that can be wrong has its sentence at the field: a day or a time that is past, an end before the start,
    an hour that does not exist.
    """

    day = DayField(label=_("Dag"), from_today=True, error_messages={"required": _("Velg hvilken dag det er.")})
    begins = ClockField(label=_("Begynner klokken"), error_messages={"required": _("Skriv når det begynner.")})
    ends = ClockField(label=_("Slutter klokken"), error_messages={"required": _("Skriv når det slutter.")})

    def clean(self) -> dict[str, Any]:
        super().clean()
        day = self.cleaned_data.get("day")
        if day:
            begins, _ends = (self._moment(day, name) for name in ("begins", "ends"))
            if begins and begins <= clock.now():
                sentence = _("Det tidspunktet er passert. Velg et som kommer.")
                self.add_error("begins", ValidationError(sentence, "past"))
        self._refuse_backwards()
        return self.cleaned_data

    def _refuse_backwards(self) -> None:
        """The end is after the start, whichever day it is: who got the day wrong as well is told both at once."""
        begins, ends = self.cleaned_data.get("begins"), self.cleaned_data.get("ends")
        if begins and ends and ends <= begins:
            sentence = _("Slutten må være etter begynnelsen. Skriv et klokkeslett etter %(begins)s.")
            self.add_error("ends", ValidationError(sentence, "backwards", {"begins": in_words(begins)}))

    def _moment(self, day: date, name: str) -> datetime | None:
        at = self.cleaned_data.get(name)
        if at is None:
            return None
        try:
            return on_the_wall(day, at)
        except NoSuchTime:
            self.add_error(name, no_such_time(day, at))
            return None

    @property
    def starts_at(self) -> datetime:
        return on_the_wall(self.cleaned_data["day"], self.cleaned_data["begins"])

    @property
    def ends_at(self) -> datetime:
        return on_the_wall(self.cleaned_data["day"], self.cleaned_data["ends"])

    @staticmethod
    def filled(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
        """What the fields show of a meeting that is planned."""
        local = timezone.localtime(starts_at)
        return {"day": local.date(), "begins": local.time(), "ends": timezone.localtime(ends_at).time()}


def no_such_time(day: date, at: time) -> ValidationError:
    """The sentence for an hour that the clock leaves out."""
    sentence = _("Natt til %(day)s stilles klokken fram, og %(at)s finnes ikke. Velg et annet klokkeslett.")
    return ValidationError(sentence, "no_such_time", {"day": date_format(day, "j. F Y"), "at": in_words(at)})


def in_words(at: time) -> str:
    """A time as it is written: `18.00`."""
    return f"{at:%H.%M}"
