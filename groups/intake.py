"""Taking an inquiry in: row, first event and queued mails, all or nothing, and once however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from contactpoints.models import ContactPoint, PostalCode
from contactpoints.place import Place
from groups import mails
from groups.enums import Channel, LeaveMessage, Status, Step
from groups.models import Inquiry, InquiryEvent
from groups.routing import route
from linkportal.kit import clock

# Raised whenever the words of the consent in the form change; what each version said is in docs/privacy.md.
CONSENT_VERSION = "2026-11"
_TRIES = 5


@dataclass(frozen=True)
class Wanted:
    """What a person asked, checked and tidied: phone in E.164, postal code if it was given."""

    submission_id: UUID
    wish: str
    place: Place
    name: str
    email: str = ""
    phone: str = ""
    theme: str = ""
    message: str = ""
    leave_message: str = LeaveMessage.NO
    contact_times: list[str] = field(default_factory=list)
    contact_point: ContactPoint | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """The inquiry, and whether something else was sent under the same number before: then only that one is kept."""

    inquiry: Inquiry
    differs: bool = False


def receive(wanted: Wanted, *, suspicious: bool) -> Received:
    """The inquiry that `wanted` became, committed when this returns (unless the caller holds a transaction).

    The same `submission_id` again, also at the same moment, gives the inquiry of the first time and nothing new.
    A suspicious one waits in quarantine: the office is told, a contact point is not.
    """
    # The unique submission_id decides who is first: a parallel one waits there until the first has committed.
    with transaction.atomic():
        inquiry, is_new = _insert_once(wanted, suspicious=suspicious)
        if is_new:
            event = InquiryEvent(step=Step.RECEIVE)
            event.save_as_of(inquiry)
            mails.tell_of_new(event)
    return Received(inquiry, differs=not is_new and _differs(inquiry, wanted))


def _differs(inquiry: Inquiry, wanted: Wanted) -> bool:
    """Whether the words sent now are others than those kept; not after a withdrawal, which keeps none."""
    kept = (inquiry.wish, inquiry.municipality, inquiry.name, inquiry.email, inquiry.phone, inquiry.message)
    sent = (wanted.wish, wanted.place.municipality, wanted.name, wanted.email, wanted.phone, wanted.message)
    return inquiry.status != Status.WITHDRAWN and kept != sent


def _stored_number(submission_id: UUID) -> UUID:
    """What is kept of a form's number. Whoever sends the number gets the receipt, so a copy of the database must not
    hold it.
    """
    return UUID(bytes=salted_hmac("submission", submission_id.hex, algorithm="sha256").digest()[:16])


def _insert_once(wanted: Wanted, *, suspicious: bool) -> tuple[Inquiry, bool]:
    fields = _fields(wanted, suspicious=suspicious)
    for attempt in range(_TRIES):
        try:
            return Inquiry.objects.get_or_create(submission_id=_stored_number(wanted.submission_id), defaults=fields)
        except IntegrityError:
            # Not the submission but the random reference was there already: another one is drawn.
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _fields(wanted: Wanted, *, suspicious: bool) -> dict[str, Any]:
    decision = route(wanted.wish, wanted.place, wanted.contact_point, clock.today())
    return {
        "wish": wanted.wish,
        "channel": Channel.WEB,
        "theme": wanted.theme,
        "municipality": wanted.place.municipality,
        "postal_code": PostalCode.objects.filter(code=wanted.place.postal_code).first(),
        "chosen_contact_point": wanted.contact_point,
        "name": wanted.name,
        "email": wanted.email,
        "phone": wanted.phone,
        "message": wanted.message,
        "leave_message": wanted.leave_message,
        "contact_times": wanted.contact_times,
        "consent_version": CONSENT_VERSION,
        "consented_at": clock.now(),
        "office": decision.office,
        "contact_point": decision.contact_point,
        "rule": decision.rule,
        "reason": decision.reason,
        "distance_km": decision.distance_km,
        "status": Status.QUARANTINED if suspicious else Status.NEW,
    }
