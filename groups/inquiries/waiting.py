"""What waits, for how many working days of the place that is to answer, and what is to be followed up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import ContactPoint, DistrictOffice
from contactpoints.working_days import WorkCalendar, calendars_of
from groups.enums import ALLOWED, Status, Step
from groups.models import PERSONAL_FIELDS, Inquiry

IN_HAND = ALLOWED[Step.REMIND]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An inquiry with which something should happen. `inquiry` is as it was read, without what is personal."""

    inquiry: Inquiry
    calendar: WorkCalendar
    day: date
    working_days: int  # begun since the person began to wait for an answer; 0 if nobody waits
    working_days_here: int  # begun since it was received

    @property
    def receiver(self) -> ContactPoint | DistrictOffice:
        return self.inquiry.receiver

    @property
    def awaits_answer(self) -> bool:
        return self.inquiry.waits_since is not None and self.inquiry.status in IN_HAND

    @property
    def waits_for_control(self) -> bool:
        return bool(self.inquiry.status == Status.QUARANTINED)

    @property
    def is_to_be_followed_up(self) -> bool:
        """Somebody wanted to take it up again today or earlier; a date too soon after it came is no reason to nag."""
        due = self.inquiry.follow_up_on
        return due is not None and due <= self.day and self.working_days_here >= settings.INQUIRY_REMINDER_DAYS

    @property
    def is_to_be_reminded_of(self) -> bool:
        return self.working_days >= settings.INQUIRY_REMINDER_DAYS or self.is_to_be_followed_up

    @property
    def is_past_deadline(self) -> bool:
        """Without an answer when all the days for it have begun."""
        return self.awaits_answer and self.working_days >= settings.INQUIRY_ANSWER_DAYS

    @property
    def is_to_be_taken_over(self) -> bool:
        return self.awaits_answer and self.working_days >= settings.INQUIRY_TAKE_OVER_DAYS


def waiting_on(day: date, among: Q | None = None) -> list[Waiting]:
    """All that waits for an answer or for control, or is due to be followed up, or lies at a place that has closed.

    `among` narrows it. Four queries, however many there are; what waits longest comes first.
    """
    waits = Q(waits_since__isnull=False, status__in=(*IN_HAND, Status.QUARANTINED))
    due = Q(follow_up_on__lte=day, status__in=IN_HAND)
    at_closed_place = Q(contact_point__status=PlaceStatus.CLOSED) | Q(contact_point=None, office__closed_on__lte=day)
    found = Inquiry.objects.filter(among or Q(), waits | due | (at_closed_place & Q(status__in=IN_HAND)))
    rows = list(found.select_related("office", "contact_point").defer(*PERSONAL_FIELDS).order_by("waits_since", "pk"))
    return list(_with_days(rows, day))


def day_of(moment: datetime) -> date:
    """The day it was in Norway."""
    return timezone.localtime(moment).date()


def _with_days(inquiries: list[Inquiry], day: date) -> Iterable[Waiting]:
    calendars = calendars_of(inquiry.receiver for inquiry in inquiries)

    @cache  # many wait at the same place since the same day
    def begun(place: ContactPoint | DistrictOffice, since: date) -> int:
        return calendars[place].between(since, day)

    for inquiry in inquiries:
        place, since = inquiry.receiver, inquiry.waits_since
        yield Waiting(
            inquiry,
            calendars[place],
            day,
            begun(place, day_of(since)) if since else 0,
            begun(place, day_of(inquiry.received_at)) if inquiry.follow_up_on else 0,
        )
