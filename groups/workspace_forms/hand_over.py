"""Giving an inquiry to somebody else: to whom, why, and whether the person has agreed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from contactpoints.enums import HostKind
from contactpoints.models import User
from contactpoints.proposals import LONGEST_NAME, Proposal
from groups import fields
from groups.inquiries.receivers import Candidate, CannotReceive, Receiver, chosen
from groups.models import Inquiry
from groups.workspace_forms.steps import LONGEST_TEXT, StepForm

AGREED, ASK = "ja", "spor"


class HandOver(StepForm):
    """What every hand-over needs. `template` is the page it stands on."""

    template: ClassVar[str]

    reason = forms.CharField(
        label=_("Hvorfor?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("De som overtar, leser dette. Det slettes sammen med det personen skrev."),
        error_messages={"required": _("Skriv kort hvorfor, så de som overtar forstår det.")},
    )
    consent = forms.ChoiceField(
        label=_("Hva sier personen?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Spør personen først. Velg svaret her.")},
    )

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, inquiry=inquiry, **kwargs)
        ways = [(AGREED, _("Personen har sagt ja til at de som overtar, leser henvendelsen"))]
        if inquiry.email:
            ways.append((ASK, _("Spør personen på e-post først. Ingenting skjer før svaret er ja")))
        self.fields["consent"].choices = ways  # type: ignore[attr-defined]

    @property
    def asks_first(self) -> bool:
        """Whether the person is to be asked by mail before anything happens."""
        return bool(self.cleaned_data["consent"] == ASK)


class HandOverForm(HandOver):
    """Whoever is found may be chosen, seen or not: the receiver is often another office's."""

    template = "groups/workspace/hand_over.html"
    shown = ("to", "reason", "consent")
    submit = _("Gi henvendelsen videre")

    to = forms.CharField(
        label=_("Hvem skal svare?"),
        max_length=100,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem som skal svare. Søk hvis du ikke ser dem her.")},
    )

    def __init__(self, *args: Any, inquiry: Inquiry, found: list[Candidate], by: User, **kwargs: Any) -> None:
        super().__init__(*args, inquiry=inquiry, **kwargs)
        self.by = by
        self.fields["to"].widget.choices = [(one.key, one.label) for one in found]
        if not all(one.has_people for one in found):
            self.fields["to"].help_text = _("De uten konto får bare e-posten, og kan ikke lese mer før de har en.")

    def clean_to(self) -> Receiver:
        """The office or contact point. An error if it can't receive, or has it already."""
        try:
            return chosen(self.inquiry, self.cleaned_data["to"], self.by)
        except CannotReceive as problem:
            raise ValidationError(str(problem), "cannot_receive") from problem


class NewPlaceForm(HandOver):
    """A local actor that is not a contact point yet: registered as proposed, and given the inquiry."""

    template = "groups/workspace/hand_over_new.html"
    shown = ("name", "host_kind", "sted", "email", "phone", "reason", "consent")
    submit = _("Registrer stedet og gi henvendelsen videre")
    hints = {
        "name": {"autocomplete": "off"},
        "sted": {"autocomplete": "off"},
        "email": {"autocomplete": "off"},
        "phone": {"autocomplete": "off", "inputmode": "tel", "type": "tel"},
    }

    name = forms.CharField(
        label=_("Hva heter stedet?"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Skriv navnet på stedet.")},
    )
    host_kind = forms.ChoiceField(
        label=_("Hva slags sted er det?"),
        choices=[("", _("Velg")), *HostKind.choices],
        error_messages={"required": _("Velg hva slags sted det er.")},
    )
    sted = fields.place(
        label=_("Hvor er det?"),
        error_messages={
            "required": _("Skriv postnummeret eller kommunen, for eksempel 3724 eller Skien."),
            "max_length": _("Skriv postnummeret med fire siffer, for eksempel 3724."),
        },
    )
    email = fields.email(
        label=_("E-postadressen til stedet"),
        help_text=_("Hit kommer beskjed om at en henvendelse venter, uten innhold."),
        required=True,
        error_messages={
            "required": _("Skriv e-postadressen til stedet, så de får vite at noen venter."),
            "invalid": _("Skriv inn en e-postadresse, for eksempel post@eksempel.no."),
        },
    )
    phone = PhoneNumberField(
        label=_("Telefonnummer"),
        required=False,
        region="NO",
        max_length=30,
        error_messages={"invalid": _("Skriv inn et telefonnummer med åtte siffer, for eksempel 406 12 345.")},
    )

    @property
    def proposal(self) -> Proposal:
        """The place, as far as it is known."""
        said = self.cleaned_data
        phone = said["phone"].as_e164 if said["phone"] else ""
        return Proposal(said["name"], said["host_kind"], said["sted"], said["email"], phone)
