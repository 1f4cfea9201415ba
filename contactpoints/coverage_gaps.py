"""What a coordinator should look at in the area: municipalities that nobody covers or two do, and pages long unread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from contactpoints.coverage import CoverageDecision, CoverageTable
from contactpoints.coverage_changes import whole_table
from contactpoints.coverage_wishes import NOBODYS
from contactpoints.keeping import coordinates, kept_contact_points
from contactpoints.models import CoverageArea, DistrictOffice, Municipality, User
from contactpoints.models.registry import CONFIRMED_FOR_DAYS, ContactPointQuerySet
from contactpoints.place import Place
from linkportal.kit import clock


@dataclass(frozen=True, slots=True)
class Twice:
    """A municipality that one office answers for by itself, while another has the county around it."""

    municipality: Municipality
    office: DistrictOffice
    office_of_county: DistrictOffice
    since: date


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are of each, for the start page."""

    uncovered: int
    twice: int
    unconfirmed: int


def uncovered(user: User, on: date, table: CoverageTable | None = None) -> list[CoverageDecision]:
    """Municipalities that no open office covers, with who answers instead: one's own office, or anybody for the
    national administrator. Svalbard and Jan Mayen are always the national desk's. Two queries with a table, else four.
    """
    if not coordinates(user):
        return []
    known = table or whole_table()
    municipalities = Municipality.objects.ordinary().select_related("county").filter(valid_until=None).by_name()
    decisions = (known.office_for(Place.of_municipality(one), on) for one in municipalities)
    return [one for one in decisions if one.rule in NOBODYS and _concerns(user, one.office)]


def covered_twice(user: User, on: date, table: CoverageTable | None = None) -> list[Twice]:
    """Municipalities covered both by themselves and, through another office, by their county. That is allowed."""
    if not coordinates(user):
        return []
    areas = [row for row in (table or whole_table()).areas if row.holds_on(on) and row.office.is_open_on(on)]
    of_county = {row.county_id: row for row in areas if row.county_id is not None}
    found = [
        _twice(row, of_county.get(row.municipality.county_id or 0)) for row in areas if row.municipality is not None
    ]
    mine = [one for one in found if one and (_concerns(user, one.office) or _concerns(user, one.office_of_county))]
    return sorted(mine, key=lambda one: one.municipality.name)


def unconfirmed(user: User) -> ContactPointQuerySet:
    """Published contact points that nobody has confirmed for a year, those never confirmed first."""
    a_year_ago = clock.today() - timedelta(days=CONFIRMED_FOR_DAYS)
    stale = kept_contact_points(user).published().exclude(confirmed_on__gte=a_year_ago)
    return stale.order_by(F("confirmed_on").asc(nulls_first=True), "name", "pk")


def counts(user: User) -> Counts:
    """All three, in four queries beside those that say what is in the area."""
    table, today = whole_table(), clock.today()
    return Counts(len(uncovered(user, today, table)), len(covered_twice(user, today, table)), unconfirmed(user).count())


def _concerns(user: User, office: DistrictOffice) -> bool:
    return user.is_national_admin or office.pk in user.coordinated_office_ids


def _twice(row: CoverageArea, of_county: CoverageArea | None) -> Twice | None:
    if row.municipality is None or of_county is None or of_county.office_id == row.office_id:
        return None
    return Twice(row.municipality, row.office, of_county.office, row.valid_from)
