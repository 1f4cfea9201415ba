"""The start of a group, and its end before it started: what becomes of those who were asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date

from django.db import transaction

from contactpoints.models import User
from groups.enums import (
    CancelReason,
    CandidateAnswer,
    EndReason,
    EventKind,
    FewReason,
    Outcome,
    StartItem,
    Step,
    Wish,
)
from groups.forming.asking import locked, tell
from groups.forming.meeting import call_off, hold, to_tell_of
from groups.models import Candidate, GroupEvent, Inquiry, MoveNotAllowed, SelfHelpGroup
from linkportal.kit import clock


def start(
    group: SelfHelpGroup,
    came: Collection[int],
    *,
    others: int,
    on: date,
    by: User,
    few_reason: FewReason | str = "",
    checklist: Sequence[StartItem | str] = (),
    seen: int | None = None,
) -> GroupEvent:
    """The group has met for the first time. From here on nothing links its people to it: only their number is kept.

    `came` are the keys of the candidates who were there, `others` how many came besides. The inquiries of those who
    came end with the outcome that they joined or started a group; the others wait on, and are told.
    Raises `TooFew` as `SelfHelpGroup.begin`, `ChangedMeanwhile`, or `MoveNotAllowed`.
    """
    with transaction.atomic():
        _locked_with_people(group)
        people = list(group.candidates.with_people().select_related("group"))
        event = group.begin(len(came) + others, on, by=by, few_reason=few_reason, seen=seen)
        if set(checklist) != set(group.checklist):
            group.check_off(checklist, by=by)
        for candidate in sorted(people, key=lambda one: one.inquiry_id):
            if candidate.pk in came:
                _joined(candidate.inquiry, by)
            elif candidate.answer != CandidateAnswer.NO:
                tell([candidate], Step.GROUP_OFF, by=by)
        _end_meetings_before_the_start(group, event.number or 0, by)
    return event


def cancel(group: SelfHelpGroup, why: CancelReason, *, by: User, seen: int | None = None) -> GroupEvent:
    """It does not come about. Who was asked waits on, and is told; its meetings that were to come are cancelled."""
    with transaction.atomic():
        _locked_with_people(group)
        people: list[Candidate] = list(group.candidates.not_saying_no().with_people().select_related("group"))
        event = group.cancel(why, by=by, seen=seen)
        for one in group.meetings.planned().upcoming():
            call_off(one)
        tell(people, Step.GROUP_OFF, by=by)
    return event


def end(group: SelfHelpGroup, why: EndReason, *, by: User, seen: int | None = None) -> GroupEvent:
    """It does not meet any more; its meetings that were to come are cancelled."""
    with transaction.atomic():
        event = group.end(why, by=by, seen=seen)
        for one in group.meetings.planned().upcoming():
            call_off(one)
    return event


def _locked_with_people(group: SelfHelpGroup) -> None:
    """The group, then the inquiries of who was asked: their candidacies go last, as when one of them withdraws."""
    locked(group)
    asked = Inquiry.objects.filter(candidacies__group=group).order_by("pk")
    list(asked.select_for_update(of=("self",)).values_list("pk"))


def _end_meetings_before_the_start(group: SelfHelpGroup, number: int, by: User) -> None:
    """The start-up meeting was held, and what was to come before it is over: nobody is left to be told."""
    held = to_tell_of(group, EventKind.STARTUP_MEETING)
    if held is not None:
        hold(group, held, number, by=by)
    kinds = (EventKind.INFORMATION_MEETING, EventKind.STARTUP_MEETING)
    for one in group.meetings.planned().filter(kind__in=kinds, starts_at__gt=clock.now()):
        call_off(one)


def _joined(inquiry: Inquiry, by: User) -> None:
    outcome = Outcome.STARTED if inquiry.wish == Wish.START else Outcome.JOINED
    with suppress(MoveNotAllowed):  # withdrawn just now
        inquiry.close(outcome, by=by)
