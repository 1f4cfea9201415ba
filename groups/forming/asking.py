"""Asking those who wait whether they want to be in a group, and what they say.

The events of an inquiry say that its person was asked and what they answered, and never about which group: that stands
in `Candidate` alone, which is gone when the group starts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from contactpoints.models import User
from groups.enums import CandidateAnswer, GroupStep, Step
from groups.inquiries import mails
from groups.inquiries.letters import Kind
from groups.models import Candidate, GroupEvent, Inquiry, InquiryEvent, MoveNotAllowed, SelfHelpGroup
from linkportal.kit import clock

# What the question said: who is asked reads these.
_SAID = ("theme", "municipality", "time_of_day")


def ask(group: SelfHelpGroup, inquiries: Iterable[Inquiry], *, by: User, seen: int | None = None) -> GroupEvent:
    """Ask each of them by mail; who left no address is to be called by the place that has the inquiry.

    Raises `MoveNotAllowed` if one of them does not wait any more, or was asked by another group meanwhile: then nobody
    is asked.
    """
    # Always in this order, the group before inquiries by their key, so that no two wait for each other.
    people = sorted(inquiries, key=lambda one: one.pk)
    with group.step(GroupStep.ASK, by=by, seen=seen) as event:
        event.number = len(people)
        if group.candidates.saying_yes().count() < settings.GROUP_MIN_TO_START:
            group.answers_told_on = None  # these will answer too, and may be the ones that were missing
        for inquiry in people:
            _ask_one(group, inquiry, by)
    return event


def change(group: SelfHelpGroup, *, by: User, seen: int | None = None, **fields: Any) -> GroupEvent | None:
    """As `SelfHelpGroup.change`. Who is asked, or has said yes, is told where the question would be another one now.

    None, and no event, where it stands so already.
    """
    with transaction.atomic():
        before = locked(group)
        if GroupStep.CHANGE in before.allowed_steps and all(getattr(before, name) == fields[name] for name in fields):
            return None
        event = group.change(by=by, seen=seen, **fields)
        if group.is_gathering and any(getattr(before, name) != getattr(group, name) for name in _SAID):
            tell(group.candidates.not_saying_no().with_people().select_related("group"), Step.GROUP_NEWS, by=by)
    return event


def answer(inquiry: Inquiry, asked: UUID, *, yes: bool, by: User | None = None, seen: int | None = None) -> None:
    """What the person says, by their link or to `by` on the telephone. They may change their mind while it gathers.

    Raises `MoveNotAllowed` where they are not asked about this any more, or have said yes to another group since.
    """
    with inquiry.step(Step.GROUP_YES if yes else Step.GROUP_NO, by=by, seen=seen):
        candidate = inquiry.candidacies.filter(public_id=asked).first()
        if candidate is None or (yes and _is_asked(inquiry, but_for=candidate)):
            raise MoveNotAllowed(f"{inquiry.reference} is not asked about this")
        inquiry.last_contact_at = clock.now()
        candidate.answer = CandidateAnswer.YES if yes else CandidateAnswer.NO
        candidate.save(update_fields=["answer"])


def answer_told(inquiry: Inquiry, *, yes: bool, by: User, seen: int | None = None) -> None:
    """What the person said to `by`, about the group that they are asked about, or the last they said no to.

    Raises `MoveNotAllowed` where there is none, or they have said so already.
    """
    candidate = asked_about(inquiry)
    if candidate is None or candidate.answer == (CandidateAnswer.YES if yes else CandidateAnswer.NO):
        raise MoveNotAllowed(f"{inquiry.reference} is not asked about a group")
    answer(inquiry, candidate.public_id, yes=yes, by=by, seen=seen)


def asked_about(inquiry: Inquiry) -> Candidate | None:
    """The group that the person is asked about or has said yes to, else the last to which they said no.

    None if there is none: whoever was asked is no candidate any more when the group has started or was given up.
    """
    asked = inquiry.candidacies.select_related("group__municipality__county", "group__contact_point", "group__office")
    found: list[Candidate] = sorted(asked, key=lambda one: (one.answer == CandidateAnswer.NO, -one.pk))
    return found[0] if found else None


def question_to(inquiry: Inquiry) -> Candidate | None:
    """The group that the person is asked about, or has said yes to; None if there is none."""
    asked = inquiry.candidacies.not_saying_no().select_related("group__municipality__county", "group__contact_point")
    found: Candidate | None = asked.select_related("group__office").first()
    return found


def tell(candidates: Iterable[Candidate], step: Step, *, by: User | None) -> None:
    """Say to each of them that there is something new: by a mail with their link, else the place is to call them.

    Who does not wait any more is passed by. The caller holds the transaction.
    """
    for candidate in sorted(candidates, key=lambda one: one.inquiry_id):
        try:
            with candidate.inquiry.step(step, by=by) as event:
                pass
        except MoveNotAllowed:
            continue  # withdrawn or handed over just now
        _tell_or_call(event, candidate.group, Kind.NEWS_TO_PERSON)


def _ask_one(group: SelfHelpGroup, inquiry: Inquiry, by: User) -> None:
    with inquiry.step(Step.ASK_GROUP, by=by) as event:
        if _is_asked(inquiry) or inquiry.candidacies.filter(group=group).exists():
            raise MoveNotAllowed(f"{inquiry.reference} is asked by a group")
        inquiry.keep_in_sight(soon=True)  # the person may never answer
        Candidate.objects.create(group=group, inquiry=inquiry)
    _tell_or_call(event, group, Kind.ASK_PERSON)


def _is_asked(inquiry: Inquiry, but_for: Candidate | None = None) -> bool:
    others = inquiry.candidacies.not_saying_no()
    return bool((others.exclude(pk=but_for.pk) if but_for else others).exists())


def _tell_or_call(event: InquiryEvent, group: SelfHelpGroup, kind: Kind) -> None:
    # Those who make the group see on its page whom to call, for as long as the person stands there.
    seen_by_host = event.inquiry.receiver == group.host and event.step != Step.GROUP_OFF
    if not mails.tell_person(event, kind) and not seen_by_host:
        mails.queue(event, Kind.MUST_BE_CALLED)


def locked(group: SelfHelpGroup) -> SelfHelpGroup:
    """The group as it is now, with its row locked. The caller holds the transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise AssertionError("a lock needs a transaction")
    return SelfHelpGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
