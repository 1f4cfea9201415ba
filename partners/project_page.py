"""What the public page of one project shows, each part in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils import timezone

from contactpoints.enums import Status
from contactpoints.models import ContactPoint, County
from groups.meetings.when import from_to
from groups.statistics import Figures, figures
from groups.statistics.months import after, first_of
from linkportal.kit import clock
from linkportal.kit.text import norwegian_order
from partners import public_words as words
from partners.enums import MeetingKind, PartnerRole, ProjectStatus
from partners.models import (
    Goal,
    GoalResult,
    GrantScheme,
    NetworkMeeting,
    NetworkProject,
    PartnershipProject,
    Position,
    ProjectUpdate,
)
from partners.models.projects import PartnershipProjectQuerySet
from partners.money import money_by_year
from partners.plots import money_by_year as plot_of_money
from partners.succession import read_successors

UPDATES_PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Meeting:
    """A public meeting to come."""

    title: str
    whose: str
    when: str
    venue: str
    is_network: bool
    calendar: str

    @classmethod
    def of(cls, meeting: NetworkMeeting) -> Meeting:
        return cls(
            meeting.title,
            str(meeting.project or meeting.scheme),
            from_to(timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)),
            meeting.venue,
            meeting.kind == MeetingKind.NETWORK,
            reverse("partners:meeting_calendar", args=[meeting.public_id]),
        )


def project_at(slug: str) -> PartnershipProject | None:
    """The public project at this address, with its places and what is counted of it."""
    working = Position.objects.filled_on(clock.today()).filter(project=OuterRef("pk")).order_by().values("project")
    filled = Subquery(working.annotate(sum=Sum("full_time_equivalents")).values("sum"))
    counties = County.objects.filter(projects=OuterRef("pk")).by_name()
    in_all = NetworkProject.objects.filter(scheme=OuterRef("pk")).order_by().values("scheme")
    schemes = GrantScheme.objects.filter(network__project=OuterRef("pk")).annotate(
        many=Subquery(in_all.annotate(count=Count("pk")).values("count"))
    )
    projects = PartnershipProject.objects.public().select_related("office", "contact_point__successor")
    return (
        with_last_update(projects)
        .annotate(
            filled=Coalesce(filled, Value(Decimal(0))),
            in_counties=ArraySubquery(counties.values(json=JSONObject(name="name", slug="slug"))),
            in_networks=ArraySubquery(schemes.order_by("name").values(json=JSONObject(name="name", many="many"))),
        )
        .filter(slug=slug[:80])
        .first()
    )


def with_last_update(projects: PartnershipProjectQuerySet) -> PartnershipProjectQuerySet:
    """Each with `updated_at`: when the news of it that everybody may read were last changed; None where it has none."""
    news = ProjectUpdate.objects.published().filter(project=OuterRef("pk")).order_by("-changed_at")
    return projects.annotate(updated_at=Subquery(news.values("changed_at")[:1]))


def more_about(project: PartnershipProject, page: int) -> dict[str, Any]:
    """Its partners, money, figures and goals, that page of its updates, and the next meeting that everybody may see."""
    by_name = (norwegian_order("organisation__name"), "organisation", "pk")
    rows = list(project.partners.select_related("organisation").order_by(*by_name))
    grants = list(project.grants.counting().select_related("granted_by", "scheme").order_by("valid_from", "pk"))
    read_successors([*(row.organisation for row in rows), *(grant.granted_by for grant in grants)])
    funders = [row for row in rows if row.role == PartnerRole.FUNDER]
    together, left = words.members(project, [row for row in rows if row.role != PartnerRole.FUNDER])
    filled: Decimal = project.filled  # type: ignore[attr-defined]
    return {
        "is_over": project.status == ProjectStatus.ENDED,
        "period": words.period(project),
        "colour": words.COLOURS[ProjectStatus(project.status)],
        "key_figures": words.key_figures(_figures(project), len(together)),
        "together": together,
        "partners_heading": words.how_many_partners(len(together)),
        "left": left,
        "funding": words.funding(project, grants, funders),
        "plot": plot_of_money(money_by_year(grants)) if project.shows_amounts and grants else None,
        "positions": words.positions(project.positions_wanted, filled),
        "goals": [words.goal_line(goal, filled) for goal in _goals(project)],
        "meeting": next_meeting(of_project(project)),
        "contact_point": _contact_point(project),
        **_updates(project, page),
    }


def _figures(project: PartnershipProject) -> Figures | None:
    """Of the contact point, in months that are over: what changes from day to day would tell of single people."""
    if project.contact_point_id is None or project.starts_on is None:
        return None
    until = first_of(clock.today())
    if project.ends_on:
        until = min(until, after(first_of(project.ends_on - timedelta(days=1))))
    since = first_of(project.starts_on)
    return figures(since, until, contact_points=[project.contact_point_id]) if since < until else None


def _goals(project: PartnershipProject) -> Iterable[Goal]:
    last = GoalResult.objects.filter(goal=OuterRef("pk")).order_by("-year")
    return project.goals.annotate(
        reached_in=Subquery(last.values("year")[:1]), reached_last=Subquery(last.values("reached")[:1])
    )


def _updates(project: PartnershipProject, page: int) -> dict[str, Any]:
    first = (page - 1) * UPDATES_PER_PAGE
    found = list(ProjectUpdate.objects.published().filter(project=project)[first : first + UPDATES_PER_PAGE + 1])
    return {
        "updates": found[:UPDATES_PER_PAGE],
        "page": page,
        "previous": f"?side={page - 1}#nytt" if page > 1 else "",
        "next": f"?side={page + 1}#nytt" if len(found) > UPDATES_PER_PAGE else "",
    }


def of_project(project: PartnershipProject) -> Q:
    """Meetings of the partners, and of the networks of the schemes that the project is in or has money of."""
    return (
        Q(project=project)
        | Q(scheme__in=project.networks.values("scheme"))
        | Q(scheme__in=project.grants.values("scheme"))
    )


def of_public_projects() -> Q:
    """Meetings of networks, and of projects that everybody may read about."""
    return Q(project=None) | Q(project__is_public=True)


def next_meeting(which: Q | None = None) -> Meeting | None:
    """The next public one; of all, or of those."""
    to_come = NetworkMeeting.objects.public().to_come().select_related("project", "scheme")
    meeting = to_come.filter(of_public_projects(), which or Q()).first()
    return Meeting.of(meeting) if meeting else None


def _contact_point(project: PartnershipProject) -> ContactPoint | None:
    """The one that the project builds, or who took over from it, if the public finds it."""
    one = project.contact_point
    if one is not None and one.status == Status.CLOSED:
        one = one.living_successor
    return one if one is not None and one.status in (Status.PUBLISHED, Status.PAUSED) else None
