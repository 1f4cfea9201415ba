"""Vouchers, and which awards cover them: never more than they say, whoever writes to the database and how."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import ProtectedError
from django.test import Client

from contactpoints.models import DistrictOffice, User
from partners.enums import Category, GrantStatus
from partners.models import Allocation, Expense, Grant, OwnShare, PartnershipProject
from tests.admin_page import change, typed
from tests.partners.making import make_expense, make_grant, make_project
from tests.partners.test_grant_admin import errors, saved

LIST, ADD = "/admin/partners/expense/", "/admin/partners/expense/add/"

NOT_OFFERED = "Velg en av dem som blir foreslått, eller skriv hele navnet."


def voucher(link: PartnershipProject, *covered: tuple[Grant, object], **answers: Any) -> dict[str, Any]:
    """What one types for voucher 123 on 5,000 kroner, and which awards pay how much of it."""
    parts = {
        f"allocations-{row}-{name}": value
        for row, (grant, amount) in enumerate(covered)
        for name, value in {"grant": grant.pk, "amount": amount}.items()
    }
    return {
        "project": link.pk,
        "voucher": "123",
        "spent_on": "1.3.2024",
        "category": Category.MEETINGS,
        "amount": "5 000,00",
        **({"allocations-TOTAL_FORMS": len(covered)} if covered else {}),
        **parts,
        **answers,
    }


def enter(browser: Client, answers: dict[str, Any]) -> Any:
    return browser.post(ADD, typed(browser.get(ADD), **answers))


class TestTheForm:
    def test_a_voucher_is_entered_and_divided(self, as_berit: Client, million: Grant) -> None:
        other = make_grant(million.project, 10_000, [2024])

        page = enter(as_berit, voucher(million.project, (million, "3 000"), (other, "2 000,00")))

        assert page.status_code == 302, errors(page)
        expense = Expense.objects.get()
        assert [(one.grant, one.amount) for one in expense.allocations.all()] == [(million, 3000), (other, 2000)]
        connection.check_constraints()

    def test_more_than_it_says_is_refused_with_both_numbers(self, as_berit: Client, million: Grant) -> None:
        other = make_grant(million.project, 10_000, [2024])

        page = enter(as_berit, voucher(million.project, (million, 3000), (other, 2500)))

        assert "Bilag 123 er på 5 000,00 kroner, men 5 500,00 kroner er fordelt." in errors(page)
        assert not Expense.objects.exists()

    def test_a_voucher_that_shrinks_below_what_is_covered_is_refused(self, as_berit: Client, million: Grant) -> None:
        expense = make_expense(million.project, 5000, (million, 5000))

        page = saved(as_berit, expense, amount="4 999,99")

        assert "er på 4 999,99 kroner, men 5 000,00 kroner er fordelt." in errors(page)

    def test_an_award_covers_its_own_project_in_its_own_time(self, as_berit: Client, million: Grant) -> None:
        elsewhere = make_grant(make_project(million.project.office, "Et annet"), 10, [2024])
        early = make_grant(million.project, 10, [2023])

        page = enter(as_berit, voucher(million.project, (elsewhere, 1), (early, 1)))

        assert "Tildelingen er til et annet prosjekt: Et annet." in errors(page)
        said = "Tildelingen gjelder fra 1. januar 2023 til 31. desember 2023. Bilaget er fra 1. mars 2024."
        assert said in errors(page)

    def test_a_voucher_does_not_move_out_of_the_time_of_what_covers_it(self, as_berit: Client, million: Grant) -> None:
        expense = make_expense(million.project, 5000, (million, 5000))

        assert "Bilaget er fra 1. januar 2025." in errors(saved(as_berit, expense, spent_on="1.1.2025"))

    def test_the_same_award_twice_is_said_in_words(self, as_berit: Client, million: Grant) -> None:
        page = enter(as_berit, voucher(million.project, (million, 1), (million, 2)))

        assert "To av linjene er om det samme. Slå dem sammen, eller slett den ene." in errors(page)

    def test_a_draft_covers_nothing_yet(self, as_berit: Client, link: PartnershipProject) -> None:
        draft = make_grant(link, 10, [2024], status=GrantStatus.DRAFT)

        assert NOT_OFFERED in errors(enter(as_berit, voucher(link, (draft, 1))))

    def test_the_same_number_twice_in_a_year_is_said_in_words(self, as_berit: Client, million: Grant) -> None:
        sentence = "Bilaget er allerede ført på prosjektet dette året."
        first = make_expense(million.project, voucher="b123")
        second = make_expense(million.project, voucher="124")

        assert sentence in errors(enter(as_berit, voucher(million.project, voucher="B123")))
        assert sentence in errors(saved(as_berit, second, voucher="B123"))
        assert saved(as_berit, first, voucher="B123").status_code == 302
        assert enter(as_berit, voucher(million.project, voucher="b123", spent_on="1.3.2023")).status_code == 302

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("amount", "0", "Skriv et beløp over 0."),
            ("amount", "mye", "«mye» er ikke et tall. Skriv det som 1 234,50."),
            ("allocations-0-amount", "0", "Skriv et beløp over 0."),
        ],
    )
    def test_each_wrong_field_says_what_to_write(
        self, as_berit: Client, million: Grant, field: str, value: str, sentence: str
    ) -> None:
        assert sentence in errors(enter(as_berit, voucher(million.project, (million, 1), **{field: value})))

    def test_of_another_office_it_is_not_there(self, client: Client, outsider: User, million: Grant) -> None:
        client.force_login(outsider)
        expense = make_expense(million.project)

        assert client.get(change(expense)).status_code == 404
        page = enter(client, voucher(million.project, (million, 1)))
        assert errors(page) == f"{NOT_OFFERED} {NOT_OFFERED}"  # neither the project nor the award
        assert Expense.objects.count() == 1


class TestTheList:
    def test_it_is_filtered_in_words_and_added_up(self, as_berit: Client, million: Grant) -> None:
        alone = make_expense(million.project, 100, spent_on=date(2023, 5, 1))
        partly = make_expense(million.project, 200, (million, 50))
        wholly = make_expense(million.project, 300, (million, 300))

        for question, found in {
            ("fordelt", "ikke"): {alone},
            ("fordelt", "delvis"): {partly},
            ("fordelt", "alt"): {wholly},
            ("ar", "2023"): {alone},
            ("allocations__grant__id__exact", str(million.pk)): {partly, wholly},
        }.items():
            page = as_berit.get(LIST, dict([question]))
            assert set(page.context["cl"].result_list) == found, question
            assert page.context["totals"][0].amount == sum(row.amount for row in found)

    def test_it_costs_as_much_for_thirty_as_for_one(
        self, as_berit: Client, tonsberg: DistrictOffice, million: Grant, django_assert_max_num_queries: Any
    ) -> None:
        costs = []
        for how_many in (1, 29):
            for _each in range(how_many):
                make_expense(million.project, 10, (million, 5))
            with django_assert_max_num_queries(12) as asked:
                as_berit.get(LIST)
            costs.append(len(asked))

        assert costs[0] == costs[1]


class TestOwnShare:
    PAGE = "/admin/partners/ownshare/add/"

    def test_work_in_kind_is_worth_its_hours(self, as_berit: Client, link: PartnershipProject) -> None:
        work = {"project": link.pk, "year": 2024, "kind": "work", "text": "Dugnad", "hours": "7,5", "rate": "333,33"}

        as_berit.post(self.PAGE, typed(as_berit.get(self.PAGE), **work))

        assert OwnShare.objects.get().amount == Decimal("2499.98")
        assert "2 499,98" in as_berit.get(change(OwnShare.objects.get())).content.decode().replace("\xa0", " ")

    @pytest.mark.parametrize("given", [{"kind": "money", "hours": 5, "rate": 5}, {"kind": "work", "money": 5}])
    def test_money_is_kroner_and_work_is_hours(
        self, as_berit: Client, link: PartnershipProject, given: dict[str, object]
    ) -> None:
        answers = {"project": link.pk, "year": 2024, "text": "Fra oss", **given}

        page = as_berit.post(self.PAGE, typed(as_berit.get(self.PAGE), **answers))

        assert "Skriv kroner for penger, timer og kroner per time for egeninnsats." in errors(page)


class TestTheDatabase:
    """Past the forms: the rules are kept by the database itself."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE partners_allocation SET amount = amount + 0.01",
            "UPDATE partners_expense SET amount = amount - 0.01",
            "INSERT INTO partners_allocation (expense_id, grant_id, amount) "
            "SELECT id, (SELECT max(id) FROM partners_grant), 0.01 FROM partners_expense",
        ],
    )
    def test_raw_sql_covers_no_more_than_the_voucher(self, million: Grant, statement: str) -> None:
        make_expense(million.project, 5000, (million, 5000))
        make_grant(million.project, 10, [2024])
        connection.check_constraints()

        with connection.cursor() as cursor:
            cursor.execute(statement)

        with pytest.raises(IntegrityError, match="allocations_within_the_voucher"):
            connection.check_constraints()

    def test_many_rows_at_once_are_each_looked_at(self, million: Grant) -> None:
        several = [make_expense(million.project, 10) for _each in range(3)]
        Allocation.objects.bulk_create(Allocation(expense=one, grant=million, amount=10) for one in several)
        connection.check_constraints()

        Allocation.objects.filter(expense=several[2]).update(amount=11)

        with pytest.raises(IntegrityError, match="allocations_within_the_voucher"):
            connection.check_constraints()

    def test_an_allocation_moved_to_another_voucher_is_looked_at_there(self, million: Grant) -> None:
        large, small = make_expense(million.project, 100, (million, 100)), make_expense(million.project, 99)
        connection.check_constraints()

        large.allocations.update(expense=small)

        with pytest.raises(IntegrityError, match="allocations_within_the_voucher"):
            connection.check_constraints()

    def test_less_is_always_right(self, million: Grant) -> None:
        expense = make_expense(million.project, 100, (million, 100))

        expense.allocations.update(amount=1)

        connection.check_constraints()

    def test_a_voucher_that_is_covered_is_not_deleted(self, million: Grant) -> None:
        expense = make_expense(million.project, 100, (million, 100))

        with pytest.raises(ProtectedError):
            expense.delete()
        expense.allocations.all().delete()
        expense.delete()

        connection.check_constraints()

    def test_an_award_that_covers_something_is_not_deleted(self, million: Grant) -> None:
        make_expense(million.project, 100, (million, 100))

        million.tranches.all().delete()

        with pytest.raises(ProtectedError):
            million.delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM partners_grant")
        with pytest.raises(IntegrityError, match="foreign key"):
            connection.check_constraints()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE partners_tranche SET amount = amount + 0.01 WHERE year = 2021",
            "DELETE FROM partners_tranche WHERE year = 2021",
            "UPDATE partners_grant SET amount = 999999.99",
            "INSERT INTO partners_tranche (grant_id, year, amount, is_conditional, status) "
            "SELECT id, 2021, 0.01, false, 'planned' FROM partners_grant",
        ],
    )
    def test_raw_sql_leaves_no_tranches_that_do_not_add_up(self, million: Grant, statement: str) -> None:
        connection.check_constraints()

        with connection.cursor() as cursor:
            cursor.execute(statement)

        with pytest.raises(IntegrityError, match="tranches_add_up_to_grant"):
            connection.check_constraints()

    def test_money_moved_from_one_tranche_to_another_in_one_transaction_adds_up(self, million: Grant) -> None:
        million.tranches.filter(year=2021).update(amount=0)
        million.tranches.filter(year=2022).update(amount=500_000)

        connection.check_constraints()
