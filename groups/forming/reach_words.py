"""Where a group is within reach, as one says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from contactpoints.grid import distance_km
from groups.enums import ContactTime, Theme
from groups.forming.circles import Circle, WithinReach
from groups.forming.numbers import how_far
from groups.forming.reach import is_within_reach
from groups.models import SelfHelpGroup


class Proposal(NamedTuple):
    """A group that could be made: who waits for it, whether they are enough, the query of the page that makes it, and
    those that gather there already about the same.
    """

    words: str
    enough: str
    office: str
    query: str
    already: list[SelfHelpGroup]


class Line(NamedTuple):
    """How many wait for the same, and where."""

    theme: str
    places: str
    people: int


def proposals(circles: Iterable[Circle], gathering: Sequence[SelfHelpGroup] = ()) -> list[Proposal]:
    """The circles as one reads them, each with those of the `gathering` groups that its people could be asked by."""
    return [
        Proposal(
            waits_for(one),
            how_far(one.people),
            one.office.name,
            one.query,
            [group for group in gathering if _is_for(group, one)],
        )
        for one in circles
    ]


def lines(found: WithinReach) -> list[Line]:
    """Everybody who waits, by what they wait for."""
    return [
        Line(
            str(Theme(one.theme).label),
            ", ".join(f"{place.label} {number}" for place, number in one.places),
            one.people,
        )
        for one in found.by_theme
    ]


def about(theme: str) -> str:
    """As in "om sorg og tap", or "på tvers av problemer"."""
    label = str(Theme(theme).label)
    words = f"{label[:1].lower()}{label[1:]}"
    return words if theme == Theme.ACROSS else _("om %(theme)s") % {"theme": words}


def waits_for(circle: Circle) -> str:
    """As in "3 i Skien og Porsgrunn venter på en kveldsgruppe om sorg og tap"."""
    return _sentence(circle.time_of_day) % {
        "number": circle.people,
        "places": listed([place.label for place, _number in circle.places]),
        "about": about(circle.theme),
    }


def listed(words: Sequence[str]) -> str:
    """As in "Bamble, Skien og Porsgrunn"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s og %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _sentence(time_of_day: str) -> str:
    return {
        "": _("%(number)d i %(places)s venter på en gruppe %(about)s"),
        ContactTime.MORNING: _("%(number)d i %(places)s venter på en formiddagsgruppe %(about)s"),
        ContactTime.AFTERNOON: _("%(number)d i %(places)s venter på en ettermiddagsgruppe %(about)s"),
        ContactTime.EVENING: _("%(number)d i %(places)s venter på en kveldsgruppe %(about)s"),
    }[time_of_day]


def _is_for(group: SelfHelpGroup, circle: Circle) -> bool:
    km = distance_km(group.municipality.position, circle.middle.position)
    return group.office_id == circle.office.pk and group.theme == circle.theme and is_within_reach(km)
