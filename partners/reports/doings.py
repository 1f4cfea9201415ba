"""What was done in a year: goals against results, the figures out of the log, positions and meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from contactpoints.models import Municipality
from groups.statistics import Figures, figures, shown
from linkportal.kit import clock
from partners.enums import Indicator, MeetingKind
from partners.models import FunderReport, Goal, GoalResult, Grant, NetworkMeeting, PartnershipProject
from partners.reports.layout import Column, Kind, Section, Table, Text, Value, in_full, short

# What the log counts, in the order of the table, with short words for its columns. The names are those of the figures.
COUNTED = {
    Indicator.INQUIRIES: _lazy("Henvendelser"),
    Indicator.MUNICIPALITIES: _lazy("Kommuner"),
    Indicator.GROUPS_STARTED: _lazy("Grupper startet"),
    Indicator.GROUPS_RUNNING: _lazy("Grupper i gang"),
    Indicator.EVENTS: _lazy("Arrangementer"),
    Indicator.PARTICIPANTS: _lazy("Deltakere"),
    Indicator.DAYS_TO_ANSWER: _lazy("Dager til svar"),
}
_FEWER_IS_BETTER = {Indicator.DAYS_TO_ANSWER}
Counted = Mapping[Indicator, Value]


@dataclass(frozen=True, slots=True)
class Log:
    """What the log counted in a year, as everybody may see it."""

    ours: Counted | None  # of the project's contact point, if it builds one
    others: Counted  # in its municipalities, of all others
    is_example: bool


def log_of(project: PartnershipProject, year: int) -> Log:
    """What was counted in that year."""
    since, until = date(year, 1, 1), date(year + 1, 1, 1)
    house = [project.contact_point_id] if project.contact_point_id else []
    others = figures(since, until, municipalities=municipalities_of(project), not_contact_points=house)
    if not house:
        return Log(None, _shown_figures(others), others.is_example)
    ours = figures(since, until, contact_points=house)
    return Log(_shown_figures(ours), _shown_figures(others), ours.is_example or others.is_example)


def figures_of(project: PartnershipProject, log: Log) -> Section:
    """The figures of the project's contact point, and on a line of their own those of others."""
    heading = _("Tall fra loggen")
    columns = (Column(_("Hvor")), *(Column(str(label), Kind.NUMBER) for label in COUNTED.values()))
    rows: list[list[Value]] = []
    if project.contact_point and log.ours:
        rows.append([project.contact_point.name, *(log.ours[one] for one in COUNTED)])
    rows.append([_("Andre saker i prosjektets kommuner"), *(log.others[one] for one in COUNTED)])
    notes = [_("Tall fra 1 til 4 vises ikke, så ingen kan kjennes igjen. Et snitt av så få svar vises heller ikke.")]
    if not log.ours:
        notes.append(_("Prosjektet bygger ikke noe kontaktpunkt, og har ingen egne tall."))
    if log.is_example:
        notes.append(_("Tallene er eksempler."))
    return Section(heading, notes, [Table(heading, columns, rows)])


def goals_of(report: FunderReport, log: Log) -> Section:
    """Goals against results, and what is written about each."""
    project, year = report.grant.project, report.year
    goals = list(project.goals.all())
    if not goals:
        return Section(_("Mål og resultater"), [_("Prosjektet har ingen mål ennå.")])
    said = dict(report.texts.values_list("goal", "text"))
    results = _results(goals, project, year, log.ours or {})
    columns = (
        Column(_("Mål")),
        Column(_("Måles i")),
        Column(_("Mål for året"), Kind.NUMBER),
        Column(_("Resultat"), Kind.NUMBER),
        Column(_("Nådd")),
    )
    rows: list[list[Value]] = [
        [goal.title, measure_of(goal), _short(goal.target), results[goal.pk], _is_reached(goal, results[goal.pk])]
        for goal in goals
    ]
    texts = [Text(goal.title, text) for goal in goals if (text := said.get(goal.pk, ""))]
    return Section(_("Mål og resultater"), [], [Table(_("Mål og resultater"), columns, rows)], texts)


def measure_of(goal: Goal) -> str:
    """What a goal is measured in, in words."""
    return goal.unit if goal.indicator == Indicator.OWN and goal.unit else str(goal.get_indicator_display())


