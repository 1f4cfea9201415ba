"""Steps that the person takes on their own page, each with the mails that go with it, in one transaction.

All raise `MoveNotAllowed` where the inquiry stands where the step can't be taken: see `groups.models.steps`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import ContactPoint, User
from groups.enums import CandidateAnswer, Status, Step, TextKind
from groups.forming import asking
from groups.inquiries import casework, mails
from groups.inquiries.letters import Kind
from groups.models import HandOverRequest, Inquiry, InquiryEvent, MoveNotAllowed
from linkportal.kit import clock

# More than anybody needs in a day, and too little to flood a mailbox with.
MOST_A_DAY = 20


class TooMuchToday(MoveNotAllowed):
    """So many messages and corrections in one day that it has to go by telephone."""


class Overtaken(MoveNotAllowed):
    """The question was answered before, or is not asked any more."""


def add_message(inquiry: Inquiry, text: str) -> None:
    """Say more. The same words again, with nothing said in between, are the same message sent twice."""
    with _locked(inquiry):
        last = inquiry.texts.shared_with_person().last()
        if last and last.kind == TextKind.MESSAGE and last.text == text:
            return
        _require_room_today(inquiry)
        _tell_who_answers(inquiry.add_message(text), Kind.PERSON_WROTE)


def correct(inquiry: Inquiry, contact: Mapping[str, Any]) -> None:
    """Put the contact details right; nothing happens if they are so already."""
    with _locked(inquiry) as now:
        if all(getattr(now, name) == value for name, value in contact.items()):
            return
        _require_room_today(inquiry)
        _tell_who_answers(inquiry.correct(**contact), Kind.PERSON_WROTE)


def answer_question(inquiry: Inquiry, asked: UUID, *, agreed: bool) -> None:
    """The person's yes or no to a hand-over. A yes carries it out, in the name of the one who asked.

    Raises `Overtaken` if this is not a question that waits.
    """
    with _locked(inquiry):
        request = inquiry.hand_over_requests.waiting().filter(public_id=asked).first()
        if request is None:
            raise Overtaken(f"{inquiry.reference} is not asked about this")
        with inquiry.step(Step.AGREE if agreed else Step.REFUSE) as event:
            inquiry.end_requests(agreed=agreed)
        colleague = _who_reads_it(inquiry, request.by, inquiry.assignee)
        if agreed and can_still_receive(request):
            casework.hand_over(inquiry, request.to, by=request.by, reason=request.reason)
        _tell(event, Kind.PERSON_ANSWERED, colleague)


def answer_group(inquiry: Inquiry, asked: UUID, *, yes: bool) -> None:
    """The person's yes or no to a group. The same answer again changes nothing.

    Raises `Overtaken` if they are not asked about it any more, or have said yes to another one since.
    """
    said = CandidateAnswer.YES if yes else CandidateAnswer.NO
    with _locked(inquiry):
        if inquiry.candidacies.filter(public_id=asked, answer=said).exists():
            return
        try:
            asking.answer(inquiry, asked, yes=yes)
        except MoveNotAllowed as not_asked:
            raise Overtaken(inquiry.reference) from not_asked


def question_to(inquiry: Inquiry) -> HandOverRequest | None:
    """The question about a hand-over that waits for the person's answer."""
    return inquiry.hand_over_requests.waiting().select_related("contact_point", "office").first()


def can_still_receive(request: HandOverRequest) -> bool:
    """Whether the place is still there to take it: it may have closed since the person was asked."""
    to = request.to
    if isinstance(to, ContactPoint):
        return bool(to.email) and to.status in (PlaceStatus.PROPOSED, PlaceStatus.PUBLISHED)
    return to.is_open_on(clock.today())


@contextmanager
def _locked(inquiry: Inquiry) -> Iterator[Inquiry]:
    """One at a time: two windows, or a button pressed twice, come one after the other. Yields it as it is now."""
    with transaction.atomic():
        yield Inquiry.objects.select_for_update().get(pk=inquiry.pk)


def _require_room_today(inquiry: Inquiry) -> None:
    since = clock.now() - timedelta(days=1)
    if inquiry.events.filter(step__in=(Step.ADD_MESSAGE, Step.CORRECT), at__gt=since).count() >= MOST_A_DAY:
        raise TooMuchToday(inquiry.reference)


def _tell_who_answers(event: InquiryEvent, kind: Kind) -> None:
    # In quarantine the office has been told to look, and reads this when it does; it may all be a machine's.
    if event.status_after != Status.QUARANTINED:
        _tell(event, kind, _who_reads_it(event.inquiry, event.inquiry.assignee))


def _tell(event: InquiryEvent, kind: Kind, colleague: User | None) -> None:
    if colleague:
        mails.tell_colleague(event, kind, colleague)
    else:
        mails.queue(event, kind)


def _who_reads_it(inquiry: Inquiry, *users: User | None) -> User | None:
    """The first of them who still may read the inquiry where it is now."""
    active = (user for user in users if user is not None and user.is_active)
    return next((user for user in active if Inquiry.objects.visible_to(user).filter(pk=inquiry.pk).exists()), None)
