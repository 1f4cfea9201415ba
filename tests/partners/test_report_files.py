"""A report that was sent is the same bytes for ever, and says the same in every format, to the øre."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from contactpoints.models import ContactPoint, User
from linkportal.kit import clock
from partners import money, reports
from partners.enums import Category, FileFormat, OwnShareKind, ReportStatus
from partners.models import Expense, FunderReport, Grant, OwnShare, PartnershipProject, ReportText
from tests.conftest import TODAY
from tests.partners.making import make_expense, make_grant
from tests.partners.reporting import YEAR, as_lines, as_page, as_sheets, live_a_year, sent_report, table_of

EVERY = tuple(FileFormat)
ORE = st.decimals("0.01", 99_999, places=2)
few = trials(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def draft(million: Grant, bakken: ContactPoint, berit: User) -> FunderReport:
    """Of 2024, being written."""
    live_a_year(million, bakken)
    return reports.make(million, YEAR, by=berit)


def files_of(report: FunderReport) -> dict[FileFormat, bytes]:
    return {kind: reports.file_of(FunderReport.objects.get(pk=report.pk), kind) for kind in EVERY}


# Frozen


def test_what_was_sent_is_the_same_bytes_whatever_happens_later(draft: FunderReport, berit: User) -> None:
    draft.grant.duties.create(year=YEAR, due_on=TODAY)
    sent = reports.send(draft, by=berit)
    before = files_of(sent)

    make_expense(sent.grant.project, 77, (sent.grant, 77))
    sent.grant.project.goals.update(title="Noe helt annet")
    sent.grant.budget.all().delete()
    with clock.moved_to(clock.now() + timedelta(days=700)):
        assert files_of(sent) == before
    sums = {each.format: each.sha256 for each in sent.files.all()}
    assert sums == {kind: sha256(data).hexdigest() for kind, data in before.items()}
    assert (sent.sent_by, sent.grant.duties.get().sent_on) == (berit, TODAY)


def test_the_same_report_is_the_same_bytes_each_time_it_is_written(draft: FunderReport) -> None:
    assert files_of(draft) == files_of(draft)


def test_it_is_not_sent_if_it_says_something_else_than_what_was_read(draft: FunderReport, berit: User) -> None:
    seen = reports.content_of(draft).fingerprint
    make_expense(draft.grant.project, 77, (draft.grant, Decimal("0.01")))

    with pytest.raises(reports.ChangedMeanwhile):
        reports.send(draft, by=berit, seen=seen)
    assert not draft.files.exists()
    assert reports.send(draft, by=berit, seen=reports.content_of(draft).fingerprint).is_sent


def test_a_change_makes_a_new_version_and_the_old_one_can_still_be_read(draft: FunderReport, berit: User) -> None:
    reports.write(draft, "Et godt år.", {}, seen=reports.stamp(draft))
    goal = draft.grant.project.goals.earliest("pk")
    draft.texts.create(goal=goal, text="Mange kom.")
    first = reports.send(draft, by=berit)
    before = files_of(first)

    second = reports.new_version(first, by=berit)
    assert reports.new_version(first, by=berit) == second
    reports.write(second, "Et svært godt år.", {goal.pk: "Flere kom."}, seen=reports.stamp(second))
    reports.send(second, by=berit)

    assert (first.version, second.version) == (1, 2)
    assert files_of(first) == before
    assert "Mange kom." in as_page(first).text
    page = as_page(FunderReport.objects.get(pk=second.pk)).text
    assert "Et svært godt år." in page
    assert "versjon 2" in page
    assert ReportText.objects.get(report=first).text == "Mange kom."
    assert reports.make(first.grant, YEAR, by=berit) == second


def test_sent_twice_it_is_sent_once(draft: FunderReport, berit: User) -> None:
    reports.send(draft, by=berit)

    with pytest.raises(reports.AlreadySent):
        reports.send(draft, by=berit)
    with pytest.raises(reports.AlreadySent):
        reports.write(draft, "Nytt", {}, seen=reports.stamp(draft))
    assert draft.files.count() == 3


def test_two_who_send_and_make_at_once_send_and_make_one(committed_db: None, million: Grant, berit: User) -> None:
    draft, together = reports.make(million, YEAR, by=berit), Barrier(4)

    def press(press_it: Callable[[], FunderReport]) -> str:
        together.wait()
        try:
            return str(press_it().pk)
        except reports.AlreadySent:
            return "was sent"
        finally:
            connection.close()

    buttons = [lambda: reports.send(draft, by=berit)] * 2 + [lambda: reports.make(million, 2023, by=berit)] * 2
    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(press, buttons))

    assert sorted(said[:2]) == [str(draft.pk), "was sent"]
    assert said[2] == said[3]
    assert (draft.files.count(), FunderReport.objects.count()) == (3, 2)


# The files


def test_the_page_needs_nothing_else_and_tells_nothing_of_who_sent_it(draft: FunderReport, berit: User) -> None:
    html = reports.file_of(reports.send(draft, by=berit), FileFormat.HTML).decode()

    assert not re.search(r"<(link|script|img|iframe|form)\b|\son\w+=|style=|url\(|@import|https?://(?!www\.w3)", html)
    assert html.count("<style>") == 1
    assert berit.email not in html
    assert "Foreløpig" not in html


def test_a_draft_says_so_in_every_format(draft: FunderReport) -> None:
    assert "Foreløpig" in as_page(draft).text
    assert "Foreløpig" in str(as_sheets(draft)["Rapport"])
    assert "Foreløpig" in str(as_lines(draft))


def test_what_people_write_is_text_everywhere(draft: FunderReport, berit: User) -> None:
    nasty = '=HYPERLINK("http://x")<script>alert(1)</script></style>'
    draft.grant.project.goals.filter(order=0).update(title=nasty)
    reports.write(draft, nasty, {}, seen=reports.stamp(draft))
    html = reports.file_of(draft, FileFormat.HTML)

    assert b"<script" not in html
    assert html.count(b"</style>") == 1
    book = load_workbook(io.BytesIO(reports.file_of(draft, FileFormat.XLSX)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not {cell.data_type for cell in cells} & {"f", "e"}
    assert nasty in {cell.value for cell in cells}
    said = {value for line in as_lines(draft) for value in line}
    assert f"'{nasty}" in said
    assert nasty not in said


def test_numbers_in_the_workbook_are_numbers_with_a_format_and_there_are_no_formulas(draft: FunderReport) -> None:
    content = reports.file_of(draft, FileFormat.XLSX)
    book = load_workbook(io.BytesIO(content))

    total = list(book["Regnskap mot budsjett"].iter_rows())[-1]
    assert [cell.number_format for cell in total[1:]] == ["#,##0.00"] * 3
    assert next(book["Møter"].iter_rows(min_row=2))[0].number_format == "dd.mm.yyyy"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert not [one for sheet in book for one in sheet.column_dimensions.values() if one.hidden]


# The same everywhere


def totals(rows: list[list[Any]]) -> list[Decimal]:
    """The numbers of the last row, whoever has read it."""
    found = []
    for value in rows[-1][1:]:
        text = re.sub(r"[\s\u00a0]|%$", "", str(value)).replace(",", ".").replace("−", "-")
        found.append(Decimal(text).quantize(Decimal("0.01")))
    return found


def calamine_rows(report: FunderReport, name: str) -> list[list[Any]]:
    """A sheet as a library reads it that has not written it."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(reports.file_of(report, FileFormat.XLSX)))
    return [list(row) for row in book.get_sheet_by_name(name).to_python()]


