"""Events as public pages list them: month by month, with how much room there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format

from groups.meetings.room import Room, room_of
from groups.meetings.when import in_words
from groups.models import Event


@dataclass(frozen=True, slots=True)
class Listed:
    """One event with what is said of it."""

    event: Event
    when: str
    room: Room

    @classmethod
    def of(cls, event: Event) -> Listed:
        """Of an event with its counts (`with_counts`)."""
        counted = {"taken": event.taken, "waiting": event.waiting}  # type: ignore[attr-defined]
        return cls(event, in_words(event), room_of(event, **counted))


@dataclass(frozen=True, slots=True)
class Month:
    """What begins in one month, by the clock in Norway."""

    name: str
    events: list[Listed]


def by_month(events: Iterable[Event]) -> list[Month]:
    """The events, which stand in the order of their beginnings and have their counts, under the names of the months."""
    named = groupby(events, key=lambda event: date_format(event.local_start, "F Y").capitalize())
    return [Month(name, [Listed.of(event) for event in those]) for name, those in named]
