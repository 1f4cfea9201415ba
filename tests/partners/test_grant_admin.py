"""An award in the admin: registered as it was granted, put in force when its tranches add up, and looked after."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import DistrictOffice, User
from partners.enums import Category, GrantStatus, TrancheStatus, UnusedDecision
from partners.models import Grant, PartnershipProject
from tests.admin_page import change, typed
from tests.conftest import make_user
from tests.markup import read
from tests.partners.making import make_expense, make_grant, make_organisation, make_project, make_scheme

LIST, ADD = "/admin/partners/grant/", "/admin/partners/grant/add/"


def saved(browser: Client, row: Any, **answers: Any) -> Any:
    """What the page of `row` answers when it is sent with these answers."""
    return browser.post(change(row), typed(browser.get(change(row)), **answers))


def errors(page: Any) -> str:
    """All that the page says is wrong, with ordinary spaces."""
    found = [row if isinstance(row, str) else " ".join(map(str, row)) for row in page.context["errors"]]
    assert found, "nothing is wrong"
    return " ".join(" ".join(found).split())


def award(link: PartnershipProject, **answers: Any) -> dict[str, Any]:
    """What one types for a million over four years, with a tranche for each."""
    tranches = {
        f"tranches-{row}-{name}": value
        for row, year in enumerate(range(2021, 2025))
        for name, value in {"year": year, "amount": "250 000,00", "due_on": f"1.6.{year}"}.items()
    }
    return {
        "project": link.pk,
        "scheme": make_scheme().pk,
        "title": "LINK-senter",
        "status": GrantStatus.IN_FORCE,
        "amount": "1 000 000",
        "valid_from": "1.1.2021",
        "valid_until": "1.1.2025",
        **tranches,
        **answers,
    }


def test_a_million_over_four_years_is_registered_with_its_tranches(as_berit: Client, link: PartnershipProject) -> None:
    page = as_berit.post(ADD, typed(as_berit.get(ADD), **award(link)))

    assert page.status_code == 302, errors(page)
    grant = link.grants.get()
    assert (grant.amount, grant.status) == (Decimal(1_000_000), GrantStatus.IN_FORCE)
    assert [(one.year, one.amount) for one in grant.tranches.all()] == [
        (year, Decimal(250_000)) for year in range(2021, 2025)
    ]
    assert grant.granted_by == grant.scheme.funder
    assert [duty.year for duty in grant.duties.order_by("year")] == [2021, 2022, 2023, 2024]
    connection.check_constraints()


def test_tranches_that_do_not_add_up_are_refused_with_both_numbers(as_berit: Client, link: PartnershipProject) -> None:
    page = as_berit.post(ADD, typed(as_berit.get(ADD), **award(link, **{"tranches-3-amount": "150000"})))

    said = "Ratene er til sammen 900 000,00 kroner, men tildelingen er på 1 000 000,00 kroner."
    assert said in errors(page)
    assert not Grant.objects.exists()


def test_a_draft_is_kept_as_far_as_one_has_come(as_berit: Client, link: PartnershipProject) -> None:
    answers = award(link, status=GrantStatus.DRAFT, **{"tranches-3-year": None, "tranches-3-amount": None})
    page = as_berit.post(ADD, typed(as_berit.get(ADD), **{**answers, "tranches-3-due_on": None}))

    assert page.status_code == 302, errors(page)
    grant = link.grants.get()
    assert (grant.tranches.count(), grant.duties.count()) == (3, 0)
    assert "Ratene er til sammen" in errors(saved(as_berit, grant, status=GrantStatus.IN_FORCE))


def test_who_granted_may_be_another_than_the_funder_of_the_scheme(as_berit: Client, link: PartnershipProject) -> None:
    other = make_organisation("Telemark fylkeskommune")

    as_berit.post(ADD, typed(as_berit.get(ADD), **award(link, granted_by=other.pk)))

    assert link.grants.get().granted_by == other


def test_what_was_granted_keeps_its_giver_when_the_county_has_ended(as_berit: Client, million: Grant) -> None:
    old, new = million.granted_by, make_organisation("Vestfold fylkeskommune")
    old.successions.create(successor=new)
    old.dissolved_on = date(2024, 1, 1)
    old.save()

    page = read(as_berit.get(change(million)).content)

    assert "Vestfold fylkeskommune" in page.one("div", class_="form-row field-answering_now").text
    assert old.name in page.one("select", id="id_granted_by").text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("tranches-0-year", "2020", "Skriv et år fra 2021 til 2024, som tildelingen gjelder."),
        ("budget-0-year", "2025", "Skriv et år fra 2021 til 2024, som tildelingen gjelder."),
        ("amount", "en million", "«en million» er ikke et tall. Skriv det som 1 234,50."),
        ("amount", "-1", "Skriv et beløp fra 0."),
        ("valid_until", "1.1.2021", "Til-datoen må være etter fra-datoen."),
    ],
)
def test_each_wrong_field_says_what_to_write(
    as_berit: Client, million: Grant, field: str, value: str, sentence: str
) -> None:
    answers = {"budget-0-category": Category.WAGES, "budget-0-amount": 1} if field.startswith("budget") else {}

    assert sentence in errors(saved(as_berit, million, **{**answers, field: value}))


def test_the_same_line_twice_in_a_year_is_said_in_words(as_berit: Client, million: Grant) -> None:
    line = {"year": 2024, "category": Category.WAGES, "amount": 1}
    twice = {f"budget-{row}-{name}": value for row in (0, 1) for name, value in line.items()}

    assert "To av linjene er om det samme." in errors(saved(as_berit, million, **twice))


def test_a_period_has_all_that_it_covers(as_berit: Client, million: Grant) -> None:
    make_expense(million.project, 100, (million, 100), spent_on=date(2024, 12, 31))

    page = saved(as_berit, million, valid_until="31.12.2024")

    assert "Tildelingen dekker et bilag fra 31. desember 2024. Perioden må ha med den dagen." in errors(page)


def test_what_is_left_of_the_last_year_is_not_carried_over_to_nowhere(as_berit: Client, million: Grant) -> None:
    unused = {"year": 2024, "amount": 5, "decision": UnusedDecision.CARRIED_OVER, "decided_on": "1.3.2025"}

    page = saved(as_berit, million, **{f"unused-0-{name}": value for name, value in unused.items()})

    assert "2024 er det siste året. Forleng tildelingen først, eller velg «Betalt tilbake»." in errors(page)


def test_a_decision_about_what_was_left_has_its_day(as_berit: Client, million: Grant) -> None:
    unused = {"year": 2023, "amount": 5, "decision": UnusedDecision.CARRIED_OVER}
    answers = {f"unused-0-{name}": value for name, value in unused.items()}

    assert "Skriv hvilken dag det ble vedtatt." in errors(saved(as_berit, million, **answers))
    page = saved(as_berit, million, **answers, **{"unused-0-decided_on": "1.3.2024", "unused-0-reference": "24/17"})
    assert page.status_code == 302, errors(page)
    assert million.unused.get().reference == "24/17"


def test_it_is_settled_when_no_tranche_waits(as_berit: Client, million: Grant) -> None:
    assert "En rate venter ennå." in errors(saved(as_berit, million, status=GrantStatus.SETTLED))

    million.tranches.update(status=TrancheStatus.LAPSED)
    assert saved(as_berit, million, status=GrantStatus.SETTLED).status_code == 302
    million.refresh_from_db()
    assert million.status == GrantStatus.SETTLED


def test_a_form_shown_before_somebody_went_on_says_where_it_stands(as_berit: Client, million: Grant) -> None:
    as_it_was = typed(as_berit.get(change(million)), status=GrantStatus.DRAFT)
    Grant.objects.update(status=GrantStatus.SETTLED)

    page = as_berit.post(change(million), as_it_was)

    assert "Det står nå som «Gjort opp». Velg på nytt." in errors(page)


class TestThePage:
    def test_it_says_what_the_award_comes_to(self, as_berit: Client, million: Grant) -> None:
        million.budget.create(year=2024, category=Category.MEETINGS, amount=6000)
        make_expense(million.project, 5000, (million, Decimal("4000.50")))

        page = read(as_berit.get(change(million)).content)

        lines = page.one("div", aria_labelledby="linjene")
        words = [each.text for each in lines.one("tfoot").all("td")]
        assert words == ["6 000,00", "4 000,50", "1 999,50"]
        assert page.all("svg", class_="barplot")

    def test_a_new_award_has_room_for_four_tranches_without_script(self, as_berit: Client) -> None:
        page = as_berit.get(ADD)

        assert "tranches-3-amount" in page.content.decode()
        assert not read(page.content).all("section", class_="findings")

    def test_of_another_office_it_is_not_there(self, client: Client, outsider: User, million: Grant) -> None:
        client.force_login(outsider)

        assert client.get(change(million)).status_code == 404
        assert client.post(change(million), {}).status_code == 404


class TestTheList:
    def test_it_shows_what_is_paid_spent_and_left_and_adds_it_up(self, as_berit: Client, million: Grant) -> None:
        first = million.tranches.get(year=2021)
        first.move(TrancheStatus.PAID)
        first.paid_on = date(2021, 6, 1)
        first.save()
        make_expense(million.project, 5000, (million, 5000))
        make_grant(million.project, 2000, [2024])

        page = as_berit.get(LIST)

        totals = {total.label: total.amount for total in page.context["totals"]}
        assert totals == {"beløp": 1_002_000, "utbetalt": 250_000, "brukt": 5000, "igjen": 997_000}
        assert "995 000,00" in page.content.decode().replace("\N{NO-BREAK SPACE}", " ")

    def test_it_is_filtered_in_words(self, as_berit: Client, million: Grant) -> None:
        new = make_grant(million.project, 2000, [2026], letter_on=date(2026, 1, 5))
        over = make_grant(million.project, 10, [2025])
        make_expense(million.project, 20, (over, 20), spent_on=date(2025, 1, 1))

        for question, found in {
            ("ar", "2022"): {million},
            ("ar", "2026"): {new},
            ("ar", "1999"): {million, new, over},  # no such answer is offered
            ("periode", "na"): {new},
            ("periode", "over"): {million, over},
            ("forbruk", "over"): {over},
            ("brev", "nei"): {million, over},
        }.items():
            assert set(as_berit.get(LIST, dict([question])).context["cl"].result_list) == found, question
        headings = [one.text for one in read(as_berit.get(LIST).content).one(id="changelist-filter").all("summary")]
        assert headings[:4] == ["Status", "Periode", "År", "Forbruk"]

    def test_it_costs_as_much_for_thirty_as_for_one(
        self, as_berit: Client, tonsberg: DistrictOffice, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        costs = []
        for how_many in (1, 29):
            for number in range(how_many):
                project = make_project(tonsberg, f"LINK {how_many} {number}")
                make_expense(project, 10, (make_grant(project, 1000, [2024]), 5))
            with django_assert_max_num_queries(12) as asked:
                as_berit.get(LIST)
            costs.append(len(asked))

        assert costs[0] == costs[1]


@pytest.mark.parametrize(
    "model", ["grantscheme", "grantapplication", "tranche", "budgetline", "reportduty", "ownshare"]
)
def test_the_other_lists_cost_as_much_for_many_as_for_one(
    as_berit: Client, tonsberg: DistrictOffice, berit: User, model: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    costs = []
    for how_many in (1, 4):
        for number in range(how_many):
            project = make_project(tonsberg, f"LINK {how_many} {number}")
            grant = make_grant(project, 1000, [2024])
            grant.duties.create(year=2024, due_on=date(2025, 2, 15))
            grant.budget.create(year=2024, category=Category.WAGES, amount=1)
            project.applications.create(scheme=grant.scheme, title="Søknad", amount=1)
            project.own_shares.create(year=2024, kind="money", text="Fra oss", money=1)
        with django_assert_max_num_queries(12) as asked:
            assert as_berit.get(f"/admin/partners/{model}/").status_code == 200
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_a_scheme_that_moves_its_day_moves_what_is_due(as_berit: Client, million: Grant) -> None:
    saved(as_berit, million)
    assert million.duties.get(year=2024).due_on == date(2025, 2, 15)

    saved(as_berit, million.scheme, report_month=4, report_day=31)

    assert million.duties.get(year=2024).due_on == date(2025, 4, 30)


def test_a_day_that_the_funder_gave_is_written_where_the_report_is_due(as_berit: Client, million: Grant) -> None:
    saved(as_berit, million)
    duty = million.duties.get(year=2024)

    saved(as_berit, duty, due_on="1.6.2025")

    duty.refresh_from_db()
    assert duty.due_on == date(2025, 6, 1)
    assert reverse("admin:partners_reportduty_change", args=[duty.pk]) in as_berit.get(change(million)).content.decode()


def test_whoever_audits_reads_and_changes_nothing(client: Client, tonsberg: DistrictOffice, million: Grant) -> None:
    client.force_login(make_user("revisor@example.no", Role.AUDITOR, office=tonsberg))

    assert "Pengene så langt" in client.get(change(million)).content.decode()
    assert client.post(change(million), {"title": "x"}).status_code == 403


def test_a_budget_line_by_itself_is_of_a_year_of_its_award(as_berit: Client, million: Grant) -> None:
    page = "/admin/partners/budgetline/add/"
    line = {"grant": million.pk, "category": Category.WAGES, "amount": "1 000"}

    wrong = as_berit.post(page, typed(as_berit.get(page), **line, year=2025))
    assert "Skriv et år fra 2021 til 2024, som tildelingen gjelder." in errors(wrong)
    as_berit.post(page, typed(as_berit.get(page), **line, year=2024))
    made = million.budget.get()
    assert "Skriv et år fra 2021 til 2024" in errors(saved(as_berit, made, year=2020))
    assert saved(as_berit, made, year=2023).status_code == 302


@pytest.mark.parametrize(
    ("first", "until", "words"),
    [
        (date(2021, 1, 1), date(2025, 1, 1), "2021–2024"),
        (date(2024, 1, 1), date(2025, 1, 1), "2024"),
        (date(2024, 7, 1), date(2025, 7, 1), "1.7.2024–30.6.2025"),
    ],
)
def test_the_list_says_the_period_in_short(
    as_berit: Client, link: PartnershipProject, first: date, until: date, words: str
) -> None:
    make_grant(link, 10, [first.year], status=GrantStatus.DRAFT)
    Grant.objects.update(valid_from=first, valid_until=until)

    assert read(as_berit.get(LIST).content).one("td", class_="field-period").text == words
