"""What people at a contact point say about it: its page, its hours, the days it is closed."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from contactpoints.areas import typed
from contactpoints.editing import NewPeriod, Span
from contactpoints.enums import MeetingForm, SpokenLanguage, Weekday
from contactpoints.models import ClosedPeriod, ContactPoint, PostalCode, User
from contactpoints.workspace_forms.fields import BEFORE_SAVING, AreasField, DayField, DaysForm
from linkportal.kit.forms import ClearForm, Fieldset, form_helper

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[ContactPoint]
else:
    _ModelForm = forms.ModelForm

SAVE = _("Lagre")


class PostalCodeField(forms.CharField):
    """Four digits; its value is the postal code, or None."""

    def clean(self, value: Any) -> PostalCode | None:
        """The postal code. Raises `ValidationError` for one that there is not."""
        code = super().clean(value).replace(" ", "")
        if not code:
            return None
        found = PostalCode.objects.select_related("municipality__county").filter(code=code[:4]).first()
        if found is None or len(code) != 4:
            raise ValidationError(_("Dette postnummeret finnes ikke. Skriv fire siffer, for eksempel 3724."), "unknown")
        return found


class PlaceForm(ClearForm, _ModelForm):
    """The public page of a contact point."""

    hints = {
        "postal_code": {"inputmode": "numeric", "size": "6", "autocomplete": "off"},
        "email": {"autocomplete": "off"},
        "phone": {"type": "tel", "autocomplete": "off"},
        "name": {"autocomplete": "off"},
        "address": {"autocomplete": "off"},
    }

    summary = forms.CharField(
        label=_("Hva kan en komme for?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Én eller to setninger. Høyst 300 tegn."),
    )
    postal_code = PostalCodeField(
        label=_("Postnummer"),
        required=False,
        help_text=_("Må være med når folk kommer til dere. Gir stedet på kartet og kommunen dere hører til."),
    )
    serves = AreasField(
        counties=False,
        label=_("Er også for disse kommunene"),
        required=False,
        help_text=_("Én på hver linje, i tillegg til kommunen dere ligger i."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Språk dere snakker"),
        choices=SpokenLanguage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ContactPoint
        fields = (
            *("name", "summary", "host_kind", "host_name", "meeting_form", "address", "postal_code"),
            *("email", "email_is_public", "phone", "phone_is_public", "website"),
            *("accepts_new", "languages", "step_free", "access_notes"),
        )
        labels = {
            "name": _("Navn på kontaktpunktet"),
            "step_free": _("Kommer en inn med rullestol?"),
            "email_is_public": _("Vis e-posten på siden"),
            "phone_is_public": _("Vis telefonen på siden"),
            "accepts_new": _("Vi tar imot nye nå"),
        }
        error_messages = {"name": {"required": _("Skriv hva kontaktpunktet heter.")}}

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    helper = form_helper(
        Fieldset(_("Hva det er"), "name", "summary", "host_kind", "host_name", "accepts_new"),
        Fieldset(_("Hvor det er"), "meeting_form", "address", "postal_code", "serves"),
        Fieldset(_("Slik når en dere"), "email", "email_is_public", "phone", "phone_is_public", "website"),
        Fieldset(_("Slik er det å komme"), "languages", "step_free", "access_notes"),
        "seen",
        submit=SAVE,
        purpose=BEFORE_SAVING,
    )

    def __init__(self, *args: Any, user: User, seen: str, instance: ContactPoint, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, initial=_shown(instance, seen), **kwargs)
        self.user, self.home = user, instance.municipality

    def clean_postal_code(self) -> PostalCode | None:
        """The postal code. Another municipality is for who answers there too, as it moves the place to their area."""
        found: PostalCode | None = self.cleaned_data["postal_code"]
        moves = found is not None and found.municipality_id != self.home.pk
        if found and moves and not self._may_move_to(found.municipality_id):
            sentence = _("%(code)s ligger i %(there)s. Be distriktskontoret om å flytte dere fra %(here)s.")
            words = {"code": found.code, "there": found.municipality.label, "here": self.home.label}
            raise ValidationError(sentence, "elsewhere", words)
        return found

    def _may_move_to(self, municipality_id: int) -> bool:
        return self.user.is_national_admin or municipality_id in self.user.answered_municipality_ids

    def clean(self) -> None:
        """A place one can go to lies somewhere."""
        super().clean()
        asked = self.cleaned_data
        is_somewhere = asked.get("meeting_form") == MeetingForm.IN_PERSON
        if is_somewhere and not asked.get("postal_code") and "postal_code" not in self.errors:
            self.add_error("postal_code", _("Skriv postnummeret til stedet, fire siffer."))

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in, for `editing.apply_change`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def _shown(contact_point: ContactPoint, seen: str) -> dict[str, Any]:
    return {
        "postal_code": contact_point.postal_code.code if contact_point.postal_code else "",
        "serves": typed(list(contact_point.serves.select_related("county").by_name())),
        "seen": seen,
    }


def merged(data: QueryDict, form: forms.BaseForm, names: set[str], seen: str) -> QueryDict:
    """What was sent, with the fields `names` as `form` (an unbound one) shows them, and a new stamp."""
    merged = data.copy()
    for name in names & form.fields.keys():
        shown = form[name].value()
        if isinstance(form.fields[name], forms.BooleanField):
            merged.setlist(name, ["on"] if shown else [])
        else:
            merged.setlist(name, [str(one) for one in shown] if isinstance(shown, list) else [str(shown or "")])
    merged["seen"] = seen
    return merged


_SPAN = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|til)\s*(\d{1,2})(?:[.:](\d{2}))?")
_HOW = _("Skriv for eksempel 10–14, eller 9.30–12 og 16–18. La det stå tomt når det er stengt.")


class HoursField(forms.CharField):
    """When it is open on one day, as one says it; its value is a list of times, none for a closed day."""

    def __init__(self, weekday: Weekday) -> None:
        super().__init__(label=weekday.label, required=False, max_length=60)
        self.weekday = weekday

    def clean(self, value: Any) -> list[Span]:
        """The times. Raises `ValidationError` where they are none, end before they begin, or overlap."""
        text = super().clean(value).strip().lower().removeprefix("kl").strip(" .")
        if text in {"", "stengt", "-", "–"}:
            return []
        spans = []
        for part in re.split(r"\s*(?:,|;|\bog\b)\s*", text):
            found = _SPAN.fullmatch(part.replace("kl. ", "").replace("kl ", "").strip())
            if not found:
                raise ValidationError(_HOW, "unclear")
            spans.append((self.weekday.value, *self._times(*found.groups())))
        for (_day, _opens, closes), (_same, opens, _closes) in zip(sorted(spans), sorted(spans)[1:], strict=False):
            if opens < closes:
                raise ValidationError(_("Tidene går over i hverandre. %(how)s"), "overlap", {"how": _HOW})
        return sorted(spans)

    def _times(self, *numbers: str | None) -> tuple[time, time]:
        hour, minute, last_hour, last_minute = (int(number or 0) for number in numbers)
        try:
            opens, closes = time(hour, minute), time(last_hour, last_minute)
        except ValueError as error:
            raise ValidationError(_HOW, "unclear") from error
        if closes <= opens:
            raise ValidationError(_("Stengetid må være etter åpningstid. %(how)s"), "backwards", {"how": _HOW})
        return opens, closes


class HoursForm(ClearForm):
    """The hours of a week."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    day_1 = HoursField(Weekday.MONDAY)
    day_2 = HoursField(Weekday.TUESDAY)
    day_3 = HoursField(Weekday.WEDNESDAY)
    day_4 = HoursField(Weekday.THURSDAY)
    day_5 = HoursField(Weekday.FRIDAY)
    day_6 = HoursField(Weekday.SATURDAY)
    day_7 = HoursField(Weekday.SUNDAY)

    def __init__(self, *args: Any, spans: list[Span], seen: str, **kwargs: Any) -> None:
        self.days = [f"day_{day.value}" for day in Weekday]
        shown = {name: _in_words(spans, day) for name, day in zip(self.days, Weekday, strict=True)}
        super().__init__(*args, initial={**shown, "seen": seen}, **kwargs)
        for name in self.days:
            self.fields[name].one_of = True  # type: ignore[attr-defined]  # seven times "Valgfritt" says nothing

    @property
    def helper(self) -> FormHelper:
        return form_helper(*self.days, "seen", submit=SAVE, purpose=BEFORE_SAVING)

    @property
    def spans(self) -> list[Span]:
        """All days together."""
        return [span for name in self.days for span in self.cleaned_data[name]]


