"""allauth's forms in our words and our layout."""

from typing import Any

from allauth.account import forms as allauth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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


class ResetPasswordKeyForm(_AccountForm, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link in a mail."""

    helper = form_helper("password1", "password2", submit=_("Lagre passordet"), purpose=_("før vi kan lagre"))


class SetPasswordForm(_AccountForm, allauth.SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    helper = form_helper("password1", "password2", submit=_("Lagre passordet"), purpose=_("før vi kan lagre"))


class ChangePasswordForm(_AccountForm, allauth.ChangePasswordForm):  # type: ignore[misc]
    """Another password instead of the one one has."""

    helper = form_helper(
        "oldpassword", "password1", "password2", submit=_("Bytt passord"), purpose=_("før vi kan lagre")
    )
