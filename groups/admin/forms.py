"""The forms of the steps that staff take on an inquiry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import PlaceKind
from contactpoints.models import ContactPoint, DistrictOffice, PlaceName
from contactpoints.models.registry import ContactPointQuerySet
from contactpoints.place import Place
from groups.enums import Outcome, Status
from groups.models import Inquiry
from linkportal.kit import clock
from linkportal.kit.forms import ClearForm
from linkportal.kit.text import fold

Receiver = DistrictOffice | ContactPoint

_OFFICE, _CONTACT_POINT = "kontor", "kontaktpunkt"
MOST_FOUND = 20
NEAREST = 5


def offices() -> QuerySet[DistrictOffice]:
    """Those that answer today."""
    return DistrictOffice.objects.open_on(clock.today()).by_name()


def contact_points() -> ContactPointQuerySet:
    """Those that an inquiry can be left with."""
    return ContactPoint.objects.published().exclude(email="").select_related("municipality__county")


def receivers_for(inquiry: Inquiry, text: str) -> list[Receiver]:
    """Who could answer instead: all offices and the nearest contact points, or those found by name or municipality."""
    found: list[Receiver]
    if not text.strip():
        near = contact_points().with_a_place().nearest_to(Place.of_municipality(inquiry.municipality), NEAREST)
        found = [*near, *offices()]
    else:
        places = PlaceName.objects.filter(folded__contains=fold(text)).exclude(kind=PlaceKind.COUNTY)
        named = Q(name_folded__contains=fold(text)) | Q(municipality__in=places.values("municipality"))
        matching = [office for office in offices() if fold(text) in fold(f"{office.name} {office.town}")]
        found = [*contact_points().filter(named).by_name()[:MOST_FOUND], *matching]
    return [one for one in found if one != inquiry.receiver]


def key_of(receiver: Receiver) -> str:
    """How a receiver is named in the form."""
    return f"{_OFFICE if isinstance(receiver, DistrictOffice) else _CONTACT_POINT}:{receiver.slug}"


def label_of(receiver: Receiver) -> str:
    """What a receiver is called where one chooses."""
    return receiver.name if isinstance(receiver, DistrictOffice) else f"{receiver.name}, {receiver.municipality.label}"


class StepForm(ClearForm):
    """A step is taken from what one has seen: the last event of the case."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(StepForm):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=_("Hvordan gikk det?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvordan det gikk.")},
    )
    note = forms.CharField(
        label=_("Notat, hvis det trengs"),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("Skriv ikke mer om personen enn dere trenger. Notatet slettes sammen med det personen skrev."),
    )


class HandOverForm(StepForm):
    """To whom, and why. Whoever is found may be chosen, seen or not: the receiver is often another office's."""

    to = forms.CharField(
        label=_("Hvem skal svare?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem som skal svare. Søk hvis du ikke ser dem her.")},
    )
    reason = forms.CharField(
        label=_("Hvorfor?"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("De som overtar, leser dette. Det slettes sammen med det personen skrev."),
        error_messages={"required": _("Skriv kort hvorfor, så de som overtar forstår det.")},
    )
    has_agreed = forms.BooleanField(
        label=_("Personen har sagt ja til at de som overtar, leser henvendelsen"),
        error_messages={"required": _("Spør personen først, og kryss av når svaret er ja.")},
    )

    def __init__(self, *args: Any, inquiry: Inquiry, found: list[Receiver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inquiry = inquiry
        self.fields["to"].widget.choices = [(key_of(one), label_of(one)) for one in found]

    def clean_to(self) -> Receiver:
        """The office or contact point. An error if it can't receive, or has it already."""
        kind, _colon, slug = self.cleaned_data["to"].partition(":")
        rows: dict[str, QuerySet[Any]] = {_OFFICE: offices(), _CONTACT_POINT: contact_points()}
        found: Receiver | None = rows[kind].filter(slug=slug).first() if kind in rows else None
        if found is None:
            raise forms.ValidationError(_("Denne mottakeren kan ikke ta imot. Velg en annen."))
        if found == self.inquiry.receiver:
            raise forms.ValidationError(_("Henvendelsen er der allerede. Velg en annen."))
        return found


def close_form(inquiry: Inquiry, data: Any) -> CloseForm:
    """The form for ending an inquiry; what lies in quarantine is most often nobody's."""
    return CloseForm(data, initial={"outcome": Outcome.SPAM} if inquiry.status == Status.QUARANTINED else {})
