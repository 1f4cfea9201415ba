"""How django-allauth behaves here: nobody signs up by themselves, and it says in Norwegian what to do."""

import time
from typing import Any, ClassVar, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints import second_factor
from contactpoints.models import User
from linkportal.kit.encryption import box

SURE_FOR = 5 * 60  # seconds after a login or a password in which one is not asked again who one is


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

    def send_mail(self, template_prefix: str, _email: str, _context: dict[str, Any]) -> NoReturn:
        """Never: mails are jobs (`contactpoints.accounts`), so that nobody sees by the time which addresses we know."""
        raise NotImplementedError(template_prefix)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether it is this person's password; counted against the same limit as a login."""
        return bool(self.authenticate(context.request, email=user.email, password=password) == user)

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Not right after a login, when one has just shown who one is."""
        records = get_authentication_records(context.request, context.request.user)
        return not any(time.time() - record["at"] < SURE_FOR for record in records)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """By password alone: the second factor was shown when the session began."""
        way = {"id": "reauthenticate", "description": _("Med passordet"), "url": reverse("account_reauthenticate")}
        return [way] if user.is_authenticated and user.has_usable_password() else []

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """To the login: a new password ends every session, this one too."""
        return reverse("account_login")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted as the personal fields are, and the last way in is not taken away."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Dette er det eneste du logger inn med. Legg til noe annet først."),
        "cannot_generate_recovery_codes": _("Sett opp en app eller en nøkkel først."),
        "incorrect_code": _("Koden stemmer ikke. Skriv den som står i appen nå."),
        "used_code": _("Koden er brukt. Vent til appen viser en ny, eller skriv en annen kode."),
        "unverified_email": _("Vi vet ikke om e-postadressen din er din. Be om en ny invitasjon."),
        "incorrect_key": _("Nøkkelen ble ikke kjent igjen. Prøv en gang til, eller bruk en kode."),
    }

    def encrypt(self, text: str) -> str:
        """For the secret of an app, and for what the recovery codes are made from."""
        return box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Counterpart of `encrypt`; raises `cryptography.fernet.InvalidToken` if no key fits."""
        return box().decrypt(encrypted_text).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether something to log in with remains."""
        main = (second_factor.Kind.TOTP, second_factor.Kind.WEBAUTHN)
        mine = Authenticator.objects.filter(user=authenticator.user_id, type__in=main)
        return bool(mine.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """What a new key is called."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Nøkkel")) if count == 0 else f"{_('Nøkkel')} {count + 1}"

    def _get_site_name(self) -> str:
        return "LINKportal"
