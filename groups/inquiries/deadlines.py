"""What happens when an answer does not come: reminded, those behind told, passed on. Counted in days of the place.

`keep` may run as often as one likes and twice at once: each thing is done once, because it looks again with the row
locked (passing on) or because the database keeps one reminder for a day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings
from django.db.models import F, Q

from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import ContactPoint, DistrictOffice
from contactpoints.working_days import WorkCalendar
from groups.enums import RoutingRule, Status, Step
from groups.inquiries import passing, reminders
from groups.inquiries.routing import who_stands_behind
from groups.inquiries.waiting import Waiting, day_of, waiting_on
from groups.models import Inquiry, InquiryEvent
from linkportal.kit import clock
from linkportal.kit.each import Each


@dataclass
class Behind:
    """`who_stands_behind`, asked once for those of whom the answer is the same."""

    known: dict[tuple[int | None, int, int | None], DistrictOffice | None] = field(default_factory=dict)

    def of(self, inquiry: Inquiry) -> DistrictOffice | None:
        is_open = inquiry.office.is_open_on(clock.today())
        key = (inquiry.contact_point_id, inquiry.office_id, None if is_open else inquiry.municipality_id)
        if key not in self.known:
            self.known[key] = who_stands_behind(inquiry)
        return self.known[key]


def keep() -> None:
    """Do all that today asks for. Raises `SomeFailed` when the rest is done, if something went wrong."""
    day, each, behind = clock.today(), Each(), Behind()
    waiting = waiting_on(day)
    each.do(_correct_deadlines, _wrong_deadlines(waiting).items())
    rules = _rules(waiting, day)
    gone = [one for one in waiting if rules.get(one.inquiry.pk) and behind.of(one.inquiry)]

    def pass_on(one: Waiting) -> None:
        _pass_on(one, rules[one.inquiry.pk])

    passed = {one.inquiry.pk for one in each.do(pass_on, gone)}
    staying = [one for one in waiting if one.inquiry.pk not in passed]
    overdue = defaultdict[DistrictOffice, list[Waiting]](list)
    for one in reminders.not_told_of(one for one in staying if one.is_past_deadline):
        if office := behind.of(one.inquiry):
            overdue[office].append(one)
    reminders.remind(staying, dict(overdue), day, each)
    each.do(passing.take_up, passing.lying())
    each.raise_if_failed()


def _rules(waiting: list[Waiting], day: date) -> dict[int, RoutingRule]:
    """Which are to be passed on, and why."""
    places = {one.receiver: one.calendar for one in waiting}
    beforehand = {place: passing.why_it_cannot_answer(place, calendar, day) for place, calendar in places.items()}
    there = _taken_in_absence([one for one in waiting if beforehand[one.receiver] == RoutingRule.ABSENT], day)
    found = ((one, _rule(one, beforehand[one.receiver], is_there=one.inquiry.pk in there)) for one in waiting)
    return {one.inquiry.pk: rule for one, rule in found if rule}


def _rule(one: Waiting, beforehand: RoutingRule | None, *, is_there: bool) -> RoutingRule | None:
    if one.waits_for_control:
        return None
    if beforehand == RoutingRule.NOT_OPEN and (one.awaits_answer or _has_ended(one.receiver)):
        return beforehand
    if beforehand == RoutingRule.ABSENT and one.awaits_answer and not is_there:
        return beforehand
    return RoutingRule.OVERDUE if one.is_to_be_taken_over else None


def _has_ended(place: ContactPoint | DistrictOffice) -> bool:
    """A place that has a pause keeps those who have had their answer and wait for a group."""
    return not isinstance(place, ContactPoint) or place.status == PlaceStatus.CLOSED


def _taken_in_absence(waiting: list[Waiting], day: date) -> set[int]:
    """Keys of those that somebody took or worked on while their place is away: that one is there after all.

    But not for ever: days of an absence count for no deadline, so that no other end would come.
    """
    calendars = {one.inquiry.pk: one.calendar for one in waiting if one.inquiry.status != Status.NEW}
    by_who_has_it = Q(by=F("inquiry__assignee")) | Q(step=Step.ACCEPT)
    steps = InquiryEvent.objects.filter(by_who_has_it, inquiry__in=calendars).values_list("inquiry", "at")
    return {key for key, at in steps if _is_there(calendars[key], day_of(at), day)}


def _is_there(calendar: WorkCalendar, last_step: date, day: date) -> bool:
    first = calendar.away_since(day)
    days = replace(calendar, away=()).between(last_step, day)
    return first is not None and last_step >= first and days < settings.INQUIRY_TAKE_OVER_DAYS


def _pass_on(one: Waiting, rule: RoutingRule) -> None:
    """Unless something has happened since it was read: then the next time will see."""
    before = one.inquiry
    now = Inquiry.objects.select_for_update(of=("self",)).get(pk=before.pk)
    told = ("status", "waits_since", "assignee_id", "contact_point_id", "office_id")
    if all(getattr(now, name) == getattr(before, name) for name in told):
        passing.begin(now, rule)


def _wrong_deadlines(waiting: list[Waiting]) -> dict[tuple[ContactPoint | DistrictOffice, date], list[Waiting]]:
    """Those whose deadline is another day now, as an absence was added or taken away: by place and right day."""
    right: dict[tuple[ContactPoint | DistrictOffice, date], date] = {}
    wrong = defaultdict[tuple[ContactPoint | DistrictOffice, date], list[Waiting]](list)
    for one in waiting:
        if one.inquiry.waits_since is None:
            continue
        since = (one.receiver, day_of(one.inquiry.waits_since))
        if since not in right:
            right[since] = one.calendar.after(since[1], settings.INQUIRY_ANSWER_DAYS)
        if one.inquiry.answer_due_on != right[since]:
            wrong[one.receiver, right[since]].append(one)
    return wrong


def _correct_deadlines(wrong: tuple[tuple[ContactPoint | DistrictOffice, date], list[Waiting]]) -> None:
    (place, due), waiting = wrong
    still = Inquiry.objects.filter(pk__in=[one.inquiry.pk for one in waiting], waits_since__isnull=False)
    here = {"contact_point": place} if isinstance(place, ContactPoint) else {"office": place}
    still.filter(**here).update(answer_due_on=due)
