"""Taking an inquiry in: row, first event and queued mails, all or nothing, and once however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from contactpoints.models import ContactPoint, DistrictOffice, PostalCode, User
from contactpoints.place import Place
from contactpoints.working_days import calendars_of
from groups.enums import Channel, LeaveMessage, Status, Step, Wish
from groups.inquiries import mails, passing
from groups.inquiries.letters import Kind
from groups.inquiries.routing import RoutingDecision, logged_at, route
from groups.models import Inquiry, InquiryEvent
from linkportal.kit import clock
from linkportal.kit.once import stored_number

# Raised whenever the words of the consent in a form change; what each version said is in docs/privacy.md.
CONSENT_VERSION = "2026-12"
ORAL_CONSENT_VERSION = "2026-12 muntlig"
_TRIES = 5


@dataclass(frozen=True)
class Wanted:
    """What a person asked, checked and tidied: phone in E.164, postal code if it was given."""

    submission_id: UUID
    wish: str
    place: Place
    name: str = ""
    email: str = ""
    phone: str = ""
    theme: str = ""
    message: str = ""
    leave_message: str = LeaveMessage.NO
    contact_times: list[str] = field(default_factory=list)
    meeting_times: list[str] = field(default_factory=list)
    contact_by: str = ""
    organisation: str = ""
    host_kind: str = ""
    offered_as: str = ""
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
    decision = route(wanted.wish, wanted.place, wanted.contact_point, clock.today())
    status = Status.QUARANTINED if suspicious else Status.NEW
    fields = {**_said(wanted), **_routed(decision, status), "consent_version": CONSENT_VERSION, "status": status}
    # The unique submission_id decides who is first: a parallel one waits there until the first has committed.
    with transaction.atomic():
        inquiry, is_new = _insert_once(wanted.submission_id, fields)
        if is_new:
            mails.tell_of_new(_received(inquiry))
            passing.begin_if_it_cannot_answer(inquiry)
    return Received(inquiry, differs=not is_new and _differs(inquiry, wanted))


def log(wanted: Wanted, channel: Channel, at: DistrictOffice | ContactPoint, *, by: User) -> Received:
    """What somebody said by telephone, mail or letter or in person, written down by `by`, who asked for consent.

    It stays with the place `at` and is `by`'s. Of a wish to start a group the office is told. Who can't be reached
    waits for no answer: it is to be looked at again on the day by which others have theirs. The same `submission_id`
    again gives the inquiry of the first time.
    """
    decision = logged_at(at, wanted.place, clock.today())
    fields = {
        **_said(wanted),
        **_routed(decision, Status.TAKEN),
        "channel": channel,
        "consent_version": ORAL_CONSENT_VERSION,
        "consent_asked_by": by,
        "status": Status.TAKEN,
        "assignee": by,
    }
    if not wanted.email and not wanted.phone:
        due = fields["answer_due_on"]
        fields |= {"waits_since": None, "answer_due_on": None, "answered_at": clock.now(), "follow_up_on": due}
    with transaction.atomic():
        inquiry, is_new = _insert_once(wanted.submission_id, fields)
        if is_new:
            event = _received(inquiry, by=by)
            if wanted.wish == Wish.START and inquiry.contact_point is not None:
                mails.queue(event, Kind.START_LOGGED)
    return Received(inquiry, differs=not is_new and _differs(inquiry, wanted))


def _received(inquiry: Inquiry, *, by: User | None = None) -> InquiryEvent:
    event = InquiryEvent(step=Step.RECEIVE, by=by)
    event.save_as_of(inquiry)
    return event


def _differs(inquiry: Inquiry, wanted: Wanted) -> bool:
    """Whether the words sent now are others than those kept; not once they are erased."""
    names = ("wish", "name", "email", "phone", "message", "organisation", "host_kind", "offered_as")
    same = all(getattr(inquiry, name) == getattr(wanted, name) for name in names)
    return inquiry.erased_at is None and not (same and inquiry.municipality == wanted.place.municipality)


def _insert_once(submission_id: UUID, fields: dict[str, Any]) -> tuple[Inquiry, bool]:
    for attempt in range(_TRIES):
        try:
            return Inquiry.objects.get_or_create(submission_id=stored_number(submission_id), defaults=fields)
        except IntegrityError:
            # Not the submission but the random reference was there already: another one is drawn.
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _said(wanted: Wanted) -> dict[str, Any]:
    return {
        "wish": wanted.wish,
        "theme": wanted.theme,
        "municipality": wanted.place.municipality,
        "postal_code": PostalCode.objects.filter(code=wanted.place.postal_code).first(),
        "chosen_contact_point": wanted.contact_point,
        "name": wanted.name,
        "email": wanted.email,
        "phone": wanted.phone,
        "message": wanted.message,
        "organisation": wanted.organisation,
        "host_kind": wanted.host_kind,
        "offered_as": wanted.offered_as,
        "leave_message": wanted.leave_message,
        "contact_times": wanted.contact_times,
        "meeting_times": wanted.meeting_times,
        "contact_by": wanted.contact_by,
        "consented_at": clock.now(),
    }


def _routed(decision: RoutingDecision, status: Status) -> dict[str, Any]:
    """Who answers and until when. In quarantine it is the office that has to look."""
    receiver = decision.office if status == Status.QUARANTINED else decision.receiver
    return {
        "office": decision.office,
        "contact_point": decision.contact_point,
        "rule": decision.rule,
        "reason": decision.reason,
        "distance_km": decision.distance_km,
        "waits_since": clock.now(),
        # Of many, so that the place itself knows its days from now on.
        "answer_due_on": calendars_of([receiver])[receiver].after(clock.today(), settings.INQUIRY_ANSWER_DAYS),
    }
