"""Months that are over are counted once and kept. A month is frozen when the one after it is over too.

Until then what happened can be written down: the start of a group, how many came. Nothing that is erased is lost by
that: what is counted is not personal, and stays.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Min
from django.db.models.functions import Least
from django.utils import timezone

from groups.models import Event, GroupEvent, InquiryEvent
from groups.models.statistics import COUNTED, FrozenMonth, MonthlyStatistic
from groups.statistics.counting import EVERYWHERE, MONTHS_TO_WRITE_DOWN, PLACE, Months, live, united
from groups.statistics.months import after, between, first_of
from linkportal.kit import clock
from linkportal.kit.each import Each


def freeze() -> list[date]:
    """Freeze every month that is due and is not frozen; returns those. Of two who do it at once one writes a month.

    Raises `SomeFailed` when the rest is done, if something went wrong.
    """
    each = Each()
    frozen: list[date] = []

    def freeze_one(month: date) -> None:
        if _freeze(month):
            frozen.append(month)

    each.do(freeze_one, due())
    each.raise_if_failed()
    return frozen


def due() -> list[date]:
    """The months that should be frozen and are not, from the first in which there was anything."""
    done = set(FrozenMonth.objects.values_list("month", flat=True))
    first = _first()
    until = after(first_of(clock.today()), -MONTHS_TO_WRITE_DOWN)
    return [month for month in between(first, until) if month not in done] if first else []


def _freeze(month: date) -> bool:
    """Whether it was this one who froze it. In a transaction of the caller's."""
    # A second worker waits here for the commit of the first, and has nothing to do then.
    kept, is_new = FrozenMonth.objects.get_or_create(month=month)
    if is_new:
        end = after(month)
        found = united(live([Months(month, end)], end, EVERYWHERE, PLACE))
        sums: dict[tuple[int | None, ...], dict[str, int]] = {}
        for row in found:
            place, numbers = row[: len(PLACE)], row[len(PLACE) :]
            total = sums.setdefault(place, dict.fromkeys(COUNTED, 0))
            for name, number in zip(COUNTED, numbers, strict=True):
                total[name] += number
        MonthlyStatistic.objects.bulk_create(
            MonthlyStatistic(month=kept, **_keys(place), **total) for place, total in sums.items()
        )
    return is_new


def _keys(place: tuple[int | None, ...]) -> dict[str, int | None]:
    return {f"{name}_id": key for name, key in zip(PLACE, place, strict=True)}


def _first() -> date | None:
    """The first month in which there was anything."""
    moments = (
        InquiryEvent.objects.aggregate(first=Min("at"))["first"],
        Event.objects.aggregate(first=Min("starts_at"))["first"],
        GroupEvent.objects.aggregate(first=Min(Least("on", "day")))["first"],
    )
    days = [timezone.localtime(one).date() if isinstance(one, datetime) else one for one in moments if one]
    return first_of(min(days)) if days else None