@given(data=st.data())
@few
def test_page_database_and_files_agree_to_the_ore(data: st.DataObject, link: PartnershipProject, berit: User) -> None:
    with transaction.atomic():
        grant = _some_money(data, link)
        report = sent_report(grant, berit)
        page, lines = as_page(report), as_lines(report)
        sums, paid = money.money_of(grant).years[YEAR], money.financing_of(link, [YEAR])

        accounts = [sums.budget, sums.spent, sums.deviation]
        heading = "Regnskap mot budsjett"
        assert totals(table_of(page, heading)) == accounts
        assert totals(calamine_rows(report, heading)) == totals(as_sheets(report)[heading]) == accounts
        each = [[Decimal(str(value)) for value in row[1:]] for row in calamine_rows(report, heading)[1:-1]]
        assert [sum(column, Decimal(0)).quantize(Decimal("0.01")) for column in zip(*each, strict=True)] == accounts
        assert ["Regnskap mot budsjett", "I alt", "Brukt", f"{sums.spent:.2f}".replace(".", ",")] in lines
        costs = [paid.costs, Decimal(100)]
        for rows in (table_of(page, "Finansiering"), calamine_rows(report, "Finansiering")):
            assert totals(rows) == costs
        parts = [Decimal(str(row[1])) for row in calamine_rows(report, "Finansiering")[1:-1]]
        assert sum(parts, Decimal(0)).quantize(Decimal("0.01")) == paid.costs
        transaction.set_rollback(True)


def _some_money(data: st.DataObject, project: PartnershipProject) -> Grant:
    """A budget, vouchers that two awards cover, and an own share, as chance would have it."""
    grant = make_grant(project, 1_000_000, [YEAR])
    other = make_grant(project, 50_000, [YEAR], title="En annen")
    for category in data.draw(st.sets(st.sampled_from(Category), min_size=1)):
        grant.budget.create(year=YEAR, category=category, amount=data.draw(ORE))
    for number, (category, part, rest) in enumerate(
        data.draw(st.lists(st.tuples(st.sampled_from(Category), ORE, ORE), min_size=1, max_size=5))
    ):
        covered = [(grant, part), *([(other, rest)] if number % 2 else [])]
        voucher = f"{Expense.objects.count()}-{number}"
        make_expense(project, part + rest, *covered, category=category, voucher=voucher)
    OwnShare.objects.create(
        project=project, year=YEAR, kind=OwnShareKind.WORK, text="Dugnad", hours=data.draw(ORE), rate=Decimal("333.33")
    )
    return grant


def test_the_csv_opens_as_a_norwegian_excel_reads_it(draft: FunderReport) -> None:
    raw = reports.file_of(draft, FileFormat.CSV)

    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";", strict=True))
    assert rows[0] == ["Del", "Linje", "Felt", "Verdi"]
    assert {len(row) for row in rows} == {4}
    assert draft.status == ReportStatus.DRAFT
