"""The meetings of a group with those who help it: information meeting, start-up meeting, follow-up meeting.

Each is an `Event` of the group, never public. Who is asked, or has said yes, is told by mail and reads it behind their
own link, as long as the group gathers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from contactpoints.models import User
from groups.enums import EventKind, EventStatus, GroupStep, Step
from groups.forming.asking import tell
from groups.models import Event, MoveNotAllowed, SelfHelpGroup
from linkportal.kit import clock


@dataclass(frozen=True, slots=True)
class Appointment:
    """When (aware) and where."""

    starts_at: datetime
    ends_at: datetime
    venue: str


def plan(group: SelfHelpGroup, kind: EventKind, when: Appointment, *, by: User, seen: int | None = None) -> Event:
    """Agree on a meeting. One of each kind is to come at a time: `MoveNotAllowed` for another one."""
    with transaction.atomic():
        day = timezone.localtime(when.starts_at).date()
        group.note_meeting(GroupStep.PLAN_MEETING, kind, day, by=by, seen=seen)
        if to_come(group, kind):
            raise MoveNotAllowed(f"{group.reference} has such a meeting")
        meeting = Event.objects.create(
            kind=kind,
            title=str(EventKind(kind).label),
            group=group,
            office=group.office,
            municipality=group.municipality,
            created_by=by,
            starts_at=when.starts_at,
            ends_at=when.ends_at,
            venue=when.venue,
        )
        _tell(group, by)
    return meeting


def move(group: SelfHelpGroup, meeting: Event, to: Appointment, *, by: User, seen: int | None = None) -> None:
    """Another time or another place. Raises `MoveNotAllowed` for one that is over or cancelled."""
    with transaction.atomic():
        day = timezone.localtime(to.starts_at).date()
        group.note_meeting(GroupStep.MOVE_MEETING, meeting.kind, day, by=by, seen=seen)
        _require_to_come(meeting)
        meeting.starts_at, meeting.ends_at, meeting.venue = to.starts_at, to.ends_at, to.venue
        _changed(meeting)
        _tell(group, by)


def cancel(group: SelfHelpGroup, meeting: Event, *, by: User, seen: int | None = None) -> None:
    """It does not take place. Raises `MoveNotAllowed` for one that is over or cancelled."""
    with transaction.atomic():
        day = timezone.localtime(meeting.starts_at).date()
        group.note_meeting(GroupStep.CANCEL_MEETING, meeting.kind, day, by=by, seen=seen)
        _require_to_come(meeting)
        call_off(meeting)
        _tell(group, by)


def hold(group: SelfHelpGroup, meeting: Event, attendance: int, *, by: User, seen: int | None = None) -> None:
    """It took place, and so many came. Raises `MoveNotAllowed` before it has begun, or if it was cancelled."""
    with transaction.atomic():
        day = timezone.localtime(meeting.starts_at).date()
        group.note_meeting(GroupStep.HOLD_MEETING, meeting.kind, day, by=by, number=attendance, seen=seen)
        meeting.refresh_from_db()
        if meeting.is_cancelled or not meeting.has_begun:
            raise MoveNotAllowed(f"{group.reference}: it has not taken place")
        meeting.attendance = attendance
        meeting.save()


def follow_up(
    group: SelfHelpGroup,
    participants: int,
    *,
    is_open: bool,
    attendance: int | None,
    by: User,
    seen: int | None = None,
) -> None:
    """How the group is doing; with `attendance` also how many came to its latest follow-up meeting."""
    with transaction.atomic():
        group.follow_up(participants, by=by, is_open=is_open, seen=seen)
        meeting = to_tell_of(group, EventKind.FOLLOW_UP_MEETING)
        if meeting is not None and attendance is not None:
            hold(group, meeting, attendance, by=by)


def to_tell_of(group: SelfHelpGroup, kind: EventKind | str) -> Event | None:
    """The latest meeting of that kind that has begun, if nobody has said yet how many came."""
    begun = group.meetings.planned().filter(kind=kind, starts_at__lte=clock.now(), attendance=None)
    found: Event | None = begun.order_by("starts_at", "pk").last()
    return found


def to_come(group: SelfHelpGroup, kind: EventKind | str) -> Event | None:
    """The meeting of that kind that has not begun yet."""
    found: Event | None = group.meetings.planned().filter(kind=kind, starts_at__gt=clock.now()).first()
    return found


def call_off(meeting: Event) -> None:
    """Mark it as cancelled; who is to be told is the caller's business."""
    meeting.status = EventStatus.CANCELLED
    _changed(meeting)


def _changed(meeting: Event) -> None:
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    meeting.save()


def _require_to_come(meeting: Event) -> None:
    # The row of the group is locked, and nobody else changes its meetings.
    meeting.refresh_from_db()
    if not meeting.can_be_changed:
        raise MoveNotAllowed("it is over or cancelled")


def _tell(group: SelfHelpGroup, by: User) -> None:
    """After the start there is nobody left whom the portal could tell: the group knows."""
    if group.is_gathering:
        tell(group.candidates.not_saying_no().with_people().select_related("group"), Step.GROUP_NEWS, by=by)
