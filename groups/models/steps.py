"""The steps that an inquiry can take. Each is one transaction: the row locked, changed, saved with its event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext

from contactpoints.grid import distance_km
from contactpoints.models import ContactPoint, DistrictOffice
from contactpoints.working_days import calendar_of
from groups.enums import (
    ALLOWED,
    PERSONAL_WISHES,
    QUIET_STEPS,
    Channel,
    DeclineReason,
    Outcome,
    RoutingRule,
    Status,
    Step,
    TextKind,
)
from groups.models.events import InquiryEvent, InquiryText
from linkportal.kit import clock

if TYPE_CHECKING:
    from contactpoints.models import User
    from groups.models.inquiries import Inquiry

PERSONAL_FIELDS = ("name", "email", "phone", "message", "organisation")


class MoveNotAllowed(Exception):
    """The inquiry stands where this step can't be taken."""


class ChangedMeanwhile(MoveNotAllowed):
    """Somebody was faster: `events` are the steps that were taken since the page was shown."""

    def __init__(self, events: Sequence[Any]) -> None:
        super().__init__("changed meanwhile")
        self.events = events


class Steps(models.Model):
    """What may be done to an inquiry. `seen` is the key of the last event that was on the screen of who does it."""

    # Of `Inquiry`, which these are the methods of.
    wish: Any
    reference: Any
    email: Any
    phone: Any
    channel: Any
    municipality: Any
    events: Any
    texts: Any
    hand_over_requests: Any
    status: Any
    outcome: Any
    assignee: Any
    waits_since: Any
    answer_due_on: Any
    follow_up_on: Any
    answered_at: Any
    last_contact_at: Any
    passing_rule: Any
    passing_since: Any
    closed_at: Any
    erased_at: Any
    act_version: Any
    office: Any
    contact_point: Any
    rule: Any
    reason: Any
    distance_km: Any
    contact_times: Any
    contact_by: Any
    theme: Any
    meeting_times: Any
    candidacies: Any

    class Meta:
        abstract = True

    @property
    def receiver(self) -> DistrictOffice | ContactPoint:
        """Who is to answer."""
        raise NotImplementedError

    @contextmanager
    def step(self, step: Step, *, by: User | None = None, seen: int | None = None) -> Iterator[InquiryEvent]:
        """Take one step: the row is locked and read anew, changed inside the block, saved with its event.

        Raises `ChangedMeanwhile` if something happened after `seen`, and `MoveNotAllowed` if it no longer stands where
        the step can be taken.
        """
        with transaction.atomic():
            rows: Any = type(self)._default_manager.select_for_update(of=("self",))
            self.refresh_from_db(from_queryset=rows.select_related("office", "contact_point", "municipality"))
            if seen is not None and (missed := self._missed(seen)):
                raise ChangedMeanwhile(missed)
            if self.status not in ALLOWED[step]:
                raise MoveNotAllowed(f"{self.reference} is {self.status}")
            event = InquiryEvent(step=step, by=by, status_before=self.status)
            yield event
            if event.status_before == Status.WAITING and self.status != Status.WAITING:
                self.candidacies.all().delete()  # who does not wait any more is not asked about a group
            self.save()
            event.save_as_of(cast("Inquiry", self))

    def _missed(self, seen: int) -> list[InquiryEvent]:
        after = self.events.filter(pk__gt=seen).exclude(step__in=QUIET_STEPS)
        return list(after.select_related("by", "office", "contact_point").order_by("pk"))

    # Who does it

    def release(self, *, by: User) -> InquiryEvent:
        """Out of quarantine: it was from a person after all. The receiver is told by the caller's mail."""
        with self.step(Step.RELEASE, by=by) as event:
            self.status = Status.NEW
            self.await_answer()
        return event

    def take(self, *, by: User, seen: int | None = None) -> InquiryEvent:
        """It is `by`'s from now on, also if it was a colleague's."""
        with self.step(Step.TAKE, by=by, seen=seen) as event:
            self._in_hand_of(by)
        return event

    def accept(self, seen: int | None = None) -> InquiryEvent:
        """The place takes it on, by the link of a mail: nobody knows who it was."""
        with self.step(Step.ACCEPT, seen=seen) as event:
            self.status = Status.TAKEN
        return event

    def give_back(self, *, by: User | None, step: Step = Step.GIVE_BACK, seen: int | None = None) -> InquiryEvent:
        """Nobody's any more, but still the place's: put back by hand, or because its person has left (`FALL_BACK`)."""
        with self.step(step, by=by, seen=seen) as event:
            self.assignee = None
            if self.status == Status.TAKEN:
                self.status = Status.NEW
            self.keep_in_sight()
        return event

    # Work on it

    def note(self, text: str, *, by: User) -> InquiryEvent:
        """Something to remember, for those who work on it."""
        with self.step(Step.NOTE, by=by) as event:
            self.write(TextKind.NOTE, text, by=by)
        return event

    def call_attempt(self, *, by: User, seen: int | None = None) -> InquiryEvent:
        """Somebody called and got no answer. The person still waits, so that the deadline stands."""
        with self.step(Step.CALL_ATTEMPT, by=by, seen=seen) as event:
            self._in_hand_of(self.assignee or by)
        return event

    def contact(self, *, by: User, seen: int | None = None) -> InquiryEvent:
        """Somebody spoke with the person, by any way: that is an answer."""
        with self.step(Step.CONTACT, by=by, seen=seen) as event:
            self._in_hand_of(self.assignee or by)
            self._answered()
        return event

    def answer(self, text: str, *, by: User, seen: int | None = None) -> InquiryEvent:
        """Write to the person, who reads it behind their secret link."""
        with self.step(Step.ANSWER, by=by, seen=seen) as event:
            self._in_hand_of(self.assignee or by)
            self._answered()
            self.write(TextKind.ANSWER, text, by=by)
        return event

    def follow_up(self, day: date, *, by: User, seen: int | None = None) -> InquiryEvent:
        """Take it up again on that day. While the person waits for an answer, the deadline for that comes first."""
        with self.step(Step.FOLLOW_UP, by=by, seen=seen) as event:
            self.follow_up_on = event.day = day
            self._in_hand_of(self.assignee or by)
        return event

    def wait(self, *, by: User, seen: int | None = None, **wished: Any) -> InquiryEvent:
        """The person has had an answer, and waits for a group: somebody looks after them, in a while at the latest.

        `wished` is what they have said about it: theme, meeting_times. Who offers something waits for no group.
        """
        with self.step(Step.WAIT, by=by, seen=seen) as event:
            if self.wish not in PERSONAL_WISHES:
                raise MoveNotAllowed(f"{self.reference} offers something")
            for name, value in wished.items():
                setattr(self, name, value)
            self._in_hand_of(self.assignee or by)
            self.status = Status.WAITING
            self._answered()
        return event

    # Somebody else's

    def hand_over(
        self,
        to: DistrictOffice | ContactPoint,
        office: DistrictOffice,
        *,
        by: User,
        reason: str,
        seen: int | None = None,
    ) -> InquiryEvent:
        """Give it to another receiver, `office` being responsible from now on; `reason` is encrypted and erasable."""
        with self.step(Step.HAND_OVER, by=by, seen=seen) as event:
            text = gettext("Overført til %(to)s.") % {"to": to.name}
            self._goes_to(to, office, RoutingRule.HANDED_OVER, text)
            self.write(TextKind.HAND_OVER, reason, by=by)
        return event

    def decline(self, why: DeclineReason, *, by: User | None, text: str = "", seen: int | None = None) -> InquiryEvent:
        """The place says no: it goes to those who stand behind it, when the person has been told."""
        with self.step(Step.DECLINE, by=by, seen=seen) as event:
            event.decline_reason = why
            self._will_pass(RoutingRule.DECLINED)
            self.write(TextKind.DECLINE, text, by=by)
        return event

    def announce_passing(self, rule: RoutingRule) -> InquiryEvent:
        """It shall go to those who stand behind the place, because of `rule`, when the person has been told."""
        with self.step(Step.ANNOUNCE) as event:
            self._will_pass(rule)
        return event

    def pass_on(self, office: DistrictOffice) -> InquiryEvent:
        """To the office that stands behind the place. The words of the reason name the place that had it."""
        with self.step(Step.PASS_ON) as event:
            names = {"from": self.receiver.name, "to": office.name, "why": RoutingRule(self.passing_rule).label}
            reason = gettext("Sendt fra %(from)s til %(to)s. %(why)s.") % names
            self._goes_to(office, office, RoutingRule(self.passing_rule), reason)
        return event

    # The end

    def close(self, outcome: Outcome, *, by: User | None, note: str = "", seen: int | None = None) -> InquiryEvent:
        """End it with an outcome, and a note that is encrypted and erasable."""
        with self.step(Step.CLOSE, by=by, seen=seen) as event:
            self._keep_from_contact_point()
            self.status, self.outcome, self.closed_at = Status.CLOSED, outcome, clock.now()
            event.outcome = outcome
            self._nothing_more_to_do()
            self.write(TextKind.CLOSING, note, by=by)
        return event

    def reopen(self, *, by: User) -> InquiryEvent:
        """It was not over after all. Raises `MoveNotAllowed` where what was personal is gone."""
        with self.step(Step.REOPEN, by=by) as event:
            if self.erased_at:
                raise MoveNotAllowed(f"{self.reference} is erased")
            self.status, self.outcome, self.closed_at = Status.TAKEN, "", None
            self.assignee = by
            self.await_answer()
        return event

    # The person's own

    def add_message(self, text: str) -> InquiryEvent:
        """The person wrote more, and waits for an answer to it."""
        with self.step(Step.ADD_MESSAGE) as event:
            self.last_contact_at = clock.now()
            if self.waits_since is None and self.status != Status.QUARANTINED:
                self.await_answer()
            self.write(TextKind.MESSAGE, text, by=None)
        return event

    def correct(self, **contact: Any) -> InquiryEvent:
        """What the person says anew: name, email, phone, leave_message, contact_times, contact_by, meeting_times."""
        with self.step(Step.CORRECT) as event:
            self.last_contact_at = clock.now()
            for name, value in contact.items():
                setattr(self, name, value)
        return event

    def withdraw(self) -> InquiryEvent:
        """The person takes their words back: personal fields and all texts are erased, the case remains as a number."""
        with self.step(Step.WITHDRAW) as event:
            self._keep_from_contact_point()
            self.status, self.closed_at = Status.WITHDRAWN, self.closed_at or clock.now()
            self._nothing_more_to_do()
            self._erase()
        return event

    def erase(self) -> InquiryEvent:
        """Personal fields and texts go, as the consent promised. An open one ends with that: nobody was in touch."""
        with self.step(Step.ERASE) as event:
            if self.status != Status.CLOSED:
                self._keep_from_contact_point()
                self.status, self.outcome, self.closed_at = Status.CLOSED, Outcome.LAPSED, clock.now()
                self._nothing_more_to_do()
            event.outcome = self.outcome
            self._erase()
        return event

    # What these have in common

    def await_answer(self) -> None:
        """From now on the person waits, and the place has its working days to answer. Not saved.

        Who can't be reached waits for no answer: the inquiry is to be looked at on that day instead.
        """
        if self.is_reachable:
            self.waits_since = clock.now()
            self.answer_due_on = calendar_of(self.receiver).after(clock.today(), settings.INQUIRY_ANSWER_DAYS)
        else:
            self.waits_since = self.answer_due_on = None
            self.keep_in_sight()

    def keep_in_sight(self, *, soon: bool = False) -> None:
        """Where nothing is due any more, it is to be followed up: no open inquiry is one that nobody will look at.

        `soon` also moves a later day forward. Not saved.
        """
        if self.waits_since is None and (soon or self.follow_up_on is None):
            day = calendar_of(self.receiver).after(clock.today(), settings.INQUIRY_ANSWER_DAYS)
            self.follow_up_on = min(day, self.follow_up_on or day)

    @property
    def is_reachable(self) -> bool:
        """Whether the person left a way to be reached by."""
        return bool(self.email or self.phone)

    def write(self, kind: TextKind, text: str, *, by: User | None) -> None:
        """Keep a text about the case, encrypted; nothing if it is empty."""
        if text:
            InquiryText.objects.create(inquiry=cast("Inquiry", self), kind=kind, text=text, by=by)

    def end_requests(self, *, agreed: bool | None = None) -> None:
        """A question to the person about a hand-over is over: answered, or overtaken by what happens now."""
        self.hand_over_requests.waiting().update(ended_at=clock.now(), agreed=agreed)

    def _in_hand_of(self, user: User) -> None:
        self.assignee = user
        if self.status == Status.NEW:
            self.status = Status.TAKEN

    def _answered(self) -> None:
        """The person has heard from us. Somebody looks again in a while, unless they have chosen a day to come."""
        now, today = clock.now(), clock.today()
        self.answered_at = self.answered_at or now
        self.last_contact_at = now
        self.waits_since = self.answer_due_on = None
        if self.follow_up_on is None or self.follow_up_on <= today:
            self.follow_up_on = today + timedelta(days=settings.INQUIRY_WAITING_DAYS)

    def _goes_to(
        self, to: DistrictOffice | ContactPoint, office: DistrictOffice, rule: RoutingRule, reason: str
    ) -> None:
        self.contact_point = to if isinstance(to, ContactPoint) else None
        self.office, self.rule, self.reason = office, rule, reason
        self.distance_km = distance_km(self.municipality.position, to.position)
        self.status, self.assignee, self.follow_up_on = Status.NEW, None, None
        self.passing_rule, self.passing_since = "", None
        self.act_version += 1  # the links of mails to the one who had it are dead
        self.end_requests()
        self.await_answer()

    def _will_pass(self, rule: RoutingRule) -> None:
        self.status, self.passing_rule, self.passing_since = Status.PASSING, rule, clock.now()
        self.assignee = None
        self.act_version += 1
        self.end_requests()

    def _nothing_more_to_do(self) -> None:
        self.waits_since = self.answer_due_on = self.follow_up_on = None
        self.passing_rule, self.passing_since = "", None
        self.act_version += 1
        self.end_requests()

    def _keep_from_contact_point(self) -> None:
        """What never left quarantine stays with the office: the contact point was not to see it, now or later."""
        if self.status == Status.QUARANTINED:
            self.contact_point = None

    def _erase(self) -> None:
        for name in PERSONAL_FIELDS:
            setattr(self, name, "")
        self.contact_times, self.meeting_times, self.contact_by = [], [], ""
        self.erased_at = clock.now()
        self.texts.all().delete()
        self.hand_over_requests.update(reason="")

    @property
    def is_from_web(self) -> bool:
        """Whether the person wrote it themselves, rather than staff for them."""
        return bool(self.channel == Channel.WEB)
