"""Months as days: each is its first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date


def first_of(day: date) -> date:
    """The month of that day."""
    return day.replace(day=1)


def after(month: date, number: int = 1) -> date:
    """The month that comes so many after; before, where it is negative."""
    count = month.year * 12 + month.month - 1 + number
    return date(count // 12, count % 12 + 1, 1)


def between(since: date, until: date) -> Iterator[date]:
    """The months from `since` until `until`, half-open."""
    while since < until:
        yield since
        since = after(since)
