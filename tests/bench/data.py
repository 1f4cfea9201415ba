"""Contact points for a benchmark: as many as wanted, all over Norway, the same each time."""

import random
from datetime import date

from django.db import connection

from contactpoints.enums import HostKind, Status, StepFree
from contactpoints.models import ContactPoint, County, CoverageArea, DistrictOffice, Municipality, PostalCode
from linkportal.kit.roles import as_owner
from linkportal.kit.text import fold
from tests.conftest import make_office

# Addresses that are asked for in turn: so many that nothing is asked for twice within a second or two.
ADDRESSES = 2000


def begin() -> None:
    """A portal with two offices and no contact point, whatever an earlier run has left."""
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE contactpoints_contactpoint, contactpoints_contactpointevent, contactpoints_coveragearea CASCADE"
        )
    DistrictOffice.objects.all().delete()
    make_office("Oslo", is_national_desk=True)
    tonsberg = make_office("Tønsberg")
    for county in County.objects.filter(name__in=("Vestfold", "Telemark", "Buskerud")):
        CoverageArea.objects.create(office=tonsberg, county=county, valid_from=date(2024, 1, 1))


def fill_up(count: int) -> None:
    """Add contact points until there are `count`, scattered about 20 km around the seats of the municipalities."""
    municipalities = list(Municipality.objects.ordinary())
    there = ContactPoint.objects.count()
    ContactPoint.objects.bulk_create(
        (_example(number, municipalities) for number in range(there + 1, count + 1)), batch_size=2000
    )
    # What autovacuum does within a minute of such a load.
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def postal_codes() -> list[str]:
    """Where people live: postal codes from all over Norway in a random order, the same each time."""
    codes = list(PostalCode.objects.values_list("code", flat=True))
    return random.Random(1).sample(codes, ADDRESSES)


def slugs(count: int) -> list[str]:
    """Contact points out of `count`, in a random order, the same each time."""
    return [f"benk-{number}" for number in random.Random(2).sample(range(1, count + 1), min(count, ADDRESSES))]


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
