"""On which days somebody answers: working days, absences, and how one reaches an office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import Weekday
from contactpoints.models import Absence, ContactPoint, DistrictOffice
from contactpoints.workspace_forms.fields import BEFORE_SAVING, DayField, DaysForm
from linkportal.kit.forms import ClearForm, form_helper

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[DistrictOffice]
else:
    _ModelForm = forms.ModelForm


class WorkingDaysForm(ClearForm):
    """On which days of the week somebody answers inquiries."""

    working_days = forms.TypedMultipleChoiceField(
        label=_("Dager noen svarer på henvendelser"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Fristene teller bare disse dagene, og aldri røde dager. Vises ikke på siden."),
        error_messages={"required": _("Velg minst én dag i uken.")},
    )
    helper = form_helper("working_days", submit=_("Lagre dagene"), purpose=BEFORE_SAVING)


class AbsenceForm(DaysForm):
    """Days on which nobody answers, told to nobody outside."""

    first_day = DayField(label=_("Første dag borte"), error_messages={"required": _("Velg den første dagen.")})
    last_day = DayField(
        label=_("Siste dag borte"), from_today=True, error_messages={"required": _("Velg den siste dagen.")}
    )
    taken_words = _("Noen av disse dagene står der allerede. Velg dager utenom.")
    helper = form_helper("first_day", "last_day", submit=_("Legg til fravær"), purpose=BEFORE_SAVING)

    def __init__(self, *args: Any, place: ContactPoint | DistrictOffice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    def taken(self) -> QuerySet[Absence]:
        return self.place.absences.all()

    def save(self) -> Absence:
        """The absence, written down."""
        asked = self.cleaned_data
        return self.place.absences.create(first_day=asked["first_day"], last_day=asked["last_day"])


class OfficeForm(ClearForm, _ModelForm):
    """How one reaches an office, and on which days it answers."""

    hints = {"phone": {"type": "tel", "autocomplete": "off"}, "email": {"autocomplete": "off"}}

    working_days = WorkingDaysForm.base_fields["working_days"]

    class Meta:
        model = DistrictOffice
        fields = ("phone", "hours", "email", "address", "working_days")
        help_texts = {"hours": _("For eksempel «Mandag til torsdag 10 til 14».")}
        error_messages = {"email": {"required": _("Skriv e-postadressen der henvendelser varsles.")}}

    helper = form_helper("phone", "hours", "email", "address", "working_days", submit=_("Lagre"), purpose=BEFORE_SAVING)
