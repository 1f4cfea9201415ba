"""Steps that staff take on an inquiry, each with the mails that go with it, in one transaction.

All raise `MoveNotAllowed`, and those that are given `seen` raise `ChangedMeanwhile`: see `groups.models.steps`.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from contactpoints.coverage import office_for
from contactpoints.models import ContactPoint, DistrictOffice, User
from contactpoints.place import Place
from contactpoints.proposals import LONGEST_NAME, Proposal
from contactpoints.proposals import propose as register
from groups.enums import DeclineReason, Outcome, RoutingRule, Step
from groups.inquiries import mails, passing
from groups.inquiries.letters import Kind
from groups.inquiries.routing import who_stands_behind
from groups.models import HandOverRequest, Inquiry, MoveNotAllowed
from linkportal.kit import clock

Receiver = DistrictOffice | ContactPoint


def release(inquiry: Inquiry, *, by: User) -> None:
    """Out of quarantine and to its receiver; the person hears of it too."""
    with transaction.atomic():
        mails.tell_of_release(inquiry.release(by=by))
        passing.begin_if_it_cannot_answer(inquiry)


def answer(inquiry: Inquiry, text: str, *, by: User, seen: int | None = None) -> None:
    """Write to the person, who gets a mail with the secret link. Raises `MoveNotAllowed` without an address."""
    with transaction.atomic():
        event = inquiry.answer(text, by=by, seen=seen)
        if not mails.tell_person(event, Kind.ANSWER_TO_PERSON):
            raise MoveNotAllowed(f"{inquiry.reference} has no e-mail address")


def send_link(inquiry: Inquiry) -> bool:
    """Mail the person the secret link of their inquiry; whether there is an address to send it to."""
    return mails.tell_person(inquiry.events.latest("pk"), Kind.LINK_TO_PERSON)


def office_of(to: Receiver) -> DistrictOffice:
    """Who is responsible for what that place answers: an office itself, or the one that supports a contact point."""
    return to if isinstance(to, DistrictOffice) else office_for(Place.of_contact_point(to), clock.today()).office


def hand_over(inquiry: Inquiry, to: Receiver, *, by: User, reason: str, seen: int | None = None) -> None:
    """To another office, or to a contact point and with it to that contact point's office. The person has agreed.

    Where the receiver is away for longer, those behind it get it at once.
    """
    with transaction.atomic():
        mails.tell_receiver(inquiry.hand_over(to, office_of(to), by=by, reason=reason, seen=seen))
        passing.begin_if_it_cannot_answer(inquiry)


def ask_person(inquiry: Inquiry, to: Receiver, *, by: User, reason: str, seen: int | None = None) -> None:
    """Ask the person by mail whether it may be handed over; nothing else happens until they have answered.

    Raises `MoveNotAllowed` without an address.
    """
    with transaction.atomic():
        with inquiry.step(Step.ASK, by=by, seen=seen) as event:
            inquiry.end_requests()
            inquiry.keep_in_sight(soon=True)  # the person may never answer
            place = {"contact_point": to} if isinstance(to, ContactPoint) else {"office": to}
            HandOverRequest.objects.create(inquiry=inquiry, reason=reason, by=by, **place)
        if not mails.tell_person(event, Kind.ASK_PERSON):
            raise MoveNotAllowed(f"{inquiry.reference} has no e-mail address")


def unask(inquiry: Inquiry, *, by: User, seen: int | None = None) -> None:
    """Take back the question whether it may be handed over. Raises `MoveNotAllowed` where none waits for an answer."""
    with inquiry.step(Step.UNASK, by=by, seen=seen):
        if not inquiry.hand_over_requests.waiting().exists():
            raise MoveNotAllowed(f"{inquiry.reference} waits for no answer")
        inquiry.end_requests()


def can_be_passed_on(inquiry: Inquiry) -> bool:
    """Whether a contact point wrote it down itself: the person's oral consent then names the office as well."""
    return inquiry.contact_point is not None and inquiry.rule == RoutingRule.LOGGED_HERE


def pass_on_to_office(inquiry: Inquiry, *, by: User, seen: int | None = None) -> None:
    """From the contact point that logged it to the office that supports it. `MoveNotAllowed` for any other inquiry."""
    if not can_be_passed_on(inquiry):
        raise MoveNotAllowed(f"{inquiry.reference} was not logged by a contact point")
    hand_over(inquiry, inquiry.office, by=by, reason=gettext("Ført inn hos oss og gitt videre."), seen=seen)


def propose(inquiry: Inquiry, *, by: User, seen: int | None = None) -> ContactPoint:
    """Register the place that offers itself as a proposed contact point, without the address and number of who wrote.

    They may be a person's own, and the registry keeps its history for ever: the place's are written when it has agreed.
    Raises `MoveNotAllowed` if it was already, or if what it is called and what it is has been erased.
    """
    with inquiry.step(Step.PROPOSE, by=by, seen=seen):
        if inquiry.became is not None or not inquiry.organisation or not inquiry.host_kind:
            raise MoveNotAllowed(f"{inquiry.reference} offers no place")
        code = inquiry.postal_code
        place = Place.of_postal_code(code) if code else Place.of_municipality(inquiry.municipality)
        inquiry.became = register(Proposal(inquiry.organisation[:LONGEST_NAME], inquiry.host_kind, place))
    return inquiry.became


def decline(inquiry: Inquiry, why: DeclineReason, *, by: User | None, text: str = "", seen: int | None = None) -> None:
    """The place says no: those who stand behind it get it, as soon as the person has been told.

    Raises `MoveNotAllowed` where nobody stands behind: the national desk closes with an outcome instead.
    """
    with transaction.atomic():
        if who_stands_behind(inquiry) is None:
            raise MoveNotAllowed(f"nobody stands behind {inquiry.receiver}")
        passing.queue(inquiry.decline(why, by=by, text=text, seen=seen))


def close(inquiry: Inquiry, outcome: Outcome, *, by: User, note: str = "", seen: int | None = None) -> None:
    """End it with an outcome."""
    inquiry.close(outcome, by=by, note=note, seen=seen)
