"""What one may wish about coverage, as the steps that fulfil it; and who may wish it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contactpoints.coverage import CoverageTable
from contactpoints.coverage_changes import Area, Change, Close, Cover, End, Step
from contactpoints.enums import CoverageRule
from contactpoints.models import County, CoverageArea, DistrictOffice, User

NOBODYS = (CoverageRule.NEAREST, CoverageRule.NATIONAL_DESK)


class NotPossible(Exception):
    """The wish can't be fulfilled. `field` is the part of it that is in the way; the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def covering(
    table: CoverageTable, office: DistrictOffice, areas: Iterable[Area], since: date, until: date | None = None
) -> list[Step]:
    """The office answers for these areas. Raises `NotPossible` where it is not open, or another one has the area."""
    _must_be_open(office, since)
    steps: list[Step] = []
    for area in areas:
        steps += [_out_of_the_way(row, since) for row in _rows_of(table, area, since, until)]
        steps.append(Cover(office, area, since, until))
    return steps


def ending(row: CoverageArea, on: date) -> list[Step]:
    """The row does not hold from that day on. Raises `NotPossible` where it would have ended by then."""
    if row.valid_until is not None and row.valid_until <= on:
        last = _said(row.valid_until)
        raise NotPossible("on", _("Dekningen slutter allerede %(day)s. Velg en tidligere dag.") % {"day": last})
    return [End(row, on)]


def handing_over(table: CoverageTable, areas: Iterable[Area], heir: DistrictOffice, since: date) -> list[Step]:
    """The areas are the heir's from that day on, whoever has them until then; what is agreed for later stays.

    Raises `NotPossible` where the heir is not open, or has the area already.
    """
    _must_be_open(heir, since)
    steps: list[Step] = []
    for area in areas:
        rows = _rows_of(table, area, since, None)
        now = [row for row in rows if row.valid_from <= since]
        if any(row.office_id == heir.pk for row in now):
            words = {"office": heir.name, "area": area}
            raise NotPossible("areas", _("%(office)s dekker allerede %(area)s da. Ta det ut av listen.") % words)
        later = min((row.valid_from for row in rows if row.valid_from > since), default=None)
        steps += [*(End(row, since) for row in now), Cover(heir, area, since, later)]
    return steps


def closing(table: CoverageTable, office: DistrictOffice, on: date, heir: DistrictOffice | None = None) -> list[Step]:
    """The office is closed from that day on and its coverage ends; the heir, if any, gets all of it.

    Raises `NotPossible` for the national desk, and where the heir is not open.
    """
    if office.is_national_desk:
        raise NotPossible("on", _("Kontoret er nasjonal mottaker. Gjør først et annet kontor til det, i admin."))
    if office.closed_on is not None and office.closed_on <= on:
        raise NotPossible("on", _("Kontoret er allerede lagt ned fra %(day)s.") % {"day": _said(office.closed_on)})
    if on <= office.opened_on:
        raise NotPossible("on", _("Velg en dag etter at kontoret åpnet, %(day)s.") % {"day": _said(office.opened_on)})
    if heir is not None:
        _must_be_open(heir, on, field="heir")
    mine = [row for row in table.areas if row.office_id == office.pk and _holds_after(row, on)]
    steps: list[Step] = [End(row, on) for row in mine]
    if heir is not None:
        steps += [Cover(heir, row.area, max(on, row.valid_from), row.valid_until) for row in mine]
    return [*steps, Close(office, on)]


def refusal(user: User, steps: Iterable[Step], changes: Iterable[Change]) -> str:
    """Why this person may not do it, as a sentence; empty where they may.

    A coordinator changes rows of the own office, gives away what it answers for, and takes what nobody covers.
    """
    if user.is_national_admin:
        return ""
    mine = set(user.coordinated_office_ids)
    taken = next((one for one in changes if not _is_free(one, mine)), None)
    if taken is not None:
        words = {"municipality": taken.municipality, "office": taken.before.office.name, "day": _said(taken.day)}
        return (
            _(
                "Fra %(day)s svarer %(office)s for %(municipality)s. Be koordinatoren der om å gi området fra seg, "
                "eller spør nasjonal administrator."
            )
            % words
        )
    for step in steps:
        if isinstance(step, End) and step.row.office_id not in mine and not _means_nothing(step):
            return _("Området er dekket av et annet kontor. Be koordinatoren der, eller nasjonal administrator.")
        if isinstance(step, Close) and step.office.pk not in mine:
            return _("Bare kontorets egen koordinator eller nasjonal administrator kan legge det ned.")
        if isinstance(step, Cover) and step.office.pk not in mine and not _gives(step, changes):
            return _("Du kan gi bort det kontoret ditt svarer for. Dette svarer det ikke for.")
    return ""


def _is_free(change: Change, mine: set[int]) -> bool:
    return change.before.office.pk in mine or change.before.rule in NOBODYS


def _means_nothing(end: End) -> bool:
    """Whether the office has closed by then, so that the row says nothing from that day on."""
    return end.row.office.closed_on is not None and end.row.office.closed_on <= max(end.on, end.row.valid_from)


def _gives(step: Cover, changes: Iterable[Change]) -> bool:
    """Whether a municipality there gets another answer by it; that it was free to give is known by then."""
    key = "county_id" if isinstance(step.area, County) else "pk"
    return any(getattr(one.municipality, key) == step.area.pk for one in changes)


def _must_be_open(office: DistrictOffice, day: date, field: str = "office") -> None:
    if not office.is_open_on(day):
        words = {"office": office.name, "day": _said(day)}
        raise NotPossible(
            field, _("%(office)s er ikke åpent %(day)s. Velg et annet kontor eller en annen dag.") % words
        )


def _rows_of(table: CoverageTable, area: Area, since: date, until: date | None) -> list[CoverageArea]:
    """Rows for just this area that hold on some day of `[since, until)`."""
    key = "county_id" if isinstance(area, County) else "municipality_id"
    rows = [row for row in table.areas if getattr(row, key) == area.pk and _holds_after(row, since)]
    return [row for row in rows if until is None or row.valid_from < until]


def _holds_after(row: CoverageArea, day: date) -> bool:
    return row.valid_until is None or row.valid_until > day


def _out_of_the_way(row: CoverageArea, since: date) -> End:
    """Ends what a closed office has left behind. Raises `NotPossible` for a row that means something."""
    end = End(row, max(since, row.valid_from))
    if _means_nothing(end):
        return end
    words = {"office": row.office.name, "area": row.area, "first": _said(row.valid_from)}
    if row.valid_until is None:
        sentence = _("%(office)s dekker %(area)s fra %(first)s. Avslutt det først, eller gi området videre.")
    else:
        words["last"] = _said(row.valid_until - timedelta(days=1))
        sentence = _("%(office)s dekker %(area)s fra %(first)s til og med %(last)s. Velg dager utenom.")
    raise NotPossible("areas", sentence % words)


def _said(day: date) -> str:
    return date_format(day, "j. F Y")
