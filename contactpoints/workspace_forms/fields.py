"""Fields that several forms of the workspace share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contactpoints.areas import Area, NotUnderstood, areas_called
from linkportal.kit import clock
from linkportal.kit.forms import ClearForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BEFORE_SAVING = _("før vi kan lagre")
FIRST_YEAR, LAST_YEAR = 2000, 2100  # an earlier or a later one is a slip of the finger


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar or typed the Norwegian way. With `from_today` not one that is past."""

    def __init__(self, *, from_today: bool = False, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        widget.input_type = "date"
        formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
        messages = {"invalid": _("Skriv datoen som dag, måned og år, for eksempel 31.12.2026.")}
        messages |= kwargs.pop("error_messages", {})
        super().__init__(widget=widget, input_formats=formats, error_messages=messages, **kwargs)
        self.from_today = from_today

    def clean(self, value: Any) -> date | None:
        """The day. Raises `ValidationError` for one that is no day, past, or far away."""
        day: date | None = super().clean(value)
        if day is not None and self.from_today and day < clock.today():
            today = date_format(clock.today(), "j. F Y")
            raise ValidationError(_("Dagen er passert. Velg %(today)s eller senere."), "past", {"today": today})
        if day is not None and day.year >= LAST_YEAR:
            raise ValidationError(_("Det er langt fram. Se om årstallet er riktig."), "far")
        if day is not None and day.year < FIRST_YEAR:
            raise ValidationError(_("Det er lenge siden. Se om årstallet er riktig."), "long_ago")
        return day


class DaysForm(ClearForm):
    """From one day to another, both included, and none of them a day that stands there already.

    A form of this kind has the fields `first_day` and `last_day`.
    """

    taken_words: ClassVar[StrOrPromise]

    def taken(self) -> QuerySet[Any]:
        """The rows that stand there already, with a first and a last day each."""
        raise NotImplementedError

    def clean(self) -> None:
        """The days are in order, and not taken."""
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if not first or not last:
            return
        if last < first:
            self.add_error("last_day", _("Siste dag kan ikke være før første dag."))
        elif self.taken().filter(first_day__lte=last, last_day__gte=first).exists():
            self.add_error("first_day", self.taken_words)


class AreasField(forms.CharField):
    """Municipalities, and counties if asked for, one on each line; its value is a list of them."""

    def __init__(self, *, counties: bool, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": "4"}), max_length=4000, **kwargs)
        self.counties = counties

    def clean(self, value: Any) -> list[Area]:
        """The areas. Raises `ValidationError` with a sentence that says what to write instead."""
        text = super().clean(value)
        try:
            return areas_called(text, counties=self.counties) if text else []
        except NotUnderstood as problem:
            raise ValidationError(str(problem), "unknown") from problem
