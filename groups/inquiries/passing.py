"""How an inquiry gets from a place that can't answer to those who stand behind it: its person is told first."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from contactpoints.absences import PASSES_ON
from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import ContactPoint, DistrictOffice
from contactpoints.working_days import WorkCalendar, calendar_of
from groups.enums import ALLOWED, RoutingRule, Status, Step
from groups.inquiries import mails
from groups.inquiries.letters import Kind
from groups.inquiries.routing import who_stands_behind
from groups.models import Inquiry, InquiryEvent, MoveNotAllowed
from groups.models.inquiries import InquiryQuerySet
from linkportal.kit import clock
from linkportal.kit.jobs import Hopeless, defer_once
from linkportal.kit.mail import MailNotSent

# A mail server that is down must not hold back the answer: after this the inquiry goes on, and the history says that
# the person was not told.
LONGEST_TELLING = timedelta(hours=24)
# After this its job has been lost somehow: between the last two tries of a job lies an hour at most.
LEFT_LYING = LONGEST_TELLING + timedelta(hours=2)

_DECISIONS = (Step.ANNOUNCE, Step.DECLINE)
_OPEN_PLACES = (PlaceStatus.PROPOSED, PlaceStatus.PUBLISHED)


def is_open(place: ContactPoint | DistrictOffice, day: date) -> bool:
    """Whether the place answers inquiries at all. One that is only proposed does: it was asked to."""
    return place.status in _OPEN_PLACES if isinstance(place, ContactPoint) else place.is_open_on(day)


def why_it_cannot_answer(place: ContactPoint | DistrictOffice, calendar: WorkCalendar, day: date) -> RoutingRule | None:
    """What is known beforehand: that the place is not open any more, or away for longer. None if it can answer."""
    if not is_open(place, day):
        return RoutingRule.NOT_OPEN
    return RoutingRule.ABSENT if calendar.is_absent_for(day, PASSES_ON) else None


def begin(inquiry: Inquiry, rule: RoutingRule) -> None:
    """Decide that the place can't answer, because of `rule`. Raises `MoveNotAllowed`, also where nobody is behind."""
    with transaction.atomic():
        if who_stands_behind(inquiry) is None:
            raise MoveNotAllowed(f"nobody stands behind {inquiry.receiver}")
        queue(inquiry.announce_passing(rule))


def begin_if_it_cannot_answer(inquiry: Inquiry) -> bool:
    """For an inquiry that has just come to a place: pass it on at once if it is known that nobody answers there.

    Whether it was. Not where nobody stands behind the place, and not what has to be looked at first (quarantine).
    """
    place = inquiry.receiver
    if inquiry.status not in ALLOWED[Step.ANNOUNCE]:
        return False
    rule = why_it_cannot_answer(place, calendar_of(place), clock.today())
    if rule is None or who_stands_behind(inquiry) is None:
        return False
    queue(inquiry.announce_passing(rule))
    return True


def queue(event: InquiryEvent) -> None:
    """Queue the telling and the passing on, in the transaction in which it was decided."""
    app.configure_task("groups.pass_on", queue="mail", allow_unknown=False).defer(event_id=event.pk)


def lying() -> InquiryQuerySet:
    """What is on its way for so long that its job must have been lost."""
    return Inquiry.objects.filter(status=Status.PASSING, passing_since__lt=clock.now() - LEFT_LYING)


def take_up(inquiry: Inquiry) -> None:
    """Queue the passing on once more."""
    event = _decision(inquiry)
    defer_once(app.tasks["groups.pass_on"], f"pass-on-{event.pk}", event_id=event.pk)


def carry_out(event_id: int) -> None:
    """Tell the person, then pass the inquiry on. Safe to run twice; nothing if it does not stand there any more.

    Raises `MailNotSent` for as long as the person should rather be told first: to be tried again.
    """
    event = InquiryEvent.objects.select_related("inquiry").get(pk=event_id)
    if not _stands_at(event.inquiry, event):
        return
    if event.inquiry.email and not _was_told(event):
        _tell(event.inquiry, event)
    with transaction.atomic():
        inquiry = _locked(event)
        if not _stands_at(inquiry, event):
            return  # withdrawn in this very moment, or another worker was faster
        passed = inquiry.pass_on(who_stands_behind(inquiry) or inquiry.office)
        if not begin_if_it_cannot_answer(inquiry):
            mails.tell_receiver(passed)


def _tell(inquiry: Inquiry, event: InquiryEvent) -> None:
    try:
        sent = mails.send(event.pk, Kind.PASSING_TO_PERSON)
    except Hopeless:
        return
    except MailNotSent:
        if inquiry.passing_since and clock.now() - inquiry.passing_since < LONGEST_TELLING:
            raise
        return
    if sent:
        with suppress(MoveNotAllowed), transaction.atomic():
            if not _was_told(event, _locked(event)):
                with inquiry.step(Step.TELL):
                    pass


def _locked(event: InquiryEvent) -> Inquiry:
    rows = Inquiry.objects.select_related("office", "contact_point", "municipality")
    return rows.select_for_update(of=("self",)).get(pk=event.inquiry_id)


def _decision(inquiry: Inquiry) -> InquiryEvent:
    found: InquiryEvent = inquiry.events.filter(step__in=_DECISIONS).latest("pk")
    return found


def _stands_at(inquiry: Inquiry, event: InquiryEvent) -> bool:
    """Whether it is still on its way because of that event."""
    return bool(inquiry.status == Status.PASSING) and _decision(inquiry).pk == event.pk


def _was_told(event: InquiryEvent, inquiry: Inquiry | None = None) -> bool:
    return (inquiry or event.inquiry).events.filter(step=Step.TELL, pk__gt=event.pk).exists()
