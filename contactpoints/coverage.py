"""Who answers for a place (DESIGN §3): every place in Norway has exactly one answer on every day, with the reason.

It reads offices and coverage and nothing else; it knows no URL and no mail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeVar

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contactpoints.enums import CoverageRule
from contactpoints.grid import distance_km
from contactpoints.models.offices import CoverageArea, DistrictOffice
from contactpoints.models.places import Municipality
from contactpoints.place import Place
from linkportal.kit.compiled import Compiled, blank

T = TypeVar("T")

# Today's municipalities are those since this day; what lay where before it, this registry does not know.
FIRST_DAY = date(2024, 1, 1)


class NoNationalDesk(Exception):
    """No office is marked as the national desk, so a place can be without an answer. A check at start says so."""


class BeforeFirstDay(ValueError):
    """The question is about a day before today's municipalities began."""

    def __init__(self, day: date) -> None:
        super().__init__(f"Who answers is known from {FIRST_DAY} on, not on {day}.")


@dataclass(frozen=True, slots=True)
class CoverageDecision:
    """Which office answers, by which rule, how many kilometres away, and since when it covers the place."""

    office: DistrictOffice
    rule: CoverageRule
    distance_km: float
    place: Place
    since: date | None = None

    @property
    def reason(self) -> str:
        """The rule as a sentence that a person can read."""
        municipality = self.place.municipality
        names = {
            "place": self.place.postal_code or (municipality.name if self._is_whole else self.place.label),
            "municipality": municipality.name,
            "county": municipality.county.name if municipality.county else "",
            "office": self.office.name,
            "since": date_format(self.since, "j. F Y") if self.since else "",
            "km": round(self.distance_km),
        }
        return self._sentence() % names

    @property
    def _is_whole(self) -> bool:
        return self.place.label == self.place.municipality.label

    def _sentence(self) -> str:
        if self.rule == CoverageRule.NATIONAL_DESK:
            return _(
                "Fordi %(municipality)s ikke har noe distriktskontor. Der svarer %(office)s, som er nasjonal mottaker."
            )
        if self.rule == CoverageRule.NEAREST and self.distance_km < 1:
            return _("Fordi ingen kontorer dekker %(municipality)s, og %(office)s ligger der.")
        if self.rule == CoverageRule.NEAREST:
            return _("Fordi ingen kontorer dekker %(municipality)s, og %(office)s er nærmest, %(km)s km unna.")
        return self._covering_sentence()

    def _covering_sentence(self) -> str:
        """Says no name twice: neither that Skien lies in Skien, nor that Oslo lies in Oslo."""
        county = self.place.municipality.county
        is_county_too = county is not None and county.name == self.place.municipality.name
        by_municipality = self.rule == CoverageRule.COVERS_MUNICIPALITY
        if self._is_whole and (by_municipality or is_county_too):
            return _("Fordi %(office)s har svart for %(municipality)s siden %(since)s.")
        if by_municipality:
            return _("Fordi %(place)s ligger i %(municipality)s, som %(office)s har svart for siden %(since)s.")
        if self._is_whole or is_county_too:
            return _("Fordi %(place)s ligger i %(county)s, som %(office)s har svart for siden %(since)s.")
        return _(
            "Fordi %(place)s ligger i %(municipality)s i %(county)s, "
            "og %(office)s har svart for fylket siden %(since)s."
        )


