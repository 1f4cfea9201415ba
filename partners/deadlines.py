"""What has to be done by a day: reports, tranches, applications, and agreements and awards that end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from contactpoints.models import User
from linkportal.kit import clock
from linkportal.kit.text import norwegian_order
from partners.enums import DeadlineKind, GrantStatus, ProjectStatus
from partners.models import Grant, GrantApplication, PartnershipProject, ProjectPartner, ReportDuty, Tranche

DAY = timedelta(days=1)
VERY_LATE = timedelta(days=14)
# Of all rows of a model those that are somebody's.
Scope = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Deadline:
    """What has to be done in a project, on that day at the latest. `key` names it as long as the day stands."""

    kind: DeadlineKind
    key: str
    what: str
    project: PartnershipProject
    day: date
    route: str
    row_id: int
    place: str  # of the project among others, by its name

    @property
    def days_left(self) -> int:
        """How many days there are until then; below zero where it is over."""
        return (self.day - clock.today()).days

    @property
    def is_late(self) -> bool:
        return self.day < clock.today()

    @property
    def is_very_late(self) -> bool:
        """Whether it is over for more than two weeks."""
        return self.day < clock.today() - VERY_LATE

    @property
    def path(self) -> str:
        """Where in the admin it is dealt with."""
        return reverse(f"admin:partners_{self.route}_change", args=[self.row_id])


def deadlines(user: User, within_days: int, most: int | None = None) -> list[Deadline]:
    """Of the projects that `user` sees: what is due within so many days or late, by day, `most` of it. Five queries."""
    return _found(lambda rows: rows.visible_to(user), within_days, most)


def deadlines_of_offices(office_ids: Iterable[int], within_days: int) -> list[Deadline]:
    """The same of the projects of these offices."""
    mine = list(office_ids)
    return _found(lambda rows: rows.filter(**{f"{rows.office}__in": mine}), within_days)


def everybodys_deadlines(within_days: int) -> list[Deadline]:
    """The same of all projects."""
    return _found(lambda rows: rows, within_days)


def deadline_of(row: ReportDuty | Tranche) -> Deadline | None:
    """The deadline of one row, however far away; None if it has none, or is done."""
    scope: Scope = lambda rows: rows.filter(pk=row.pk)  # noqa: E731 - as above
    find = _reports if isinstance(row, ReportDuty) else _tranches
    return next(iter(find(scope, date.max)), None)


def _found(scope: Scope, within_days: int, most: int | None = None) -> list[Deadline]:
    """Each kind gives its first ones, of which the first of all are among."""
    last = clock.today() + timedelta(days=within_days)
    found = [one for find in _KINDS for one in find(scope, last, most)]
    return sorted(found, key=lambda one: (one.day, one.place))[:most]


def _first(rows: Any, day: str, project: str, most: int | None) -> Any:
    """So many of `rows`, by day and then by the name of the project, with it; `place` is how the name is sorted."""
    named = rows.select_related(f"{project}__office").annotate(place=norwegian_order(f"{project}__name"))
    return named.order_by(day, "place", "pk")[:most]


def _reports(scope: Scope, last: date, most: int | None = None) -> list[Deadline]:
    """Those not sent of awards that are no drafts."""
    rows = scope(ReportDuty.objects.not_sent()).filter(due_on__lte=last).exclude(grant__status=GrantStatus.DRAFT)
    return [
        Deadline(
            DeadlineKind.REPORT,
            f"duty-{row.pk}-{row.due_on}",
            _("Rapport for %(year)s: %(grant)s") % {"year": row.year, "grant": row.grant},
            row.grant.project,
            row.due_on,
            "grant",
            row.grant_id,
            row.place,
        )
        for row in _first(rows, "due_on", "grant__project", most)
    ]


def _tranches(scope: Scope, last: date, most: int | None = None) -> list[Deadline]:
    """Those that have not come."""
    rows = scope(Tranche.objects.planned()).filter(due_on__lte=last)
    return [
        Deadline(
            DeadlineKind.TRANCHE,
            f"tranche-{row.pk}-{row.due_on}",
            _("Rate for %(year)s: %(grant)s") % {"year": row.year, "grant": row.grant},
            row.grant.project,
            row.due_on,
            "grant",
            row.grant_id,
            row.place,
        )
        for row in _first(rows, "due_on", "grant__project", most)
    ]


def _applications(scope: Scope, last: date, most: int | None = None) -> list[Deadline]:
    """Those that are still being written."""
    rows = scope(GrantApplication.objects.to_be_sent()).filter(due_on__lte=last)
    return [
        Deadline(
            DeadlineKind.APPLICATION,
            f"application-{row.pk}-{row.due_on}",
            _("Søknad: %(title)s") % {"title": row.title},
            row.project,
            row.due_on,
            "grantapplication",
            row.pk,
            row.place,
        )
        for row in _first(rows, "due_on", "project", most)
    ]


def _agreements(scope: Scope, last: date, most: int | None = None) -> list[Deadline]:
    """Those that end while the partner stays, in projects that go on. Their day is the last on which they hold."""
    today = clock.today()
    stays = Q(valid_until=None) | Q(valid_until__gt=F("agreement_until")) & Q(valid_until__gt=today)
    rows = scope(ProjectPartner.objects.filter(stays, agreement_until__lte=last + DAY))
    going_on = rows.exclude(project__status=ProjectStatus.ENDED)
    return [
        Deadline(
            DeadlineKind.AGREEMENT,
            f"partner-{row.pk}-{row.agreement_until}",
            _over(row.agreement_until, _("Avtalen med %(whose)s går ut"), _("Avtalen med %(whose)s har gått ut"))
            % {"whose": row.organisation},
            row.project,
            row.agreement_until - DAY,
            "partnershipproject",
            row.project_id,
            row.place,
        )
        for row in _first(going_on.select_related("organisation"), "agreement_until", "project", most)
    ]


def _awards(scope: Scope, last: date, most: int | None = None) -> list[Deadline]:
    """Those that end, and are late for as long as they are not settled."""
    rows = scope(Grant.objects.in_force()).filter(valid_until__lte=last + DAY)
    return [
        Deadline(
            DeadlineKind.AGREEMENT,
            f"grant-{row.pk}-{row.valid_until}",
            _over(row.valid_until, _("Tildelingen går ut: %(grant)s"), _("Tildelingen er ikke gjort opp: %(grant)s"))
            % {"grant": row},
            row.project,
            row.last_day,
            "grant",
            row.pk,
            row.place,
        )
        for row in _first(rows, "valid_until", "project", most)
    ]


def _over(until: date, ends: str, has_ended: str) -> str:
    """The words for what holds on the days before `until`, or for what held."""
    return ends if clock.today() < until else has_ended


_KINDS = (_reports, _tranches, _applications, _agreements, _awards)
