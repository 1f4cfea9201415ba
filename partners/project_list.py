"""The public list of projects: those that go on, and those that are over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Prefetch, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from contactpoints.models import County
from linkportal.kit import clock
from partners import public_words as words
from partners.enums import PartnerRole, ProjectStatus
from partners.models import PartnershipProject
from partners.models.projects import PartnershipProjectQuerySet
from partners.project_page import with_last_update

PER_PAGE = 30
UPDATES = 4


@dataclass(frozen=True, slots=True)
class Listed:
    """One project with what the list says of it."""

    name: str
    path: str
    summary: str
    period: str
    status: str
    colour: str
    where: str
    partners: str
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """Projects under one heading."""

    heading: str
    projects: list[Listed]


def page_of(projects: PartnershipProjectQuerySet, page: int) -> tuple[list[Part], bool]:
    """The projects of that page, and whether there is one more page."""
    today, first = clock.today(), (page - 1) * PER_PAGE
    still = Q(partners__valid_until=None) | Q(partners__valid_until__gt=today)
    found = (
        with_last_update(projects)
        .annotate(members=Count("partners__organisation", ~Q(partners__role=PartnerRole.FUNDER) & still, distinct=True))
        .prefetch_related(Prefetch("counties", County.objects.by_name()))
        .by_start()[first : first + PER_PAGE + 1]
    )
    listed = list(found)
    return list(_parts(listed[:PER_PAGE])), len(listed) > PER_PAGE


def _parts(projects: list[PartnershipProject]) -> Iterator[Part]:
    for is_over, group in groupby(projects, key=lambda one: one.status == ProjectStatus.ENDED):
        yield Part(_("Avsluttet") if is_over else _("I gang og på vei"), [_listed(one) for one in group])


def _listed(project: PartnershipProject) -> Listed:
    members: int = project.members  # type: ignore[attr-defined]
    return Listed(
        project.name,
        project.get_absolute_url(),
        project.summary,
        words.period(project),
        str(project.get_status_display()),
        words.COLOURS[ProjectStatus(project.status)],
        get_text_list([county.name for county in project.counties.all()], _("og")),
        words.how_many_partners(members) if members else "",
        project.updated_at,  # type: ignore[attr-defined]
    )
