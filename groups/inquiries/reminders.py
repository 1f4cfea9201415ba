"""Reminders: one mail to an address on a day, about all that waits there, and never about what came just now.

Who has an inquiry is reminded of it, else all who work at its place, else the place itself. Those who stand behind a
place are told once of each inquiry that has gone without an answer for too long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Combinable
from django.utils import timezone
from procrastinate.contrib.django import app

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import ALLOWED, Step
from groups.inquiries import reminder_words
from groups.inquiries.colleagues import Colleagues
from groups.inquiries.routing import who_stands_behind
from groups.inquiries.waiting import Waiting, waiting_on
from groups.models import PERSONAL_FIELDS, Inquiry, InquiryEvent, Reminder, ReminderKind
from groups.models.upkeep import Recipient
from linkportal.kit import clock, mail
from linkportal.kit.each import Each

Overdue = dict[DistrictOffice, list[Waiting]]


@dataclass
class Planned:
    """One mail to one address: what waits for each of those who have it, and what has waited too long elsewhere."""

    backlog: dict[Recipient, list[Waiting]] = field(default_factory=dict)
    overdue: Overdue = field(default_factory=dict)


def remind(waiting: Iterable[Waiting], overdue: Overdue, day: date, each: Each) -> None:
    """Write down and queue the mails of that day; what goes wrong is in `each`.

    Whoever has had one today gets no second one, whatever it is about: it waits until tomorrow.
    """
    plans = defaultdict[str, Planned](Planned)
    for recipient, theirs in _due_for_a_reminder(waiting, day).items():
        plans[_address(recipient)].backlog[recipient] = theirs
    for office, late in overdue.items():
        plans[_address(office)].overdue[office] = late
    reached = {_address(one.recipient) for one in Reminder.objects.filter(on=day).with_recipients()}

    def write_down(address: str) -> None:
        _write_down(plans[address], day)

    each.do(write_down, sorted(set(plans) - reached))


def not_told_of(late: Iterable[Waiting]) -> list[Waiting]:
    """Those of which nobody who stands behind has been told since their person began to wait."""
    late = list(late)
    told = InquiryEvent.objects.filter(
        inquiry__in=[one.inquiry.pk for one in late], step=Step.ESCALATE, at__gte=F("inquiry__waits_since")
    )
    known = set(told.values_list("inquiry", flat=True))
    return [one for one in late if one.inquiry.pk not in known]


def send(reminder_id: int) -> None:
    """Send the mail of this reminder, with all that goes to the same address that day. None if nothing waits now."""
    reminder = Reminder.objects.with_recipients().get(pk=reminder_id)
    same_day = Reminder.objects.filter(on=reminder.on).with_recipients()
    together = [one for one in same_day if _address(one.recipient) == _address(reminder.recipient)]
    backlog: dict[Waiting, None] = {}
    late: list[Waiting] = []
    for one in together:
        if one.kind == ReminderKind.BACKLOG:
            backlog |= dict.fromkeys(_backlog_of(one.recipient, clock.today()))
        elif one.kind == ReminderKind.OVERDUE and isinstance(one.recipient, DistrictOffice):
            late += _overdue_of(one.recipient, reminder.on)
    if backlog or late:
        words = reminder_words.of(list(backlog), late)
        mail.send(reminder.recipient.email, words.subject, words.body, key=f"reminder-{reminder.pk}")


def _due_for_a_reminder(waiting: Iterable[Waiting], day: date) -> dict[Recipient, list[Waiting]]:
    """What each is to be reminded of today: on a working day of the place, and some of its days after the last time."""
    backlogs = _backlogs([one for one in waiting if one.is_to_be_reminded_of], day)
    last = Reminder.objects.all().last_to(backlogs, ReminderKind.BACKLOG)

    def is_time(recipient: Recipient, one: Waiting) -> bool:
        before = last.get(recipient)
        rested = before is None or one.calendar.between(before, day) >= settings.INQUIRY_REMINDER_DAYS
        return rested and one.calendar.is_working_day(day)

    return {to: theirs for to, theirs in backlogs.items() if any(is_time(to, one) for one in theirs)}


def _backlogs(waiting: list[Waiting], day: date) -> dict[Recipient, list[Waiting]]:
    """Whom each of these waits for."""
    places = [place for one in waiting for place in (one.inquiry.contact_point, one.inquiry.office) if place]
    colleagues = Colleagues.at(places, day)
    backlogs = defaultdict[Recipient, list[Waiting]](list)
    for one in waiting:
        for recipient in _recipients(one, colleagues):
            backlogs[recipient].append(one)
    return dict(backlogs)


def _recipients(one: Waiting, colleagues: Colleagues) -> list[Recipient]:
    in_charge = colleagues.in_charge_of(one.inquiry)
    if in_charge and in_charge.email:
        return [in_charge]
    # Of an answer that does not come the office is told in time; of what is to be followed up by nothing else.
    for place in (one.receiver,) if one.awaits_answer else (one.receiver, one.inquiry.office):
        there: list[Recipient] = [user for user in _people_of(place, colleagues, one.day) if user.email]
        if there or place.email:
            return there or [place]
    return []


def _people_of(place: ContactPoint | DistrictOffice, colleagues: Colleagues, day: date) -> list[User]:
    there = colleagues.of(place)
    if not there and isinstance(place, DistrictOffice) and not place.is_open_on(day):
        return colleagues.national  # to whom what a closed office left is shown
    return there


def _write_down(planned: Planned, day: date) -> None:
    """The reminders, what the case histories say, and the job of the mail, all or nothing."""
    rows = [Reminder.to(recipient, ReminderKind.BACKLOG, day) for recipient in planned.backlog]
    rows += [Reminder.to(office, ReminderKind.OVERDUE, day) for office in planned.overdue]
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(rows)
    except IntegrityError:
        return  # another worker is doing the same
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    _note(Step.REMIND, planned.backlog.values(), midnight)
    _note(Step.ESCALATE, planned.overdue.values(), OuterRef("waits_since"))
    app.configure_task("groups.send_reminder", queue="mail", allow_unknown=False).defer(reminder_id=rows[0].pk)


def _note(step: Step, lists: Iterable[list[Waiting]], since: datetime | Combinable) -> None:
    """Write the step into the case histories, once `since` then."""
    keys = {one.inquiry.pk for waiting in lists for one in waiting}
    known = InquiryEvent.objects.filter(inquiry=OuterRef("pk"), step=step, at__gte=since)
    mine = Inquiry.objects.filter(~Exists(known), pk__in=keys, status__in=ALLOWED[step]).defer(*PERSONAL_FIELDS)
    # Locked, in one order, so that what the events say of where the inquiry stands is true.
    locked = mine.select_related("office", "contact_point").select_for_update(of=("self",)).order_by("pk")
    InquiryEvent.objects.bulk_create([InquiryEvent.quiet(step, inquiry) for inquiry in locked])


def _backlog_of(recipient: Recipient, day: date) -> list[Waiting]:
    if isinstance(recipient, User):
        among = Q(pk__in=Inquiry.objects.visible_to(recipient).values("pk")) | Q(assignee=recipient)
    elif isinstance(recipient, DistrictOffice):
        among = Q(office=recipient)
    else:
        among = Q(contact_point=recipient)
    waiting = [one for one in waiting_on(day, among) if one.is_to_be_reminded_of]
    return _backlogs(waiting, day).get(recipient, [])


def _overdue_of(office: DistrictOffice, since: date) -> list[Waiting]:
    """What the office was told of on that day and still waits elsewhere."""
    midnight = timezone.make_aware(datetime.combine(since, time.min))
    told = InquiryEvent.objects.filter(step=Step.ESCALATE, at__gte=midnight)
    late = waiting_on(clock.today(), Q(pk__in=told.values("inquiry")))
    return [one for one in late if one.is_past_deadline and who_stands_behind(one.inquiry) == office]


def _address(recipient: Recipient) -> str:
    return recipient.email.lower()
