"""allauth's forms for the second factor, in our words; codes are taken by `contactpoints.second_factor`, once each."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal.auth import parse_registration_response
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contactpoints import second_factor
from linkportal.kit.forms import ClearForm, form_helper

WRITE_THE_CODE = _("Skriv koden som står i appen nå, eller en reservekode.")


class _CodeForm(ClearForm):
    """A field for a code, which telephones fill in by themselves."""

    hints = {"code": {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Kode")
        field.error_messages["required"] = WRITE_THE_CODE
        field.widget.attrs.pop("placeholder", None)


class CodeForm(_CodeForm, base.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step of a login."""

    helper = form_helper("code", submit=_("Logg inn"), purpose=_("før du kan logge inn"))

    def clean_code(self) -> str:
        """Take the code. Too many wrong ones, and no code is looked at for some minutes."""
        forget_tries = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        try:
            self.authenticator = second_factor.use_code(self.user, code)
        except second_factor.WrongCode:
            raise get_adapter().validation_error("incorrect_code") from None
        except second_factor.UsedCode:
            raise get_adapter().validation_error("used_code") from None
        forget_tries()
        return code


class SetUpAppForm(_CodeForm, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app. It counts as used: the next login takes the one after."""

    helper = form_helper("code", submit=_("Koble til appen"), purpose=_("før appen er koblet til"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Koden i appen")
        self.fields["code"].error_messages["required"] = _("Skriv de seks sifrene som står i appen nå.")

    def clean_code(self) -> str:
        """See that the app makes the codes we expect."""
        validate_can_add_authenticator(self.user)
        forget_tries = check_rate_limit(self.user, error_key="rate_limited")
        code: str = self.cleaned_data["code"]
        self.counter = second_factor.totp_counter_of(self.secret, code)
        if self.counter is None:
            raise get_adapter().validation_error("incorrect_code")
        forget_tries()
        return code


class AddKeyForm(ClearForm, AddWebAuthnForm):  # type: ignore[misc]
    """A key or a passkey; the browser asks for it, and a script puts in what it answers."""

    helper = form_helper("name", "passwordless", "credential", form_tag=False, purpose=_("før vi kan lagre"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Hva skal nøkkelen hete?")
        self.fields["name"].help_text = _("Så du kjenner den igjen, for eksempel «mobilen» eller «nøkkelknippet».")
        self.fields["passwordless"].label = _("Jeg vil logge inn med den alene, uten passord")
        self.fields["passwordless"].help_text = _("Da ber den om fingeravtrykk, ansikt eller PIN.")
        self.fields["credential"].error_messages["required"] = _(
            "Velg «Koble til nøkkelen», og gjør som nettleseren sier."
        )

    def clean_credential(self) -> dict[str, Any]:
        """What the browser answered. allauth keeps what counts as no (`0`) as a key, and stumbles over half of one."""
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            parse_registration_response(credential)
        except (ValidationError, TypeError, KeyError, ValueError, AttributeError):
            raise get_adapter().validation_error("incorrect_key") from None
        return credential


class _KeyForm(ClearForm):
    """What a key answered to a login, as the browser wrote it down."""

    def clean_credential(self) -> Any:
        """Whose key it is. allauth stumbles over an answer of which a part is missing or of another kind."""
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form it is mixed into
        except (TypeError, KeyError, ValueError, AttributeError):
            raise get_adapter().validation_error("incorrect_key") from None


class KeyLoginForm(_KeyForm, LoginWebAuthnForm):  # type: ignore[misc]
    """A login with a passkey alone."""


class KeyForm(_KeyForm, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A key as the second step of a login."""


class NewRecoveryCodesForm(ClearForm, GenerateRecoveryCodesForm):  # type: ignore[misc]
    """Nothing to fill in."""

    helper = form_helper(submit=_("Lag nye koder"), purpose=_("før vi kan lage koder"))
