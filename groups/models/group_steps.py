"""The steps of a group's life. Each is one transaction: the row locked, changed, saved with its event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import models, transaction

from contactpoints.models import ContactPoint, DistrictOffice
from groups.enums import (
    MOVES,
    CancelReason,
    EndReason,
    EventKind,
    FewReason,
    GroupStatus,
    GroupStep,
    StartItem,
)
from groups.models.steps import ChangedMeanwhile, MoveNotAllowed
from linkportal.kit import clock

if TYPE_CHECKING:
    from contactpoints.models import User
    from groups.models.initiators import Initiator
    from groups.models.self_help_groups import GroupEvent, SelfHelpGroup

MOST_INITIATORS = 2
FEWEST = 2  # one person alone is no group


class TooFew(MoveNotAllowed):
    """A group shall start with fewer than is advised, and nobody has said why; or with nobody to meet."""


class TooManyInitiators(MoveNotAllowed):
    """Two help a group begin, and no more."""


class GroupSteps(models.Model):
    """What may be done to a group. `seen` is the key of the last event that was on the screen of who does it."""

    # Of `SelfHelpGroup`, which these are the methods of.
    reference: Any
    status: Any
    since: Any
    is_open: Any
    is_shown: Any
    checklist: Any
    participants: Any
    few_reason: Any
    started_on: Any
    followed_up_on: Any
    ended_on: Any
    end_reason: Any
    contact_point: Any
    events: Any
    candidates: Any
    helpers: Any
    office: Any

    class Meta:
        abstract = True

    @property
    def host(self) -> DistrictOffice | ContactPoint:
        """Who helps it."""
        raise NotImplementedError

    @contextmanager
    def step(self, step: GroupStep, *, by: User | None, seen: int | None = None) -> Iterator[GroupEvent]:
        """Take one step: the row is locked and read anew, changed inside the block, saved with its event.

        Where the table says so the step leads to another status. Raises `ChangedMeanwhile` if something happened after
        `seen`, and `MoveNotAllowed` if the group no longer stands where the step can be taken.
        """
        from groups.models.self_help_groups import GroupEvent

        with transaction.atomic():
            # Not a lock against rows that point here: those are written by others, who wait for nothing of ours.
            rows: Any = type(self)._default_manager.select_for_update(of=("self",), no_key=True)
            self.refresh_from_db(from_queryset=rows.select_related("office", "contact_point", "municipality"))
            if seen is not None and (missed := self.events_after(seen)):
                raise ChangedMeanwhile(missed)
            move = MOVES[step]
            if self.status not in move.after:
                raise MoveNotAllowed(f"{self.reference} is {self.status}")
            event = GroupEvent(group=cast("SelfHelpGroup", self), step=step, by=by, status_before=self.status)
            yield event
            if move.to is not None:
                self.status, self.since = move.to, clock.today()
            event.status_after = self.status
            self.save()
            event.save()

    def events_after(self, seen: int) -> Sequence[GroupEvent]:
        """What has happened after that event."""
        return list(self.events.filter(pk__gt=seen).select_related("by"))

    # Before and after the start

    def change(self, *, by: User, seen: int | None = None, **fields: Any) -> GroupEvent:
        """What, where, when: any of theme, municipality, time_of_day, weekday, meets_at, meeting_place."""
        with self.step(GroupStep.CHANGE, by=by, seen=seen) as event:
            for name, value in fields.items():
                setattr(self, name, value)
        return event

    def show(self, shown: bool, *, by: User, seen: int | None = None) -> GroupEvent:
        """Put it on the public page, or take it off. Raises `MoveNotAllowed` without a contact point to ask."""
        with self.step(GroupStep.SHOW if shown else GroupStep.HIDE, by=by, seen=seen) as event:
            if shown and self.contact_point is None:
                raise MoveNotAllowed(f"{self.reference} has no contact point")
            self.is_shown = shown
        return event

    def open(self, is_open: bool, *, by: User, seen: int | None = None) -> GroupEvent:
        """Whether new people can join."""
        with self.step(GroupStep.OPEN if is_open else GroupStep.CLOSE, by=by, seen=seen) as event:
            self.is_open = is_open
        return event

    def check_off(self, items: Sequence[StartItem | str], *, by: User, seen: int | None = None) -> GroupEvent:
        """These, and no others, are in order."""
        with self.step(GroupStep.CHECK, by=by, seen=seen) as event:
            self.checklist = [item.value for item in StartItem if item in items]
        return event

    # Initiators

    def add_initiator(self, initiator: Initiator, *, by: User, seen: int | None = None) -> GroupEvent:
        """One who helps it begin; nothing new if they do already.

        Raises `TooManyInitiators` for a third one, and `MoveNotAllowed` for one who has left the register meanwhile.
        """
        with self.step(GroupStep.ADD_INITIATOR, by=by, seen=seen) as event:
            here = type(initiator).objects.available().select_for_update(no_key=True).filter(pk=initiator.pk)
            if here.first() is None:
                raise MoveNotAllowed(f"{initiator} has left")
            taken = {helper.seat: helper.initiator_id for helper in self.helpers.all()}
            if initiator.pk not in taken.values():
                free = next((seat for seat in range(1, MOST_INITIATORS + 1) if seat not in taken), None)
                if free is None:
                    raise TooManyInitiators(self.reference)
                self.helpers.create(initiator=initiator, seat=free)
        return event

    def remove_initiator(self, initiator: Initiator, *, by: User, seen: int | None = None) -> GroupEvent:
        """They don't help it any more: nothing links them to the group from now on."""
        with self.step(GroupStep.REMOVE_INITIATOR, by=by, seen=seen) as event:
            self.helpers.filter(initiator=initiator).delete()
        return event

    # The way

    def begin(
        self, participants: int, on: date, *, by: User, few_reason: FewReason | str = "", seen: int | None = None
    ) -> GroupEvent:
        """It has met, so many of them: whoever was asked is not linked to it any more (`forming.starting` tells them).

        Raises `TooFew` for fewer than GROUP_MIN_TO_START without a reason, and for fewer than two with one.
        """
        few = participants < settings.GROUP_MIN_TO_START
        if participants < FEWEST or (few and not few_reason):
            raise TooFew(f"{participants}")
        with self.step(GroupStep.START, by=by, seen=seen) as event:
            self.participants, self.started_on = participants, on
            self.few_reason = event.reason = few_reason if few else ""
            event.number, event.day = participants, on
            self.candidates.all().delete()
        return event

    def run(self, *, by: User, seen: int | None = None) -> GroupEvent:
        """The initiators withdraw, and the group runs by itself; nothing links them to it from now on."""
        with self.step(GroupStep.RUN, by=by, seen=seen) as event:
            self.helpers.all().delete()
        return event

    def follow_up(self, participants: int, *, by: User, is_open: bool, seen: int | None = None) -> GroupEvent:
        """Somebody met or spoke with the group: so many are in it now, and whether new people can join."""
        with self.step(GroupStep.FOLLOW_UP, by=by, seen=seen) as event:
            self.participants = event.number = participants
            self.followed_up_on, self.is_open = clock.today(), is_open
        return event

    def end(self, why: EndReason, *, by: User, seen: int | None = None) -> GroupEvent:
        """It does not meet any more."""
        with self.step(GroupStep.END, by=by, seen=seen) as event:
            self._over(why, event)
        return event

    def cancel(self, why: CancelReason, *, by: User, seen: int | None = None) -> GroupEvent:
        """It never came about: those who were asked are free to be asked again (`forming.starting` tells them)."""
        with self.step(GroupStep.CANCEL, by=by, seen=seen) as event:
            self._over(why, event)
            self.candidates.all().delete()
        return event

    def note_meeting(
        self,
        step: GroupStep,
        kind: EventKind | str,
        day: date,
        *,
        by: User,
        number: int | None = None,
        seen: int | None = None,
    ) -> GroupEvent:
        """A meeting was planned, moved, cancelled or held, with so many people; the meeting itself is an `Event`."""
        with self.step(step, by=by, seen=seen) as event:
            event.kind, event.day, event.number = kind, day, number
        return event

    def _over(self, why: EndReason | CancelReason, event: GroupEvent) -> None:
        self.ended_on, self.end_reason, event.reason = clock.today(), why, why
        self.is_shown = self.is_open = False
        self.helpers.all().delete()

    @property
    def is_gathering(self) -> bool:
        return bool(self.status == GroupStatus.GATHERING)
