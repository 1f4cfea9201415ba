"""How an inquiry gets from a place that can't answer to those who stand behind it: its person is told first."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from groups import mails
from groups.enums import RoutingRule, Status, Step
from groups.letters import Kind
from groups.models import Inquiry, InquiryEvent, MoveNotAllowed
from groups.routing import who_stands_behind
from linkportal.kit import clock
from linkportal.kit.jobs import Hopeless
from linkportal.kit.mail import MailNotSent

# A mail server that is down must not hold back the answer: after this the inquiry goes on, and the history says that
# the person was not told.
LONGEST_TELLING = timedelta(hours=24)


def begin(inquiry: Inquiry, rule: RoutingRule) -> None:
    """Decide that the place can't answer, because of `rule`. Raises `MoveNotAllowed`, also where nobody is behind."""
    with transaction.atomic():
        if who_stands_behind(inquiry) is None:
            raise MoveNotAllowed(f"nobody stands behind {inquiry.receiver}")
        queue(inquiry.announce_passing(rule))


def queue(event: InquiryEvent) -> None:
    """Queue the telling and the passing on, in the transaction in which it was decided."""
    app.configure_task("groups.pass_on", queue="mail", allow_unknown=False).defer(event_id=event.pk)


def carry_out(event_id: int) -> None:
    """Tell the person, then pass the inquiry on. Safe to run twice; nothing if it does not stand there any more.

    Raises `MailNotSent` for as long as the person should rather be told first: to be tried again.
    """
    event = InquiryEvent.objects.select_related("inquiry__office", "inquiry__contact_point").get(pk=event_id)
    inquiry = event.inquiry
    decided = inquiry.events.filter(step__in=(Step.ANNOUNCE, Step.DECLINE)).latest("pk")
    if inquiry.status != Status.PASSING or decided.pk != event_id:
        return
    if inquiry.email and not inquiry.events.filter(step=Step.TELL, pk__gt=event_id).exists():
        _tell(inquiry, event)
    with transaction.atomic():
        behind = who_stands_behind(inquiry) or inquiry.office
        try:
            mails.tell_receiver(inquiry.pass_on(behind))
        except MoveNotAllowed:
            return  # withdrawn in this very moment


def _tell(inquiry: Inquiry, event: InquiryEvent) -> None:
    try:
        mails.send(event.pk, Kind.PASSING_TO_PERSON)
    except Hopeless:
        return
    except MailNotSent:
        if inquiry.passing_since and clock.now() - inquiry.passing_since < LONGEST_TELLING:
            raise
        return
    try:
        with inquiry.step(Step.TELL):
            pass
    except MoveNotAllowed:
        return
