"""The main job on a phone, from the question to the office's list, with scripts and without."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Geolocation, expect

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.models import Inquiry
from tests.browser.conftest import Window
from tests.conftest import make_contact_point
from tests.groups.forming import make_event
from tests.login import log_in_by_hand
from tests.mailbox import Mailbox
from tests.processes import Serve, Web, wait_until


def test_from_a_postal_code_to_the_office_and_its_list(
    browser: Browser,
    window: Window,
    serve: Serve,
    bakken: ContactPoint,
    tonsberg: DistrictOffice,
    berit: User,
    mailbox: Mailbox,
) -> None:
    portal, page = serve.web(), window.page
    serve.worker(SITE_URL=portal.url)

    page.goto(portal.url)
    page.get_by_label("Hvor bor du?").fill("3724")
    page.get_by_role("button", name="Finn kontaktpunkt").click()

    nearest = page.locator("[data-kontaktpunkt]").first
    assert nearest.get_attribute("data-kontaktpunkt") == bakken.slug
    assert nearest.get_attribute("data-kommunenummer") == "4003"
    expect(page.get_by_text("Distriktskontoret i Tønsberg").first).to_be_visible()

    page.get_by_role("link", name="Start en gruppe").first.click()
    fill_in(window, wish="Starte en gruppe")
    page.get_by_role("button", name="Send henvendelsen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Takk, vi har fått den")
    reference = page.locator("[data-referanse]").inner_text()
    secret_link = page.locator(".secret").inner_text()
    wait_until(lambda: mailbox.to(tonsberg))
    assert mailbox.to(tonsberg) == [f"Henvendelse {reference} venter"]
    mail = next(mail for mail in mailbox.mails if "tonsberg@example.no" in mail.receivers)
    assert not re.search("Kari|torsdager|kari@", mail.text + mail.subject)

    berit_reads(browser, portal, berit, re.findall(r"http\S+", mail.text)[0], reference)

    page.goto(secret_link)
    assert urlsplit(page.url).path == "/min-henvendelse/"
    page.get_by_role("button", name="Trekk tilbake og slett").click()
    expect(page.get_by_text("Du har trukket den tilbake.")).to_be_visible()
    assert Inquiry.objects.get(reference=reference).name == ""

    assert window.hosts == {urlsplit(portal.url).netloc}
    assert window.complaints == []


def test_join_through_a_contact_point_reaches_the_contact_point(
    window: Window, serve: Serve, bakken: ContactPoint, ola: User, mailbox: Mailbox
) -> None:
    portal, page = serve.web(), window.page
    serve.worker(SITE_URL=portal.url)

    page.goto(f"{portal.url}/kontaktpunkter/?sted=Skien")
    page.get_by_role("link", name=bakken.name).first.click()
    page.get_by_role("link", name=re.compile("Spør om en gruppe her|Skriv en henvendelse")).first.click()
    fill_in(window, wish="Bli med i en gruppe", place="3724")
    page.get_by_role("button", name="Send henvendelsen").click()

    expect(page.get_by_text(f"{bakken.name} svarer deg innen")).to_be_visible()
    wait_until(lambda: mailbox.to(bakken))
    assert [inquiry.receiver for inquiry in Inquiry.objects.visible_to(ola)] == [bakken]


def test_errors_are_summed_up_where_the_browser_goes(window: Window, serve: Serve, tonsberg: DistrictOffice) -> None:
    portal, page = serve.web(), window.page

    page.goto(f"{portal.url}/henvendelse/?sted=3724")
    page.get_by_label("E-postadresse").fill("kari.example")
    page.get_by_role("button", name="Send henvendelsen").click()

    expect(page).to_have_url(re.compile("#feil$"))
    expect(page).to_have_title(re.compile("^Feil: "))
    expect(page.locator("#feil")).to_be_in_viewport()
    page.locator("#feil").get_by_role("link", name=re.compile("Skriv inn en e-postadresse")).click()
    expect(page.get_by_label("E-postadresse")).to_be_in_viewport()
    expect(page.get_by_label("E-postadresse")).to_have_value("kari.example")
    expect(page.get_by_label("Hvor bor du?")).to_have_value("3724")


def test_a_reader_leaves_without_a_trace(
    window: Window, serve: Serve, bakken: ContactPoint, tonsberg: DistrictOffice
) -> None:
    portal, page = serve.web(), window.page
    event = make_event(tonsberg, bakken.municipality, contact_points=[bakken])
    paths = ("/", "/kontaktpunkter/?sted=3724", f"/kontaktpunkter/{bakken.slug}/", "/fylke/telemark/", "/om/")

    for path in (*paths, "/arrangementer/", event.get_absolute_url()):
        answer = page.goto(portal.url + path)
        assert answer is not None
        assert answer.status == 200
        assert "default-src 'none'" in (answer.header_value("content-security-policy") or "")
        # the page is no wider than the phone
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

    assert window.context.cookies() == []
    assert window.complaints == []
    assert window.hosts == {urlsplit(portal.url).netloc}
    expect(page.get_by_role("link", name="Forlat siden")).to_have_attribute("href", "/forlat/")


def test_my_position_goes_into_the_search_rounded_and_nowhere_else(
    browser: Browser, serve: Serve, bakken: ContactPoint
) -> None:
    portal = serve.web()
    skien = Geolocation(latitude=59.208765, longitude=9.612345)
    context = browser.new_context(geolocation=skien, permissions=["geolocation"])
    window = Window(context)

    window.page.goto(f"{portal.url}/kontaktpunkter/?sted=Oslo&trinnfri=1")
    window.page.get_by_role("button", name="Bruk min posisjon").click()
    window.page.wait_for_url("**lat=**")

    query = parse_qs(urlsplit(window.page.url).query)
    assert query == {"trinnfri": ["1"], "lat": ["59.21"], "lon": ["9.61"]}
    assert window.page.locator("[data-kontaktpunkt]").first.get_attribute("data-kontaktpunkt") == bakken.slug
    assert not any("59.208" in url or "9.612" in url for url in window.requests)
    assert window.hosts == {urlsplit(portal.url).netloc}
    context.close()


def test_nobody_without_script_is_offered_their_position(window: Window, serve: Serve, bakken: ContactPoint) -> None:
    portal = serve.web()

    window.page.goto(f"{portal.url}/kontaktpunkter/?sted=3724")

    button = window.page.get_by_role("button", name="Bruk min posisjon")
    if window.scripts:
        expect(button).to_be_visible()
    else:
        expect(button).to_be_hidden()


def test_the_map_is_reached_by_keyboard_and_says_what_the_list_says(
    window: Window, serve: Serve, bakken: ContactPoint
) -> None:
    portal, page = serve.web(), window.page
    make_contact_point("Porsgrunn hus", "Porsgrunn")
    page.goto(f"{portal.url}/kontaktpunkter/?sted=3724")

    listed = [link.get_attribute("href") for link in page.locator(".result__title a").all()]
    pins = page.locator("svg.map a")
    assert [pin.get_attribute("href") for pin in pins.all()] == listed
    pins.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(bakken.name)


def berit_reads(browser: Browser, portal: Web, berit: User, link: str, reference: str) -> None:
    """She follows the link in the mail, logs in, reads, and sees it in the office's list."""
    office = browser.new_context()
    desk = office.new_page()
    complaints: list[str] = []
    desk.on("console", lambda message: complaints.append(message.text))
    desk.goto(link)
    log_in_by_hand(desk, berit)
    expect(desk.get_by_text("Jeg kan best på torsdager.")).to_be_visible()
    answer = desk.goto(f"{portal.url}/admin/groups/inquiry/")
    expect(desk.get_by_text(reference)).to_be_visible()
    assert answer is not None
    assert "default-src 'none'" in (answer.header_value("content-security-policy") or "")
    assert complaints == []  # the strict policy holds in the admin too, and nothing there breaks it
    office.close()


def fill_in(window: Window, *, wish: str, place: str | None = None) -> None:
    """Kari's answers, by the words of the page."""
    page = window.page
    page.get_by_label(wish).check()
    if place:
        page.get_by_label("Hvor bor du?").fill(place)
    page.get_by_label("Hva skal vi kalle deg?").fill("Kari")
    page.get_by_label("E-postadresse").fill("kari@example.no")
    page.get_by_label("Vil du si litt mer?").fill("Jeg kan best på torsdager.")
    page.get_by_label("Jeg har fylt 18 år").check()
    page.get_by_label(re.compile("Det er greit at")).check()
