"""An award with scripts and without: Berit registers it, is paid, spends it, and tells the funder what came of it."""

from __future__ import annotations

import io
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import python_calamine
from playwright.sync_api import Browser, Page, expect

from contactpoints.models import DistrictOffice, User
from partners.enums import FileFormat, GrantStatus, Indicator, TrancheStatus
from partners.models import Expense, Grant, ReportFile
from tests.browser.conftest import PATIENCE, Window
from tests.login import let_in
from tests.partners.making import make_project, make_scheme
from tests.processes import Serve

ADMIN = "/admin/partners"
BESIDE = "\N{NO-BREAK SPACE}"


def test_a_million_from_the_letter_to_the_report(
    browser: Browser, window: Window, serve: Serve, tonsberg: DistrictOffice, berit: User
) -> None:
    link = make_project(tonsberg)
    link.goals.create(title="Ha to årsverk", indicator=Indicator.POSITIONS, target=2)
    make_scheme("Folkehelsemidler", decided_yearly=True)
    portal = serve.web()
    desk = browser.new_context(
        java_script_enabled=window.scripts, locale="nb-NO", viewport={"width": 1280, "height": 900}
    )
    desk.set_default_timeout(PATIENCE)
    let_in(desk, berit, portal.url)
    page = desk.new_page()

    register(page, portal.url, scripts=window.scripts)
    grant = Grant.objects.get()
    assert (grant.amount, grant.status, grant.tranches.count()) == (1_000_000, GrantStatus.IN_FORCE, 4)
    pay(page, portal.url)
    assert list(grant.tranches.paid().values_list("year", flat=True)) == [2021, 2022]
    budget(page, portal.url, grant)
    spend(page, portal.url, scripts=window.scripts)
    assert Expense.objects.get().allocations.get().amount == Decimal("12345.67")
    see_the_deviation(page, portal.url, grant)
    report(page, portal.url, grant)
    desk.close()


def choose(page: Page, name: str, text: str, *, scripts: bool) -> None:
    """Choose what is called so in a field that suggests; without a script its name is written."""
    if not scripts:
        page.locator(f"[name={name}__skrevet]").fill(text)
        return
    page.locator(f"select[name={name}] + .select2").click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option--highlighted", has_text=text).click()


def save(page: Page) -> None:
    page.locator("[name=_continue]").click()


def register(page: Page, url: str, *, scripts: bool) -> None:
    """The award and its tranches: first a hundred thousand short, then as in the letter."""
    page.goto(f"{url}{ADMIN}/grant/add/")
    choose(page, "project", "LINK Vestfold og Telemark", scripts=scripts)
    choose(page, "scheme", "Folkehelsemidler", scripts=scripts)
    page.locator("[name=title]").fill("LINK-senter i to fylker")
    page.locator("[name=status]").select_option(GrantStatus.IN_FORCE)
    page.locator("[name=amount]").fill("1 000 000")
    page.locator("[name=valid_from]").fill("2021-01-01")
    page.locator("[name=valid_until]").fill("2025-01-01")
    for number, year in enumerate(range(2021, 2025)):
        page.locator(f"[name=tranches-{number}-year]").fill(str(year))
        page.locator(f"[name=tranches-{number}-amount]").fill("150 000" if year == 2024 else "250 000")
        page.locator(f"[name=tranches-{number}-due_on]").fill(f"{year}-06-01")
    save(page)
    expect(page.get_by_text(f"900{BESIDE}000,00{BESIDE}kroner").first).to_be_visible()
    expect(page.get_by_text(f"1{BESIDE}000{BESIDE}000,00{BESIDE}kroner").first).to_be_visible()
    assert not Grant.objects.exists()
    page.locator("[name=tranches-3-amount]").fill("250 000")
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()


