"""Where a group is within reach: people who wait near each other, for the same, at a time that suits them.

The rule: for each theme one tries each municipality where somebody waits, and each time of day, and takes the nearest
others until they are enough (`reach.nearest_enough`). Of these circles that with most people is kept, where more than
GROUP_ADVISED_MIN count as that many; of equal ones that in which they travel least, then the larger, then by name. Its
people are taken out, and one begins again. So nobody is counted twice, and the same people always give the same
circles. The database counts; nobody's inquiry is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count

from contactpoints.coverage import CoverageTable
from contactpoints.grid import distance_km
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from contactpoints.place import Place
from groups.enums import GROUP_THEMES, ContactTime, Theme
from groups.forming.reach import gathered, group_theme, is_within_reach, nearest_enough
from linkportal.kit import clock
from linkportal.kit.text import norwegian_key

FEWEST = 2  # one alone is no beginning of a group
# The one that most can come at comes first where two suit as many.
TIMES = (ContactTime.EVENING, ContactTime.AFTERNOON, ContactTime.MORNING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many people of one municipality who can come at the same times; no times are any time."""

    municipality: Municipality
    times: frozenset[str]
    number: int

    def can_come(self, time: str) -> bool:
        return not time or not self.times or time in self.times


@dataclass(frozen=True)
class Circle:
    """People who could be a group. `places` are their municipalities, from the middle outwards, with how many wait in
    each; no time of day where any suits them all.
    """

    office: DistrictOffice
    theme: str
    time_of_day: str
    places: tuple[tuple[Municipality, int], ...]
    travel_km: float  # of all of them together, to the middle

    @cached_property
    def people(self) -> int:
        return sum(number for _place, number in self.places)

    @property
    def middle(self) -> Municipality:
        return self.places[0][0]

    @property
    def query(self) -> str:
        """The query of the page on which one makes a group of them."""
        asked = {"tema": self.theme, "kommune": self.middle.label, "tid": self.time_of_day}
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class Theirs:
    """How many wait for the same among the people of one office, and where, most first."""

    office: DistrictOffice
    theme: str
    places: tuple[tuple[Municipality, int], ...]

    @property
    def people(self) -> int:
        return sum(number for _place, number in self.places)


@dataclass(frozen=True, slots=True)
class WithinReach:
    """What can be gathered: the circles, those nearest to enough first; how many are in none; and all, by theme."""

    circles: list[Circle]
    alone: int
    by_theme: list[Theirs]

    @property
    def people(self) -> int:
        return sum(one.people for one in self.by_theme)


def offices_of(user: User) -> list[DistrictOffice]:
    """Whose people this person may gather: one's own offices, and those that answer for one's contact points today."""
    today, mine = clock.today(), set(user.coordinated_office_ids)
    offices = list(DistrictOffice.objects.open_on(today).by_name())
    if user.is_national_admin:
        mine |= {one.pk for one in offices if one.is_national_desk}
    if user.contact_point_ids:
        table = CoverageTable.of_norway()
        places = ContactPoint.objects.filter(pk__in=user.contact_point_ids).select_related("municipality__county")
        mine |= {table.office_for(Place.of_contact_point(one), today).office.pk for one in places}
    return [one for one in offices if one.pk in mine]


def within_reach(user: User) -> WithinReach:
    """Where a group is within reach among the people whom this person may gather. Six queries at most."""
    offices = {one.pk: one for one in offices_of(user)}
    circles: list[Circle] = []
    by_theme: list[Theirs] = []
    for (office, theme), waiting in _counted(offices).items():
        circles += circles_among(offices[office], theme, waiting)
        by_theme.append(_theirs(offices[office], theme, waiting))
    in_circles = sum(one.people for one in circles)
    return WithinReach(
        circles=sorted(circles, key=_nearest_to_enough),
        alone=sum(one.people for one in by_theme) - in_circles,
        by_theme=sorted(by_theme, key=lambda one: (-one.people, _rank(one.theme), one.office.pk)),
    )


