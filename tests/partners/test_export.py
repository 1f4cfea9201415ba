"""Lists go out exactly as they are seen: filters, search, order, the chosen rows, and nothing of another office."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import DistrictOffice, User
from partners.enums import OwnShareKind
from partners.models import Expense, Grant, Organisation, PartnershipProject
from tests.conftest import make_user
from tests.partners.files import bytes_of, lines_of, read_in, rows_of
from tests.partners.making import (
    make_all_of_a_project,
    make_expense,
    make_grant,
    make_meeting,
    make_organisation,
    make_project,
)

LISTS = [
    "organisation", "partnershipproject", "goal", "networkmeeting", "grantscheme", "grantapplication", "grant",
    "tranche", "budgetline", "expense", "ownshare", "funderreport", "reportduty",
]  # fmt: skip


@pytest.fixture
def berits(client: Client, berit: User, link: PartnershipProject) -> Client:
    """Berit's browser; LINK Vestfold og Telemark is a project of her office."""
    client.force_login(berit)
    return client


def column(rows: list[list[Any]], heading: str) -> list[Any]:
    """What stands under the heading."""
    return [row[rows[0].index(heading)] for row in rows[1:]]


def test_a_list_goes_out_as_it_is_filtered_searched_and_ordered(berits: Client, link: PartnershipProject) -> None:
    for number, amount, category in ((1, 300, "travel"), (2, 100, "travel"), (3, 200, "wages"), (44, 400, "travel")):
        make_expense(link, amount, voucher=f"B{number}", category=category, text="Tog" if number < 4 else "Fly")
    page = berits.get("/admin/partners/expense/?category__exact=travel&q=Tog&o=5").content.decode()
    link_to_file = "/admin/partners/expense/export/xlsx/?category__exact=travel&amp;q=Tog&amp;o=5"

    assert link_to_file in page
    rows = rows_of(berits.get(link_to_file.replace("&amp;", "&")))
    assert column(rows, "Bilag") == ["B2", "B1"]
    assert column(rows, "Beløp") == [100, 300]
    assert column(rows, "Linje") == ["Reiser", "Reiser"]


def test_only_the_chosen_rows_go_out(berits: Client, link: PartnershipProject) -> None:
    chosen = [make_expense(link, 100 + number, voucher=f"B{number}").pk for number in range(3)][1:]
    asked = {"action": "export_chosen_csv", "_selected_action": chosen}

    lines = lines_of(berits.post("/admin/partners/expense/", asked))
    rows = rows_of(berits.post("/admin/partners/expense/", {**asked, "action": "export_chosen_xlsx"}))

    assert sorted(column(lines, "Bilag")) == ["B1", "B2"]
    assert sorted(column(rows, "Beløp")) == [101, 102]
    everything = {**asked, "select_across": "1"}
    assert len(lines_of(berits.post("/admin/partners/expense/", everything))) == 4


def test_nothing_of_another_office_goes_out(
    client: Client, berit: User, outsider: User, tonsberg: DistrictOffice, alta: DistrictOffice
) -> None:
    make_all_of_a_project(tonsberg, berit)
    make_all_of_a_project(alta, outsider)
    client.force_login(berit)
    shared = {"organisation": 6, "grantscheme": 2}  # of all offices

    for model in LISTS:
        lines = lines_of(client.get(f"/admin/partners/{model}/export/csv/"))
        assert len(lines) - 1 == shared.get(model, 4 if model == "tranche" else 1), model
        assert ("Alta" in str(lines)) == (model in shared), model
        assert "None" not in str(lines), model


