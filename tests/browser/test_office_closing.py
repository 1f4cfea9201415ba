"""A coordinator closes an office on a date and sees where its municipalities go, with scripts and without."""

from datetime import timedelta

from playwright.sync_api import expect

from contactpoints.coverage import office_for
from contactpoints.models import DistrictOffice, User
from linkportal.kit import clock
from tests.browser.conftest import Window
from tests.conftest import make_office
from tests.login import let_in
from tests.places import SKIEN, place_of
from tests.processes import Serve


def test_berit_closes_her_office_and_sees_where_its_municipalities_go(
    window: Window, serve: Serve, tonsberg: DistrictOffice, berit: User
) -> None:
    make_office("Kristiansand")
    portal, page = serve.web(), window.page
    let_in(window.context, berit, portal.url)
    day = clock.today() + timedelta(days=30)

    page.goto(f"{portal.url}/arbeidsflate/kontor/{tonsberg.slug}/")
    page.get_by_role("link", name="Legg ned").click()
    page.get_by_label("Første dag kontoret er lagt ned").fill(day.isoformat())
    page.get_by_role("button", name="Vis hva som endres").click()

    preview = page.get_by_role("region", name="Dette endres")
    to_oslo = preview.locator(".move", has_text="går til Distriktskontoret i Oslo").first
    expect(to_oslo).to_contain_text("Skien (101 km)")
    expect(to_oslo).to_contain_text("Før: Distriktskontoret i Tønsberg dekker fylket.")
    expect(preview.locator(".move", has_text="går til Distriktskontoret i Kristiansand").first).to_contain_text("Tokke")
    expect(preview).to_contain_text("Ingenting er lagret ennå.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert office_for(place_of(SKIEN), day).office == tonsberg

    preview.get_by_role("button", name="Gjør det slik").click()

    expect(page.get_by_text("Dekningen er endret.")).to_be_visible()
    assert office_for(place_of(SKIEN), day).office.town == "Oslo"
    assert office_for(place_of(SKIEN), day - timedelta(days=1)).office == tonsberg
    assert window.complaints == []


def test_she_gives_the_whole_area_to_an_heir_and_thinks_better_of_the_day(
    window: Window, serve: Serve, tonsberg: DistrictOffice, alta: DistrictOffice, berit: User
) -> None:
    portal, page = serve.web(), window.page
    let_in(window.context, berit, portal.url)
    first, better = (clock.today() + timedelta(days=days) for days in (30, 60))

    page.goto(f"{portal.url}/arbeidsflate/kontor/{tonsberg.slug}/legg-ned/")
    page.get_by_role("button", name="Vis hva som endres").click()
    expect(page.locator("#feil")).to_contain_text("Velg dagen.")
    for day in (first, better):
        page.get_by_label("Første dag kontoret er lagt ned").fill(day.isoformat())
        page.get_by_label("Hvem tar over?").select_option(label=alta.name)
        page.get_by_role("button", name="Vis hva som endres").click()
        expect(page.locator(".move").first).to_contain_text("23 kommuner går til Distriktskontoret i Alta")
    page.get_by_role("button", name="Gjør det slik").click()

    expect(page.get_by_text("Dekningen er endret.")).to_be_visible()
    assert office_for(place_of(SKIEN), first).office == tonsberg
    assert office_for(place_of(SKIEN), better).office == alta
