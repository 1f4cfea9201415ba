"""Signing up for an event: a name, one way of contact, and consent."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

from crispy_forms.layout import Div
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python

from groups import fields
from groups.forms.once import SentOnce
from groups.meetings.signing_up import Wanted
from linkportal.kit.forms import Consent, form_helper
from linkportal.kit.spam import SpamCareMixin, is_ours, new_stamp

# Changing the words means a new `signing_up.CONSENT_VERSION`.
CONSENT = gettext_noop("Det er greit at %(organisers)s leser dette og gir meg beskjed")
ABOUT_CONSENT = gettext_noop(
    "Vi bruker det bare til dette arrangementet. Alt du skriver, slettes senest %(days)s dager etterpå, "
    "eller med en gang hvis du melder deg av."
)
_AGAIN = _("Skjemaet ble sendt uvanlig fort, så vi er ikke sikre på at det var deg. Send det en gang til.")


class Way(NamedTuple):
    """How somebody is told: one of the two, the other is empty. The number is in E.164."""

    email: str = ""
    phone: str = ""


class WayField(forms.CharField):
    """An e-mail address or a telephone number; its value is a `Way`."""

    def clean(self, value: Any) -> Way:
        """Which of the two it is. Raises `ValidationError` with the sentence of this field if it is neither."""
        text = super().clean(value)
        if "@" in text:
            EmailValidator(self.error_messages["invalid"])(text)
            return Way(email=text)
        number = to_python(text, region="NO")
        if not number or not number.is_valid():
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return Way(phone=number.as_e164)


class SignUpForm(SpamCareMixin, SentOnce):
    """Who wants to come. One way of contact is enough, and more is not asked."""

    name = fields.name()
    way = WayField(
        label=_("E-post eller telefonnummer"),
        help_text=_(
            "Det ene holder. Med e-post får du bekreftelse og påminnelse. Med telefon ringer vi bare hvis noe endres."
        ),
        max_length=254,
        error_messages={
            "required": _("Skriv e-postadressen eller telefonnummeret ditt, så vi kan gi beskjed."),
            "invalid": _(
                "Skriv en e-postadresse, for eksempel navn@eksempel.no, eller et telefonnummer med åtte siffer."
            ),
            "max_length": _("Skriv en kortere e-postadresse, på høyst 254 tegn."),
        },
    )
    consent = forms.BooleanField(
        label="",
        error_messages={"required": _("Kryss av hvis det er greit at arrangøren leser dette og gir deg beskjed.")},
    )

    hints = {
        "name": {"autocomplete": "given-name"},
        # One field for both: most use the address, and its keyboard has figures too.
        "way": {"autocomplete": "email", "inputmode": "email", "spellcheck": "false", "autocapitalize": "none"},
    }

    def __init__(self, *args: Any, organisers: str, is_full: bool = False, **kwargs: Any) -> None:
        self.helper = form_helper(
            "submission_id",
            "stamp",
            "name",
            "way",
            Div("website", css_class="trap", aria_hidden="true"),
            Consent(),
            submit=_("Sett meg på venteliste") if is_full else _("Meld meg på"),
            purpose=_("før vi kan melde deg på"),
        )
        super().__init__(*args, **kwargs)
        self.fields["website"].one_of = True  # type: ignore[attr-defined]  # nobody sees it: all that is seen is needed
        consent = self.fields["consent"]
        consent.label = gettext(CONSENT) % {"organisers": organisers}
        consent.help_text = gettext(ABOUT_CONSENT) % {"days": settings.SIGN_UP_ERASE_DAYS}

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.is_suspicious:
            # A person presses once more, and then it is neither hasty nor filled in where nobody sees it.
            stamp = self.cleaned_data.get("stamp", "")
            self.put("website", "")
            self.put("stamp", stamp if is_ours(stamp) else new_stamp())
            if not self.errors:
                self.add_error(None, ValidationError(_AGAIN, "again"))
        return self.cleaned_data

    @property
    def wanted(self) -> Wanted:
        """What the valid form asks. A number that is missing becomes a new one."""
        said = self.cleaned_data
        way: Way = said["way"]
        return Wanted(said["submission_id"] or uuid.uuid4(), said["name"], email=way.email, phone=way.phone)