def test_a_long_list_asks_as_little_as_a_short_one(
    client: Client, berit: User, tonsberg: DistrictOffice, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        made = make_project(tonsberg, f"LINK {number}", slug=f"link-{number}")
        grant = make_grant(made, reference=f"R{number}")
        grant.budget.create(year=2024, category="travel", amount=5)
        make_expense(made, 100, (grant, 50))
        made.goals.create(title="Nå alle")
        made.applications.create(scheme=grant.scheme, title="Søknad", amount=1)
        made.own_shares.create(year=2024, kind=OwnShareKind.MONEY, text="Fra oss", money=1)
        make_meeting(made)
        grant.reports.create(year=2024, made_by=berit)
        grant.duties.create(year=2024, due_on=date(2025, 2, 15))
    client.force_login(berit)

    for model in LISTS:
        with django_assert_max_num_queries(14):
            lines = lines_of(client.get(f"/admin/partners/{model}/export/csv/"))
        assert len(lines) >= 13, model


def test_amounts_and_days_keep_their_types_and_the_sum_is_right_to_the_ore(
    berits: Client, link: PartnershipProject, million: Grant
) -> None:
    for number in range(30):
        make_expense(link, Decimal("1234.10") + number, (million, 1), spent_on=date(2024, 1, 1 + number))

    rows = rows_of(berits.get("/admin/partners/expense/export/xlsx/"))
    lines = lines_of(berits.get("/admin/partners/expense/export/csv/"))

    exact = [Decimal(str(amount)) for amount in column(rows, "Beløp")]
    assert sum(exact) == sum(Expense.objects.values_list("amount", flat=True)) == Decimal("37458.00")
    assert column(rows, "Dato")[0] == date(2024, 1, 30)
    assert (column(lines, "Beløp")[0], column(lines, "Dato")[0]) == ("1263,10", "30.01.2024")


def test_what_somebody_has_written_is_no_formula(berits: Client, link: PartnershipProject) -> None:
    make_expense(link, 100, voucher="=1+1", text='=HYPERLINK("http://example.no";"Se her")')

    response = berits.get("/admin/partners/expense/export/csv/")
    raw = bytes_of(response)

    assert raw.startswith(b"\xef\xbb\xbfProsjekt;Bilag;")
    assert b";'=1+1;" in raw
    assert b"\"'=HYPERLINK(" in raw
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="utgifter-2026-06-01.csv"'
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_goes_out_can_come_in_again_and_changes_nothing(
    berits: Client, link: PartnershipProject, million: Grant, kind: str
) -> None:
    make_expense(link, Decimal("99.90"), (million, 50), voucher="=7", text="-5 grader @ Bø\nog regn")
    make_organisation("Mental Helse", number="974778807", phone="+47 22 00 00 00", dissolved_on=date(2026, 1, 1))
    million.budget.create(year=2024, category="travel", amount=Decimal("0.50"))
    link.own_shares.create(year=2024, kind=OwnShareKind.WORK, text="Verter", hours=Decimal("7.5"), rate=250)

    for model in ("expense", "organisation", "budgetline", "ownshare", "grant", "tranche"):
        before = list(Expense.objects.values()) + list(Organisation.objects.values())
        file = bytes_of(berits.get(f"/admin/partners/{model}/export/{kind}/"))
        answer = read_in(berits, model, file)
        assert answer.status_code == 302
        said = berits.get(answer["Location"]).content.decode()
        assert "som før." in said
        assert " ny" not in said.split("Filen er lest inn:")[1].split(".")[0]
        assert list(Expense.objects.values()) + list(Organisation.objects.values()) == before


def test_what_only_the_office_and_the_partners_are_to_read_stays(berits: Client, link: PartnershipProject) -> None:
    link.staff_notes, link.partner_remarks = "Ikke si det høyt", "Husk kaffe"
    link.save()

    text = str(lines_of(berits.get("/admin/partners/partnershipproject/export/csv/")))

    assert "LINK Vestfold og Telemark" in text
    assert "høyt" not in text
    assert "kaffe" not in text


def test_an_auditor_takes_lists_along_and_reads_no_files(
    client: Client, tonsberg: DistrictOffice, link: PartnershipProject
) -> None:
    client.force_login(make_user("per@example.no", Role.AUDITOR, office=tonsberg))

    page = client.get("/admin/partners/partnershipproject/").content.decode()

    assert "Last ned listen (Excel)" in page
    assert "Les inn fra fil" not in client.get("/admin/partners/expense/").content.decode()
    assert column(rows_of(client.get("/admin/partners/partnershipproject/export/xlsx/")), "Navn") == [link.name]
    chosen = {"action": "export_chosen_csv", "_selected_action": [link.pk]}
    assert len(lines_of(client.post("/admin/partners/partnershipproject/", chosen))) == 2


def test_a_filter_that_the_list_does_not_have_leads_back_to_it(berits: Client) -> None:
    wrong = berits.get("/admin/partners/tranche/export/xlsx/?is_conditional__exact=abc")
    of_what_it_does_not_show = berits.get("/admin/partners/expense/export/csv/?project__office__name__startswith=D")

    assert (wrong.status_code, of_what_it_does_not_show.status_code) == (302, 400)
    assert wrong["Location"] == "/admin/partners/tranche/"


def test_who_works_at_a_contact_point_has_no_lists(client: Client, ola: User) -> None:
    client.force_login(ola)

    for kind in ("xlsx", "csv"):
        assert client.get(f"/admin/partners/expense/export/{kind}/").status_code == 404


def test_a_page_of_the_list_is_no_filter(berits: Client, link: PartnershipProject) -> None:
    for number in range(60):
        make_expense(link, 5, voucher=str(number))

    page = berits.get("/admin/partners/expense/?p=2").content.decode()

    assert 'href="/admin/partners/expense/export/xlsx/"' in page
    assert len(lines_of(berits.get("/admin/partners/expense/export/csv/"))) == 61
