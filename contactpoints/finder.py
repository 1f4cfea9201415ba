"""The search for contact points: nearest first, or by name, and those that are there wherever one lives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from contactpoints.enums import MeetingForm
from contactpoints.grid import GridPoint, Position, to_grid
from contactpoints.hits import COLUMNS, NEAREST_COLUMNS, Anywhere, Hit, Hits, as_hits, path_to_all
from contactpoints.models import ContactPoint, County, Municipality, PostalCode
from contactpoints.models.nearness import metres_to
from contactpoints.place import Place
from linkportal.kit import clock
from linkportal.kit.compiled import Blank, Compiled, blank

if TYPE_CHECKING:
    from contactpoints.models.registry import ContactPointQuerySet

PER_PAGE = 20
LAST_PAGE = 50  # a thousand contact points: whoever still looks does better with another place
MOST_ANYWHERE = 6


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


def find(place: Place, filters: Filters = NO_FILTERS, page: int = 1) -> Hits:
    """The contact points one can go to, strictly nearest first, `PER_PAGE` on a page; none only where there is none."""

    def page_of(filters: Filters, page: int) -> list[Hit]:
        return _nearest(place, filters, (page - 1) * PER_PAGE, PER_PAGE + 1)

    return _never_empty(page_of, filters, page)


def find_by_name(text: str, filters: Filters = NO_FILTERS, page: int = 1, place: Place | None = None) -> Hits:
    """The contact points one can go to with `text` in the name, in Norwegian order; how far, if `place` is known."""
    return _in_order(ContactPoint.objects.named_like(text), filters, page, place)


def in_area(area: Municipality | County, filters: Filters = NO_FILTERS, page: int = 1) -> Hits:
    """The contact points one can go to in a municipality or county, in Norwegian order."""
    there = {"municipality__county": area} if isinstance(area, County) else {"municipality": area}
    found = _in_order(ContactPoint.objects.filter(**there), filters, page)
    return replace(found, hits=[hit._replace(is_own=isinstance(area, Municipality)) for hit in found.hits])


def neighbours(
    place: Place, count: int, *, of: ContactPoint | None = None, outside: Municipality | None = None
) -> list[Hit]:
    """The `count` contact points nearest to a place, leaving out the one it is the place of, or its municipality."""
    return _nearest(place, NO_FILTERS, 0, count, but=of, outside=outside)


def anywhere(filters: Filters = NO_FILTERS, count: int = MOST_ANYWHERE) -> list[Anywhere]:
    """Those on the telephone or on a screen, the same wherever one lives, in Norwegian order. At most `count`.

    Whether one gets in with a wheelchair is not asked of them.
    """
    return [
        Anywhere(
            slug, path_to_all() + slug + "/", name, str(MeetingForm(form).label), phone if is_public else "", summary
        )
        for slug, name, form, summary, phone, is_public in _anywhere_query(
            replace(filters, step_free=False), count
        ).rows()
    ]


@lru_cache(maxsize=300)
def _anywhere_query(filters: Filters, count: int) -> Compiled[ContactPoint]:
    rows = filters.let_through(ContactPoint.objects.published().without_a_place()).by_name()
    return Compiled(rows.values_list("slug", "name", "meeting_form", "summary", "phone", "phone_is_public")[:count])


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


def _never_empty(page_of: Callable[[Filters, int], list[Hit]], filters: Filters, page: int) -> Hits:
    """The page asked for; if there is nothing on it the first one, and if nothing passes the filters, all.

    One hit more than a page shows says that there is a next one, and nothing is counted.
    """
    wanted = min(page, LAST_PAGE)
    if found := page_of(filters, wanted):
        has_next = len(found) > PER_PAGE and wanted < LAST_PAGE
        return Hits(found[:PER_PAGE], wanted, has_next, page_exists=wanted == page)
    if page > 1:
        return replace(_never_empty(page_of, filters, 1), page_exists=False)
    if len(filters):
        return replace(_never_empty(page_of, NO_FILTERS, 1), without_filters=True)
    return Hits([])


def _in_order(rows: ContactPointQuerySet, filters: Filters, page: int, place: Place | None = None) -> Hits:
    """A page of `rows` in Norwegian order."""
    rows = rows.published().with_a_place().with_closed_until(clock.today()).by_name()
    columns: tuple[str, ...] = COLUMNS
    if place is not None:
        rows, columns = rows.with_serving(place.municipality), (*COLUMNS, "also_serves")

    def page_of(filters: Filters, page: int) -> list[Hit]:
        first = (page - 1) * PER_PAGE
        found = filters.let_through(rows).values_list(*columns)[first : first + PER_PAGE + 1]
        return as_hits(columns, found, place)

    return _never_empty(page_of, filters, page)


def _nearest(
    place: Place,
    filters: Filters,
    first: int,
    count: int,
    *,
    but: ContactPoint | None = None,
    outside: Municipality | None = None,
) -> list[Hit]:
    here = place.grid_point
    query = _nearest_query(filters, first, count, clock.today(), but=but is not None, outside=outside is not None)
    rows = query.rows(
        latitude=place.position.latitude,
        longitude=place.position.longitude,
        easting=here.easting,
        northing=here.northing,
        municipality=place.municipality.pk,
        but=but and but.pk,
        outside=outside and outside.pk,
    )
    return as_hits(NEAREST_COLUMNS, rows, place)


@lru_cache(maxsize=300)
def _nearest_query(
    filters: Filters, first: int, count: int, day: date, *, but: bool, outside: bool
) -> Compiled[ContactPoint]:
    """The search, compiled for whatever place."""
    rows = filters.let_through(ContactPoint.objects.published().with_a_place())
    if but:
        rows = rows.exclude(pk=blank("but"))
    if outside:
        rows = rows.exclude(municipality=blank("outside"))
    position: Any = Position(Blank("latitude"), Blank("longitude"))  # type: ignore[arg-type]
    here: Any = GridPoint(Blank("easting"), Blank("northing"))  # type: ignore[arg-type]
    rows = rows.nearest_first(position, here, first + count)
    rows = rows.with_closed_until(day).with_serving(blank("municipality"))
    return Compiled(rows.values_list(*NEAREST_COLUMNS)[first : first + count])
