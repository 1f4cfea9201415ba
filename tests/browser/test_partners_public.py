"""A citizen reads how a partnership goes and offers to take part; the coordinator finds the offer with its project."""

import re
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from playwright.sync_api import expect

from contactpoints.models import ContactPoint, County, DistrictOffice
from groups.models import Inquiry
from partners.models import PartnershipProject
from partners.plots import HEIGHT
from tests.browser.conftest import Window
from tests.groups.calendars import entries
from tests.mailbox import Mailbox
from tests.partners.making import make_expense, make_grant, make_meeting, make_organisation, make_project, make_scheme
from tests.processes import Serve, wait_until


def make_link(office: DistrictOffice, place: ContactPoint) -> PartnershipProject:
    """A project with partners, money, news and a meeting to come."""
    link = make_project(office, shows_amounts=True, contact_point=place)
    link.counties.set(County.objects.filter(name__in=("Vestfold", "Telemark")))
    for name in ("Mental Helse", "Landsforeningen for nyrepasienter og transplanterte"):
        link.partners.create(organisation=make_organisation(name), valid_from=date(2021, 1, 1))
    council = make_organisation("Vestfold og Telemark fylkeskommune", dissolved_on=date(2024, 1, 1))
    council.successions.create(successor=make_organisation("Telemark fylkeskommune"))
    grant = make_grant(link, scheme=make_scheme("Folkehelsemidler", council))
    make_expense(link, Decimal("198000.50"), (grant, Decimal("198000.50")))
    link.updates.create(title="LINK etableres i 2021", published_on=date(2020, 11, 20), is_published=True)
    make_meeting(link, is_public=True, title="Åpent partnerskapsmøte")
    return link


def test_from_the_menu_to_the_project_and_an_offer_that_the_office_finds(
    window: Window, serve: Serve, tonsberg: DistrictOffice, bakken: ContactPoint, mailbox: Mailbox
) -> None:
    link = make_link(tonsberg, bakken)
    portal, page = serve.web(), window.page
    serve.worker(SITE_URL=portal.url)

    page.goto(portal.url)
    page.get_by_role("contentinfo").get_by_role("link", name="Samarbeid og prosjekter").click()
    page.get_by_role("link", name=link.name).first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(link.name)
    expect(page.get_by_role("heading", name="To partnere")).to_be_visible()
    expect(page.get_by_text("Nå svarer Telemark fylkeskommune.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile(r"2024.*198.000,50.*"))).to_be_visible()
    plot = page.get_by_role("img", name=re.compile("Søylediagram"))
    assert all(float(bar.get_attribute("height") or 0) < HEIGHT for bar in plot.locator("rect").all())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not window.context.cookies()

    with page.expect_download() as saving:
        page.get_by_role("link", name="Legg i kalenderen din").click()
    [entry] = entries(saving.value.path().read_text(encoding="utf-8"))
    assert entry.summary.value == "Åpent partnerskapsmøte"
    assert entry.dtend.value - entry.dtstart.value == timedelta(hours=2)

    page.get_by_role("link", name="Meld interesse").click()
    page.get_by_label("Frivillig, på egne vegne").check()
    page.get_by_label("Hva kan dere bidra med?").fill("Jeg kan låse opp på torsdager.")
    page.get_by_label("Hvor holder dere til?").fill("3724")
    page.get_by_label("Hvem kan vi snakke med?").fill("Grete")
    page.get_by_label("E-postadresse").fill("grete@example.no")
    page.get_by_label(re.compile("Det er greit")).check()
    page.locator("main form button[type=submit]").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Takk, vi har fått den")
    wait_until(lambda: mailbox.to(tonsberg))
    offer = Inquiry.objects.get()
    assert (offer.receiver, offer.project_interest.project) == (tonsberg, link)
    assert window.hosts == {urlsplit(portal.url).netloc}
    assert window.complaints == []
