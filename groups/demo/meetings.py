"""Example events: one with room, one that is full and has a waiting list, one for whoever comes, and one that was."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from contactpoints.enums import Weekday
from groups.demo.people import People
from groups.enums import EventKind
from groups.meetings.signing_up import Wanted, sign_up
from groups.models import Event

COME = ("Siri", "Trond", "Wenche", "Amir", "Berit", "Leif", "Hanne", "Svein", "Gro", "Einar", "Fatima")


def load(people: People) -> None:
    """Create them. Who signs up does so as on the page, with the mails of it."""
    with people.ago(20):
        _event(people, -1, EventKind.OPEN_MEETING, "Åpen kveld om selvhjelp", places=40, attendance=14)
        information = _event(people, 2, EventKind.INFORMATION_MEETING, "Hva er en selvhjelpsgruppe?", places=30)
        training = _event(people, 3, EventKind.INITIATOR_TRAINING, "Lær å sette i gang en gruppe", places=8)
        _event(people, 5, EventKind.NETWORK_DAY, "Nettverksdag for alle som er med", places=None)
    with people.ago(5):
        _sign_up(information, COME[:3])
        _sign_up(training, COME)


def _event(
    people: People,
    weeks: int,
    kind: EventKind,
    title: str,
    *,
    places: int | None,
    attendance: int | None = None,
) -> Event:
    begins = people.evening(Weekday.TUESDAY, weeks=weeks)
    event = Event.objects.create(
        kind=kind,
        title=f"{title} (eksempel)",
        text="Alle er velkomne. Det koster ingenting, og du trenger ikke å fortelle noe om deg selv.",
        office=people.tonsberg,
        municipality=people.bakken.municipality,
        venue="Biblioteket, store sal (eksempel)",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        is_public=True,
        takes_sign_ups=True,
        places=places,
        attendance=attendance,
        created_by=people.berit,
    )
    event.contact_points.add(people.bakken)
    return event


def _sign_up(event: Event, names: Sequence[str]) -> None:
    for name in names:
        sign_up(event, Wanted(uuid.uuid4(), f"{name} (eksempel)", email=f"{name.lower()}@example.no"))
