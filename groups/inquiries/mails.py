"""Which mails an inquiry asks for, and when. Their words are in `letters.py`.

A mail is queued in the transaction of what it tells, as a job that carries ids only; the text is made when it is sent.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from contactpoints.models import User
from groups.enums import Status
from groups.inquiries.letters import Kind, holds_act_link, letter
from groups.models import Inquiry, InquiryEvent
from linkportal.kit import clock, mail

# The last mails that go to a person whose words are gone: none.
_SILENT = (Status.WITHDRAWN,)


def tell_of_new(event: InquiryEvent) -> None:
    """Queue what a new inquiry asks for: one mail to who answers, one to the person if there is an address."""
    if event.status_after == Status.QUARANTINED:
        # The address may be a stranger's, typed by a machine: nobody gets a mail before a person has looked.
        queue(event, Kind.TO_OFFICE_FOR_CONTROL)
    else:
        tell_of_release(event)


def tell_of_release(event: InquiryEvent) -> None:
    """Queue what an inquiry asks for that is a person's: a mail to who answers, and one to the person."""
    tell_receiver(event)
    tell_person(event, Kind.TO_PERSON)


def tell_receiver(event: InquiryEvent) -> None:
    """Queue the mail that says it waits, to whoever is to answer after this event."""
    queue(event, Kind.TO_RECEIVER)


def tell_person(event: InquiryEvent, kind: Kind) -> bool:
    """Queue a mail to the person, if there is an address to send it to; whether there is."""
    if event.inquiry.email:
        queue(event, kind)
    return bool(event.inquiry.email)


def tell_colleague(event: InquiryEvent, kind: Kind, colleague: User) -> None:
    """Queue a mail to one who works at the place."""
    queue(event, kind, user_id=colleague.pk)


def queue(event: InquiryEvent, kind: Kind, *, user_id: int = 0) -> None:
    """Queue one mail about what happened. `user_id` says to whom, where the kind alone doesn't."""
    # By name, because the job (groups/tasks.py) imports this module. The event tells two mails of one kind apart:
    # one before and one after a hand-over.
    job = app.configure_task("groups.send_inquiry_mail", queue="mail", allow_unknown=False)
    to = {"user_id": user_id} if user_id else {}
    job.defer(event_id=event.pk, kind=kind.value, **to)


def send(event_id: int, kind: str, user_id: int = 0) -> bool:
    """Send a mail that was promised, to whoever was to get it then; whether there was still one to send.

    There is none once the person has withdrawn, and none that says "it waits for you" to a place that can't answer.
    """
    event = InquiryEvent.objects.select_related("inquiry", "office", "contact_point").get(pk=event_id)
    inquiry = event.inquiry
    if inquiry.status in _SILENT or (kind == Kind.TO_RECEIVER and inquiry.status == Status.PASSING):
        return False
    if holds_act_link(kind, event):
        # From now on the link in it has its time.
        Inquiry.objects.filter(pk=inquiry.pk).update(act_sent_at=clock.now())
    colleague = User.objects.get_queryset().filter(pk=user_id).first() if user_id else None
    made = letter(Kind(kind), event, colleague)
    if made.to:  # a person may have taken their address away meanwhile
        mail.send(made.to, made.subject, made.body, key=_key(event, kind, user_id))
    return bool(made.to)


def _key(event: InquiryEvent, kind: str, user_id: int) -> str:
    """What tells this mail from every other, so that a second copy of it is known as one."""
    key = f"inquiry-{event.inquiry.public_id.hex}-{kind}-{event.pk}" + (f"-{user_id}" if user_id else "")
    # A new link may be asked for twice after the same event.
    return f"{key}-{event.inquiry.act_version}" if kind == Kind.NEW_ACT_LINK else key