def _in_words(spans: list[Span], day: Weekday) -> str:
    times = [f"{_clock(opens)}–{_clock(closes)}" for weekday, opens, closes in sorted(spans) if weekday == day]
    return str(_(" og ")).join(times)


def _clock(at: time) -> str:
    return f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)


class ClosedPeriodForm(DaysForm):
    """Days on which a contact point is closed, told to the public."""

    first_day = DayField(label=_("Første dag"), error_messages={"required": _("Velg den første dagen det er stengt.")})
    last_day = DayField(
        label=_("Siste dag"), from_today=True, error_messages={"required": _("Velg den siste dagen det er stengt.")}
    )
    reason = forms.CharField(
        label=_("Hvorfor"), max_length=80, required=False, help_text=_("For eksempel «Sommerstengt».")
    )
    taken_words = _("Det er allerede stengt noen av disse dagene. Velg dager utenom.")
    helper = form_helper("first_day", "last_day", "reason", submit=_("Legg til"), purpose=BEFORE_SAVING)

    def __init__(self, *args: Any, contact_point: ContactPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact_point = contact_point

    def taken(self) -> QuerySet[ClosedPeriod]:
        return self.contact_point.closed_periods.all()

    @property
    def period(self) -> NewPeriod:
        asked = self.cleaned_data
        return NewPeriod(asked["first_day"], asked["last_day"], asked["reason"])
