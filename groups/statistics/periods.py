"""Figures of some months and some places, as a report asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from groups.models.statistics import COUNTED, WISHES, FrozenMonth
from groups.statistics.counting import Keys, Months, Places, frozen, live, united
from groups.statistics.disclosure import suppress
from groups.statistics.months import after, between

BY = ("municipality",)  # so that the different ones can be counted


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """Figures as others may see them. None is hidden, or for the days that there is nothing to tell."""

    inquiries: int | None
    municipalities: int | None
    groups_started: int | None
    groups_running: int | None
    events: int | None
    participants: int | None
    answered: int | None
    days_to_answer: Decimal | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What there was. For those who work with it; others see `for_others()`."""

    inquiries: int  # that came, of all wishes: the next four add up to them
    to_join: int
    to_start: int
    for_information: int
    offers: int  # to become a contact point or a partner
    municipalities: int  # from how many different ones inquiries came
    groups_started: int
    groups_running: int  # at the end of the last month
    events: int
    participants: int  # came to them, or had a place where nobody counted
    answered: int  # for the first time
    days_to_answer: Decimal | None  # to the first answer on the average, one decimal; None where there was none
    is_example: bool  # some of it is demonstration data

    def for_others(self) -> ShownFigures:
        """With small numbers hidden, and an average over few with them."""
        names = ("inquiries", "municipalities", "groups_started", "groups_running", "events", "participants")
        numbers = {name: suppress([getattr(self, name)]).total for name in names}
        answered = suppress([self.answered]).total
        days = None if answered is None else self.days_to_answer
        return ShownFigures(answered=answered, days_to_answer=days, **numbers)


def figures(
    since: date,
    until: date,
    *,
    contact_points: Keys = None,
    offices: Keys = None,
    municipalities: Keys = None,
    not_contact_points: Keys = None,
) -> Figures:
    """Figures of the months from `since` until `until`, half-open, both the first day of a month. Two queries.

    Places are rows or their keys. Where they are left out it is all of them, where they are empty nothing at all; what
    is asked for must hold together. What is not frozen yet is counted now, the groups that run by what is known today.
    Raises `ValueError` for days that begin no month or don't follow each other.
    """
    if since >= until or since.day != 1 or until.day != 1:
        raise ValueError(f"From {since} until {until} are no months.")
    places = Places.of(contact_points, offices, municipalities, not_contact_points)
    kept = dict(FrozenMonth.objects.filter(month__gte=since, month__lt=until).values_list("month", "is_example"))
    parts = [frozen(list(kept), after(until, -1), places, BY)] if kept else []
    if counted_now := _ranges(month for month in between(since, until) if month not in kept):
        parts += live(counted_now, None if after(until, -1) in kept else until, places, BY)
    return _summed(united(parts), is_example=any(kept.values()))


def _ranges(months: Iterable[date]) -> list[Months]:
    """The same months, with those that follow each other as one."""
    ranges: list[Months] = []
    for month in months:
        if ranges and ranges[-1].until == month:
            ranges[-1] = Months(ranges[-1].since, after(month))
        else:
            ranges.append(Months(month, after(month)))
    return ranges


def _summed(rows: Iterable[tuple[int, ...]], *, is_example: bool) -> Figures:
    sums = dict.fromkeys(COUNTED, 0)
    reached = set()
    for municipality, *numbers in rows:
        row = dict(zip(COUNTED, numbers, strict=True))
        for name, number in row.items():
            sums[name] += number
        if any(row[name] for name in WISHES):
            reached.add(municipality)
    days = sums.pop("days_to_answer")
    mean = (Decimal(days) / sums["answered"]).quantize(Decimal("0.1"), ROUND_HALF_UP) if sums["answered"] else None
    inquiries = sum(sums[name] for name in WISHES)
    return Figures(inquiries=inquiries, municipalities=len(reached), days_to_answer=mean, is_example=is_example, **sums)
