"""What the public page of a project says of its partners, funders, figures and goals, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups.statistics import Figures, shown
from linkportal.kit import clock
from linkportal.kit.money import in_groups
from linkportal.kit.text import in_words
from partners.enums import Indicator, PartnerRole, ProjectStatus
from partners.models import Goal, Grant, PartnershipProject, ProjectPartner
from partners.succession import who_answers

COLOURS = {
    ProjectStatus.IDEA: "neutral",
    ProjectStatus.APPLIED: "neutral",
    ProjectStatus.ESTABLISHING: "info",
    ProjectStatus.RUNNING: "success",
    ProjectStatus.ENDED: "neutral",
}
_UNITS: Mapping[str, object] = {
    Indicator.INQUIRIES: gettext_lazy("henvendelser"),
    Indicator.MUNICIPALITIES: gettext_lazy("kommuner"),
    Indicator.GROUPS_STARTED: gettext_lazy("nye grupper"),
    Indicator.GROUPS_RUNNING: gettext_lazy("grupper i gang"),
    Indicator.EVENTS: gettext_lazy("arrangementer"),
    Indicator.PARTICIPANTS: gettext_lazy("deltakere"),
    Indicator.DAYS_TO_ANSWER: gettext_lazy("dager"),
    Indicator.POSITIONS: gettext_lazy("årsverk"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A partner: its name, what it does, and what it is in the project since when."""

    name: str
    website: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Funding:
    """Who gave money, for what and which years; how much only where the project shows it."""

    name: str
    what: str
    amount: Decimal | None
    answering: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number that stands alone, and what it counts."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal, what it aims at, and what was reached of that last, where that is known."""

    title: str
    target: str
    reached: str


def years(first: date, until: date | None) -> str:
    """«2021 til 2024» for half-open days, «2024» where it is one year, «2021» and on where there is no end."""
    last = (until - timedelta(days=1)).year if until else None
    if last in (None, first.year):
        return str(first.year)
    return _("%(first)s til %(last)s") % {"first": first.year, "last": last}


def period(project: PartnershipProject) -> str:
    """How long the project lasts, after the word «Partnerskap»."""
    if project.starts_on is None:
        return _("Partnerskap")
    if project.ends_on:
        return _("Partnerskap, %(years)s") % {"years": years(project.starts_on, project.ends_on)}
    if project.starts_on > clock.today():
        return _("Partnerskap fra %(year)s") % {"year": project.starts_on.year}
    return _("Partnerskap siden %(year)s") % {"year": project.starts_on.year}


def members(project: PartnershipProject, rows: Iterable[ProjectPartner]) -> tuple[list[Member], list[Member]]:
    """Who takes part, and who did: those who were there until the end of a project take part in it."""
    day = clock.today()
    if project.ends_on and project.ends_on <= day:
        day = project.ends_on - timedelta(days=1)
    together: list[Member] = []
    left: list[Member] = []
    for _key, group in groupby(rows, key=lambda row: row.organisation_id):
        roles = list(group)
        is_in = any(row.valid_until is None or row.valid_until > day for row in roles)
        (together if is_in else left).append(_member(project, roles, is_in=is_in))
    return together, left


def _member(project: PartnershipProject, roles: list[ProjectPartner], *, is_in: bool) -> Member:
    organisation = roles[0].organisation
    names = [str(row.get_role_display()) for row in roles if row.role != PartnerRole.PARTNER]
    since = min(row.valid_from for row in roles)
    lines = [
        organisation.short_name,
        organisation.about,
        capfirst(get_text_list([name.lower() for name in dict.fromkeys(names)], _("og"))),
    ]
    if not is_in:
        last = max(row.valid_until for row in roles if row.valid_until) - timedelta(days=1)
        lines.append(_("Med fra %(first)s til %(last)s") % {"first": _month(since), "last": _month(last)})
    elif since > clock.today():
        lines.append(_("Med fra %(month)s") % {"month": _month(since)})
    elif project.starts_on and (since.year, since.month) > (project.starts_on.year, project.starts_on.month):
        lines.append(_("Med siden %(month)s") % {"month": _month(since)})
    lines.append(who_answers(organisation))
    return Member(organisation.name, organisation.website, [line for line in lines if line])


def _month(day: date) -> str:
    return date_format(day, "F Y")


def how_many_partners(number: int) -> str:
    """«Sju partnere»; «Partnere» where all have left."""
    if not number:
        return _("Partnere")
    return capfirst(ngettext("%(number)s partner", "%(number)s partnere", number) % {"number": in_words(number)})


def funding(project: PartnershipProject, grants: Iterable[Grant], rows: Iterable[ProjectPartner]) -> list[Funding]:
    """Every award, and those who are called funders without one."""
    found = [
        Funding(
            grant.granted_by.name,
            f"{grant.scheme.name}, {years(grant.valid_from, grant.valid_until)}",
            grant.amount if project.shows_amounts else None,
            who_answers(grant.granted_by),
        )
        for grant in grants
    ]
    named = {one.name for one in found}
    others = (row.organisation for row in rows if row.organisation.name not in named)
    return found + [Funding(one.name, one.about, None, who_answers(one)) for one in dict.fromkeys(others)]


def key_figures(figures: Figures | None, partners: int) -> list[KeyFigure]:
    """What the log tells of the project's contact point, small numbers hidden, without noughts; and the partners."""
    found = []
    if figures:
        seen = figures.for_others()
        mark = _(" (eksempel)") if figures.is_example else ""
        for number, words in (
            (seen.municipalities, _("kommuner nådd")),
            (seen.groups_started, _("grupper startet")),
        ):
            if number != 0:
                found.append(KeyFigure(shown(number), words + mark))
        if seen.days_to_answer is not None:
            found.append(KeyFigure(shown(seen.days_to_answer), _("dager til første svar") + mark))
    if found and partners:
        found.append(KeyFigure(str(partners), ngettext("partner", "partnere", partners)))
    return found


def positions(wanted: Decimal, filled: Decimal) -> str:
    """«1,5 av 2 årsverk besatt»; nothing where none is wanted."""
    if not wanted:
        return ""
    return _("%(filled)s av %(wanted)s årsverk besatt") % {"filled": _plain(filled), "wanted": _plain(wanted)}


def goal_line(goal: Goal, filled: Decimal) -> GoalLine:
    """A goal with `reached_in` and `reached_last` of what is counted by hand."""
    unit = str(_UNITS.get(goal.indicator, goal.unit))
    reached = ""
    if goal.indicator == Indicator.POSITIONS:
        reached = _("%(number)s årsverk nå") % {"number": _plain(filled)}
    elif goal.indicator == Indicator.OWN and goal.reached_in:  # type: ignore[attr-defined]
        words = {"number": _plain(goal.reached_last), "unit": unit, "year": goal.reached_in}  # type: ignore[attr-defined]
        reached = _("%(number)s %(unit)s i %(year)s") % words
    return GoalLine(goal.title, _target(goal, unit), reached)


def _target(goal: Goal, unit: str) -> str:
    if goal.target is None:
        return ""
    words = {"number": _plain(goal.target), "unit": unit}
    if goal.indicator == Indicator.DAYS_TO_ANSWER:
        return _("Høyst %(number)s %(unit)s") % words
    if goal.indicator in (Indicator.POSITIONS, Indicator.GROUPS_RUNNING):
        return f"{words['number']} {unit}"
    return _("%(number)s %(unit)s i året") % words


def _plain(number: Decimal) -> str:
    """With as few decimals as it needs."""
    return in_groups(number.normalize())
