"""Where things lie: the national grid to the millimetre, and what is nearest in the right order."""

import random

import pytest

from contactpoints.enums import HostKind, Status
from contactpoints.grid import Position, distance_km, to_grid
from contactpoints.models import ContactPoint, Municipality
from contactpoints.place import Place
from linkportal.kit.text import fold
from tests.places import JAN_MAYEN, OSLO, SKIEN, SVALBARD, TROMSO, municipality, place_of


@pytest.mark.parametrize(
    ("latitude", "longitude", "easting", "northing"),
    [
        (60.0, 15.0, 500_000.000, 6_651_411.190),  # on the central meridian
        (59.91273, 10.74609, 262_210.889, 6_649_335.409),  # Oslo
        (70.37, 31.1, 1_097_469.670, 7_886_843.256),  # Vardø, far from the meridian
        (61.0, 4.9, -44_758.294, 6_804_942.454),  # the western sea
    ],
)
def test_degrees_become_metres_of_the_national_grid(
    latitude: float, longitude: float, easting: float, northing: float
) -> None:
    grid = to_grid(Position(latitude, longitude))

    assert grid.easting == pytest.approx(easting, abs=0.001)
    assert grid.northing == pytest.approx(northing, abs=0.001)


def test_the_map_counts_kilometres_from_its_upper_left_corner() -> None:
    oslo = to_grid(Position(59.91273, 10.74609))

    assert (round(oslo.map_x, 1), round(oslo.map_y, 1)) == (338.4, 1290.6)


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        (Position(59.91273, 10.74609), Position(59.91273, 10.74609), 0.0),
        (Position(59.0, 10.0), Position(60.0, 10.0), 111.195),  # one degree of a great circle
        (Position(60.0, 10.0), Position(60.0, 11.0), 55.597),
        (Position(59.91273, 10.74609), Position(69.6489, 18.95508), 1148.0),  # Oslo to Tromsø
    ],
)
def test_distance_is_along_the_earth(here: Position, there: Position, km: float) -> None:
    assert distance_km(here, there) == pytest.approx(km, abs=0.7 if km > 1000 else 0.01)
    assert distance_km(there, here) == distance_km(here, there)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 7, 20, 60])
def test_the_nearest_are_in_the_order_of_their_distance_all_over_norway(count: int) -> None:
    dice = random.Random(3724)  # noqa: S311 (positions, no secrets)
    contact_points = scatter(400, dice)
    towns = [place_of(number) for number in (OSLO, SKIEN, TROMSO, SVALBARD, JAN_MAYEN)]

    for place in towns + [Place.at(somewhere(dice), municipality(OSLO), "her") for _ in range(25)]:
        found = ContactPoint.objects.nearest_to(place, count)

        by_hand = sorted(contact_points, key=lambda one: distance_km(place.position, one.position))[:count]
        assert [one.pk for one in found] == [one.pk for one in by_hand]
        for one in found:
            assert one.distance_km == pytest.approx(distance_km(place.position, one.position), abs=1e-6)


@pytest.mark.django_db
def test_equally_near_ones_stand_in_norwegian_order() -> None:
    skien = municipality(SKIEN)
    for name in ("Åpent hus", "Ærlig talt", "Verkstedet", "Østsiden", "Zenit"):
        save(unsaved(name, skien.position, skien))

    found = ContactPoint.objects.nearest_to(place_of(OSLO), 5)

    assert [one.name for one in found] == ["Verkstedet", "Zenit", "Ærlig talt", "Østsiden", "Åpent hus"]


@pytest.mark.django_db
def test_fewer_than_wanted_are_all_there_are() -> None:
    scatter(3, random.Random(1))  # noqa: S311 (positions, no secrets)

    assert len(ContactPoint.objects.nearest_to(place_of(OSLO), 20)) == 3


def somewhere(dice: random.Random) -> Position:
    """Anywhere in Norway, or at sea."""
    return Position(dice.uniform(57.9, 71.2), dice.uniform(4.6, 31.1))


def scatter(count: int, dice: random.Random) -> list[ContactPoint]:
    """Contact points anywhere; where they belong does not matter here."""
    home = municipality(OSLO)
    return save(*(unsaved(f"Nummer {number}", somewhere(dice), home) for number in range(count)))


def unsaved(name: str, position: Position, home: Municipality) -> ContactPoint:
    return ContactPoint(
        slug=fold(name).replace(" ", "-"),
        name=name,
        name_folded=fold(name),
        host_kind=HostKind.VOLUNTEER_CENTRE,
        status=Status.PUBLISHED,
        municipality=home,
        latitude=position.latitude,
        longitude=position.longitude,
    )


def save(*contact_points: ContactPoint) -> list[ContactPoint]:
    for one in contact_points:
        one.place_on_grid()
    return ContactPoint.objects.bulk_create(contact_points)
