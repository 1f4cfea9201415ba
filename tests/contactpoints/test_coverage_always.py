"""Any coverage, any opening and closing of offices: always exactly one answer, and the one that the rules say."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import acos, cos, radians, sin
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from contactpoints.coverage import FIRST_DAY, CoverageTable
from contactpoints.models import County, CoverageArea, DistrictOffice, Municipality
from contactpoints.place import Place


@dataclass(frozen=True)
class World:
    """Offices and coverage as they might be, and a place and a day to ask about. Nothing of it is in a database."""

    offices: tuple[DistrictOffice, ...]
    areas: tuple[CoverageArea, ...]
    place: Place
    day: date


COUNTIES = [County(pk=pk, name=f"Fylke {pk}") for pk in (1, 2)]
MUNICIPALITIES = [
    Municipality(
        pk=pk,
        name=f"Kommune {pk}",
        county=None if pk == 5 else COUNTIES[pk % 2],
        is_territory=pk == 5,
        latitude=58 + 2.3 * pk,
        longitude=5 + 4.1 * pk,
    )
    for pk in range(1, 6)
]
SUBJECTS: list[County | Municipality] = [*COUNTIES, *MUNICIPALITIES[:4]]
DAYS = st.dates(FIRST_DAY, date(2027, 12, 31))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    count = draw(st.integers(1, 5))
    desk = draw(st.integers(1, count))
    offices = []
    for pk in range(1, count + 1):
        opened = draw(st.dates(date(2020, 1, 1), date(2027, 6, 1)))
        closed = draw(st.none() | st.dates(opened + timedelta(days=1), date(2028, 1, 1)))
        seat = draw(st.sampled_from(MUNICIPALITIES))
        offices.append(
            DistrictOffice(
                pk=pk,
                name=draw(st.sampled_from(["Kontor A", "Kontor B"])),
                is_national_desk=pk == desk,
                opened_on=opened,
                closed_on=closed,
                latitude=seat.latitude,
                longitude=seat.longitude,
            )
        )
    areas: list[CoverageArea] = []
    for subject in SUBJECTS:
        areas += draw(coverage_of(subject, count))
    place = Place.of_municipality(draw(st.sampled_from(MUNICIPALITIES)))
    # Days on which something begins or ends are the ones to ask about
    turning = [one.valid_from for one in areas] + [one.valid_until for one in areas if one.valid_until]
    turning += [one.opened_on for one in offices] + [one.closed_on for one in offices if one.closed_on]
    day = draw(st.sampled_from(turning) | DAYS)
    return World(tuple(offices), tuple(areas), place, max(day, FIRST_DAY))


@st.composite
def coverage_of(draw: st.DrawFn, subject: County | Municipality, offices: int) -> list[CoverageArea]:
    """Intervals one after the other, with or without gaps: the database lets no two overlap."""
    cuts = sorted(draw(st.lists(DAYS, max_size=6, unique=True)))
    kind = "county" if isinstance(subject, County) else "municipality"
    until: list[date | None] = [*cuts[1:], None]
    return [
        CoverageArea(office_id=office, valid_from=since, valid_until=end, **{kind: subject})
        for since, end in zip(cuts, until, strict=False)
        if (office := draw(st.none() | st.integers(1, offices)))
    ]


def answer_by_hand(world: World) -> tuple[int, str]:
    """The rules again, as a ranking: of every claim to answer, the strongest."""
    here, today = world.place.municipality, world.day.toordinal()
    is_open = {
        one.pk: today in range(one.opened_on.toordinal(), (one.closed_on or date.max).toordinal())
        for one in world.offices
    }
    claims: list[tuple[int, float, str, int, str]] = []
    for area in world.areas:
        holds = today in range(area.valid_from.toordinal(), (area.valid_until or date.max).toordinal())
        if holds and is_open[area.office_id]:
            if area.municipality == here:
                claims.append((1, 0, "", area.office_id, "covers_municipality"))
            if area.county and area.county == here.county:
                claims.append((2, 0, "", area.office_id, "covers_county"))
    claims += [(3, angle(world.place, one), one.name, one.pk, "nearest") for one in world.offices if is_open[one.pk]]
    if here.is_territory:
        claims.clear()
    claims += [(4, 0, "", one.pk, "national_desk") for one in world.offices if one.is_national_desk]
    *_, office, rule = min(claims)
    return office, rule


def angle(place: Place, office: DistrictOffice) -> float:
    """By the law of cosines, rounded so that equally far is equal."""
    (a, b), (c, d) = ((radians(one.latitude), radians(one.longitude)) for one in (place.position, office.position))
    return round(acos(min(1.0, sin(a) * sin(c) + cos(a) * cos(c) * cos(b - d))), 6)


@settings(max_examples=400, deadline=None)
@given(worlds())
def test_there_is_always_exactly_one_answer_and_it_is_the_strongest_claim(world: World) -> None:
    decision = CoverageTable(world.offices, world.areas).office_for(world.place, world.day)

    assert (decision.office.pk, decision.rule.value) == answer_by_hand(world)
    assert decision.reason


@settings(max_examples=100, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_read_changes_nothing(world: World, dice: Random) -> None:
    offices, areas = list(world.offices), list(world.areas)
    dice.shuffle(offices)
    dice.shuffle(areas)

    again = CoverageTable(tuple(offices), tuple(areas)).office_for(world.place, world.day)

    assert again == CoverageTable(world.offices, world.areas).office_for(world.place, world.day)
