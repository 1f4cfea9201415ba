"""The second factor: who needs one, what counts as having shown it, and codes that work once.

allauth asks for it at every login of somebody who has one (`allauth.mfa.stages.AuthenticateStage`), but lets everybody
else in. So a session is marked when somebody who has one is logged in, or when one is set up in it, and whoever works
somewhere gets nowhere without that mark. docs/decisions/0022-second-factor.md
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from contactpoints.demo import accounts
from contactpoints.models import User
from linkportal.kit import clock
from linkportal.kit.encryption import encrypted_elsewhere

GetResponse = Callable[[HttpRequest], HttpResponse]
Kind = Authenticator.Type

SHOWN = "second_factor_shown"
ACCOUNT_PAGES = ("account_", "mfa_")  # how the names of the account's own pages begin
SECONDS = 30


class WrongCode(Exception):
    """Neither the app's code of now nor one of the recovery codes."""


class UsedCode(Exception):
    """A right code that has been used before."""


def has_one(user: User) -> bool:
    """Whether the person has set up an app or a key. Recovery codes alone are no second factor."""
    return bool(Authenticator.objects.filter(user=user, type__in=(Kind.TOTP, Kind.WEBAUTHN)).exists())


def is_exempt(user: User) -> bool:
    """Whether this is a demonstration account of `make run`."""
    return has_exemptions() and user.email in accounts.ADDRESSES


def has_exemptions() -> bool:
    """Whether the demonstration accounts get in with a password alone: in `make run`, and nowhere others can reach."""
    return bool(settings.DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR and not settings.HTTPS)


def is_missing(request: HttpRequest) -> bool:
    """Whether whoever is logged in works somewhere, and has not shown a second factor in this session."""
    user = request.user
    if not isinstance(user, User) or request.session.get(SHOWN):
        return False
    return bool(user.current_memberships) and not is_exempt(user)


def note_login(request: HttpRequest, user: User, **_: Any) -> None:
    """Called when somebody has logged in. Who has a second factor has shown it by then."""
    if has_one(user):
        request.session[SHOWN] = True


def note_set_up(request: HttpRequest, user: User) -> None:
    """Called when somebody has set up a second factor. All their other sessions end: they were begun without it."""
    user.end_sessions()
    update_session_auth_hash(request, user)
    request.session[SHOWN] = True


def forget(user: User) -> None:
    """Take away all that the person has set up, and log them out: for who has lost the telephone and the codes."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        user.end_sessions()


def encrypt_anew(one: Authenticator) -> None:
    """Write its secret with the first of the keys."""
    one.data |= {name: encrypt(decrypt(one.data[name])) for name in ("secret", "seed") if name in one.data}
    one.save(update_fields=["data"])


def register() -> None:
    """Called when the apps are ready."""
    encrypted_elsewhere[Authenticator] = encrypt_anew
    user_logged_in.connect(note_login, dispatch_uid="contactpoints.second_factor.note_login")


class SecondFactorMiddleware:
    """Whoever lacks a second factor meets its set-up on every page that asks for a login, but for the account's own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: object) -> HttpResponse | None:
        match = request.resolver_match
        of_the_account = match is not None and (match.view_name or "").startswith(ACCOUNT_PAGES)
        if of_the_account or not getattr(view, "login_required", True) or not is_missing(request):
            return None
        return redirect("mfa_index")


def totp_counter_of(secret: str, code: str) -> int | None:
    """Which of the half minutes around now this is the code of; None if of none."""
    now = int(clock.now().timestamp()) // SECONDS
    said = "".join(code.split())
    for counter in range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1):
        if constant_time_compare(format_hotp_value(hotp_value(secret, counter)), said):
            return counter
    return None


@transaction.atomic
def use_code(user: User, code: str) -> Authenticator:
    """Take a code of the app or a recovery code, once: the row is locked meanwhile, in whichever process.

    Returns what it is a code of; raises `WrongCode` or `UsedCode`.
    """
    by_code = Authenticator.objects.select_for_update().filter(user=user, type__in=(Kind.TOTP, Kind.RECOVERY_CODES))
    for one in by_code.order_by("pk"):
        if (_use_totp if one.type == Kind.TOTP else _use_recovery_code)(one, code):
            return one
    raise WrongCode


def _use_totp(app: Authenticator, code: str) -> bool:
    counter = totp_counter_of(decrypt(app.data["secret"]), code)
    if counter is None:
        return False
    if counter <= app.data.get("last_counter", 0):
        raise UsedCode
    app.data["last_counter"] = counter
    app.save(update_fields=["data"])
    return True


def _use_recovery_code(codes: Authenticator, code: str) -> bool:
    if RecoveryCodes(codes).validate_code(code):
        return True
    said = "".join(code.split())
    if any(constant_time_compare(one, said) for one in RecoveryCodes(codes).generate_codes()):
        raise UsedCode
    return False


@transaction.atomic
def recovery_codes_to_show(user: User) -> list[str]:
    """The codes, the first time somebody asks after they were made; later none."""
    found = Authenticator.objects.select_for_update().filter(user=user, type=Kind.RECOVERY_CODES).first()
    if found is None or RecoveryCodes(found).did_view:
        return []
    codes = RecoveryCodes(found)
    codes.mark_as_viewed()
    return list(codes.get_unused_codes())
