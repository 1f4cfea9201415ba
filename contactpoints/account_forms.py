"""allauth's forms in our words and our layout."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contactpoints import accounts
from contactpoints.models import Invitation, User
from linkportal.kit.forms import ClearForm, form_helper

NOT_TWICE_THE_SAME = _("De to passordene er ikke like. Skriv det nye passordet likt begge steder.")


class _AccountForm(ClearForm):
    """What the forms below share: words for the fields allauth names, and no words inside the fields."""

    labels = {
        "login": _("E-postadresse"),
        "email": _("E-postadresse"),
        "password": _("Passord"),
        "oldpassword": _("Passordet du har nå"),
        "password1": _("Nytt passord"),
        "password2": _("Nytt passord en gang til"),
    }
    missing = {
        "login": _("Skriv inn e-postadressen du logger inn med."),
        "email": _("Skriv inn e-postadressen du logger inn med."),
        "password": _("Skriv inn passordet ditt."),
        "oldpassword": _("Skriv inn passordet du har nå."),
        "password1": _("Skriv inn et nytt passord."),
        "password2": _("Skriv inn det nye passordet en gang til."),
    }

    helps = {"password1": _("Minst tolv tegn. Noen ord etter hverandre er lette å huske.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.error_messages["required"] = self.missing.get(name, field.error_messages["required"])
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django's, but with our sentence for two passwords that differ."""
        differs = field == "password2" and not isinstance(error, ValidationError)  # allauth gives this one as a text
        super().add_error(field, NOT_TWICE_THE_SAME if differs else error)


class LoginForm(_AccountForm, allauth.LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password."""

    helper = form_helper("login", "password", submit=_("Logg inn"), purpose=_("før du kan logge inn"))


class ReauthenticateForm(_AccountForm, allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    helper = form_helper("password", submit=_("Fortsett"), purpose=_("før du kan gå videre"))


class ResetPasswordForm(_AccountForm, allauth.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link for a new password."""

    helper = form_helper("email", submit=_("Send meg en lenke"))

    def clean_email(self) -> str:
        """As it was typed: whether somebody has it is looked up once, and said to nobody."""
        return str(self.cleaned_data["email"])

    def save(self, _request: HttpRequest, **_kwargs: Any) -> str:
        """The mail is sent by the worker."""
        email: str = self.cleaned_data["email"]
        accounts.ask_for_new_password(email)
        return email


class ResetPasswordKeyForm(_AccountForm, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link in a mail."""

    helper = form_helper("password1", "password2", submit=_("Lagre passordet"), purpose=_("før vi kan lagre"))


class SetPasswordForm(_AccountForm, allauth.SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    helper = form_helper("password1", "password2", submit=_("Lagre passordet"), purpose=_("før vi kan lagre"))


class InvitationForm(ClearForm):
    """What somebody who is invited says about themselves."""

    hints = {"name": {"autocomplete": "name"}}

    name = forms.CharField(
        label=_("Navnet ditt"),
        max_length=80,
        help_text=_("Slik ser de du arbeider sammen med, det."),
        error_messages={"required": _("Skriv navnet ditt.")},
    )
    password1 = forms.CharField(
        label=_("Passord"),
        help_text=_AccountForm.helps["password1"],
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Skriv et passord.")},
    )
    password2 = forms.CharField(
        label=_("Passordet en gang til"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Skriv passordet en gang til.")},
    )
    helper = form_helper("name", "password1", "password2", submit=_("Takk ja"), purpose=_("før du kan begynne"))

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self) -> None:
        """A password that is hard to guess, twice the same."""
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", NOT_TWICE_THE_SAME)
        if first:
            person = User(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
            try:
                password_validation.validate_password(first, person)
            except ValidationError as error:
                self.add_error("password1", error)


class ChangePasswordForm(_AccountForm, allauth.ChangePasswordForm):  # type: ignore[misc]
    """Another password instead of the one one has."""

    helper = form_helper(
        "oldpassword", "password1", "password2", submit=_("Bytt passord"), purpose=_("før vi kan lagre")
    )
