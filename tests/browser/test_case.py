"""A day at the contact point, with scripts and without: a call is written down, and a request from the web answered."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import Channel, LeaveMessage, Theme, Wish
from groups.models import Inquiry
from tests.browser.conftest import Window
from tests.conftest import make_contact_point
from tests.groups.making import make_inquiry
from tests.login import let_in
from tests.mailbox import Mailbox
from tests.processes import Serve, wait_until

INBOX = "/arbeidsflate/henvendelser/"


class Hands:
    """What a person does on a page: each click, and each field that is filled in, counts as one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def follow(self, link: str) -> None:
        self._do(self.page.get_by_role("link", name=link).first.click)

    def press(self, button: str) -> None:
        self._do(self.page.get_by_role("button", name=button, exact=True).click)

    def check(self, label: str | re.Pattern[str], under: str = "") -> None:
        where = self.page.get_by_role("group", name=under) if under else self.page
        self._do(where.get_by_label(label).check)

    def fill(self, label: str, text: str) -> None:
        self._do(lambda: self.page.get_by_label(label).fill(text))

    def choose(self, label: str, option: str) -> None:
        self._do(lambda: self.page.get_by_label(label).select_option(label=option))

    def _do(self, interaction: Callable[[], object]) -> None:
        interaction()
        self.count += 1


def test_a_call_is_written_down_in_fewer_than_twelve_interactions(
    window: Window, serve: Serve, bakken: ContactPoint, ola: User
) -> None:
    portal, page = serve.web(), window.page
    let_in(window.context, ola, portal.url)
    page.goto(f"{portal.url}{INBOX}")

    hands = Hands(page)
    hands.follow("Før inn en henvendelse")
    hands.check("Starte en gruppe")
    hands.choose("Tema", str(Theme.ANXIETY.label))
    hands.fill("Hva kan vi kalle personen?", "Kim")
    hands.fill("Telefonnummer", "406 12 345")
    hands.check(str(LeaveMessage.CALL_BACK.label))
    hands.check("Kveld", under="Når passer det at vi tar kontakt?")
    hands.fill("Hva sa personen?", "Vi er to som vil starte noe for oss under 35.")
    hands.check(re.compile("Personen har sagt ja"))
    hands.press("Før inn")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ført inn")
    assert hands.count < 12
    inquiry = Inquiry.objects.get(reference=page.locator("[data-referanse]").inner_text())
    assert (inquiry.channel, inquiry.wish, inquiry.theme) == (Channel.PHONE, Wish.START, Theme.ANXIETY)
    assert (inquiry.name, inquiry.phone, inquiry.contact_times) == ("Kim", "+4740612345", ["evening"])
    assert (inquiry.receiver, inquiry.consent_asked_by) == (bakken, ola)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert window.complaints == []


def test_an_anonymous_call_takes_three_and_the_slip_has_the_link(
    browser: Browser, window: Window, serve: Serve, ola: User
) -> None:
    portal, page = serve.web(), window.page
    let_in(window.context, ola, portal.url)
    page.goto(f"{portal.url}{INBOX}")

    hands = Hands(page)
    hands.follow("Før inn en henvendelse")
    hands.check(re.compile("Personen har sagt ja"))
    hands.press("Før inn")
    assert hands.count == 3
    page.get_by_role("button", name="Vis lapp til utskrift").click()

    link = page.locator(".secret").inner_text()
    assert Inquiry.objects.get().secret_token in link
    assert Inquiry.objects.get().secret_token not in page.url
    at_home = browser.new_context()
    kim = at_home.new_page()
    kim.goto(f"{portal.url}{link[link.index('/min-henvendelse/') :]}")
    expect(kim.get_by_role("heading", level=1)).to_contain_text(Inquiry.objects.get().reference)
    at_home.close()


def test_a_request_from_the_web_is_answered_and_read_behind_the_secret_link(
    browser: Browser, window: Window, serve: Serve, bakken: ContactPoint, ola: User, mailbox: Mailbox
) -> None:
    portal, page = serve.web(), window.page
    serve.worker(SITE_URL=portal.url)
    inquiry = make_inquiry(wish=Wish.JOIN, contact_point=bakken, message="Jeg kan best på torsdager.")
    let_in(window.context, ola, portal.url)

    page.goto(f"{portal.url}{INBOX}")
    page.get_by_role("link", name=re.compile(inquiry.reference)).click()
    expect(page.get_by_text("Jeg kan best på torsdager.")).to_be_visible()
    page.get_by_role("button", name="Jeg tar den").click()
    expect(page.get_by_text("Den er din.")).to_be_visible()
    page.get_by_text("Svar på e-post", exact=True).click()
    page.get_by_label("Svar", exact=True).fill("Velkommen på torsdag klokka seks.")
    page.get_by_role("button", name="Send svaret").click()

    expect(page.get_by_text("Svaret er på vei.")).to_be_visible()
    expect(page.get_by_text(f"{ola} svarte på e-post")).to_be_visible()
    wait_until(lambda: "Du har fått svar" in mailbox.to("kari@example.no"))
    mail = next(mail for mail in mailbox.mails if mail.subject == "Du har fått svar")
    assert "torsdag" not in mail.text
    at_home = browser.new_context(java_script_enabled=window.scripts)
    kari = at_home.new_page()
    kari.goto(re.findall(r"http\S+", mail.text)[0])
    expect(kari.get_by_text("Velkommen på torsdag klokka seks.")).to_be_visible()
    at_home.close()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert window.complaints == []


def test_what_is_missing_is_shown_where_it_was_typed(
    window: Window, serve: Serve, bakken: ContactPoint, ola: User
) -> None:
    portal, page = serve.web(), window.page
    inquiry = make_inquiry(wish=Wish.JOIN, contact_point=bakken)
    let_in(window.context, ola, portal.url)
    page.goto(f"{portal.url}{INBOX}{inquiry.reference}/")

    page.get_by_text("Avslutt", exact=True).click()
    page.get_by_label("Notat").and_(page.locator("#close_note")).fill("Hun kom på torsdag.")
    page.get_by_role("button", name="Avslutt henvendelsen").click()

    expect(page.locator("#feil")).to_be_in_viewport()
    expect(page.locator("#close_note")).to_have_value("Hun kom på torsdag.")
    page.get_by_label("Ble med i en gruppe").check()
    page.get_by_role("button", name="Avslutt henvendelsen").click()
    expect(page.get_by_text("Avsluttet.")).to_be_visible()


def test_given_to_the_nearest_after_the_person_said_yes(
    window: Window, serve: Serve, berit: User, tonsberg: DistrictOffice
) -> None:
    make_contact_point("Mestringshuset", "Skien")
    portal, page = serve.web(), window.page
    inquiry = make_inquiry()
    let_in(window.context, berit, portal.url)
    page.goto(f"{portal.url}{INBOX}{inquiry.reference}/")

    page.get_by_role("link", name="Gi videre").click()
    page.get_by_label(re.compile("Mestringshuset, Skien")).check()
    page.get_by_label("Hvorfor?").fill("Det er nærmest.")
    page.get_by_label(re.compile("Personen har sagt ja")).check()
    page.get_by_role("button", name="Gi henvendelsen videre").click()

    expect(page.get_by_text("Gitt videre til Mestringshuset.")).to_be_visible()
    inquiry.refresh_from_db()
    assert inquiry.receiver.name == "Mestringshuset"
