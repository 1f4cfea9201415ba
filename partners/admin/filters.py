"""Filters of the lists about money, in the words of those who work with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linkportal.kit import clock

_Chosen = Callable[[Any], QuerySet[Any]]


class InWords(admin.SimpleListFilter):
    """A filter whose every answer is a name in the address, words, and the rows it leaves."""

    answers: ClassVar[Mapping[str, tuple[Any, _Chosen]]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, words) for name, (words, _chosen) in self.answers.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        answer = self.answers.get(self.value() or "")
        return answer[1](queryset) if answer else queryset


class LateTrancheFilter(InWords):
    """Whether a tranche should have come, or is soon expected."""

    title = _("når den ventes")
    parameter_name = "ventes"
    answers = {
        "forsinket": (_("Forsinket"), lambda rows: rows.overdue()),
        "snart": (_("De neste 30 dagene"), lambda rows: rows.planned().filter(due_on__range=_thirty_days())),
        "senere": (_("Senere"), lambda rows: rows.planned().filter(due_on__gt=_thirty_days()[1])),
        "uten": (_("Uten dato"), lambda rows: rows.planned().filter(due_on=None)),
    }


class LateReportFilter(InWords):
    """Whether a report is late, soon due, or sent."""

    title = _("frist")
    parameter_name = "frist"
    answers = {
        "forsinket": (_("For sen"), lambda rows: rows.not_sent().filter(due_on__lt=clock.today())),
        "snart": (_("De neste 30 dagene"), lambda rows: rows.not_sent().filter(due_on__range=_thirty_days())),
        "senere": (_("Senere"), lambda rows: rows.not_sent().filter(due_on__gt=_thirty_days()[1])),
        "sendt": (_("Sendt"), lambda rows: rows.filter(sent_on__isnull=False)),
    }


class ApplicationDueFilter(InWords):
    """What is still being written, by its day."""

    title = _("søknadsfrist")
    parameter_name = "frist"
    answers = {
        "forsinket": (_("Gått ut, ikke sendt"), lambda rows: rows.to_be_sent().filter(due_on__lt=clock.today())),
        "snart": (_("De neste 30 dagene"), lambda rows: rows.to_be_sent().filter(due_on__range=_thirty_days())),
    }


class SpentFilter(InWords):
    """Whether there is something left of an award. Its list has `left` (`partners.money.with_sums`)."""

    title = _("forbruk")
    parameter_name = "forbruk"
    answers = {
        "over": (_("Brukt for mye"), lambda rows: rows.filter(left__lt=0)),
        "igjen": (_("Noe er igjen"), lambda rows: rows.filter(left__gt=0)),
        "alt": (_("Alt er brukt"), lambda rows: rows.filter(left=0)),
    }


class RunningFilter(InWords):
    """Whether the period of an award is over."""

    title = _("periode")
    parameter_name = "periode"
    answers = {
        "na": (_("Løper nå"), lambda rows: rows.filter(valid_from__lte=clock.today(), valid_until__gt=clock.today())),
        "over": (_("Er over"), lambda rows: rows.filter(valid_until__lte=clock.today())),
        "kommer": (_("Har ikke begynt"), lambda rows: rows.filter(valid_from__gt=clock.today())),
    }


class LetterFilter(InWords):
    """Whether the letter that tells of an award has come."""

    title = _("tilsagnsbrev")
    parameter_name = "brev"
    answers = {
        "ja": (_("Har kommet"), lambda rows: rows.filter(letter_on__isnull=False)),
        "nei": (_("Mangler"), lambda rows: rows.filter(letter_on=None)),
    }


class CoveredFilter(InWords):
    """Whether grants cover a voucher. Its list has `allocated`."""

    title = _("fordelt på tildelinger")
    parameter_name = "fordelt"
    answers = {
        "ikke": (_("Ikke fordelt"), lambda rows: rows.not_allocated()),
        "delvis": (_("Delvis fordelt"), lambda rows: rows.filter(allocated__gt=0, allocated__lt=F("amount"))),
        "alt": (_("Helt fordelt"), lambda rows: rows.filter(allocated=F("amount"))),
    }


class YearFilter(admin.SimpleListFilter):
    """The years that occur in the list."""

    title = _("år")
    parameter_name = "ar"
    year: ClassVar[Any] = F("year")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = self.years(model_admin.get_queryset(request).order_by())
        return [(str(year), str(year)) for year in sorted(years, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        offered = dict(self.lookup_choices)
        return self.of(queryset, int(self.value() or 0)) if self.value() in offered else queryset

    def years(self, rows: QuerySet[Any]) -> Iterable[int]:
        """Those that occur."""
        return rows.values_list(self.year, flat=True).distinct()

    def of(self, rows: QuerySet[Any], year: int) -> QuerySet[Any]:
        """Those of a year."""
        return rows.filter(year=year)


class SpentYearFilter(YearFilter):
    """The years of vouchers."""

    year = ExtractYear("spent_on")

    def of(self, rows: QuerySet[Any], year: int) -> QuerySet[Any]:
        return rows.filter(spent_on__year=year)


class GrantYearFilter(YearFilter):
    """The years in which awards have days."""

    def years(self, rows: QuerySet[Any]) -> Iterable[int]:
        spans = rows.values_list("valid_from", "valid_until").distinct()
        return {year for first, until in spans for year in range(first.year, (until - timedelta(days=1)).year + 1)}

    def of(self, rows: QuerySet[Any], year: int) -> QuerySet[Any]:
        return rows.filter(valid_from__lt=date(year + 1, 1, 1), valid_until__gt=date(year, 1, 1))


def _thirty_days() -> tuple[date, date]:
    """Today, and the day thirty days on."""
    return clock.today(), clock.today() + timedelta(days=30)
