"""The mails about an inquiry. None holds a name, a message or what it is about: they say that something waits.

A mail is queued in the transaction of what it tells, as a job that carries ids only; the text is made when it is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from groups.enums import Status
from groups.models import Inquiry, InquiryEvent
from linkportal.kit import mail


class Kind(models.TextChoices):
    """Which mail: together with the event it follows it says exactly which one was promised."""

    TO_RECEIVER = "to_receiver"
    TO_OFFICE_FOR_CONTROL = "to_office_for_control"
    TO_PERSON = "to_person"


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, with which words above and inside."""

    to: str
    subject: str
    body: str


def tell_of_new(event: InquiryEvent) -> None:
    """Queue what a new inquiry asks for: one mail to who answers, one to the person if there is an address."""
    if event.status_after == Status.QUARANTINED:
        # The address may be a stranger's, typed by a machine: nobody gets a mail before a person has looked.
        _queue(event, Kind.TO_OFFICE_FOR_CONTROL)
    else:
        tell_of_release(event)


def tell_of_release(event: InquiryEvent) -> None:
    """Queue what an inquiry asks for that is a person's: a mail to who answers, and one to the person."""
    tell_receiver(event)
    if event.inquiry.email:
        _queue(event, Kind.TO_PERSON)


def tell_receiver(event: InquiryEvent) -> None:
    """Queue the mail that says it waits, to whoever is to answer after this event."""
    _queue(event, Kind.TO_RECEIVER)


def _queue(event: InquiryEvent, kind: Kind) -> None:
    # By name, because the job (groups/tasks.py) imports this module. The event tells two mails of one kind apart:
    # one before and one after a hand-over.
    job = app.configure_task("groups.send_inquiry_mail", queue="mail", allow_unknown=False)
    job.defer(event_id=event.pk, kind=kind.value)


def send(event_id: int, kind: str) -> None:
    """Send a mail that was promised, to whoever was to get it then. Nothing is sent once the person has withdrawn."""
    event = InquiryEvent.objects.select_related("inquiry", "office", "contact_point").get(pk=event_id)
    letter = _LETTERS[Kind(kind)](event)
    if event.inquiry.status != Status.WITHDRAWN:
        mail.send(
            letter.to, letter.subject, letter.body, key=f"inquiry-{event.inquiry.public_id.hex}-{kind}-{event_id}"
        )


def _to_receiver(event: InquiryEvent) -> Letter:
    inquiry, receiver = event.inquiry, event.receiver
    body = _(
        "Hei!\n\n"
        "Henvendelse %(reference)s venter på svar fra %(receiver)s.\n\n"
        "Logg inn for å lese den:\n%(link)s\n\n"
        "Den som skrev, har fått vite at svaret kommer innen %(days)s virkedager.\n\n"
        "Hilsen LINKportal"
    ) % {
        "reference": inquiry.reference,
        "receiver": receiver.name,
        "link": staff_link(inquiry),
        "days": settings.INQUIRY_ANSWER_DAYS,
    }
    # A contact point that has taken away its address meanwhile must not make us silent.
    to = receiver.email or event.office.email
    return Letter(to, _("Henvendelse %(reference)s venter") % {"reference": inquiry.reference}, body)


def _to_office_for_control(event: InquiryEvent) -> Letter:
    inquiry = event.inquiry
    body = _(
        "Hei!\n\n"
        "Henvendelse %(reference)s kom på en uvanlig måte og ligger til kontroll. "
        "Se om den er fra et menneske, og slipp den fram:\n%(link)s\n\n"
        "Hilsen LINKportal"
    ) % {"reference": inquiry.reference, "link": staff_link(inquiry)}
    subject = _("Henvendelse %(reference)s venter på kontroll") % {"reference": inquiry.reference}
    return Letter(event.office.email, subject, body)


def _to_person(event: InquiryEvent) -> Letter:
    inquiry = event.inquiry
    body = _(
        "Hei!\n\n"
        "Vi har fått meldingen din. Referansen er %(reference)s. Du får svar innen %(days)s virkedager.\n\n"
        "Denne e-posten kan ikke besvares."
    ) % {"reference": inquiry.reference, "days": settings.INQUIRY_ANSWER_DAYS}
    return Letter(inquiry.email, _("Vi har fått meldingen din"), body)


def staff_link(inquiry: Inquiry) -> str:
    """Where staff read it, after logging in."""
    return settings.SITE_URL + reverse("admin:groups_inquiry_change", args=[inquiry.pk])


_LETTERS: dict[Kind, Callable[[InquiryEvent], Letter]] = {
    Kind.TO_RECEIVER: _to_receiver,
    Kind.TO_OFFICE_FOR_CONTROL: _to_office_for_control,
    Kind.TO_PERSON: _to_person,
}
