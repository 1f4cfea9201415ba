"""The search for contact points: nearest first, or by name, and those that are there wherever one lives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contactpoints.enums import HostKind, MeetingForm, StepFree
from contactpoints.grid import GridPoint, Position, distance_km, to_grid
from contactpoints.models import ContactPoint, County, Municipality, PostalCode
from contactpoints.models.nearness import metres_to
from contactpoints.place import Place
from linkportal.kit import clock

if TYPE_CHECKING:
    from contactpoints.models.registry import ContactPointQuerySet

PER_PAGE = 20
LAST_PAGE = 50  # a thousand contact points: whoever still looks does better with another place
MOST_ANYWHERE = 6

_COLUMNS = (
    *("slug", "name", "host_kind", "accepts_new", "step_free", "confirmed_on"),
    *("latitude", "longitude", "easting", "northing"),
    *("municipality__number", "municipality__name", "municipality__shares_name", "municipality__county__name"),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person asks of a contact point beside being near; what is empty is not asked."""

    kind: str = ""
    accepts_new: bool = False
    step_free: bool = False
    language: str = ""

    def __len__(self) -> int:
        """How many are in use."""
        return sum(bool(one) for one in (self.kind, self.accepts_new, self.step_free, self.language))

    def let_through(self, contact_points: ContactPointQuerySet) -> ContactPointQuerySet:
        """Those of `contact_points` that have all that is asked."""
        found = contact_points
        if self.kind:
            found = found.of_kind(self.kind)
        if self.accepts_new:
            found = found.accepting_new_people()
        if self.step_free:
            found = found.step_free()
        if self.language:
            found = found.speaking(self.language)
        return found


NO_FILTERS = Filters()


@dataclass(slots=True)
class Hit:
    """A contact point as lists and maps show it. `km` is None where nobody asked from a place."""

    slug: str
    name: str
    kind: str
    municipality: str
    municipality_number: str
    accepts_new: bool
    step_free: str
    confirmed_on: date | None
    position: Position
    grid_point: GridPoint
    opens_again: date | None = None
    km: float | None = None
    is_own: bool = False
    serves_own: bool = False
    number: int = 0

    @classmethod
    def of(cls, row: dict[str, Any], number: int, place: Place | None = None) -> Hit:
        """The hit of a row with `_COLUMNS`, seen from `place`."""
        closed_until: date | None = row["closed_until"]
        shared = row["municipality__shares_name"] and row["municipality__county__name"]
        name = row["municipality__name"]
        hit = cls(
            slug=row["slug"],
            name=row["name"],
            kind=row["host_kind"],
            municipality=f"{name} ({row['municipality__county__name']})" if shared else name,
            municipality_number=row["municipality__number"],
            accepts_new=row["accepts_new"],
            step_free=row["step_free"],
            confirmed_on=row["confirmed_on"],
            position=Position(row["latitude"], row["longitude"]),
            grid_point=GridPoint(row["easting"], row["northing"]),
            opens_again=closed_until + timedelta(days=1) if closed_until else None,
            number=number,
        )
        if place is not None:
            hit.km = row.get("distance_km")
            if hit.km is None:
                hit.km = distance_km(place.position, hit.position)
            hit.is_own = hit.municipality_number == place.municipality.number
            hit.serves_own = not hit.is_own and row["also_serves"]
        return hit

    @property
    def path(self) -> str:
        """The address of its page."""
        return reverse("contactpoints:detail", args=[self.slug])

    @property
    def kind_label(self) -> str:
        return str(HostKind(self.kind).label)

    @property
    def access(self) -> str:
        """How one gets in, if that is known."""
        return "" if self.step_free == StepFree.UNKNOWN else str(StepFree(self.step_free).label)

    @property
    def distance(self) -> str:
        """As one reads it: `1,2 km`, and whole kilometres from ten on."""
        return "" if self.km is None else distance_text(self.km)

    @property
    def data_km(self) -> str:
        """For machines: `1.2`."""
        return "" if self.km is None else f"{self.km:.1f}"

    @property
    def confirmed(self) -> str:
        return day_text(self.confirmed_on) if self.confirmed_on else ""

    @property
    def opens(self) -> str:
        return day_text(self.opens_again) if self.opens_again else ""


def distance_text(km: float) -> str:
    """Kilometres as one reads them: `1,2 km`, and whole ones from ten on."""
    return f"{km:.1f}".replace(".", ",") + " km" if km < 9.95 else f"{km:.0f} km"


@lru_cache(maxsize=1000)
def day_text(day: date) -> str:
    """A day as one writes it: `12. mai 2026`."""
    return date_format(day, "j. F Y")


