"""All groups of a person's places: where each stands, and the one thing to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contactpoints.models import User
from groups.enums import GROUP_THEMES, CancelReason, EndReason, GroupStatus, Theme
from groups.forming.next_steps import Facts, NextStep, facts_of, next_step_of
from groups.inquiries.dues import Due
from groups.models import SelfHelpGroup
from linkportal.kit import clock

PER_PAGE = 40
SOON = timedelta(weeks=1)  # what is to be done so soon is marked


@dataclass(frozen=True, slots=True)
class Row:
    """One group in a list. `step` is None where it is over."""

    group: SelfHelpGroup
    title: str
    about: str
    due: Due
    step: NextStep | None = None

    @property
    def is_late(self) -> bool:
        return self.step is not None and self.step.is_late

    @property
    def status(self) -> str:
        return str(GroupStatus(self.group.status).label)


def living(user: User) -> list[Row]:
    """Those that somebody helps or asks about now and then, by status and then by what is to be done first.

    Four queries, however many there are: with all of them one knows what is most urgent.
    """
    groups = list(SelfHelpGroup.objects.visible_to(user).alive().with_places())
    facts = facts_of(groups)
    rows = [_row(one, facts[one.pk]) for one in groups]
    return sorted(rows, key=lambda one: (list(GroupStatus).index(GroupStatus(one.group.status)), *_urgency(one)))


def most_urgent(rows: list[Row]) -> Row | None:
    """The group with which something is to be done first of all."""
    return min((one for one in rows if one.step), key=_urgency, default=None)


def counted(rows: list[Row]) -> list[tuple[str, int]]:
    """How many there are in each status, in the words of the status; those without any are left out."""
    return list(Counter(one.status for one in rows).items())


def over(user: User, page: int) -> tuple[list[Row], bool]:
    """Those that have ended or never came about, the last ones first, and whether there are more. One query."""
    first = (page - 1) * PER_PAGE
    groups = SelfHelpGroup.objects.visible_to(user).over().with_places().order_by("-ended_on", "-pk")
    found = list(groups[first : first + PER_PAGE + 1])
    return [_ended(one) for one in found[:PER_PAGE]], len(found) > PER_PAGE


def gathering(user: User) -> list[SelfHelpGroup]:
    """Those that gather now, the latest first. One query."""
    return list(SelfHelpGroup.objects.visible_to(user).filter(status=GroupStatus.GATHERING).with_places())


def _row(group: SelfHelpGroup, facts: Facts) -> Row:
    step = next_step_of(group, facts)
    about = [group.host.name, _since(group), _numbers(group, facts)]
    return Row(group, _title(group), " · ".join(part for part in about if part), _due(step), step)


def _urgency(row: Row) -> tuple[date, int, int]:
    on = row.step.on if row.step else date.max
    return on, GROUP_THEMES.index(Theme(row.group.theme)), row.group.pk


def _due(step: NextStep | None) -> Due:
    if step is None:
        return Due("", "neutral")
    if step.is_late:
        return Due(step.sentence, "danger")
    return Due(step.sentence, "warning" if step.on - clock.today() <= SOON else "info")


def _since(group: SelfHelpGroup) -> str:
    words = {
        GroupStatus.GATHERING: _("samles siden %(day)s"),
        GroupStatus.STARTING: _("i oppstart siden %(day)s"),
        GroupStatus.RUNNING: _("selvgående siden %(day)s"),
    }[GroupStatus(group.status)]
    return words % {"day": _day(group.since)}


def _numbers(group: SelfHelpGroup, facts: Facts) -> str:
    if group.participants is not None:
        return ngettext("%(number)d deltaker", "%(number)d deltakere", group.participants) % {
            "number": group.participants
        }
    if not facts.asked:
        return _("ingen er spurt ennå")
    return _("%(yes)d av %(asked)d har sagt ja") % {"yes": facts.yes, "asked": facts.asked}


def _ended(group: SelfHelpGroup) -> Row:
    reasons = dict([*EndReason.choices, *CancelReason.choices])
    about = " · ".join([group.host.name, str(reasons.get(group.end_reason, ""))])
    words = f"{GroupStatus(group.status).label} {_day(group.ended_on or group.since)}"
    return Row(group, _title(group), about, Due(words, "neutral", "check"))


def _day(day: date) -> str:
    return date_format(day, "j. F" if day.year == clock.today().year else "j. F Y")


def _title(group: SelfHelpGroup) -> str:
    return f"{group.get_theme_display()}, {group.municipality.label}"
