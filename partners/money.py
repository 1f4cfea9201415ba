"""What awards and projects add up to, year by year and line by line.

Every amount is summed by the database, in kroner as `Decimal`, and what belongs together comes in one query: so that
years, lines and totals are of the same moment and always agree. An allocation counts in the year of its voucher's date
and on its voucher's line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TypeVar

from django.db.models import CharField, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, ExtractYear

from partners.enums import Category, OwnShareKind, TrancheStatus, UnusedDecision
from partners.models import Allocation, BudgetLine, Expense, Grant, OwnShare, PartnershipProject, Tranche, UnusedFunds

NOTHING = Decimal(0)
_BUDGET, _SPENT = "budget", "spent"
_KRONER = DecimalField(max_digits=16, decimal_places=2)
_Grants = TypeVar("_Grants", bound="QuerySet[Grant]")


@dataclass(frozen=True, slots=True)
class Sums:
    """What one award, or several, come to in one year, or in several. Sums can be added."""

    granted: Decimal = NOTHING  # what the tranches say, those that lapsed as well
    lapsed: Decimal = NOTHING
    paid: Decimal = NOTHING
    budget: Decimal = NOTHING
    spent: Decimal = NOTHING  # covered of vouchers
    carried_in: Decimal = NOTHING  # unused in the year before, to be used in this one
    carried_out: Decimal = NOTHING
    repaid: Decimal = NOTHING

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def available(self) -> Decimal:
        """What may be used: granted and not lapsed, and what came from the year before."""
        return self.granted - self.lapsed + self.carried_in

    @property
    def left(self) -> Decimal:
        """What is neither spent, repaid nor moved to the next year; below zero where too much is spent."""
        return self.available - self.spent - self.carried_out - self.repaid

    @property
    def deviation(self) -> Decimal:
        """Budget less spent: above zero where less was spent. Carrying money over changes nothing in it."""
        return self.budget - self.spent


@dataclass(frozen=True, slots=True)
class Line:
    """Budget and accounts on one line, in one year or in all."""

    category: Category
    budget: Decimal = NOTHING
    spent: Decimal = NOTHING

    @property
    def label(self) -> str:
        return str(self.category.label)

    @property
    def deviation(self) -> Decimal:
        """Budget less spent: above zero where less was spent."""
        return self.budget - self.spent


@dataclass(frozen=True)
class GrantMoney:
    """One award: each of its years, and the lines of each."""

    years: Mapping[int, Sums]
    lines: Mapping[int, list[Line]]  # those with a budget or something spent, in the order of `Category`

    def of(self, year: int) -> Sums:
        """One year; nothing in one that the award has not."""
        return self.years.get(year, Sums())

    def lines_of(self, year: int) -> list[Line]:
        """The lines of one year."""
        return self.lines.get(year, [])

    @cached_property
    def total(self) -> Sums:
        return sum(self.years.values(), Sums())

    @cached_property
    def total_lines(self) -> list[Line]:
        """All years together."""
        return _added(line for lines in self.lines.values() for line in lines)


@dataclass(frozen=True, slots=True)
class Financing:
    """What a project cost in one year, or in several, and who paid it. Can be added."""

    expenses: Decimal = NOTHING  # all vouchers, covered or not
    own_money: Decimal = NOTHING
    in_kind: Decimal = NOTHING  # hours at their rate: a cost, and paid by the project
    by_grant: Mapping[int, Decimal] = field(default_factory=dict)  # covered of the vouchers, by the key of the award

    def __add__(self, other: Financing) -> Financing:
        covered = {key: self.of(key) + other.of(key) for key in {**self.by_grant, **other.by_grant}}
        return Financing(
            self.expenses + other.expenses, self.own_money + other.own_money, self.in_kind + other.in_kind, covered
        )

    def of(self, grant: Grant | int) -> Decimal:
        """What one award covers."""
        return self.by_grant.get(grant if isinstance(grant, int) else grant.pk, NOTHING)

    def of_others(self, grant: Grant | int) -> Decimal:
        """What all other awards cover."""
        return self.of_grants - self.of(grant)

    @property
    def of_grants(self) -> Decimal:
        return sum(self.by_grant.values(), NOTHING)

    @property
    def own_share(self) -> Decimal:
        """Own money and work in kind."""
        return self.own_money + self.in_kind

    @property
    def costs(self) -> Decimal:
        """The vouchers, and the work in kind."""
        return self.expenses + self.in_kind

    @property
    def not_covered(self) -> Decimal:
        """What nobody has said they pay; below zero where more was put in than it cost."""
        return self.costs - self.of_grants - self.own_share

    def percent(self, part: Decimal) -> Decimal | None:
        """`part` of all costs in percent, with one decimal; None where nothing was spent."""
        if not self.costs:
            return None
        return (part * 100 / self.costs).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def money_of(grant: Grant) -> GrantMoney:
    """What one award comes to; each year of its period is there. One query."""
    return money_of_each([grant])[grant.pk]


def money_of_each(grants: Iterable[Grant]) -> dict[int, GrantMoney]:
    """What each award comes to, by its key. One query, however many there are."""
    grants = list(grants)
    cells = _cells_of_grants([grant.pk for grant in grants])
    return {grant.pk: _grant_money(grant, cells[grant.pk]) for grant in grants}


def money_by_year(grants: Iterable[Grant]) -> dict[int, Sums]:
    """What several awards come to together, year by year. One query."""
    together: dict[int, Sums] = defaultdict(Sums)
    for money in money_of_each(grants).values():
        for year, sums in money.years.items():
            together[year] += sums
    return dict(sorted(together.items()))


def financing_of(project: PartnershipProject, years: Iterable[int]) -> Financing:
    """What a project cost in these years together, and who paid it. One query."""
    by_year = financing_by_year([project])[project.pk]
    return sum((by_year[year] for year in years if year in by_year), Financing())


def financing_by_year(projects: Iterable[PartnershipProject]) -> dict[int, dict[int, Financing]]:
    """For each project, by its key, the years in which it cost something. One query, however many there are."""
    keys = [project.pk for project in projects]
    cells: dict[tuple[int, int], list[tuple[str, int, Decimal]]] = defaultdict(list)
    for project, year, what, grant, amount in _financing_cells(keys):
        cells[project, year].append((what, grant, amount))
    found: dict[int, dict[int, Financing]] = {key: {} for key in keys}
    for (project, year), each in sorted(cells.items()):
        one = {what: amount for what, _grant, amount in each if what != "grant"}
        covered = {grant: amount for what, grant, amount in each if what == "grant"}
        money, work = one.get(OwnShareKind.MONEY, NOTHING), one.get(OwnShareKind.WORK, NOTHING)
        found[project][year] = Financing(one.get("expenses", NOTHING), money, work, covered)
    return found


def with_sums(grants: _Grants) -> _Grants:
    """Awards, each with `paid`, `spent` and `left` (as in `Sums`, all years together), for lists."""
    return grants.annotate(
        paid=_summed(Tranche.objects.filter(status=TrancheStatus.PAID)),
        spent=_summed(Allocation.objects.all()),
        left=F("amount")
        - _summed(Tranche.objects.filter(status=TrancheStatus.LAPSED))
        - _summed(UnusedFunds.objects.filter(decision=UnusedDecision.REPAID))
        - F("spent"),
    )


def _summed(parts: QuerySet[Tranche] | QuerySet[Allocation] | QuerySet[UnusedFunds]) -> Coalesce:
    of_grant = parts.filter(grant=OuterRef("pk")).order_by().values("grant")
    return Coalesce(Subquery(of_grant.annotate(sum=Sum("amount")).values("sum")), NOTHING, output_field=_KRONER)


def _cells_of_grants(keys: list[int]) -> dict[int, list[tuple[int, str, str, Decimal]]]:
    """By the key of the award: year, what is summed, its line where it has one, and the sum."""
    no_line = Value("", output_field=CharField())
    parts = (
        Tranche.objects.values_list("grant", "year", "status", no_line),
        UnusedFunds.objects.values_list("grant", "year", "decision", no_line),
        BudgetLine.objects.values_list("grant", "year", Value(_BUDGET), "category"),
        Allocation.objects.values_list("grant", ExtractYear("expense__spent_on"), Value(_SPENT), "expense__category"),
    )
    first, *others = (part.filter(grant__in=keys).order_by().annotate(sum=Sum("amount")) for part in parts)
    cells: dict[int, list[tuple[int, str, str, Decimal]]] = defaultdict(list)
    for grant, *cell in first.union(*others, all=True):
        cells[grant].append(tuple(cell))
    return cells


def _grant_money(grant: Grant, cells: Iterable[tuple[int, str, str, Decimal]]) -> GrantMoney:
    what: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    lines: dict[int, list[Line]] = defaultdict(list)
    for year, name, category, amount in cells:
        what[year][name] += amount
        if name in (_BUDGET, _SPENT):
            lines[year].append(Line(Category(category), **{name: amount}))
    # The period may have been shortened since `grant` was read.
    years = sorted({*grant.years, *what})
    return GrantMoney(
        {year: _sums(what[year], what[year - 1]) for year in years}, {year: _added(lines[year]) for year in years}
    )


def _sums(year: Mapping[str, Decimal], before: Mapping[str, Decimal]) -> Sums:
    """Of one year, out of its cells and those of the year before."""
    lapsed, paid = year.get(TrancheStatus.LAPSED, NOTHING), year.get(TrancheStatus.PAID, NOTHING)
    return Sums(
        granted=year.get(TrancheStatus.PLANNED, NOTHING) + paid + lapsed,
        lapsed=lapsed,
        paid=paid,
        budget=year.get(_BUDGET, NOTHING),
        spent=year.get(_SPENT, NOTHING),
        carried_in=before.get(UnusedDecision.CARRIED_OVER, NOTHING),
        carried_out=year.get(UnusedDecision.CARRIED_OVER, NOTHING),
        repaid=year.get(UnusedDecision.REPAID, NOTHING),
    )


def _added(lines: Iterable[Line]) -> list[Line]:
    """One line of each category, in the order of `Category`."""
    sums: dict[Category, Line] = {}
    for line in lines:
        known = sums.get(line.category, Line(line.category))
        sums[line.category] = Line(line.category, known.budget + line.budget, known.spent + line.spent)
    return [sums[category] for category in Category if category in sums]


def _financing_cells(keys: list[int]) -> Iterable[tuple[int, int, str, int, Decimal]]:
    """Project, year, what is summed, the key of the award if it is one, and the sum."""
    spent_in, no_grant = ExtractYear("spent_on"), Value(0)
    parts = (
        Expense.objects.filter(project__in=keys).values_list("project", spent_in, Value("expenses"), no_grant),
        OwnShare.objects.filter(project__in=keys).values_list("project", "year", "kind", no_grant),
        Allocation.objects.filter(grant__project__in=keys).values_list(
            "grant__project", ExtractYear("expense__spent_on"), Value("grant"), "grant"
        ),
    )
    first, *others = (part.order_by().annotate(sum=Sum("amount")) for part in parts)
    return first.union(*others, all=True)
