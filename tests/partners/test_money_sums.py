"""What awards and projects add up to: by year, by line and by who paid."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from partners import money
from partners.enums import Category, OwnShareKind, TrancheStatus, UnusedDecision
from partners.models import Grant, OwnShare, PartnershipProject
from tests.partners.making import make_expense, make_grant, make_project

YEARS = range(2021, 2025)
ORE = st.decimals("0.01", 99_999, places=2)


def test_an_award_year_by_year(link: PartnershipProject, million: Grant) -> None:
    million.tranches.filter(year=2021).update(status=TrancheStatus.PAID, paid_on=date(2021, 6, 1))
    million.tranches.filter(year=2024).update(status=TrancheStatus.LAPSED)
    million.budget.create(year=2021, category=Category.WAGES, amount=Decimal(240_000))
    make_expense(link, 200_000, (million, Decimal("199999.99")), category=Category.WAGES, spent_on=date(2021, 12, 31))
    million.unused.create(
        year=2021, amount=Decimal("50000.01"), decision=UnusedDecision.CARRIED_OVER, decided_on=date(2022, 3, 1)
    )
    million.unused.create(year=2022, amount=70_000, decision=UnusedDecision.REPAID, decided_on=date(2023, 3, 1))
    million.unused.create(year=2023, amount=1)

    found: Any = money.money_of(million)

    first, second, third, last = found.years.values()
    assert list(found.years) == list(YEARS)
    assert (first.paid, first.spent, first.carried_out, first.left) == (
        Decimal(250_000), Decimal("199999.99"), Decimal("50000.01"), 0,
    )  # fmt: skip
    assert first.deviation == Decimal("40000.01")
    assert (second.carried_in, second.available) == (Decimal("50000.01"), Decimal("300000.01"))
    assert second.left == Decimal("230000.01")
    assert (third.carried_in, third.left) == (0, Decimal(250_000))
    assert (last.granted, last.lapsed, last.available) == (Decimal(250_000), Decimal(250_000), 0)
    assert found.total.granted == million.amount
    assert found.total.left == Decimal("480000.01")


def test_lines_stand_in_their_own_order_with_what_was_not_planned(link: PartnershipProject, million: Grant) -> None:
    million.budget.create(year=2022, category=Category.TRAVEL, amount=100)
    million.budget.create(year=2023, category=Category.WAGES, amount=300)
    make_expense(link, 70, (million, 70), category=Category.PREMISES, spent_on=date(2022, 5, 1))
    make_expense(link, 20, (million, 20), category=Category.TRAVEL, spent_on=date(2023, 5, 1))

    found: Any = money.money_of(million)

    assert [(line.label, line.budget, line.spent, line.deviation) for line in found.total_lines] == [
        ("Lønn og sosiale utgifter", 300, 0, 300),
        ("Lokaler", 0, 70, -70),
        ("Reiser", 100, 20, 80),
    ]
    assert [line.category for line in found.lines[2022]] == [Category.PREMISES, Category.TRAVEL]
    assert found.lines[2021] == []


def test_who_paid_what_the_project_cost(link: PartnershipProject, million: Grant) -> None:
    other = make_grant(link, 10_000, [2024])
    make_expense(link, 5000, (million, 3000), (other, 1500))
    make_expense(link, 500, spent_on=date(2023, 1, 1))
    OwnShare.objects.create(project=link, year=2024, kind=OwnShareKind.MONEY, text="Fra oss", money=400)
    OwnShare.objects.create(project=link, year=2024, kind=OwnShareKind.WORK, text="Dugnad", hours=10, rate=300)
    make_expense(make_project(link.office, "Et annet prosjekt"), 90)

    found: Any = money.financing_of(link, [2024])

    assert (found.of(million), found.of_others(million)) == (3000, 1500)
    assert (found.own_money, found.in_kind, found.costs) == (400, 3000, 8000)
    assert found.not_covered == 100
    assert found.percent(found.of(million)) == Decimal("37.5")
    everything: Any = money.financing_of(link, range(2000, 2100))
    assert (everything.expenses, everything.not_covered) == (5500, 600)
    assert money.financing_of(link, [2022]).percent(Decimal(1)) is None


@pytest.mark.parametrize("how_many", [1, 5])
def test_one_query_for_any_number(
    link: PartnershipProject, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    grants = [make_grant(link, 1000, [2024]) for _ in range(how_many)]
    make_expense(link, 1000, *((grant, 10) for grant in grants))

    with django_assert_num_queries(1):
        assert money.money_by_year(grants)[2024].spent == 10 * how_many
    with django_assert_num_queries(1):
        assert money.financing_by_year([link])[link.pk][2024].of_grants == 10 * how_many


def test_nothing_comes_of_nothing(link: PartnershipProject) -> None:
    assert money.money_of_each([]) == {}
    assert money.money_by_year([]) == {}
    assert money.financing_of(link, YEARS) == money.Financing()


VOUCHER = st.tuples(st.sampled_from(YEARS), st.sampled_from(Category), ORE, ORE, ORE)
BUDGET = st.dictionaries(st.tuples(st.sampled_from(YEARS), st.sampled_from(Category)), ORE, max_size=6)
UNUSED = st.dictionaries(st.sampled_from(YEARS), st.tuples(st.sampled_from(UnusedDecision), ORE))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(vouchers=st.lists(VOUCHER, max_size=8), budget=BUDGET, unused=UNUSED)
def test_lines_years_totals_and_lists_always_agree(
    million: Grant,
    other: Grant,
    vouchers: list[tuple[int, Category, Decimal, Decimal, Decimal]],
    budget: dict[tuple[int, Category], Decimal],
    unused: dict[int, tuple[UnusedDecision, Decimal]],
) -> None:
    with transaction.atomic():
        for number, (year, category, first, second, rest) in enumerate(vouchers):
            covered = (million, first), (other, second)
            day, amount = date(year, 12, 31), first + second + rest
            make_expense(million.project, amount, *covered, voucher=str(number), category=category, spent_on=day)
        for (year, category), amount in budget.items():
            million.budget.create(year=year, category=category, amount=amount)
        for year, (decision, amount) in unused.items():
            million.unused.create(year=year, decision=decision, amount=amount, decided_on=date(year + 1, 3, 1))
        found: Any = money.money_of(million)
        financing = money.financing_of(million.project, YEARS)
        listed: Any = money.with_sums(Grant.objects.filter(pk=million.pk)).get()
        transaction.set_rollback(True)

    for year in YEARS:
        assert found.years[year].spent == sum(v[2] for v in vouchers if v[0] == year)
        assert found.years[year].budget == sum(amount for (of, _), amount in budget.items() if of == year)
        assert found.years[year].spent == sum(line.spent for line in found.lines[year])
        assert found.years[year].budget == sum(line.budget for line in found.lines[year])
    assert found.total.spent == sum(line.spent for line in found.total_lines) == financing.of(million)
    assert found.total.deviation == sum(line.deviation for line in found.total_lines)
    assert financing.of_others(million) == sum(v[3] for v in vouchers)
    assert financing.not_covered == sum(v[4] for v in vouchers)
    assert (listed.spent, listed.paid) == (found.total.spent, 0)
    moved_out = found.total.carried_out - found.total.carried_in
    assert found.total.left == listed.left - moved_out


@pytest.fixture
def other(link: PartnershipProject) -> Grant:
    """A second award for the same years."""
    return make_grant(link, 400_000)


def test_there_is_no_float_among_the_money() -> None:
    """Neither in the code of partners nor in its tables."""
    app = apps.get_app_config("partners")
    names = {
        node.id
        for path in Path(app.path).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name)
    }
    assert "Decimal" in names
    assert not {"float", "FloatField"} & names
    kept = [one for model in app.get_models(include_auto_created=True) for one in model._meta.fields]
    assert any(isinstance(one, models.DecimalField) for one in kept)
    assert not any(isinstance(one, models.FloatField) for one in kept)
