"""How django-allauth behaves here: nobody signs up by themselves, and it says in Norwegian what to do."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come by invitation only."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Denne kontoen er stengt. Spør den som har ansvar for kontoret ditt."),
        "email_password_mismatch": _("E-postadressen eller passordet stemmer ikke. Skriv begge på nytt."),
        "enter_current_password": _("Dette er ikke passordet du har nå. Skriv det på nytt."),
        "incorrect_password": _("Passordet stemmer ikke. Skriv det på nytt."),
        "invalid_password_reset": _("Lenken virker ikke lenger. Be om en ny."),
        "too_many_login_attempts": _("Det ble for mange forsøk. Vent noen minutter, og prøv igjen."),
        "rate_limited": _("Det ble for mange forsøk. Vent noen minutter, og prøv igjen."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never: whoever works here is invited."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is written in the template, without the site's name in brackets before it."""
        return subject
