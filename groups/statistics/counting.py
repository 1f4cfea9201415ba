"""Counting what there was: the one query for months that are over and for those that are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import (
    Coalesce,
    ExtractDay,
    ExtractMonth,
    ExtractYear,
    Greatest,
    TruncDate,
    TruncMonth,
)
from django.utils import timezone

from groups.enums import PERSONAL_WISHES, STARTED, EventStatus, GroupStep, SignUpStatus, Status, Step, Wish
from groups.models import Event, GroupEvent, Inquiry, InquiryEvent, SelfHelpGroup, SignUp
from groups.models.statistics import COUNTED, MonthlyStatistic
from linkportal.kit import clock

MONTHS_TO_WRITE_DOWN = 1  # after the end of a month, before it is frozen
OSLO = timezone.get_default_timezone()
PLACE = ("contact_point", "office", "municipality")
# Keys of a row have names of their own, because the models that are counted use the plain ones for their fields.
_AT = {name: f"at_{name}" for name in PLACE}
Rows = QuerySet[Any, Any]
Keys = Iterable[Model] | Iterable[int] | None


class Months(NamedTuple):
    """From the first day of a month until the first day of another, half-open."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Places:
    """Which places are asked for; None is all, and what is empty is nothing."""

    contact_points: frozenset[int] | None = None
    offices: frozenset[int] | None = None
    municipalities: frozenset[int] | None = None
    not_contact_points: frozenset[int] = frozenset()

    @classmethod
    def of(cls, contact_points: Keys, offices: Keys, municipalities: Keys, not_contact_points: Keys) -> Places:
        """By rows or by their keys."""
        without = _keys(not_contact_points) or frozenset()
        return cls(_keys(contact_points), _keys(offices), _keys(municipalities), without)

    def among(self, names: Mapping[str, str]) -> Q:
        """The condition, for rows that have the keys of their place under these names."""
        asked = zip(PLACE, (self.contact_points, self.offices, self.municipalities), strict=True)
        where = Q(*(Q(**{f"{names[name]}__in": keys}) for name, keys in asked if keys is not None))
        if self.not_contact_points:
            at = names["contact_point"]
            where &= Q(**{f"{at}__isnull": True}) | ~Q(**{f"{at}__in": self.not_contact_points})
        return where


EVERYWHERE = Places()


def united(parts: Sequence[Rows]) -> Rows:
    """All of them, as one query."""
    return parts[0].union(*parts[1:], all=True)


def live(ranges: Sequence[Months], end: date | None, places: Places, by: Sequence[str]) -> list[Rows]:
    """What there was in these months, from the rows themselves, and which groups run at `end`.

    To be united into one query: several rows for a place, to be added up, with the keys of `by`, then `COUNTED`.
    """
    return [_grouped(rows, counts, places, by) for rows, counts in _parts(ranges, end)]


def frozen(months: Sequence[date], last: date, places: Places, by: Sequence[str]) -> Rows:
    """The same of months that are frozen; groups that run are those at the end of `last`."""
    rows = _of_place(MonthlyStatistic.objects.filter(month__month__in=months), "")
    sums = {name: Sum(name) for name in COUNTED} | {"groups_running": Sum("groups_running", filter=Q(month=last))}
    return _grouped(rows, sums, places, by)


def _grouped(rows: Rows, counts: Mapping[str, Any], places: Places, by: Sequence[str]) -> Rows:
    keys = [_AT[name] for name in by]
    numbers = {f"n_{name}": Coalesce(counts.get(name, Value(0)), 0, output_field=IntegerField()) for name in COUNTED}
    found: Rows = rows.filter(places.among(_AT)).order_by().values(*keys).annotate(**numbers)
    return found.values_list(*keys, *numbers)


def _parts(ranges: Sequence[Months], end: date | None) -> Iterator[tuple[Rows, Mapping[str, Any]]]:
    """Rows that are counted, each with the keys of its place, and what is counted of them."""
    yield (
        _came(ranges),
        {
            "to_join": Count("pk", filter=Q(inquiry__wish=Wish.JOIN)),
            "to_start": Count("pk", filter=Q(inquiry__wish=Wish.START)),
            "for_information": Count("pk", filter=Q(inquiry__wish=Wish.INFORMATION)),
            "offers": Count("pk", filter=~Q(inquiry__wish__in=PERSONAL_WISHES)),
        },
    )
    yield _answered(ranges), {"answered": Count("pk"), "days_to_answer": Sum("days")}
    yield _started(ranges), {"groups_started": Count("pk")}
    yield _events(ranges), {"events": Count("pk"), "participants": Sum("came")}
    if end:
        yield _running(end), {"groups_running": Count("pk")}


