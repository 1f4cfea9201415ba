"""A code works once and an invitation too, also when they are sent twice in the same moment to different workers."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from http.cookiejar import CookieJar
from threading import Barrier
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection
from django.test import Client
from django.utils import timezone

from contactpoints import invitations, second_factor
from contactpoints.enums import Role
from contactpoints.models import ContactPoint, User
from linkportal.kit import clock
from tests.accounts.test_invitations import SAID
from tests.login import code_of, password_of, secret_of
from tests.markup import read
from tests.processes import Serve

AT_ONCE = 8


def use_at_once(user: User, code: str) -> list[str]:
    """What becomes of the code when eight send it in the same moment, each on a connection of its own."""
    together = Barrier(AT_ONCE)

    def use(_: int) -> str:
        try:
            together.wait()
            second_factor.use_code(user, code)
        except second_factor.UsedCode:
            return "used"
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(AT_ONCE) as people:
        return sorted(people.map(use, range(AT_ONCE)))


def test_eight_times_the_same_code_of_the_app(committed_db: None, berit: User) -> None:
    for later in (0, 1):
        answers = use_at_once(berit, code_of(secret_of(berit), later=later))
        assert answers == ["taken"] + ["used"] * (AT_ONCE - 1)


def test_eight_times_the_same_recovery_code(committed_db: None, berit: User) -> None:
    codes = RecoveryCodes.activate(berit).get_unused_codes()

    assert use_at_once(berit, codes[0]) == ["taken"] + ["used"] * (AT_ONCE - 1)

    left = RecoveryCodes(Authenticator.objects.get(user=berit, type="recovery_codes")).get_unused_codes()
    assert left == codes[1:]


def test_saying_yes_eight_times_at_once_is_one_account_and_one_membership(
    committed_db: None, ola: User, bakken: ContactPoint
) -> None:
    invited = invitations.invite("siri@example.no", Role.STAFF, bakken, by=ola)
    together = Barrier(AT_ONCE)

    def say_yes(_: int) -> int:
        try:
            browser = Client()
            browser.get(f"/konto/invitasjon/{invited.secret_token}/")
            together.wait()
            return browser.post("/konto/invitasjon/", SAID).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as people:
        answers = sorted(people.map(say_yes, range(AT_ONCE)))

    assert answers == [302] + [410] * (AT_ONCE - 1)
    siri = User.objects.get(email="siri@example.no")
    assert siri.memberships.count() == EmailAddress.objects.filter(user=siri).count() == 1


def test_the_workers_of_the_portal_take_a_code_once(serve: Serve, berit: User) -> None:
    portal = serve.web()
    browsers = [first_step(portal.url, berit) for _ in range(4)]
    together = Barrier(len(browsers))

    def send(browser: OpenerDirector) -> bool:
        together.wait()
        return is_in(browser, portal.url, code)

    with clock.moved_to(now()):
        code = code_of(secret_of(berit))
    with ThreadPoolExecutor(len(browsers)) as people:
        assert sorted(people.map(send, browsers)) == [False, False, False, True]


def now() -> datetime:
    """What the clock of the portal's processes says: it is not June there."""
    return timezone.now()


def send_form(browser: OpenerDirector, url: str, **fields: str) -> str:
    """Open the page, fill in, send; where that leads to."""
    with browser.open(url) as page:
        token = read(page.read()).all("input", name="csrfmiddlewaretoken")[0].attrs["value"]
    with browser.open(url, urlencode({**fields, "csrfmiddlewaretoken": token}).encode()) as answer:
        return str(answer.url)


def first_step(url: str, user: User) -> OpenerDirector:
    """A browser that has sent address and password."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    led_to = send_form(browser, f"{url}/konto/logg-inn/", login=user.email, password=password_of(user))
    assert led_to == f"{url}/konto/to-trinn/kode/"
    return browser


def is_in(browser: OpenerDirector, url: str, code: str) -> bool:
    """Whether this code opens the admin."""
    with suppress(HTTPError):  # 422: that code is used
        send_form(browser, f"{url}/konto/to-trinn/kode/", code=code)
    with browser.open(f"{url}/admin/") as answer:
        return str(answer.url) == f"{url}/admin/"
