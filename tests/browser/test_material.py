"""Leaflets on their way, with scripts and without: ordered at the contact point, packed and sent at the office."""

from playwright.sync_api import Browser, expect

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import MaterialKind, OrderStatus
from groups.models import Material, MaterialOrder
from tests.browser.conftest import Window
from tests.login import let_in
from tests.mailbox import Mailbox
from tests.processes import Serve, wait_until

PAGE = "/arbeidsflate/materiell/"


def test_ola_orders_and_berit_sends(
    browser: Browser,
    window: Window,
    serve: Serve,
    mailbox: Mailbox,
    tonsberg: DistrictOffice,
    bakken: ContactPoint,
    ola: User,
    berit: User,
) -> None:
    Material.objects.create(name="Dette er selvhjelp", kind=MaterialKind.LEAFLET, most_at_once=100)
    portal, page = serve.web(), window.page
    serve.worker()
    let_in(window.context, ola, portal.url)
    page.goto(portal.url + PAGE)
    page.get_by_role("link", name="Bestill materiell").click()
    page.get_by_label("Dette er selvhjelp").fill("200")
    page.get_by_role("button", name="Bestill").click()
    expect(page.locator("#feil")).to_contain_text("Skriv 100 eller mindre for «Dette er selvhjelp».")
    page.get_by_label("Dette er selvhjelp").fill("40")
    page.get_by_label("Hvor skal det sendes?").fill("Frivilligsentralen\nTorget 1\n3724 Skien")
    page.get_by_role("button", name="Bestill").click()
    expect(page.get_by_role("status")).to_contain_text("Distriktskontoret i Tønsberg har fått bestillingen.")
    made = MaterialOrder.objects.get()
    wait_until(lambda: mailbox.to(tonsberg))

    office = browser.new_context(java_script_enabled=window.scripts, locale="nb-NO")
    let_in(office, berit, portal.url)
    desk = office.new_page()
    desk.goto(portal.url + PAGE)
    desk.get_by_role("link", name="Liste til å skrive ut").click()
    expect(desk.get_by_role("row", name="Dette er selvhjelp")).to_contain_text("40")
    expect(desk.get_by_text("Torget 1")).to_be_visible()
    desk.get_by_role("link", name="Til bestillingene").click()
    desk.get_by_role("button", name=f"Merk som sendt: {made.reference}").click()
    expect(desk.get_by_role("status")).to_contain_text(f"{made.reference} er merket som sendt.")

    wait_until(lambda: mailbox.to(bakken))
    made.refresh_from_db()
    assert (made.status, made.ended_by) == (OrderStatus.SENT, berit)
    office.close()
