"""A year of LINK Vestfold og Telemark with something in every part of its report."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from contactpoints.models import ContactPoint, County, User
from groups.models.statistics import FrozenMonth, MonthlyStatistic
from linkportal.kit import clock
from partners import reports
from partners.enums import Category, FileFormat, Indicator, OrganisationKind, OwnShareKind, PartnerRole
from partners.models import FunderReport, Grant, OwnShare, PartnershipProject
from tests.markup import Element, read
from tests.partners.making import make_expense, make_grant, make_meeting, make_organisation

YEAR = 2024


def count(place: ContactPoint | None, project: PartnershipProject, code: str = "Skien", **numbers: int) -> None:
    """What was counted in May of the year, of a contact point or of the office itself, from one municipality."""
    month, _ = FrozenMonth.objects.get_or_create(month=date(YEAR, 5, 1))
    municipality = next(one for county in project.counties.all() for one in county.municipalities.filter(name=code))
    MonthlyStatistic.objects.create(
        month=month, contact_point=place, office=project.office, municipality=municipality, **numbers
    )


def live_a_year(grant: Grant, house: ContactPoint) -> None:
    """The contact point that the project builds, its goals and positions, and its money of the year."""
    project = grant.project
    project.contact_point, project.positions_wanted = house, Decimal(2)
    project.save()
    project.counties.set(County.objects.filter(name__in=("Vestfold", "Telemark")))
    for order, indicator in enumerate((Indicator.INQUIRIES, Indicator.GROUPS_STARTED, Indicator.POSITIONS)):
        project.goals.create(title=f"Nok {indicator.label.lower()}", indicator=indicator, target=2, order=order)
    by_hand = project.goals.create(title="Alle har hørt om oss", unit="besøk på skoler", target=10, order=9)
    by_hand.results.create(year=YEAR, reached=12)
    project.positions.create(title="Daglig leder", full_time_equivalents=1, filled_from=date(2021, 3, 1))
    project.positions.create(title="Rådgiver", full_time_equivalents=Decimal("0.5"), filled_from=date(2024, 9, 1))
    count(house, project, to_join=12, answered=9, days_to_answer=16, groups_started=3, events=6, participants=48)
    count(None, project, "Sandefjord", to_join=7, answered=2, days_to_answer=9)
    owner = make_organisation("Norske Kvinners Sanitetsforening", short_name="NKS")
    project.partners.create(organisation=owner, role=PartnerRole.OWNER, valid_from=date(2021, 1, 1))
    with clock.moved_to(datetime(YEAR, 4, 4, 10, tzinfo=UTC)):
        meeting = make_meeting(project)  # in a week
    meeting.presentations.create(organisation=owner, subject="Slik begynte vi")
    _spend(grant)


def _spend(grant: Grant) -> None:
    project = grant.project
    other = make_grant(project, 40_000, [YEAR], title="Arbeid for eldre")
    grant.budget.create(year=YEAR, category=Category.WAGES, amount=200_000)
    grant.budget.create(year=YEAR, category=Category.MEETINGS, amount=50_000)
    make_expense(project, Decimal("180000.10"), (grant, Decimal("180000.10")), category=Category.WAGES)
    make_expense(project, 30_000, (grant, 10_000), (other, 20_000), category=Category.TRAVEL)
    OwnShare.objects.create(project=project, year=YEAR, kind=OwnShareKind.MONEY, text="Fra partnerne", money=15_000)
    OwnShare.objects.create(project=project, year=YEAR, kind=OwnShareKind.WORK, text="Dugnad", hours=100, rate=300)


def end_the_county(grant: Grant) -> None:
    """The county council that granted it is no more from 2024, and two others took over."""
    old = grant.granted_by
    old.name, old.dissolved_on = "Vestfold og Telemark fylkeskommune", date(2024, 1, 1)
    old.save()
    for name in ("Vestfold fylkeskommune", "Telemark fylkeskommune"):
        old.successions.create(successor=make_organisation(name, kind=OrganisationKind.COUNTY_COUNCIL))


def sent_report(grant: Grant, by: User, year: int = YEAR) -> FunderReport:
    """A report about that year, made and sent at once."""
    return reports.send(reports.make(grant, year, by=by), by=by)


def as_page(report: FunderReport) -> Element:
    """The report as the page that the funder gets."""
    return read(reports.file_of(report, FileFormat.HTML))


def as_sheets(report: FunderReport) -> dict[str, list[list[Any]]]:
    """The values in its XLSX, sheet by sheet, as openpyxl reads them."""
    book = load_workbook(io.BytesIO(reports.file_of(report, FileFormat.XLSX)), data_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def as_lines(report: FunderReport) -> list[list[str]]:
    """The lines of its CSV, without the heading."""
    text = reports.file_of(report, FileFormat.CSV).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def table_of(page: Element, name: str) -> list[list[str]]:
    """The rows of the table with that caption, as one reads them."""
    table = next(each for each in page.all("table") if each.one("caption").text == name)
    return [[cell.text.replace("\xa0", " ") for cell in row if cell.tag in {"th", "td"}] for row in table.all("tr")]
