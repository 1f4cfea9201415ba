"""Days of an inquiry in a few words: when it came, and what is due when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from groups.enums import IN_HAND, Outcome, Status
from groups.models import Inquiry
from linkportal.kit import clock


class Due(NamedTuple):
    """What is due next, for a tag: the words, a colour of Designsystemet, and the name of an icon."""

    words: str
    colour: str
    icon: str = "clock"


_STANDING = {
    Status.QUARANTINED: (_lazy("Til kontroll"), "warning", "lock"),
    Status.NEW: (_lazy("Ny"), "info", "inbox"),
    Status.TAKEN: (_lazy("Svart"), "info", "check"),
    Status.WAITING: (_lazy("Venter på gruppe"), "info", "people"),
    Status.PASSING: (_lazy("På vei videre"), "info", "go"),
    Status.CLOSED: (_lazy("Avsluttet"), "neutral", "check"),
    Status.WITHDRAWN: (_lazy("Trukket tilbake"), "neutral", "check"),
}


def due_of(inquiry: Inquiry) -> Due:
    """What should happen next and until when; where nothing is, how it stands."""
    if inquiry.due_on is not None and inquiry.status in IN_HAND:
        return _due_on(inquiry.due_on, is_answer=inquiry.due_on == inquiry.answer_due_on)
    words = Outcome(inquiry.outcome).label if inquiry.outcome else _STANDING[Status(inquiry.status)][0]
    return Due(str(words), *_STANDING[Status(inquiry.status)][1:])


def _due_on(day: date, *, is_answer: bool) -> Due:
    left = day - clock.today()
    if left < timedelta(0):
        words = _("Fristen gikk ut %(day)s") if is_answer else _("Skulle følges opp %(day)s")
        return Due(words % {"day": day_words(day)}, "danger")
    near = {timedelta(0): _("i dag"), timedelta(1): _("i morgen")}.get(left)
    if is_answer:
        words, calm = _("Svar innen %(day)s"), "neutral"
    else:
        words, calm = _("Følges opp %(day)s"), "info"
    return Due(words % {"day": near or day_words(day)}, "warning" if near else calm)


def day_words(day: date) -> str:
    """As in `ons. 17. juni`; with the year where it is another."""
    return date_format(day, "D. j. F" if day.year == clock.today().year else "j. F Y").lower()


def came_words(moment: datetime) -> str:
    """When it came: `i dag kl. 9.12`, `8. juni`, `8. juni 2025`."""
    local = timezone.localtime(moment)
    if local.date() == clock.today():
        return _("i dag kl. %(time)s") % {"time": f"{local.hour}.{local.minute:02}"}
    return date_format(local, "j. F" if local.year == clock.today().year else "j. F Y")
