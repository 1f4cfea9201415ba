"""When a place answers, in the admin: its working days and its absences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import Weekday, ordinary_week
from contactpoints.models import Absence
from linkportal.kit.admin import ScopedInline


class WorkingDaysField(forms.TypedMultipleChoiceField):
    """The days of the week on which somebody answers inquiries, as boxes to tick."""

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "label": _("Dager noen svarer på henvendelser"),
            "choices": Weekday.choices,
            "coerce": int,
            "initial": ordinary_week,
            "widget": forms.CheckboxSelectMultiple,
            "help_text": _("Fristene teller bare disse dagene."),
            **kwargs,
        }
        super().__init__(**given)


class AbsenceInline(ScopedInline):
    model = Absence
    fields = ("first_day", "last_day")