def _came(ranges: Sequence[Months]) -> Rows:
    """Each inquiry once, in the month in which it came, or out of quarantine; what stays in there never counts."""
    unsuspicious = Q(step=Step.RECEIVE) & ~Q(status_after=Status.QUARANTINED)
    rows = InquiryEvent.objects.filter(unsuspicious | Q(step=Step.RELEASE)).filter(_moment_in("at", ranges))
    return _with_who_had_it(rows.annotate(month=TruncMonth("at", tzinfo=OSLO)), "inquiry")


def _answered(ranges: Sequence[Months]) -> Rows:
    """Each inquiry once, in the month of its first answer, with how many days that took."""
    took = TruncDate("answered_at", tzinfo=OSLO) - TruncDate("received_at", tzinfo=OSLO)
    rows = Inquiry.objects.filter(_moment_in("answered_at", ranges)).annotate(
        month=TruncMonth("answered_at", tzinfo=OSLO), days=Greatest(ExtractDay(took), 0)
    )
    return _with_who_had_it(rows, "pk")


def _with_who_had_it(rows: Rows, inquiry: str) -> Rows:
    """Each with the place that had the inquiry when its `month` ended: whoever it had been passed on to by then."""
    events = InquiryEvent.objects.filter(inquiry=OuterRef(inquiry)).annotate(then=TruncMonth("at", tzinfo=OSLO))
    latest = events.filter(then__lte=OuterRef("month")).order_by("-pk")
    municipality = "municipality" if inquiry == "pk" else f"{inquiry}__municipality"
    found: Rows = rows.annotate(
        at_contact_point=Subquery(latest.values("contact_point")[:1]),
        at_office=Subquery(latest.values("office")[:1]),
        at_municipality=F(municipality),
    )
    return found


def _started(ranges: Sequence[Months]) -> Rows:
    """The starts of groups, in the month of their first meeting; one written down when that was frozen, in its own."""
    late = Q(written__gt=_number_of_month("day") + MONTHS_TO_WRITE_DOWN)
    rows = GroupEvent.objects.filter(step=GroupStep.START).annotate(written=_number_of_month("on"))
    rows = rows.annotate(counted=Case(When(late, then=F("on")), default=F("day")))
    return _of_place(rows.filter(_day_in("counted", ranges)), "group__")


def _running(end: date) -> Rows:
    """Groups that had met, and had not ended, when that day began."""
    not_over = Q(ended_on=None) | Q(ended_on__gte=end)
    return _of_place(SelfHelpGroup.objects.filter(not_over, status__in=STARTED, started_on__lt=end), "")


def _of_place(rows: Rows, path: str) -> Rows:
    found: Rows = rows.annotate(**{_AT[name]: F(f"{path}{name}") for name in PLACE})
    return found


def _events(ranges: Sequence[Months]) -> Rows:
    """What everybody could come to, and is over: with how many came, or else how many had a place.

    Each counts once, and therefore for one of those who held it together: the contact point that is at home there, or
    else the one that was first in the registry; without any, the office itself.
    """
    guest = Case(When(contactpoint__municipality=OuterRef("municipality"), then=0), default=1)
    hosts = Event.contact_points.through.objects.filter(event=OuterRef("pk")).annotate(guest=guest)
    host = hosts.order_by(F("guest"), "contactpoint").values("contactpoint")[:1]
    had_place = SignUp.objects.filter(event=OuterRef("pk"), status=SignUpStatus.PLACE).order_by().values("event")
    return (
        Event.objects.public()
        .filter(_moment_in("starts_at", ranges), status=EventStatus.PLANNED, ends_at__lte=clock.now())
        .annotate(
            at_contact_point=Subquery(host),
            at_office=F("office"),
            at_municipality=F("municipality"),
            came=Coalesce("attendance", "signed_up", Subquery(had_place.values(number=Count("pk"))), 0),
        )
    )


def _moment_in(name: str, ranges: Sequence[Months]) -> Q:
    """In one of the ranges, by the calendar in Norway."""
    return _any_of(
        Q(**{f"{name}__gte": clock.midnight(since), f"{name}__lt": clock.midnight(until)}) for since, until in ranges
    )


def _day_in(name: str, ranges: Sequence[Months]) -> Q:
    return _any_of(Q(**{f"{name}__gte": since, f"{name}__lt": until}) for since, until in ranges)


def _any_of(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _number_of_month(name: str) -> CombinedExpression:
    """Months since the beginning of our era, to count in."""
    return ExtractYear(name) * 12 + ExtractMonth(name)


def _keys(those: Keys) -> frozenset[int] | None:
    if those is None:
        return None
    return frozenset(one.pk if isinstance(one, Model) else one for one in those)