def positions_of(project: PartnershipProject, year: int) -> Section:
    """Positions wanted, and those filled when the year was over; today, if it is not."""
    began, last = date(year, 1, 1), _end_of(year)
    that_year = Q(filled_until=None) | Q(filled_until__gt=began)
    filled = project.positions.filter(that_year).exclude(filled_from__gt=last).order_by("filled_from", "pk")
    columns = (
        Column(_("Stilling")),
        Column(_("Årsverk"), Kind.NUMBER),
        Column(_("Fra"), Kind.DAY),
        Column(_("Til"), Kind.DAY),
    )
    rows: list[list[Value]] = [
        [
            one.title,
            _short(one.full_time_equivalents),
            one.filled_from or _("ikke besatt"),
            one.filled_until - timedelta(days=1) if one.filled_until else None,
        ]
        for one in filled
    ]
    together = _short(project.positions_filled_on(last))
    sums: list[list[Value]] = [
        [_("Ønsket"), _short(project.positions_wanted)],
        [_("Besatt %(day)s") % {"day": in_full(last)}, together],
    ]
    tables = [Table(_("Årsverk"), (Column(_("Hva")), Column(_("Årsverk"), Kind.NUMBER)), sums)]
    return Section(_("Stillinger"), [], [*tables, *([Table(_("Stillinger"), columns, rows)] if rows else [])])


def meetings_of(grant: Grant, year: int) -> Section:
    """Meetings of the partners, and of the network under the scheme, with who presented what."""
    ours = Q(kind=MeetingKind.PARTNERSHIP, project=grant.project) | Q(kind=MeetingKind.NETWORK, scheme=grant.scheme)
    began, over = clock.midnight(date(year, 1, 1)), clock.midnight(date(year + 1, 1, 1))
    held = NetworkMeeting.objects.filter(ours, starts_at__gte=began, starts_at__lt=over, ends_at__lte=clock.now())
    columns = (Column(_("Dato"), Kind.DAY), Column(_("Møte")), Column(_("Slag")), Column(_("Innlegg")))
    rows: list[list[Value]] = [
        [
            timezone.localtime(one.starts_at).date(),
            one.title,
            str(one.get_kind_display()),
            "; ".join(f"{each.organisation.name}: {each.subject}" for each in one.presentations.all()),
        ]
        for one in held.prefetch_related("presentations__organisation").order_by("starts_at", "pk")
    ]
    if not rows:
        return Section(_("Møter"), [_("Ingen møter er ført opp for dette året.")])
    return Section(_("Møter"), [], [Table(_("Møter"), columns, rows)])


def municipalities_of(project: PartnershipProject) -> list[int]:
    """The keys of those a project is for: those it names, and all of its counties."""
    named = Q(projects=project) | Q(county__projects=project)
    return list(Municipality.objects.filter(named).order_by().values_list("pk", flat=True).distinct())


def _shown_figures(counted: Figures) -> Counted:
    """As everybody may see them: the small ones as a word."""
    seen = counted.for_others()
    found: dict[Indicator, Value] = {
        one: shown(None) if (value := getattr(seen, one.value)) is None else value for one in COUNTED
    }
    if seen.days_to_answer is None:
        found[Indicator.DAYS_TO_ANSWER] = _("vises ikke") if counted.answered else _("ingen svar")
    return found


def _results(goals: list[Goal], project: PartnershipProject, year: int, ours: Counted) -> dict[int, Value]:
    """What was reached of each goal: out of the log, the positions, or written down by hand."""
    by_hand = dict(GoalResult.objects.filter(goal__in=goals, year=year).values_list("goal", "reached"))
    filled = project.positions_filled_on(_end_of(year))
    return {goal.pk: _result(goal, by_hand.get(goal.pk), filled, ours) for goal in goals}


def _result(goal: Goal, by_hand: Decimal | None, filled: Decimal, ours: Counted) -> Value:
    if goal.indicator == Indicator.OWN:
        return _short(by_hand)
    return _short(filled) if goal.indicator == Indicator.POSITIONS else ours.get(Indicator(goal.indicator))


def _end_of(year: int) -> date:
    """The last day of the year, or today if it is not over."""
    return min(date(year, 12, 31), clock.today())


def _is_reached(goal: Goal, result: Value) -> str:
    """Whether it is, in a word; nothing where that can't be told, or would tell what is hidden."""
    if goal.target is None or not isinstance(result, int | Decimal):
        return ""
    is_reached = result <= goal.target if goal.indicator in _FEWER_IS_BETTER else result >= goal.target
    return _("ja") if is_reached else _("nei")


def _short(number: Decimal | None) -> Decimal | int | None:
    return None if number is None else short(number)
