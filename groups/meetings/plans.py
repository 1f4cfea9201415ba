"""What one says about an event when it is planned or changed, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from contactpoints.models import ContactPoint, Municipality
from groups.enums import EventKind
from groups.models import Event

MOST_TIMES = 52  # a year of weeks


@dataclass(frozen=True, slots=True)
class About:
    """What people read about an event, who organises it together with the office, and for how many there is room."""

    kind: EventKind
    title: str
    text: str
    contact_points: frozenset[ContactPoint]
    is_public: bool
    takes_sign_ups: bool
    places: int | None


@dataclass(frozen=True, slots=True)
class Where:
    """In which municipality, and where there."""

    municipality: Municipality
    venue: str


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when; both aware."""

    starts_at: datetime
    ends_at: datetime


def stamp(event: Event) -> str:
    """What stands in the row, in a few signs: others as soon as anything has changed. At most one query."""
    words = ("kind", "title", "text", "office_id", "municipality_id", "venue", "is_public", "takes_sign_ups")
    values = [str(getattr(event, name)) for name in (*words, "places", "status", "sequence", "attendance")]
    values += [str(moment.timestamp()) for moment in (event.starts_at, event.ends_at)]
    partners = sorted(one.pk for one in event.contact_points.all())
    return hashlib.sha256(repr((values, partners)).encode()).hexdigest()[:24]


def about_of(event: Event) -> About:
    """What stands there now. One query."""
    return About(
        kind=EventKind(event.kind),
        title=event.title,
        text=event.text,
        contact_points=frozenset(event.contact_points.all()),
        is_public=event.is_public,
        takes_sign_ups=event.takes_sign_ups,
        places=event.places,
    )


class Told(NamedTuple):
    """How many get a mail, and how many somebody has to call."""

    by_mail: int
    to_call: int


@dataclass(frozen=True, slots=True)
class Created:
    """The events, the first first, and whether they were made now or by the same form before."""

    events: Sequence[Event]
    is_new: bool