@dataclass(frozen=True, slots=True)
class Anywhere:
    """A contact point on the telephone or on a screen."""

    slug: str
    name: str
    form: str
    summary: str
    phone: str


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits. `without_filters`: nothing passed the filters, so these are the ones without them.
    `page_exists` is False where a page too far was asked for, and this is the first one instead.
    """

    hits: list[Hit]
    page: int = 1
    has_next: bool = False
    without_filters: bool = False
    page_exists: bool = True


def find(place: Place, filters: Filters = NO_FILTERS, page: int = 1) -> Hits:
    """The contact points one can go to, strictly nearest first, `PER_PAGE` on a page; none only where there is none."""

    def nearest(rows: ContactPointQuerySet, page: int) -> ContactPointQuerySet:
        return rows.nearest_first(place, page * PER_PAGE + 1)

    return _never_empty(ContactPoint.objects.published().with_a_place(), nearest, filters, page, place)


def find_by_name(text: str, filters: Filters = NO_FILTERS, page: int = 1, place: Place | None = None) -> Hits:
    """The contact points one can go to with `text` in the name, in Norwegian order; how far, if `place` is known."""
    named = ContactPoint.objects.published().with_a_place().named_like(text)
    return _never_empty(named, lambda rows, page: rows.by_name(), filters, page, place)


def in_area(area: Municipality | County, filters: Filters = NO_FILTERS, page: int = 1) -> Hits:
    """The contact points one can go to in a municipality or county, in Norwegian order."""
    there = {"municipality__county": area} if isinstance(area, County) else {"municipality": area}
    rows = ContactPoint.objects.published().with_a_place().filter(**there)
    return _never_empty(rows, lambda rows, page: rows.by_name(), filters, page)


def neighbours(
    place: Place, count: int, *, of: ContactPoint | None = None, outside: Municipality | None = None
) -> list[Hit]:
    """The `count` contact points nearest to a place, leaving out the one it is the place of, or its municipality."""
    rows = ContactPoint.objects.published().with_a_place()
    if of is not None:
        rows = rows.exclude(pk=of.pk)
    if outside is not None:
        rows = rows.exclude(municipality=outside)
    return _hits(rows.nearest_first(place, count), place, 0, count)


def anywhere(filters: Filters = NO_FILTERS, count: int = MOST_ANYWHERE) -> list[Anywhere]:
    """Those on the telephone or on a screen, the same wherever one lives, in Norwegian order. At most `count`.

    Whether one gets in with a wheelchair is not asked of them.
    """
    asked = replace(filters, step_free=False)
    rows = asked.let_through(ContactPoint.objects.published().without_a_place()).by_name()
    columns = ("slug", "name", "meeting_form", "summary", "phone", "phone_is_public")
    return [
        Anywhere(slug, name, str(MeetingForm(form).label), summary, phone if is_public else "")
        for slug, name, form, summary, phone, is_public in rows.values_list(*columns)[:count]
    ]


def place_at(position: Position) -> Place:
    """The place of a visitor's own position: it lies in the municipality of the nearest postal code."""
    nearest = PostalCode.objects.select_related("municipality__county").order_by(metres_to(to_grid(position)))[0]
    return Place.at(position, nearest.municipality, _("din posisjon"))


def place_of_first(hits: Hits) -> Place | None:
    """The municipality in which the first of the hits lies, or None if there is no hit."""
    if not hits.hits:
        return None
    number = hits.hits[0].municipality_number
    return Place.of_municipality(Municipality.objects.select_related("county").get(number=number))


def _never_empty(
    rows: ContactPointQuerySet,
    in_order: Callable[[ContactPointQuerySet, int], ContactPointQuerySet],
    filters: Filters,
    page: int,
    place: Place | None = None,
) -> Hits:
    """The page asked for; if there is nothing on it the first one, and if nothing passes the filters, all."""
    passing = filters.let_through(rows)
    wanted = min(page, LAST_PAGE)
    if hits := _page(in_order(passing, wanted), wanted, place):
        return replace(hits, page_exists=wanted == page)
    if page > 1 and (hits := _page(in_order(passing, 1), 1, place)):
        return replace(hits, page_exists=False)
    if len(filters) and (hits := _page(in_order(rows, 1), 1, place)):
        return replace(hits, without_filters=True)
    return Hits([])


def _page(rows: ContactPointQuerySet, page: int, place: Place | None) -> Hits | None:
    """One page, and whether there is a next: one row more than shown says so, and nothing is counted."""
    first = (page - 1) * PER_PAGE
    found = _hits(rows, place, first, PER_PAGE + 1)
    if not found:
        return None
    return Hits(found[:PER_PAGE], page, has_next=len(found) > PER_PAGE and page < LAST_PAGE)


def _hits(rows: ContactPointQuerySet, place: Place | None, first: int, count: int) -> list[Hit]:
    """The rows from `first` on as hits, numbered from 1."""
    rows = rows.with_closed_until(clock.today())
    columns = [*_COLUMNS, "closed_until"]
    if place is not None:
        rows = rows.with_serving(place.municipality)
        columns.append("also_serves")
    if "distance_km" in rows.query.annotations:
        columns.append("distance_km")
    found = rows.values(*columns)[first : first + count]
    return [Hit.of(row, number, place) for number, row in enumerate(found, start=1)]
