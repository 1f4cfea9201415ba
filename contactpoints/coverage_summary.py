"""Changes of coverage as a person reads them: those that are alike together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from contactpoints.coverage import CoverageDecision
from contactpoints.coverage_changes import Change
from contactpoints.enums import CoverageRule
from contactpoints.models import DistrictOffice

WHY = {
    CoverageRule.COVERS_MUNICIPALITY: _("dekker kommunen"),
    CoverageRule.COVERS_COUNTY: _("dekker fylket"),
    CoverageRule.NEAREST: _("er nærmest, og ingen dekker kommunen"),
    CoverageRule.NATIONAL_DESK: _("er nasjonal mottaker"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """Municipalities that go from one answer to another on one day, in the order of their names."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        return self.changes[0]

    @property
    def day(self) -> date:
        return self.first.day

    @property
    def last_day(self) -> date | None:
        """The last day of it, where it does not stay so."""
        return self.first.until - timedelta(days=1) if self.first.until else None

    @property
    def moves(self) -> bool:
        return self.first.moves

    @property
    def before(self) -> DistrictOffice:
        return self.first.before.office

    @property
    def after(self) -> DistrictOffice:
        return self.first.after.office

    @property
    def why_before(self) -> str:
        return str(WHY[self.first.before.rule])

    @property
    def why_after(self) -> str:
        return str(WHY[self.first.after.rule])

    @property
    def names(self) -> list[str]:
        """Each municipality; with kilometres where nearness decides."""
        return [_named(change.after) for change in self.changes]


def moves(changes: Iterable[Change]) -> list[Move]:
    """Alike is: from the same day to the same, between the same offices, for the same reasons."""
    alike: dict[object, list[Change]] = defaultdict(list)
    for one in changes:
        ends = (one.before, one.after)
        alike[one.day, one.until, *((end.office.pk, end.rule) for end in ends)].append(one)
    found = [Move(tuple(sorted(each, key=lambda one: one.municipality.label))) for each in alike.values()]
    return sorted(found, key=_importance)


def _importance(move: Move) -> tuple[object, ...]:
    """By days; then who moves before who stays, what was covered before what was not, many before few."""
    was_covered = move.first.before.rule in (CoverageRule.COVERS_MUNICIPALITY, CoverageRule.COVERS_COUNTY)
    return move.day, not move.moves, not was_covered, -len(move.changes), move.after.name


def _named(decision: CoverageDecision) -> str:
    label = decision.place.municipality.label
    return (
        f"{label} ({round(decision.distance_km)}\N{NO-BREAK SPACE}km)"
        if decision.rule == CoverageRule.NEAREST
        else label
    )
