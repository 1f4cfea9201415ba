"""What somebody said by telephone, mail or letter or in person, written down while they say it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contactpoints.models import DistrictOffice
from groups import fields
from groups.enums import PERSONAL_WISHES, Channel, LeaveMessage, Wish
from groups.forms.once import SentOnce
from groups.inquiries.intake import Wanted
from groups.workplaces import Workplace
from linkportal.kit.forms import Consent, Fieldset, form_helper

_CHANNELS = [(one.value, one.label) for one in Channel if one != Channel.WEB]


class LogForm(SentOnce):
    """Everything but the consent may stay as it is: the person may be anonymous, the defaults are the usual call."""

    hints = {
        "sted": {"autocomplete": "off"},
        "name": {"autocomplete": "off"},
        "email": {"autocomplete": "off"},
        "phone": {"autocomplete": "off", "inputmode": "tel", "type": "tel"},
    }

    at = forms.ChoiceField(
        label=_("Hvilket sted tar imot?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg stedet du fører inn for."), "invalid_choice": _("Velg et av stedene.")},
    )
    channel = forms.ChoiceField(
        label=_("Hvordan tok personen kontakt?"), choices=_CHANNELS, initial=Channel.PHONE, widget=forms.RadioSelect
    )
    wish = forms.ChoiceField(
        label=_("Hva ønsker personen?"),
        choices=[(wish.value, wish.label) for wish in PERSONAL_WISHES],
        initial=Wish.JOIN,
        widget=forms.RadioSelect,
    )
    sted = fields.place(
        label=_("Hvor bor personen?"),
        error_messages={
            "required": _("Skriv postnummeret eller kommunen, for eksempel 3724 eller Skien."),
            "max_length": _("Skriv postnummeret med fire siffer, for eksempel 3724."),
        },
    )
    theme = fields.theme(label=_("Tema"), help_text="")
    name = fields.name(label=_("Hva kan vi kalle personen?"), required=False)
    phone = fields.phone(help_text="")
    email = fields.email(help_text="")
    leave_message = fields.leave_message(
        label=_("Kan vi legge igjen beskjed på telefonen?"),
        help_text=_("Spør hvis du skriver opp et nummer. Uten svar legger ingen igjen noe."),
    )
    contact_times = fields.contact_times(label=_("Når passer det at vi tar kontakt?"))
    meeting_times = fields.meeting_times()
    message = fields.message(
        label=_("Hva sa personen?"),
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Høyst 500 tegn. Ikke skriv om sykdom eller diagnose, eller mer enn dere trenger."),
    )
    consent = forms.BooleanField(
        # The words of `intake.ORAL_CONSENT_VERSION`.
        label=_(
            "Personen har sagt ja til at vi skriver dette ned, og at vi og distriktskontoret vårt leser det og svarer"
        ),
        help_text=_(
            "Si at det nasjonale kontoret svarer hvis ingen av oss kan, at alt slettes senest 90 dager etter at "
            "saken er ferdig, og at en kan trekke seg når som helst."
        ),
        error_messages={"required": _("Spør personen om det er greit, og kryss av når svaret er ja.")},
    )

    helper = form_helper(
        "submission_id",
        "at",
        "channel",
        "wish",
        "sted",
        "theme",
        Fieldset(_("Hvis personen vil bli kontaktet"), "name", "phone", "leave_message", "email", "contact_times"),
        "meeting_times",
        "message",
        Consent(),
        submit=_("Før inn"),
        purpose=_("før vi kan føre den inn"),
    )

    def __init__(self, *args: Any, places: list[Workplace], **kwargs: Any) -> None:
        self.places = {key_of(place): place for place in places}
        first = places[0]
        initial = {"at": key_of(first), "sted": _where(first), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["at"].choices = [(key, place.name) for key, place in self.places.items()]  # type: ignore[attr-defined]
        if len(places) == 1:
            self.fields["at"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Where nothing was said about messages, none is left."""
        super().clean()
        if not self.cleaned_data.get("phone") or not self.cleaned_data.get("leave_message"):
            self.cleaned_data["leave_message"] = LeaveMessage.NO
        return self.cleaned_data

    @property
    def place(self) -> Workplace:
        """The place that keeps it."""
        return self.places[self.cleaned_data["at"]]

    @property
    def wanted(self) -> Wanted:
        """What the person said."""
        said = self.cleaned_data
        asked = ("wish", "theme", "leave_message", "contact_times", "meeting_times")
        return self.wanted_with(**{name: said[name] for name in asked})


def key_of(place: Workplace) -> str:
    """How a place is named in the form."""
    return f"{'kontor' if isinstance(place, DistrictOffice) else 'kontaktpunkt'}:{place.slug}"


def _where(place: Workplace) -> str:
    """Most who come live near: the place's own postal code or municipality."""
    if isinstance(place, DistrictOffice):
        return place.town
    return str(place.postal_code or place.municipality.label)
