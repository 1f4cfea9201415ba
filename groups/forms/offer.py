"""What somebody offers us, who asks nothing for themselves: the form by which a place becomes a contact point, and what
every such form asks.
"""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import HostKind
from groups import fields
from groups.enums import LeaveMessage, Wish
from groups.forms.once import SentOnce
from groups.inquiries.intake import Wanted
from linkportal.kit.forms import Consent, Fieldset, OneOf, form_helper
from linkportal.kit.spam import SpamCareMixin

LONGEST_NAME = 120


def offering_helper(*about: str | LayoutObject, last: tuple[str, ...] = ("message",)) -> FormHelper:
    """The layout of a form that offers something: what it is `about`, how they are reached, what is asked `last`."""
    return form_helper(
        "submission_id",
        "stamp",
        *about,
        Fieldset(_("Hvordan når vi deg?"), "name", OneOf("email", "phone")),
        *last,
        Div("website", css_class="trap", aria_hidden="true"),
        Consent(),
        submit=_("Send"),
    )


class OfferingForm(SpamCareMixin, SentOnce):
    """Where they are, whom the office may talk with and how, and the consent that names who reads it."""

    organisation = forms.CharField(
        label=_("Hva heter stedet eller organisasjonen?"),
        max_length=LONGEST_NAME,
        error_messages={
            "required": _("Skriv hva stedet eller organisasjonen heter."),
            "max_length": _("Skriv et kortere navn, på høyst 120 tegn."),
        },
    )
    sted = fields.place(
        label=_("Hvor holder dere til?"),
        error_messages={
            "required": _("Skriv postnummeret eller navnet på kommunen, for eksempel 3724 eller Skien."),
            "max_length": _("Skriv postnummeret med fire siffer, for eksempel 3724."),
        },
    )
    name = fields.name(
        label=_("Hvem kan vi snakke med?"),
        help_text=_("Fornavn holder"),
        error_messages={
            "required": _("Skriv navnet på den vi kan snakke med. Fornavn holder."),
            "max_length": _("Skriv et kortere navn, på høyst 80 tegn."),
        },
    )
    email = fields.email(help_text="")
    phone = fields.phone()
    message = fields.message(help_text=_("Høyst 500 tegn. For eksempel hvorfor dere vil, eller hva dere lurer på."))
    consent = forms.BooleanField(
        label=_("Det er greit at distriktskontoret som svarer for stedet, leser dette og svarer meg"),
        help_text=_(
            "Kan de ikke svare, svarer det nasjonale kontoret i stedet. Har vi e-posten din, får du vite det først. "
            "Navn, e-post, telefon og melding slettes senest 90 dager etter at saken er ferdig. "
            "Du kan trekke tilbake når som helst."
        ),
        error_messages={"required": _("Kryss av hvis det er greit at vi leser dette og svarer deg.")},
    )

    hints = {
        "organisation": {"autocomplete": "organization"},
        "sted": {"autocomplete": "postal-code"},
        "name": {"autocomplete": "name"},
        "phone": {"autocomplete": "tel", "inputmode": "tel", "type": "tel"},
    }

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.require_one_of(
            "email", "phone", message=_("Skriv e-postadressen eller telefonnummeret ditt, så vi kan svare.")
        )
        return self.cleaned_data

    def wanted_as(self, wish: Wish, leave_message: LeaveMessage, **more: Any) -> Wanted:
        """What the valid form offers, as that wish; `leave_message` is whether one may, if a number was given."""
        said = self.cleaned_data
        may = leave_message if said["phone"] else LeaveMessage.NO
        return self.wanted_with(wish=wish, organisation=said["organisation"], leave_message=may, **more)


class OfferForm(OfferingForm):
    """Which place it is that would be a contact point."""

    host_kind = forms.ChoiceField(
        label=_("Hva slags sted er det?"),
        help_text=_("Velg det som ligger nærmest"),
        choices=[("", _("Velg slags sted")), *HostKind.choices],
        error_messages={
            "required": _("Velg hva slags sted det er."),
            "invalid_choice": _("Velg et av stedene i listen."),
        },
    )

    helper = offering_helper(Fieldset(_("Om stedet"), "organisation", "host_kind", "sted"))

    @property
    def wanted(self) -> Wanted:
        """What the valid form offers."""
        # It is the telephone of a place of work.
        return self.wanted_as(Wish.CONTACT_POINT, LeaveMessage.YES, host_kind=self.cleaned_data["host_kind"])
