"""What a coordinator should look at today, of the projects of their office: what is due, over a limit, or missing.

Each is a line with the page where it is mended. The queries are the same few, however many projects there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contactpoints.models import User
from linkportal.kit import clock
from linkportal.kit.money import kroner
from linkportal.kit.panels import Line
from linkportal.kit.text import norwegian_key
from partners import warnings
from partners.deadlines import Deadline, deadlines
from partners.enums import DocumentKind, GrantStatus, ProjectStatus
from partners.models import (
    BudgetLine,
    Document,
    Expense,
    Goal,
    Grant,
    PartnershipProject,
    ProjectPartner,
    ProjectUpdate,
)

DUE_WITHIN_DAYS = 30
NEWS_AFTER = timedelta(days=182)
_AT_WORK = (ProjectStatus.ESTABLISHING, ProjectStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Today:
    """What there is to do, under three headings."""

    due: list[Line]  # within a month, or already over: the most urgent first
    over: list[Line]  # limits that are broken
    missing: list[Line]  # what is not there yet, project by project


def of_today(user: User) -> Today | None:
    """What there is to do in the projects of the offices where `user` works; None for whom has none."""
    projects = _projects(user) if user.office_ids else []
    if not projects:
        return None
    grants = _grants(user)
    findings = warnings.of_read(grants, kinds=(warnings.Kind.OVER, warnings.Kind.MISSING))
    missing = [_line(one) for one in findings if one.kind == warnings.Kind.MISSING]
    missing += [*_of_projects(projects), *_of_grants(grants), *_of_expenses(user)]
    return Today(
        due=[_deadline(one) for one in deadlines(user, DUE_WITHIN_DAYS)],
        over=[_line(one) for one in findings if one.kind == warnings.Kind.OVER],
        missing=sorted(missing, key=lambda line: norwegian_key(line.about)),
    )


def _deadline(one: Deadline) -> Line:
    said = _("%(what)s. Fristen var %(day)s.") if one.is_late else _("%(what)s. Frist %(day)s.")
    text = said % {"what": one.what, "day": date_format(one.day, "j. F Y")}
    return Line(str(one.project), text, one.path, is_late=one.is_late)


def _line(finding: warnings.Finding) -> Line:
    return Line(str(finding.grant.project), f"{finding.grant}: {finding.text}", finding.path)


def _change(row: Any) -> str:
    return reverse(f"admin:partners_{row._meta.model_name}_change", args=[row.pk])


def _projects(user: User) -> list[Any]:
    """All that `user` sees, with what is asked about below."""
    today = clock.today()
    mine = OuterRef("pk")
    news = ProjectUpdate.objects.filter(project=mine, is_published=True, published_on__gt=today - NEWS_AFTER)
    return list(
        PartnershipProject.objects.visible_to(user).annotate(
            has_goals=Exists(Goal.objects.filter(project=mine)),
            has_partners=Exists(ProjectPartner.objects.on(today).filter(project=mine)),
            has_news=Exists(news),
        )
    )


def _of_projects(projects: Iterable[Any]) -> Iterator[Line]:
    """What is missing in projects that have begun and not ended."""
    for project in projects:
        if project.status in (ProjectStatus.IDEA, ProjectStatus.ENDED):
            continue
        at_work = project.status in _AT_WORK
        missing = (
            (not project.has_goals, _("Har ingen mål.")),
            (not project.has_partners, _("Har ingen partnere i dag.")),
            (at_work and project.contact_point_id is None, _("Har ikke noe kontaktpunkt.")),
            (at_work and project.is_public and not project.has_news, _("Har ingen nyhet fra det siste halvåret.")),
        )
        yield from (Line(str(project), text, _change(project)) for is_missing, text in missing if is_missing)


def _grants(user: User) -> list[Any]:
    """All awards that `user` sees, with what is asked about below."""
    mine = OuterRef("pk")
    grants = warnings.to_be_read(Grant.objects.visible_to(user)).annotate(
        has_letter=Exists(Document.objects.filter(grant=mine, kind=DocumentKind.AWARD)),
        has_budget=Exists(BudgetLine.objects.filter(grant=mine, year=clock.today().year)),
    )
    return list(grants.order_by("project__name", "project", "valid_from", "pk"))


def _of_grants(grants: Iterable[Any]) -> Iterator[Line]:
    """Awards without their letter or a budget for this year, and drafts of which the period has begun."""
    today = clock.today()
    for grant in grants:
        if grant.status == GrantStatus.SETTLED or grant.valid_from > today:
            continue
        has_ended = grant.valid_until <= today
        missing = (
            (grant.is_draft, _("Er fortsatt en kladd, men perioden har begynt.")),
            (not grant.is_draft and grant.letter_on is None, _("Datoen på tilsagnsbrevet mangler.")),
            (not grant.is_draft and not grant.has_letter, _("Tilsagnsbrevet er ikke lastet opp.")),
            (not grant.is_draft and not has_ended and not grant.has_budget, _("Har ikke noe budsjett for i år.")),
        )
        yield from (
            Line(str(grant.project), f"{grant}: {text}", _change(grant)) for is_missing, text in missing if is_missing
        )


def _of_expenses(user: User) -> Iterator[Line]:
    """Vouchers of this year and the last that no award covers, of projects that have one: counted, in one line."""
    since = clock.today().replace(month=1, day=1, year=clock.today().year - 1)
    grants = Grant.objects.counting().filter(project=OuterRef("project"))
    open_ones = Expense.objects.visible_to(user).not_allocated().filter(Exists(grants), spent_on__gte=since)
    lists = reverse("admin:partners_expense_changelist")
    counted = open_ones.order_by("project__name").values("project", "project__name")
    for row in counted.annotate(count=Count("pk"), sum=Sum("amount")):
        text = ngettext(
            "%(count)d utgift på %(sum)s kroner er ikke fordelt.",
            "%(count)d utgifter på til sammen %(sum)s kroner er ikke fordelt.",
            row["count"],
        )
        words = {"count": row["count"], "sum": kroner(row["sum"])}
        yield Line(row["project__name"], text % words, f"{lists}?fordelt=ikke&project__id__exact={row['project']}")
