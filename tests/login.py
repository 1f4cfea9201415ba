"""Logging in as people do, in two steps. Where the login is not what a test is about: `client.force_login(user)`."""

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from contactpoints.models import User
from linkportal.kit import clock

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse


INBOX = "/arbeidsflate/henvendelser/"  # for everybody who answers somewhere


def code_of(secret: str, *, later: int = 0) -> str:
    """What an app with this secret shows now, or so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30 + later)))


def secret_of(user: User) -> str:
    """The secret of the person's app."""
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return str(decrypt(app.data["secret"]))


def password_of(user: User) -> str:
    """Of those that `make_user` makes."""
    return user.email[::-1]


def first_step(client: Client, user: User, password: str = "") -> "_MonkeyPatchedWSGIResponse":
    """Send address and password."""
    return client.post("/konto/logg-inn/", {"login": user.email, "password": password or password_of(user)})


def second_step(client: Client, code: str) -> "_MonkeyPatchedWSGIResponse":
    """Send a code."""
    return client.post("/konto/to-trinn/kode/", {"code": code})


def log_in(client: Client, user: User) -> None:
    """Both steps."""
    assert first_step(client, user)["Location"] == "/konto/to-trinn/kode/"
    assert second_step(client, code_of(secret_of(user)))["Location"] == "/arbeidsflate/"


def log_in_by_hand(page: Page, user: User) -> None:
    """Both steps on the login page of a real browser; with a recovery code, as often as one likes in a minute."""
    page.get_by_label("E-postadresse").fill(user.email)
    page.get_by_label("Passord").fill(password_of(user))
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_label("Kode").fill(RecoveryCodes.activate(user).get_unused_codes()[0])
    page.get_by_role("button", name="Logg inn").click()


def let_in(context: BrowserContext, user: User, url: str) -> None:
    """Into the portal at `url`, in a real browser, where the login is not what the test is about."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def meets_the_login(client: Client) -> bool:
    """Whether the workspace asks to log in."""
    return str(client.get(INBOX, follow=True).request["PATH_INFO"]) == "/konto/logg-inn/"
