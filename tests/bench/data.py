"""Contact points for a benchmark: as many as wanted, all over Norway, the same each time."""

import random
from datetime import date

from contactpoints.enums import HostKind, Status, StepFree
from contactpoints.models import ContactPoint, Municipality
from linkportal.kit.text import fold

FIRST_SLUG = "benk-1"


def fill_up(count: int) -> None:
    """Add contact points until there are `count`, scattered about 20 km around the seats of the municipalities."""
    municipalities = list(Municipality.objects.ordinary())
    there = ContactPoint.objects.count()
    ContactPoint.objects.bulk_create(
        (_example(number, municipalities) for number in range(there + 1, count + 1)), batch_size=2000
    )


def _example(number: int, municipalities: list[Municipality]) -> ContactPoint:
    chance = random.Random(number)
    seat = chance.choice(municipalities)
    name = f"Benk {number} i {seat.name}"
    contact_point = ContactPoint(
        slug=f"benk-{number}",
        name=name,
        name_folded=fold(name),
        host_kind=chance.choice(HostKind.values),
        municipality=seat,
        summary="Her kan du spørre om plass i en gruppe eller få hjelp til å starte en.",
        address="Eksempelveien 1",
        email=f"benk-{number}@example.no",
        languages=["no"],
        step_free=chance.choice(StepFree.values),
        status=Status.PUBLISHED,
        confirmed_on=date(2026, 5, 12),
        latitude=seat.latitude + chance.gauss(0, 0.1),
        longitude=seat.longitude + chance.gauss(0, 0.2),
    )
    contact_point.place_on_grid()
    return contact_point
