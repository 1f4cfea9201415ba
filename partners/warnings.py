"""What is over, late or missing with the money of projects, each as a sentence and a place to mend it.

Drafts are not looked at; of what has been settled only that too much was spent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contactpoints.models import User
from linkportal.kit import clock
from linkportal.kit.money import kroner, whole_kroner
from partners import money
from partners.enums import DocumentKind, GrantStatus, TrancheStatus, UnusedDecision
from partners.models import Document, Grant, PartnershipProject, ReportDuty, Tranche, UnusedFunds

SOON_DAYS = 30
_Part = TypeVar("_Part", Tranche, ReportDuty, UnusedFunds)


class Kind(Enum):
    """What sort of warning it is."""

    OVER = "over"  # a limit is broken
    DUE = "due"  # a day is near, or has passed
    MISSING = "missing"  # something is not there yet

    @property
    def label(self) -> str:
        """In a word or two."""
        return {Kind.OVER: _("Over grensen"), Kind.DUE: _("Frist"), Kind.MISSING: _("Mangler")}[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should look at in an award."""

    kind: Kind
    grant: Grant
    text: str

    @property
    def path(self) -> str:
        """Where it is mended."""
        return reverse("admin:partners_grant_change", args=[self.grant.pk])


def of_grant(grant: Grant) -> list[Finding]:
    """What is to be said of one award."""
    return of_grants([grant])


def of_project(project: PartnershipProject) -> list[Finding]:
    """What is to be said of the awards to a project."""
    return of_grants(project.grants.all())


def of_user(user: User) -> list[Finding]:
    """What is to be said of all awards that somebody sees. Two projects of an office stand one after the other."""
    grants = Grant.objects.visible_to(user).order_by("project__name", "project", "valid_from", "pk")
    return of_read(list(to_be_read(grants)))


def of_grants(grants: Iterable[Grant]) -> list[Finding]:
    """What is to be said of these awards, in their order. The queries are the same few, however many there are."""
    keys = [grant.pk for grant in grants if not grant.is_draft]
    found = to_be_read(Grant.objects.all()).in_bulk(keys) if keys else {}
    return of_read([found[key] for key in keys if key in found])


def to_be_read(grants: Any) -> QuerySet[Grant]:
    """A query of awards, each with what is asked about it here; it can be asked for more."""
    mine, soon = OuterRef("pk"), clock.today() + timedelta(days=SOON_DAYS)
    report = ReportDuty.objects.not_sent().filter(grant=mine, due_on__lte=soon)
    audited = Document.objects.filter(grant=mine, kind=DocumentKind.AUDIT)
    later = Tranche.objects.filter(
        grant=mine, status=TrancheStatus.PLANNED, year__gt=ExtractYear(OuterRef("valid_from"))
    )
    found: QuerySet[Grant] = grants.select_related("scheme", "project")
    return found.annotate(
        reports_unaudited=Exists(report) & ~Exists(audited),
        takes_years_for_granted=Exists(later.filter(is_conditional=False)),
    )


def of_read(grants: Iterable[Grant], kinds: Collection[Kind] = tuple(Kind)) -> list[Finding]:
    """What is to be said of awards as `to_be_read` gives them, of these kinds; nothing of drafts."""
    told = [grant for grant in grants if not grant.is_draft]
    if not told:
        return []
    facts = _Facts(told)
    return [finding for grant in told for finding in _of(grant, facts, kinds)]


def needs_auditor(grant: Grant) -> bool:
    """Whether the scheme asks for an auditor's statement with the report of this award."""
    limit = grant.scheme.auditors_limit
    return limit is not None and grant.amount >= limit


class _Facts:
    """All that the warnings are made of, read at once for all awards; what nobody asks for is not read."""

    def __init__(self, grants: list[Grant]) -> None:
        self.today = clock.today()
        self.money = money.money_of_each(grants)
        self.financing = money.financing_by_year({grant.project for grant in grants})
        self.open_ones = [grant.pk for grant in grants if grant.status == GrantStatus.IN_FORCE]

    @cached_property
    def tranches(self) -> dict[int, list[Tranche]]:
        return _by_grant(Tranche.objects.overdue().filter(grant__in=self.open_ones))

    @cached_property
    def duties(self) -> dict[int, list[ReportDuty]]:
        soon = self.today + timedelta(days=SOON_DAYS)
        return _by_grant(ReportDuty.objects.not_sent().filter(grant__in=self.open_ones, due_on__lte=soon))

    @cached_property
    def pending(self) -> dict[int, list[UnusedFunds]]:
        pending = UnusedFunds.objects.filter(decision=UnusedDecision.PENDING, year__lt=self.today.year)
        return _by_grant(pending.filter(grant__in=self.open_ones))

    def financing_of(self, grant: Grant, *, until_year: int) -> money.Financing:
        """Of the project, in the years of the award before `until_year`."""
        years = self.financing[grant.project_id]
        return sum((years[year] for year in grant.years if year in years and year < until_year), money.Financing())