def circles_among(office: DistrictOffice, theme: str, waiting: Sequence[Waiting]) -> Iterator[Circle]:
    """The circles of those who wait for the same, the largest first; nobody is in two."""
    near = _neighbours(waiting)
    here: dict[Municipality, list[Waiting]] = {place: [] for place in near}
    for one in waiting:
        here[one.municipality].append(one)
    tried: dict[tuple[Municipality, str], _Tried] = {}
    changed = set(near)
    while True:
        for middle, time in product(changed, TIMES):
            tried[middle, time] = _around(middle, time, near[middle], here)
        best = min((one for one in tried.values() if one.people >= FEWEST), key=lambda one: one.rank, default=None)
        if best is None:
            return
        yield Circle(office, theme, best.time if best.is_named else "", best.places, best.travel_km)
        for place, _number in best.places:
            here[place] = [one for one in here[place] if not one.can_come(best.time)]
        # Only circles that could reach there are other ones now.
        changed = {middle for place, _number in best.places for _km, middle in near[place]}


def _counted(offices: Iterable[int]) -> dict[tuple[int, str], list[Waiting]]:
    """Who waits, by office and theme of a group."""
    columns = ("office", "theme", "municipality", "meeting_times")
    counted = gathered(list(offices)).order_by().values_list(*columns).annotate(number=Count("pk"))
    rows = sorted((office, group_theme(theme), *more) for office, theme, *more in counted)
    places = Municipality.objects.select_related("county").in_bulk({row[2] for row in rows})
    found = defaultdict(list)
    for office, theme, municipality, times, number in rows:
        found[office, theme].append(Waiting(places[municipality], frozenset(times), number))
    return found


Neighbours = Mapping[Municipality, Sequence[tuple[float, Municipality]]]


def _neighbours(waiting: Sequence[Waiting]) -> Neighbours:
    """Those within reach of each place, itself first, with the kilometres; as near ones by name."""
    places = {one.municipality for one in waiting}
    return {middle: sorted(_near(middle, places), key=_by_km) for middle in places}


def _near(middle: Municipality, places: Iterable[Municipality]) -> Iterator[tuple[float, Municipality]]:
    for place in places:
        km = distance_km(middle.position, place.position)
        if is_within_reach(km):
            yield km, place


def _by_km(each: tuple[float, Municipality]) -> tuple[float, str, int]:
    km, place = each
    return km, norwegian_key(place.label), place.pk


class _Tried(NamedTuple):
    """A circle around one municipality of those who can come at one time; the lowest rank is the best."""

    rank: tuple[object, ...]
    time: str
    is_named: bool  # whether anybody in it has said when it suits
    places: tuple[tuple[Municipality, int], ...]
    people: int
    travel_km: float


def _around(
    middle: Municipality,
    time: str,
    near: Sequence[tuple[float, Municipality]],
    here: Mapping[Municipality, Sequence[Waiting]],
) -> _Tried:
    able = {place: [one for one in here[place] if one.can_come(time)] for _km, place in near}
    numbers = {place: sum(one.number for one in people) for place, people in able.items()}
    # Where nobody waits in the middle itself, it is no middle.
    taken = nearest_enough((place, number) for place, number in numbers.items() if number) if numbers[middle] else []
    people = [one for place in taken for one in able[place]]
    number = sum(one.number for one in people)
    travel_km = sum(km * numbers[place] for km, place in near if place in taken)
    named = sum(one.number for one in people if time in one.times)
    enough = min(number, settings.GROUP_ADVISED_MIN)
    rank = (-enough, travel_km, -number, norwegian_key(middle.label), middle.pk, -named, TIMES.index(ContactTime(time)))
    places = tuple((place, numbers[place]) for place in taken)
    return _Tried(rank, time, any(one.times for one in people), places, number, travel_km)


def _theirs(office: DistrictOffice, theme: str, waiting: Sequence[Waiting]) -> Theirs:
    numbers: dict[Municipality, int] = defaultdict(int)
    for one in waiting:
        numbers[one.municipality] += one.number
    most_first = sorted(numbers.items(), key=lambda each: (-each[1], norwegian_key(each[0].label)))
    return Theirs(office, theme, tuple(most_first))


def _nearest_to_enough(one: Circle) -> tuple[int, int, float, int, str]:
    missing = max(0, settings.GROUP_MIN_TO_START - one.people)
    return missing, -one.people, one.travel_km, _rank(one.theme), norwegian_key(one.middle.label)


def _rank(theme: str) -> int:
    return GROUP_THEMES.index(Theme(theme))
