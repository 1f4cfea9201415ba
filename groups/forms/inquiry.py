"""The inquiry form. The names of its fields are a contract; its words are read by people in a hard time."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import cached_property, lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contactpoints.coverage import CoverageDecision, NoNationalDesk, office_for
from contactpoints.gazetteer import OnePlace, understand
from contactpoints.models import ContactPoint
from contactpoints.place import Place
from groups import fields
from groups.enums import PERSONAL_WISHES
from groups.forms.once import SentOnce
from groups.forms.reach import SAFELY, ReachForm
from groups.inquiries.intake import Wanted
from linkportal.kit import clock
from linkportal.kit.forms import Consent, Fieldset, OneOf, form_helper
from linkportal.kit.spam import SpamCareMixin

_NOT_18 = {"no", "nei", "false", "0"}


def _answering(place: Place) -> CoverageDecision | None:
    """Who answers today; None only in a portal that is not set up yet."""
    with suppress(NoNationalDesk):
        return office_for(place, clock.today())
    return None


def _meant(text: str) -> Place | None:
    match understand(text) if text else None:
        case OnePlace(place=place, others=[]):
            return place
    return None


_format_lazily = lazy(format_html, str)


class InquiryForm(SpamCareMixin, SentOnce, ReachForm):
    """What a person asks. The names of the fields are a contract; each error says what to write."""

    kontaktpunkt = forms.CharField(required=False, widget=forms.HiddenInput)
    wish = forms.ChoiceField(
        label=_("Hva ønsker du?"),
        choices=[(wish.value, wish.label) for wish in PERSONAL_WISHES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva du ønsker."), "invalid_choice": _("Velg ett av ønskene i listen.")},
    )
    sted = fields.place()
    theme = fields.theme()
    message = fields.message()
    over_18 = forms.BooleanField(
        label=_("Jeg har fylt 18 år"),
        help_text=_format_lazily(
            '{} <a href="{}">{}</a>',
            _("Er du under 18 år?"),
            reverse_lazy("groups:under_18"),
            _("Her er noen som kan hjelpe deg"),
        ),
        error_messages={
            "required": _("Kryss av hvis du har fylt 18 år. Er du yngre, er det andre som kan hjelpe deg.")
        },
    )
    consent = forms.BooleanField(
        label="",
        help_text=_(
            "Kan de ikke svare, svarer det nasjonale kontoret i stedet. Har vi e-posten din, får du vite det først. "
            "Navn, e-post, telefon og melding slettes senest 90 dager etter at saken er ferdig. "
            "Du kan trekke tilbake når som helst."
        ),
        error_messages={"required": _("Kryss av hvis det er greit at vi leser dette og svarer deg.")},
    )

    hints = {**ReachForm.hints, "sted": {"autocomplete": "postal-code"}}

    helper = form_helper(
        "submission_id",
        "stamp",
        "kontaktpunkt",
        "wish",
        "sted",
        "theme",
        Fieldset(_("Hvordan når vi deg trygt?"), "name", OneOf("email", "phone"), *SAFELY),
        "message",
        Div("website", css_class="trap", aria_hidden="true"),
        "over_18",
        Consent(),
        submit=_("Send henvendelsen"),
    )

    def __init__(self, *args: Any, contact_point: ContactPoint | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact_point = contact_point
        # Asked for when it is drawn: a form that is in order is not, and needs no look at who covers what.
        self.fields["consent"].label = lazy(self._consent, str)()

    def clean_kontaktpunkt(self) -> ContactPoint | None:
        if self.cleaned_data["kontaktpunkt"] and self.contact_point is None:
            # The field is hidden, so the person can't empty it: the page that says so does.
            self.put("kontaktpunkt", "")
            raise ValidationError(_("Vi kjenner ikke dette kontaktpunktet. Finn det på nytt i søket, eller send uten."))
        return self.contact_point

    @property
    def says_under_18(self) -> bool:
        """Whether the person has said outright to be under 18: then nothing of what was sent is kept."""
        return str(self.data.get("over_18", "")).lower() in _NOT_18

    @cached_property
    def coverage(self) -> CoverageDecision | None:
        """Which office answers, as far as it is known yet: by the chosen contact point, else by the place typed."""
        if self.contact_point:
            return _answering(Place.of_contact_point(self.contact_point))
        place = self.cleaned_data.get("sted") if self.is_bound else _meant(self.initial.get("sted", ""))
        return _answering(place) if place else None

    def _consent(self) -> str:
        """The words of the consent: it names who may read. Changing them means a new `intake.CONSENT_VERSION`."""
        if self.contact_point and self.coverage and not self.contact_point.can_receive_inquiries():
            return str(_("Det er greit at %(office)s leser dette og svarer meg")) % {
                "office": self.coverage.office.name
            }
        if self.contact_point is None or self.coverage is None:
            return str(
                _("Det er greit at distriktskontoret som svarer for stedet der jeg bor, leser dette og svarer meg")
            )
        names = {"contact_point": self.contact_point.name, "office": self.coverage.office.name}
        return str(_("Det er greit at %(contact_point)s og %(office)s leser dette og svarer meg")) % names

    @property
    def wanted(self) -> Wanted:
        """What the valid form asks."""
        said = self.cleaned_data
        asked = {name: said[name] for name in ("wish", "theme", "leave_message", "contact_times", "contact_by")}
        return self.wanted_with(**asked, contact_point=said["kontaktpunkt"])