@dataclass(frozen=True)
class CoverageTable:
    """Offices and coverage as recorded, read once, to answer for one place or for all of Norway."""

    offices: tuple[DistrictOffice, ...]
    areas: tuple[CoverageArea, ...]

    @classmethod
    def covering(cls, municipality: Municipality) -> CoverageTable:
        """The coverage of one municipality, and the offices in it alone: one query."""
        mine = _areas_of_one().objects(municipality=municipality.pk, county=municipality.county_id)
        return cls(tuple(area.office for area in mine), tuple(mine))

    @classmethod
    def of_norway(cls) -> CoverageTable:
        """Everything: two queries."""
        return cls(tuple(DistrictOffice.objects.all()), tuple(CoverageArea.objects.all()))

    def office_for(self, place: Place, on: date) -> CoverageDecision:
        """Who answers for `place` on that day, and by which rule.

        Raises `BeforeFirstDay`, and `NoNationalDesk` only if none is set up.
        """
        if covered := self.by_coverage(place, on):
            return covered
        if not place.municipality.is_territory and (nearest := self._nearest(place, on)):
            return self._decided(nearest, CoverageRule.NEAREST, place)
        return self._decided(self._national_desk(), CoverageRule.NATIONAL_DESK, place)

    def by_coverage(self, place: Place, on: date) -> CoverageDecision | None:
        """The open office that covers the municipality, else its county; None if none does. Raises `BeforeFirstDay`."""
        if on < FIRST_DAY:
            raise BeforeFirstDay(on)
        if place.municipality.is_territory:
            return None
        municipality, county = place.municipality.pk, place.municipality.county_id
        covering = [area for area in self.areas if area.holds_on(on) and self._open(area.office_id, on)]
        for rule, area in (
            (CoverageRule.COVERS_MUNICIPALITY, _first(one for one in covering if one.municipality_id == municipality)),
            (CoverageRule.COVERS_COUNTY, _first(one for one in covering if one.county_id == county)),
        ):
            if area:
                return self._decided(self._open(area.office_id, on), rule, place, area.valid_from)
        return None

    def _decided(
        self, office: DistrictOffice | None, rule: CoverageRule, place: Place, since: date | None = None
    ) -> CoverageDecision:
        if office is None:
            raise NoNationalDesk("No district office is marked as the national desk.")
        return CoverageDecision(office, rule, distance_km(place.position, office.position), place, since)

    def _open(self, office_id: int, on: date) -> DistrictOffice | None:
        return _first(office for office in self.offices if office.pk == office_id and office.is_open_on(on))

    def _nearest(self, place: Place, on: date) -> DistrictOffice | None:
        still_open = (office for office in self.offices if office.is_open_on(on))
        return min(
            still_open, key=lambda one: (distance_km(place.position, one.position), one.name, one.pk), default=None
        )

    def _national_desk(self) -> DistrictOffice | None:
        return _first(office for office in self.offices if office.is_national_desk)


@cache
def _all_offices() -> Compiled[DistrictOffice]:
    return Compiled(DistrictOffice.objects.all())


@cache
def _areas_of_one() -> Compiled[CoverageArea]:
    mine = Q(municipality=blank("municipality")) | Q(county=blank("county"))
    return Compiled(CoverageArea.objects.select_related("office").filter(mine))


def office_for(place: Place, on: date) -> CoverageDecision:
    """Who answers for `place` on that day: `CoverageTable.office_for` for one place, in one query, or in two where
    nobody covers it.
    """
    covered = CoverageTable.covering(place.municipality).by_coverage(place, on)
    return covered or CoverageTable(tuple(_all_offices().objects()), ()).office_for(place, on)


@dataclass(frozen=True, slots=True)
class Answering:
    """An office, and the municipalities (of one county) in which it answers; the decision is that of the first."""

    decision: CoverageDecision
    municipalities: list[Municipality]

    @property
    def reason(self) -> str:
        """The rule for all of them as a sentence."""
        county, since = self.municipalities[0].county, self.decision.since
        if self.decision.rule != CoverageRule.COVERS_COUNTY or county is None or since is None:
            return self.decision.reason
        names = {"office": self.decision.office.name, "county": county.name, "since": date_format(since, "j. F Y")}
        return _("Fordi %(office)s har svart for %(county)s siden %(since)s.") % names


def answering_in(municipalities: Iterable[Municipality], on: date) -> list[Answering]:
    """Who answers in these municipalities on that day, the one with most of them first."""
    table, found = CoverageTable.of_norway(), defaultdict[int, list[CoverageDecision]](list)
    for municipality in municipalities:
        decision = table.office_for(Place.of_municipality(municipality), on)
        found[decision.office.pk].append(decision)
    by_size = sorted(found.values(), key=lambda decisions: (-len(decisions), decisions[0].office.name))
    return [Answering(decisions[0], [each.place.municipality for each in decisions]) for decisions in by_size]


def municipalities_answered_by(office_ids: Iterable[int], on: date) -> list[int]:
    """Primary keys of the municipalities (and territories) for which one of these offices answers on that day."""
    wanted, table = set(office_ids), CoverageTable.of_norway()
    return [
        municipality.pk
        for municipality in Municipality.objects.select_related("county")
        if table.office_for(Place.of_municipality(municipality), on).office.pk in wanted
    ]


def _first(found: Iterable[T]) -> T | None:
    return next(iter(found), None)
