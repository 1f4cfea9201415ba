"""The words of a reminder. It counts and names places, and of what is over its time the references: never content."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.inquiries.letters import staff_link
from groups.inquiries.waiting import Waiting, day_of


@dataclass(frozen=True, slots=True)
class Words:
    """What is above and inside the mail."""

    subject: str
    body: str


def of(backlog: list[Waiting], overdue: list[Waiting]) -> Words:
    """The mail about what waits for its reader, and about what has waited too long at places they stand behind."""
    parts = [_("Hei!"), *_backlog(backlog), *_overdue(overdue)]
    parts.append(_("Logg inn for å se alt som venter:\n%(link)s") % {"link": _inbox()})
    parts.append(_("Hilsen LINKportal"))
    return Words(_subject(backlog, overdue), "\n\n".join(parts))


def _subject(backlog: list[Waiting], overdue: list[Waiting]) -> str:
    if overdue:
        count = len(overdue)
        text = ngettext("%(count)s henvendelse har nådd fristen", "%(count)s henvendelser har nådd fristen", count)
    elif count := sum(one.awaits_answer or one.waits_for_control for one in backlog):
        text = ngettext("%(count)s henvendelse venter på dere", "%(count)s henvendelser venter på dere", count)
    else:
        count = len(backlog)
        text = ngettext("%(count)s henvendelse skal følges opp", "%(count)s henvendelser skal følges opp", count)
    return text % {"count": count}


def _backlog(backlog: list[Waiting]) -> list[str]:
    at_place = defaultdict[str, list[Waiting]](list)
    for one in backlog:
        if one.awaits_answer:
            at_place[one.receiver.name].append(one)
    lines = [_waiting_at(place, theirs) for place, theirs in at_place.items()]
    control = sum(one.waits_for_control for one in backlog)
    if control:
        lines.append(_("– %(count)s ligger til kontroll") % {"count": control})
    follow = sum(one.is_to_be_followed_up for one in backlog)
    if follow:
        lines.append(_("– %(count)s skal følges opp") % {"count": follow})
    return [_("Dette venter på dere:") + "\n" + "\n".join(lines)] if lines else []


def _waiting_at(place: str, theirs: list[Waiting]) -> str:
    text = ngettext(
        "– %(place)s: %(count)s venter på svar, siden %(day)s",
        "– %(place)s: %(count)s venter på svar, den eldste siden %(day)s",
        len(theirs),
    )
    return text % {"place": place, "count": len(theirs), "day": _since(theirs[0])}


def _overdue(overdue: list[Waiting]) -> list[str]:
    if not overdue:
        return []
    said = _("Disse har nådd fristen uten å få svar. Får de det ikke snart, sender vi dem videre til dere.")
    return [said, *(_late(one) for one in overdue)]


def _late(one: Waiting) -> str:
    inquiry = one.inquiry
    names = {"reference": inquiry.reference, "place": one.receiver.name, "day": _since(one)}
    text = _("%(reference)s hos %(place)s, siden %(day)s") % names
    # An office reads what its contact points have. What another office has, it reads when it gets it.
    is_theirs = inquiry.contact_point is not None and inquiry.office.is_open_on(one.day)
    return f"{text}:\n{staff_link(inquiry)}" if is_theirs else text


def _since(one: Waiting) -> str:
    since = one.inquiry.waits_since or one.inquiry.received_at
    return formats.date_format(day_of(since), "j. F")


def _inbox() -> str:
    return settings.SITE_URL + reverse("groups:inbox")