def _by_grant(rows: Iterable[_Part]) -> dict[int, list[_Part]]:
    found: dict[int, list[_Part]] = defaultdict(list)
    for row in rows:
        found[row.grant_id].append(row)
    return found


def _of(grant: Grant, facts: _Facts, kinds: Collection[Kind]) -> Iterator[Finding]:
    of_open_ones = {Kind.DUE: _due, Kind.MISSING: _missing} if grant.status == GrantStatus.IN_FORCE else {}
    for kind, tell in {Kind.OVER: _over, **of_open_ones}.items():
        if kind in kinds:
            for text in tell(grant, facts):
                yield Finding(kind, grant, text)


def _over(grant: Grant, facts: _Facts) -> Iterator[str]:
    found = facts.money[grant.pk]
    years = {"": found.total} if found.total.left < 0 else {str(year): sums for year, sums in found.years.items()}
    for year, sums in years.items():
        if sums.left < 0:
            yield _spent_too_much(year, sums)
    all_years = facts.financing_of(grant, until_year=9999)
    limit = grant.scheme.largest_share_percent
    if limit is not None and all_years.of(grant) * 100 > limit * all_years.costs:
        said = _(
            "Tildelingen dekker %(covered)s av %(costs)s kroner. "
            "Ordningen dekker høyst %(percent)s prosent av kostnadene, her %(limit)s kroner."
        )
        yield said % _shares(limit, all_years.costs, covered=all_years.of(grant))
    years_over = facts.financing_of(grant, until_year=facts.today.year)
    least = grant.scheme.least_own_share_percent
    if least is not None and years_over.own_share * 100 < least * years_over.costs:
        said = _(
            "Egenandelen er %(own)s av %(costs)s kroner i årene som er over. "
            "Ordningen krever minst %(percent)s prosent av kostnadene, her %(limit)s kroner."
        )
        yield said % _shares(least, years_over.costs, own=years_over.own_share)


def _spent_too_much(year: str, sums: money.Sums) -> str:
    used = sums.available - sums.left
    what = _("brukt") if used == sums.spent else _("brukt, betalt tilbake eller overført")
    words = {"what": what, "year": year, "used": kroner(used), "available": kroner(sums.available)}
    if year:
        return _("I %(year)s er det %(what)s %(used)s kroner, men det er %(available)s kroner å bruke.") % words
    return _("Det er %(what)s %(used)s kroner, men det er %(available)s kroner å bruke.") % words


def _shares(percent: Decimal, costs: Decimal, **amounts: Decimal) -> dict[str, str]:
    """The words for a rule in percent: the number without zeros at its end, and what it comes to in kroner."""
    limit = percent * costs / 100
    number = f"{percent.normalize():f}".replace(".", ",")
    return {"percent": number} | {
        name: kroner(one) for name, one in {**amounts, "costs": costs, "limit": limit}.items()
    }


def _due(grant: Grant, facts: _Facts) -> Iterator[str]:
    for tranche in facts.tranches[grant.pk]:
        said = _("Raten for %(year)s på %(amount)s kroner var ventet %(day)s.")
        amount = whole_kroner(tranche.amount)
        day = date_format(tranche.due_on or facts.today, "j. F Y")
        condition = " " + _("Den avhenger av årets vedtak.") if tranche.is_conditional else ""
        yield said % {"year": tranche.year, "amount": amount, "day": day} + condition
    for duty in facts.duties[grant.pk]:
        late, soon = (
            _("Rapporten for %(year)s skulle vært sendt %(day)s."),
            _("Rapporten for %(year)s har frist %(day)s."),
        )
        said = late if duty.due_on < facts.today else soon
        yield said % {"year": duty.year, "day": date_format(duty.due_on, "j. F Y")}


def _missing(grant: Grant, facts: _Facts) -> Iterator[str]:
    if needs_auditor(grant) and grant.reports_unaudited:  # type: ignore[attr-defined]  # see `to_be_read`
        said = _(
            "Rapporten skal ha revisorerklæring, for tildelingen er på %(limit)s kroner eller mer. Last den opp her."
        )
        yield said % {"limit": whole_kroner(grant.scheme.auditors_limit)}
    if grant.scheme.decided_yearly and grant.takes_years_for_granted:  # type: ignore[attr-defined]  # as above
        yield _("Ordningen avgjøres for ett år om gangen. Merk hvilke rater som avhenger av årets vedtak.")
    for funds in facts.pending[grant.pk]:
        said = _("Det er ikke avgjort hva som skjer med %(amount)s kroner som ikke ble brukt i %(year)s.")
        yield said % {"amount": kroner(funds.amount), "year": funds.year}
    left = facts.money[grant.pk].total.left
    if grant.last_day < facts.today and left > 0 and not facts.pending[grant.pk]:
        said = _("Perioden er over, og %(left)s kroner er ikke brukt. Skriv hva som er avgjort om dem.")
        yield said % {"left": kroner(left)}
