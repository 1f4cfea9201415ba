"""Where an inquiry stands and what its deadline is, in words to staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups.enums import Status
from groups.models import Inquiry
from linkportal.kit import clock

SOON = timedelta(days=1)  # today and tomorrow


@dataclass(frozen=True, slots=True)
class Due:
    """A tag: its words, and how much they matter (`danger`, `warning`, `info`, `neutral`, `success`)."""

    words: str
    color: str


def due_of(inquiry: Inquiry) -> Due:
    """By when something has to happen, or why nothing has. No query."""
    match inquiry.status:
        case Status.QUARANTINED:
            return Due(_("Til kontroll"), "warning")
        case Status.PASSING:
            return Due(_("På vei videre"), "info")
        case Status.CLOSED:
            return Due(_("Avsluttet: %(outcome)s") % {"outcome": inquiry.get_outcome_display()}, "success")
        case Status.WITHDRAWN:
            return Due(_("Trukket tilbake"), "neutral")
    if inquiry.due_on is None:
        waits = inquiry.status == Status.WAITING
        return Due(_("Venter på gruppe"), "info") if waits else Due(_("Besvart"), "success")
    answers = inquiry.answer_due_on == inquiry.due_on
    words, color = _by_when(inquiry.due_on)
    if color == "danger":
        sentence = _("Fristen gikk ut %(day)s") if answers else _("Skulle vært fulgt opp %(day)s")
    else:
        sentence = _("Svar innen %(day)s") if answers else _("Følg opp %(day)s")
    return Due(sentence % {"day": words}, color)


def _by_when(day: date) -> tuple[str, str]:
    today = clock.today()
    words = {today: _("i dag"), today + SOON: _("i morgen")}.get(day) or date_format(day, "D. j. F").lower()
    return words, "danger" if day < today else "warning" if day <= today + SOON else "neutral"
