"""Opening hours as one says them: `Mandag og onsdag 10 til 14`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import time

from django.utils.translation import gettext as _

from contactpoints.enums import Weekday
from contactpoints.models import OpeningHours

RUN = 3  # so many days in a row are said as the first and the last


def in_words(hours: Iterable[OpeningHours]) -> list[str]:
    """One line for all days with the same hours, in the order of the week."""
    by_day: dict[int, list[str]] = defaultdict(list)
    for one in sorted(hours, key=lambda one: (one.weekday, one.opens)):
        span = {"opens": _clock(one.opens), "closes": _clock(one.closes)}
        by_day[one.weekday].append(_("%(opens)s til %(closes)s") % span)
    by_span: dict[str, list[int]] = defaultdict(list)
    for day, spans in by_day.items():
        by_span[_and(spans)].append(day)
    return [f"{_days(days)} {span}" for span, days in by_span.items()]


def _days(days: list[int]) -> str:
    names = [str(Weekday(day).label) for day in days]
    if len(days) >= RUN and days[-1] - days[0] == len(days) - 1:
        return _("%(first)s til %(last)s") % {"first": names[0], "last": names[-1].lower()}
    return _and([names[0], *(name.lower() for name in names[1:])])


def _clock(at: time) -> str:
    return f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)


def _and(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(first)s og %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
