"""Where a group is within reach, as one says it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from groups.enums import ContactTime, Theme
from groups.forming.circles import Circle
from groups.forming.numbers import how_far


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


def proposal(circle: Circle) -> str:
    """Who waits for what, and how many more it takes, as two sentences."""
    return f"{waits_for(circle)}. {how_far(circle.people)}"


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
