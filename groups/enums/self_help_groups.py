"""The closed lists of words of self-help groups, and which step may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.enums.inquiries import Theme

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text


class GroupStatus(models.TextChoices):
    """Where a group stands on its way from the first wish to running by itself."""

    GATHERING = "gathering", _("Samles")
    STARTING = "starting", _("I oppstart")
    RUNNING = "running", _("Selvgående")
    ENDED = "ended", _("Avsluttet")
    CANCELLED = "cancelled", _("Ble ikke noe av")


# Somebody helps it, or asks now and then how it goes.
ALIVE = (GroupStatus.GATHERING, GroupStatus.STARTING, GroupStatus.RUNNING)
# It has met: from here on only the number of its participants is kept.
STARTED = (GroupStatus.STARTING, GroupStatus.RUNNING, GroupStatus.ENDED)

# What everybody may read about one that is shown.
SHOWN_AS: Mapping[GroupStatus, Text] = {
    GroupStatus.GATHERING: _("Starter snart, det er plass"),
    GroupStatus.STARTING: _("I gang, og tar imot nye"),
    GroupStatus.RUNNING: _("I gang, og tar imot nye"),
}

# What a group can be about: the answers that are none lead to a group across problems.
GROUP_THEMES = tuple(theme for theme in Theme if theme not in (Theme.OTHER, Theme.RATHER_NOT_SAY))
ACROSS_TOO = ("", Theme.ACROSS, Theme.OTHER, Theme.RATHER_NOT_SAY)


class GroupStep(models.TextChoices):
    """What may happen to a group; each is an event in its history."""

    CREATE = "create", _("Begynt å samle")
    ASK = "ask", _("Spurt dem som venter")
    CHANGE = "change", _("Endret hva, hvor eller når")
    SHOW = "show", _("Vist på nettsiden")
    HIDE = "hide", _("Tatt av nettsiden")
    OPEN = "open", _("Åpnet for nye")
    CLOSE = "close", _("Stengt for nye")
    ADD_INITIATOR = "add_initiator", _("Igangsetter med")
    REMOVE_INITIATOR = "remove_initiator", _("Igangsetter gikk ut")
    CHECK = "check", _("Krysset av i sjekklisten")
    PLAN_MEETING = "plan_meeting", _("Møte avtalt")
    MOVE_MEETING = "move_meeting", _("Møte flyttet")
    CANCEL_MEETING = "cancel_meeting", _("Møte avlyst")
    HOLD_MEETING = "hold_meeting", _("Møte holdt")
    START = "start", _("Startet")
    RUN = "run", _("Igangsetterne trakk seg ut")
    FOLLOW_UP = "follow_up", _("Fulgt opp")
    END = "end", _("Avsluttet")
    CANCEL = "cancel", _("Ble ikke noe av")


@dataclass(frozen=True, slots=True)
class Move:
    """From which statuses a step may be taken, and to which it leads; None where the group stays as it is."""

    after: frozenset[GroupStatus]
    to: GroupStatus | None = None


_GATHERING = frozenset({GroupStatus.GATHERING})
_STARTING = frozenset({GroupStatus.STARTING})
_MEETS = frozenset({GroupStatus.STARTING, GroupStatus.RUNNING})
_ALIVE = frozenset(ALIVE)

# CREATE makes the group and has no status before it.
MOVES: Mapping[GroupStep, Move] = {
    GroupStep.CREATE: Move(frozenset(), GroupStatus.GATHERING),
    GroupStep.ASK: Move(_GATHERING),
    GroupStep.CHANGE: Move(_ALIVE),
    GroupStep.SHOW: Move(_ALIVE),
    GroupStep.HIDE: Move(_ALIVE),
    GroupStep.OPEN: Move(_ALIVE),
    GroupStep.CLOSE: Move(_ALIVE),
    GroupStep.ADD_INITIATOR: Move(_GATHERING | _STARTING),
    GroupStep.REMOVE_INITIATOR: Move(_GATHERING | _STARTING),
    GroupStep.CHECK: Move(_GATHERING | _STARTING),
    GroupStep.PLAN_MEETING: Move(_ALIVE),
    GroupStep.MOVE_MEETING: Move(_ALIVE),
    GroupStep.CANCEL_MEETING: Move(_ALIVE),
    GroupStep.HOLD_MEETING: Move(_ALIVE),
    GroupStep.START: Move(_GATHERING, GroupStatus.STARTING),
    GroupStep.RUN: Move(_STARTING, GroupStatus.RUNNING),
    GroupStep.FOLLOW_UP: Move(_MEETS),
    GroupStep.END: Move(_MEETS, GroupStatus.ENDED),
    GroupStep.CANCEL: Move(_GATHERING, GroupStatus.CANCELLED),
}


class StartItem(models.TextChoices):
    """What is to be in order when a group starts: two things before its first meeting, three at it."""

    ROOM = "room", _("Rommet er avtalt")
    KEY = "key", _("Noen har nøkkel og vet hvordan en låser")
    CONFIDENTIALITY = "confidentiality", _("Alle har gitt hverandre taushetsløfte")
    FRAMES = "frames", _("Rammene og prinsippene er gjennomgått")
    FIRST_DATE = "first_date", _("Alle vet når de møtes neste gang")


BEFORE_THE_START = (StartItem.ROOM, StartItem.KEY)


class FewReason(models.TextChoices):
    """Why a group starts with fewer than is advised."""

    MORE_ARE_COMING = "more_are_coming", _("Flere er på vei inn")
    SMALL_PLACE = "small_place", _("Stedet er lite, og flere er det ikke")
    THEY_WISH_IT = "they_wish_it", _("De som kom, vil begynne likevel")


class EndReason(models.TextChoices):
    """Why a group does not meet any more, or never came to it."""

    FINISHED = "finished", _("Gruppen er ferdig med det den ville")
    TOO_FEW = "too_few", _("For få var igjen")
    NO_PLACE = "no_place", _("Mistet møtestedet")
    MERGED = "merged", _("Slått sammen med en annen gruppe")
    DISAGREED = "disagreed", _("De ble ikke enige om hvordan de skulle møtes")
    UNKNOWN = "unknown", _("Vi får ikke kontakt med gruppen")


class CancelReason(models.TextChoices):
    """Why a group that gathered never met."""

    NOT_ENOUGH = "not_enough", _("For få ville være med")
    NO_INITIATOR = "no_initiator", _("Ingen kunne sette den i gang")
    NO_PLACE = "no_place", _("Fant ikke noe sted å møtes")
    MISTAKE = "mistake", _("Laget ved en feil")


class CandidateAnswer(models.TextChoices):
    """What one who was asked says."""

    YES = "yes", _("Vil være med")
    NO = "no", _("Vil ikke")
