"""What has happened to a group, in sentences to those who help it. None names anybody who takes part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import GroupStep
from groups.forming.words import MEETINGS
from groups.models import GroupEvent
from linkportal.kit import clock

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrOrPromise as Text

_SENTENCES: Mapping[str, Text] = {
    GroupStep.CREATE: gettext_lazy("%(who)s begynte å samle gruppen"),
    GroupStep.ASK: gettext_lazy("%(who)s spurte %(number)s som venter"),
    GroupStep.CHANGE: gettext_lazy("%(who)s endret hva, hvor eller når"),
    GroupStep.SHOW: gettext_lazy("%(who)s viste gruppen på nettsiden"),
    GroupStep.HIDE: gettext_lazy("%(who)s tok gruppen av nettsiden"),
    GroupStep.OPEN: gettext_lazy("%(who)s åpnet for nye"),
    GroupStep.CLOSE: gettext_lazy("%(who)s stengte for nye"),
    GroupStep.ADD_INITIATOR: gettext_lazy("%(who)s la til en igangsetter"),
    GroupStep.REMOVE_INITIATOR: gettext_lazy("%(who)s tok bort en igangsetter"),
    GroupStep.CHECK: gettext_lazy("%(who)s krysset av i sjekklisten"),
    GroupStep.PLAN_MEETING: gettext_lazy("%(who)s avtalte %(a_meeting)s %(day)s"),
    GroupStep.MOVE_MEETING: gettext_lazy("%(who)s flyttet %(the_meeting)s til %(day)s"),
    GroupStep.CANCEL_MEETING: gettext_lazy("%(who)s avlyste %(the_meeting)s %(day)s"),
    GroupStep.HOLD_MEETING: gettext_lazy("%(who)s noterte at %(number)s kom til %(the_meeting)s %(day)s"),
    GroupStep.START: gettext_lazy("%(who)s noterte at gruppen startet %(day)s, med %(number)s"),
    GroupStep.RUN: gettext_lazy("%(who)s noterte at igangsetterne har trukket seg ut"),
    GroupStep.FOLLOW_UP: gettext_lazy("%(who)s fulgte opp gruppen: %(number)s er med"),
    GroupStep.END: gettext_lazy("%(who)s noterte at gruppen er slutt: %(why)s"),
    GroupStep.CANCEL: gettext_lazy("%(who)s noterte at det ikke ble noe av gruppen: %(why)s"),
}


def sentence(event: GroupEvent) -> str:
    """What happened and who noted it, without a full stop. No query if the event has `by`."""
    a_meeting, the_meeting = MEETINGS.get(event.kind, ("", ""))
    why = str(event.get_reason_display())
    return _SENTENCES[event.step] % {
        "who": str(event.by) if event.by else _("Noen"),
        "number": event.number,
        "day": date_format(event.day, "j. F") if event.day else "",
        "a_meeting": a_meeting,
        "the_meeting": the_meeting,
        "why": f"{why[:1].lower()}{why[1:]}",
    }


def reason(event: GroupEvent) -> str:
    """Why a group began with fewer than is advised; else empty."""
    return str(event.get_reason_display()) if event.step == GroupStep.START and event.reason else ""


def when(day: date) -> str:
    """`i dag`, `8. juni`, or with its year where that is another one."""
    if day == clock.today():
        return _("i dag")
    return date_format(day, "j. F" if day.year == clock.today().year else "j. F Y")


def meanwhile(events: Iterable[GroupEvent]) -> list[str]:
    """One sentence for each thing that happened while somebody's page was open: «Berit åpnet for nye, i dag.»"""
    return [f"{sentence(event)}, {when(event.on)}." for event in events]