def pay(page: Page, url: str) -> None:
    """The first two have come."""
    page.goto(f"{url}{ADMIN}/tranche/")
    for year in ("2021", "2022"):
        page.get_by_role("row", name=year).get_by_role("checkbox").check()
    page.locator("[name=action]").select_option("mark_paid")
    page.locator("button[name=index]").click()
    page.get_by_label("Dagen pengene kom").fill("15.6.2022")
    page.get_by_role("button", name="Merk som utbetalt").click()
    expect(page.locator(".messagelist .success")).to_contain_text("2 rater er merket som utbetalt.")
    expect(page.get_by_role("row", name="2021")).to_contain_text(str(TrancheStatus.PAID.label))


def budget(page: Page, url: str, grant: Grant) -> None:
    """What the meetings of 2024 were to cost."""
    page.goto(f"{url}{ADMIN}/grant/{grant.pk}/change/")
    page.locator("[name=budget-0-year]").fill("2024")
    page.locator("[name=budget-0-category]").select_option("meetings")
    page.locator("[name=budget-0-amount]").fill("10 000")
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()


def spend(page: Page, url: str, *, scripts: bool) -> None:
    """One voucher, of which first more is covered than it says."""
    page.goto(f"{url}{ADMIN}/expense/add/")
    choose(page, "project", "LINK Vestfold og Telemark", scripts=scripts)
    page.locator("[name=voucher]").fill("117")
    page.locator("[name=spent_on]").fill("2024-03-01")
    page.locator("[name=category]").select_option("meetings")
    page.locator("[name=amount]").fill("12 345,67")
    choose(page, "allocations-0-grant", "LINK-senter i to fylker", scripts=scripts)
    page.locator("[name=allocations-0-amount]").fill("12 345,68")
    save(page)
    expect(page.get_by_text(f"12{BESIDE}345,68{BESIDE}kroner").first).to_be_visible()
    assert not Expense.objects.exists()
    page.locator("[name=allocations-0-amount]").fill("12 345,67")
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()


def see_the_deviation(page: Page, url: str, grant: Grant) -> None:
    """All columns of the list are seen at once, and the page of the award says how much more the meetings cost."""
    page.goto(f"{url}{ADMIN}/grant/")
    assert page.locator(".results").evaluate("list => list.scrollWidth <= list.clientWidth")
    page.goto(f"{url}{ADMIN}/grant/{grant.pk}/change/")
    line = page.locator("table.amounts").get_by_role("row", name="Møter og seminarer").first
    expect(line).to_contain_text(f"−2{BESIDE}345,67")


def report(page: Page, url: str, grant: Grant) -> None:
    """Made, written, frozen, and fetched: the file says what the page said, and is what the checksum says."""
    page.goto(f"{url}{ADMIN}/funderreport/")
    page.get_by_role("link", name="Lag en rapport").click()
    page.get_by_label("Hvilken rapport?").select_option(label=str(due_in_2024(page)))
    page.get_by_role("button", name="Lag rapporten").click()
    expect(page.get_by_text("Foreløpig").first).to_be_visible()
    page.get_by_role("link", name="Skriv teksten").click()
    page.get_by_label("Ha to årsverk").fill("Vi fikk én av to.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("status")).to_contain_text("Teksten er lagret.")
    page.get_by_label("Jeg har lest rapporten").check()
    page.get_by_role("button", name="Frys rapporten").click()
    expect(page.get_by_role("status")).to_contain_text("Rapporten er frosset.")

    with page.expect_download() as coming:
        page.get_by_role("link", name="XLSX").click()
    data = Path(coming.value.path()).read_bytes()
    kept = ReportFile.objects.get(report__grant=grant, format=FileFormat.XLSX)
    assert data == bytes(kept.data)
    expect(page.get_by_text(sha256(data).hexdigest())).to_be_visible()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = [cell for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python() for cell in row]
    assert {12345.67, -2345.67, 10000.0} <= {cell for cell in cells if isinstance(cell, float)}


def due_in_2024(page: Page) -> str:
    """What the list calls the report about 2024."""
    field = page.get_by_label("Hvilken rapport?")
    expect(field).to_be_visible()
    choices = field.locator("option").all_inner_texts()
    return next(choice for choice in choices if ", 2024 " in choice)
