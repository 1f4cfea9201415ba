"""Changes of who answers where: what they would do, to which municipality on which day, before anything is saved.

A wish (`contactpoints.coverage_wishes`) becomes a list of steps. `preview` applies them to a table in memory, `save`
to the database; a test with random steps shows that both come to the same for every municipality on every day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date

import pghistory
from django.db import transaction

from contactpoints.coverage import CoverageDecision, CoverageTable
from contactpoints.models import County, CoverageArea, DistrictOffice, Municipality, User
from contactpoints.place import Place

Area = Municipality | County


class ChangedMeanwhile(Exception):
    """Somebody changed the coverage since the preview: what would happen now is not what was seen."""


@dataclass(frozen=True, slots=True)
class Cover:
    """An office answers for an area on the days of `[since, until)`."""

    office: DistrictOffice
    area: Area
    since: date
    until: date | None = None

    def row(self) -> CoverageArea:
        """The coverage as a row, not saved."""
        kind = "county" if isinstance(self.area, County) else "municipality"
        return CoverageArea(office=self.office, valid_from=self.since, valid_until=self.until, **{kind: self.area})


@dataclass(frozen=True, slots=True)
class End:
    """A row no longer holds from that day on; one that has not begun by then never does."""

    row: CoverageArea
    on: date

    @property
    def removes(self) -> bool:
        return self.row.valid_from >= self.on


@dataclass(frozen=True, slots=True)
class Close:
    """An office answers for nothing from that day on."""

    office: DistrictOffice
    on: date


Step = Cover | End | Close


@dataclass(frozen=True, slots=True)
class Change:
    """In a municipality somebody else answers, or for another reason, on the days of `[day, until)`."""

    municipality: Municipality
    day: date
    until: date | None
    before: CoverageDecision
    after: CoverageDecision

    @property
    def moves(self) -> bool:
        """Whether it is another office, not only another reason."""
        return self.before.office.pk != self.after.office.pk


def whole_table() -> CoverageTable:
    """Everything, each row with its office and its area at hand: two queries."""
    areas = CoverageArea.objects.select_related("office", "municipality__county", "county")
    return CoverageTable(tuple(DistrictOffice.objects.all()), tuple(areas))


def applied(table: CoverageTable, steps: Iterable[Step]) -> CoverageTable:
    """The table as it is after the steps; the one given stays as it was."""
    offices = {office.pk: office for office in table.offices}
    areas = list(table.areas)
    for step in steps:
        match step:
            case Cover():
                areas.append(step.row())
            case End(row=row, on=on):
                areas = [_ended(area, on) if area.pk is not None and area.pk == row.pk else area for area in areas]
                areas = [area for area in areas if area.valid_until is None or area.valid_until > area.valid_from]
            case Close(office=office, on=on):
                closed = copy(offices[office.pk])
                closed.closed_on = on
                offices[office.pk] = closed
    return CoverageTable(tuple(offices.values()), tuple(areas))


def _ended(row: CoverageArea, on: date) -> CoverageArea:
    ended = copy(row)
    ended.valid_until = max(on, row.valid_from)
    return ended


def preview(steps: Iterable[Step], on: date, table: CoverageTable | None = None) -> list[Change]:
    """What the steps change for whom, from `on` (today, as a rule) onwards, in the order of places and days.

    Three queries, or one where the table is given.
    """
    before = table or whole_table()
    after = applied(before, steps)
    now, then = _Parts(before), _Parts(after)
    municipalities = Municipality.objects.select_related("county").filter(valid_until=None)
    return [change for one in municipalities for change in _changes_in(one, now.of(one), then.of(one), on)]


class _Parts:
    """A table taken apart, so that to ask about one municipality only its own rows are looked at."""

    def __init__(self, table: CoverageTable) -> None:
        self.offices = table.offices
        self.rows: dict[tuple[str, int], list[CoverageArea]] = {}
        for area in table.areas:
            key = ("county", area.county_id) if area.county_id else ("municipality", area.municipality_id or 0)
            self.rows.setdefault(key, []).append(area)

    def of(self, municipality: Municipality) -> CoverageTable:
        own = self.rows.get(("municipality", municipality.pk), [])
        countys = self.rows.get(("county", municipality.county_id or 0), [])
        return CoverageTable(self.offices, (*own, *countys))


def _changes_in(municipality: Municipality, before: CoverageTable, after: CoverageTable, on: date) -> Iterator[Change]:
    place = Place.of_municipality(municipality)
    days = sorted(_turning_days(before, on) | _turning_days(after, on))
    spans: list[tuple[date, CoverageDecision, CoverageDecision]] = []
    for day in days:
        span = day, before.office_for(place, day), after.office_for(place, day)
        if not spans or _who(*span[1:]) != _who(*spans[-1][1:]):
            spans.append(span)
    ends: list[date | None] = [day for day, _before, _after in spans[1:]]
    for (day, old, new), until in zip(spans, [*ends, None], strict=True):
        if (old.office.pk, old.rule) != (new.office.pk, new.rule):
            yield Change(municipality, day, until, old, new)


def _who(*decisions: CoverageDecision) -> list[tuple[int, str]]:
    return [(one.office.pk, one.rule.value) for one in decisions]


def _turning_days(table: CoverageTable, on: date) -> set[date]:
    """Days on which somebody else may begin to answer: `on`, and all after it on which something begins or ends."""
    dated = [day for area in table.areas for day in (area.valid_from, area.valid_until)]
    dated += [day for office in table.offices for day in (office.opened_on, office.closed_on)]
    return {on, *(day for day in dated if day is not None and day > on)}


def fingerprint(changes: Iterable[Change]) -> str:
    """What was seen, in short: two previews with the same fingerprint say the same."""
    lines = "\n".join(
        f"{one.municipality.number} {one.day} {one.until} {_who(one.before, one.after)}" for one in changes
    )
    return hashlib.sha256(lines.encode()).hexdigest()[:32]


def lock() -> None:
    """Let nobody else change coverage until the end of the transaction, so that what is read stays true."""
    list(DistrictOffice.objects.select_for_update().order_by("pk").values_list("pk"))


def save(steps: Iterable[Step], *, by: User) -> None:
    """Do it. Raises `IntegrityError` where two rows would hold for one area on one day."""
    with transaction.atomic(), pghistory.context(user=by.pk):
        for step in sorted(steps, key=_order):
            match step:
                case End(row=row, on=on) if step.removes:
                    CoverageArea.objects.filter(pk=row.pk).delete()
                case End(row=row, on=on):
                    CoverageArea.objects.filter(pk=row.pk).update(valid_until=on)
                case Close(office=office, on=on):
                    DistrictOffice.objects.filter(pk=office.pk).update(closed_on=on)
                case Cover():
                    step.row().save()


def _order(step: Step) -> int:
    """First makes room, then takes it."""
    return {End: 0, Close: 1, Cover: 2}[type(step)]
