"""Who comes to an event, and how many came."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from contactpoints.workspace_forms.fields import BEFORE_SAVING
from groups import fields
from groups.forms.once import SentOnce
from groups.meetings.signing_up import Wanted
from linkportal.kit.forms import ClearForm, Consent, OneOf, form_helper

MOST_PEOPLE = 10_000
# The words of `signing_up.ORAL_CONSENT_VERSION`: what one who calls is asked, and told.
ORAL_CONSENT = gettext_noop("Personen har sagt ja til at vi skriver dette ned")
ABOUT_ORAL_CONSENT = gettext_noop(
    "Si at dette leses av %(organisers)s, og at det slettes senest %(days)s dager etter arrangementet."
)
_NUMBER = _("Skriv et tall, for eksempel 12.")


class ChangeForm(ClearForm):
    """Carries what its sender saw of the event."""

    seen = forms.CharField(
        widget=forms.HiddenInput,
        max_length=64,
        error_messages={"required": _("Siden var gammel. Se over den og prøv igjen.")},
    )

    def show_as_seen(self, stamp: str) -> None:
        """Let the form, as it is shown now, be sent from what stands there now."""
        changed: Any = self.data
        changed = changed.copy()
        changed["seen"] = stamp
        self.data = changed


class AttendanceForm(ChangeForm):
    """How many came."""

    hints = {"number": {"inputmode": "numeric", "size": "6", "autocomplete": "off"}}

    number = forms.IntegerField(
        label=_("Hvor mange kom?"),
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput,
        help_text=_("Bare tallet. Ikke regn med dere som arrangerte."),
        error_messages={
            "required": _("Skriv hvor mange som kom, eller 0."),
            "invalid": _NUMBER,
            "min_value": _NUMBER,
            "max_value": _("Skriv et tall på høyst 10 000."),
        },
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        self.helper = form_helper("number", "seen", submit=_("Lagre tallet"), purpose=BEFORE_SAVING, action=action)
        super().__init__(*args, auto_id="oppmote_%s", **kwargs)


class PhoneSignUpForm(SentOnce):
    """Somebody signs up on the telephone, and staff write it down."""

    hints = {
        "name": {"autocomplete": "off"},
        "email": {"autocomplete": "off"},
        "phone": {"autocomplete": "off", "inputmode": "tel", "type": "tel"},
    }

    name = fields.name(label=_("Hva vil personen kalles?"))
    email = fields.email(help_text="")
    phone = fields.phone(help_text="")
    consent = forms.BooleanField(
        label=_(ORAL_CONSENT),
        error_messages={"required": _("Spør personen om det er greit, og kryss av når svaret er ja.")},
    )

    def __init__(self, *args: Any, action: str, organisers: str, **kwargs: Any) -> None:
        one_of = OneOf("phone", "email", legend=_("Hvordan kan vi nå personen?"))
        self.helper = form_helper(
            *("submission_id", "name", one_of, Consent()),
            submit=_("Meld på"),
            purpose=_("før vi kan melde på"),
            action=action,
        )
        super().__init__(*args, auto_id="pamelding_%s", **kwargs)
        words = {"organisers": organisers, "days": settings.SIGN_UP_ERASE_DAYS}
        self.fields["consent"].help_text = gettext(ABOUT_ORAL_CONSENT) % words

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.require_one_of("phone", "email", message=_("Skriv et telefonnummer eller en e-postadresse."))
        return self.cleaned_data

    @property
    def wanted(self) -> Wanted:
        """Who wants to come."""
        said = self.cleaned_data
        return Wanted(
            submission_id=said["submission_id"] or uuid.uuid4(),
            name=said["name"],
            email=said["email"],
            phone=said["phone"].as_e164 if said["phone"] else "",
        )
