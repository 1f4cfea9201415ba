"""An event fills up, the line moves when somebody signs off, the event is moved, and everyone is told; with and without
scripts.
"""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from playwright.sync_api import Browser, BrowserContext, Page, expect

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.models import Event
from linkportal.kit import clock
from tests.browser.conftest import PATIENCE, Window
from tests.login import let_in
from tests.mailbox import Delivered, Mailbox
from tests.processes import Serve, Web, wait_until

WORKSPACE = "/arbeidsflate/arrangementer/"
TITLE = "Åpen kveld om sorg"
OSLO = ZoneInfo("Europe/Oslo")
WAY = "E-post eller telefonnummer"


class People:
    """Those who sign up, each with a browser of their own, with scripts or without as in the test."""

    def __init__(self, browser: Browser, portal: Web, *, scripts: bool) -> None:
        self.browser, self.portal, self.scripts = browser, portal, scripts
        self.windows: list[BrowserContext] = []

    def opens(self, path: str) -> Page:
        context = self.browser.new_context(
            java_script_enabled=self.scripts, viewport={"width": 360, "height": 740}, locale="nb-NO"
        )
        context.set_default_timeout(PATIENCE)
        self.windows.append(context)
        page = context.new_page()
        page.goto(path if path.startswith("http") else f"{self.portal.url}{path}")
        return page

    def sign_up(self, name: str, way: str, *, heading: str = "Meld deg på") -> Page:
        """From the public list to the receipt."""
        page = self.opens("/arrangementer/")
        page.get_by_role("link", name=TITLE).click()
        page.get_by_role("link", name=heading).click()
        page.get_by_label("Hva skal vi kalle deg?").fill(name)
        page.get_by_label(WAY).fill(way)
        page.get_by_label(re.compile("Det er greit at")).check()
        page.locator("main form button[type=submit]").click()
        expect(page).to_have_url(re.compile("/pamelding/kvittering/"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        return page


@pytest.fixture
def day() -> datetime:
    """In three weeks, at six in the evening."""
    return datetime.combine(clock.today() + timedelta(days=21), time(18), tzinfo=OSLO)


def plan(page: Page, day: datetime) -> None:
    """Berit plans an evening with room for two."""
    page.get_by_role("link", name="Nytt arrangement").first.click()
    page.get_by_label("Hva slags arrangement?").select_option(label="Åpent møte")
    page.get_by_label("Tittel").fill(TITLE)
    fill_in_when(page, day)
    page.get_by_label(re.compile("Kommune")).fill("Skien")
    page.get_by_label("Sted", exact=True).fill("Biblioteket, store sal")
    page.get_by_label("Frivilligsentralen på Bakken").check()
    page.get_by_label(re.compile("En melder seg på")).check()
    page.get_by_label("Antall plasser").fill("2")
    page.get_by_role("button", name="Lagre arrangementet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def fill_in_when(page: Page, day: datetime) -> None:
    page.get_by_label("Dag", exact=True).fill(f"{day:%Y-%m-%d}")
    page.get_by_label("Begynner klokken").fill(f"{day:%H:%M}")
    page.get_by_label("Slutter klokken").fill(f"{day + timedelta(hours=2):%H:%M}")


def mail_to(mailbox: Mailbox, who: str, subject: str) -> Delivered:
    """The mail with that subject, when it has come."""

    def found() -> Delivered | None:
        return next((mail for mail in mailbox.mails if who in mail.receivers and mail.subject == subject), None)

    mail = wait_until(found)
    assert mail is not None
    return mail


def text_of(mail: Delivered) -> str:
    body = mail.message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def calendar_of(mail: Delivered) -> vobject.base.Component:
    """The event in the file of the mail, as another program reads it."""
    (file,) = mail.message.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    content = file.get_content()
    return vobject.readOne(content if isinstance(content, str) else content.decode()).vevent


def move(desk: Page, day: datetime, venue: str) -> None:
    """Berit moves it to another time and place."""
    desk.reload()
    desk.get_by_role("link", name="Flytt").click()
    fill_in_when(desk, day)
    desk.get_by_label("Sted", exact=True).fill(venue)
    desk.get_by_role("button", name="Flytt arrangementet").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(TITLE)


def call(desk: Page, name: str) -> None:
    """Berit calls the only one who has no address, and says so."""
    to_call = desk.get_by_role("region", name="Disse må ringes")
    expect(to_call).to_contain_text(name)
    to_call.get_by_role("button", name=f"Ringt: {name}").click()
    expect(desk.get_by_role("region", name="Disse må ringes")).to_have_count(0)


def two_places_for_three(people: People, mailbox: Mailbox, day: datetime) -> Delivered:
    """Anna and Per have a place, Per by telephone, and Siri stands in line; returns the mail to Anna."""
    people.sign_up("Anna", "anna@example.no")
    by_phone = people.sign_up("Per", "406 12 345")
    expect(by_phone.get_by_role("main")).to_contain_text("Vi ringer deg hvis noe endres.")
    people.sign_up("Siri", "siri@example.no", heading="Stå på venteliste")
    first = mail_to(mailbox, "anna@example.no", "Du er påmeldt")
    mail_to(mailbox, "siri@example.no", "Du står på venteliste")
    assert calendar_of(first).dtstart.value == day
    assert "sorg" not in text_of(first)
    return first


def test_an_event_fills_up_the_line_moves_and_everyone_is_told_that_it_is_moved(
    browser: Browser,
    window: Window,
    serve: Serve,
    mailbox: Mailbox,
    tonsberg: DistrictOffice,
    bakken: ContactPoint,
    berit: User,
    day: datetime,
) -> None:
    portal, desk = serve.web(), window.page
    serve.worker(SITE_URL=portal.url)
    let_in(window.context, berit, portal.url)
    desk.goto(f"{portal.url}{WORKSPACE}")
    plan(desk, day)
    people = People(browser, portal, scripts=window.scripts)

    first = two_places_for_three(people, mailbox, day)

    # Anna can't come.
    anna = people.opens(re.findall(r"http\S+/min-pamelding/\S+", text_of(first))[0])
    assert anna.url == f"{portal.url}/min-pamelding/"
    anna.get_by_role("button", name="Meld meg av og slett").click()
    expect(anna.get_by_role("button", name="Meld meg av og slett")).to_have_count(0)
    got_place = mail_to(mailbox, "siri@example.no", "Du har fått plass")

    move(desk, day + timedelta(hours=1), "Rådhuset, møterom 4")
    moved = mail_to(mailbox, "siri@example.no", "Nytt tidspunkt eller sted")
    assert "Rådhuset, møterom 4" in text_of(moved)
    assert "Nytt tidspunkt eller sted" not in mailbox.to("anna@example.no")
    before, now = calendar_of(got_place), calendar_of(moved)
    assert now.uid.value == before.uid.value
    assert int(now.sequence.value) == int(before.sequence.value) + 1
    assert now.dtstart.value == day + timedelta(hours=1)

    call(desk, "Per")
    # And everybody else reads it.
    event = Event.objects.get()
    public = people.opens(event.get_absolute_url())
    expect(public.get_by_text("Rådhuset, møterom 4").first).to_be_visible()
    subscribed = public.request.get(f"{portal.url}/arrangementer/kalender.ics")
    vevent = vobject.readOne(subscribed.text()).vevent
    assert (vevent.uid.value, vevent.dtstart.value) == (now.uid.value, day + timedelta(hours=1))

    for context in people.windows:
        context.close()
    assert window.complaints == []
