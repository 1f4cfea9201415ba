"""300 inquiries, 20 places, absences and the holidays of May: none is lost, nobody is nagged, nobody is surprised."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from procrastinate.contrib.django.models import ProcrastinateJob

from contactpoints.models import CoverageArea, DistrictOffice, Municipality
from groups.enums import RoutingRule, Status, Step
from groups.inquiries.waiting import day_of
from groups.models import Inquiry, InquiryEvent
from tests.conftest import make_office
from tests.groups.month import FIRST, PEOPLE, Month
from tests.mailbox import Mailbox

LATEST = date(2026, 10, 31)
TOLD = "Noen andre svarer deg"
BEGINS_A_WAIT = (Step.RECEIVE, Step.PASS_ON)
DECISIONS = (Step.ANNOUNCE, Step.DECLINE)


def test_a_month_in_which_nothing_is_forgotten(
    national_desk: DistrictOffice, tonsberg: DistrictOffice, alta: DistrictOffice, mailbox: Mailbox
) -> None:
    bergen = make_office("Bergen")
    CoverageArea.objects.create(
        office=bergen, municipality=Municipality.objects.get(name="Bergen"), valid_from=date(2024, 1, 1)
    )
    month = Month([tonsberg, alta, bergen], national_desk, mailbox)
    month.set_up()

    day = FIRST
    while len(month.inquiries) < PEOPLE or not month.all_is_done():
        assert day <= LATEST, f"not done: {Inquiry.objects.open().count()}"
        month.pass_by(day)
        day += timedelta(days=1)

    histories = histories_of(month)
    nothing_is_lost(month, histories)
    each_ends_as_it_should(histories)
    nobody_is_reminded_before_the_third_day(month, histories)
    nobody_has_two_reminders_on_a_day(month)
    each_was_told_before_it_was_passed_on(month, histories)


def histories_of(month: Month) -> dict[int, list[InquiryEvent]]:
    events = InquiryEvent.objects.select_related("office", "contact_point").order_by("pk")
    histories: dict[int, list[InquiryEvent]] = {key: [] for key in month.inquiries}
    for event in events:
        histories[event.inquiry_id].append(event)
    return histories


def nothing_is_lost(month: Month, histories: dict[int, list[InquiryEvent]]) -> None:
    assert set(Inquiry.objects.values_list("pk", flat=True)) == set(month.inquiries)
    assert len(month.inquiries) == PEOPLE
    assert all(history[0].step == Step.RECEIVE for history in histories.values())
    assert not ProcrastinateJob.objects.exclude(status="succeeded").exists()
    references = dict(Inquiry.objects.values_list("pk", "reference"))
    told = {(to, subject) for _day, to, subject in month.mails}
    for key, history in histories.items():
        for event in history:
            if event.step in BEGINS_A_WAIT and event.status_after == Status.NEW and not is_announced_at_once(history):
                assert (event.receiver.email, f"Henvendelse {references[key]} venter") in told


def is_announced_at_once(history: list[InquiryEvent]) -> bool:
    """A place that is away is not told of what goes on to the next one anyhow."""
    return any(
        one.step in BEGINS_A_WAIT and two.step == Step.ANNOUNCE and two.at - one.at < timedelta(hours=12)
        for one, two in pairwise(history)
    )


def each_ends_as_it_should(histories: dict[int, list[InquiryEvent]]) -> None:
    ends: Counter[str] = Counter()
    for history in histories.values():
        steps = [event.step for event in history]
        assert Step.CLOSE in steps
        assert Step.ANSWER in steps or Step.CONTACT in steps
        for event in history:
            assert (event.step == Step.DECLINE) == bool(event.decline_reason)
        passed = [event for event in history if event.step == Step.PASS_ON]
        ends[passed[0].rule if passed else "answered"] += 1
        for event in passed:
            assert event.contact_point is None
    # All that can happen did happen, to some.
    assert set(ends) == {
        "answered",
        RoutingRule.DECLINED,
        RoutingRule.OVERDUE,
        RoutingRule.ABSENT,
        RoutingRule.NOT_OPEN,
    }
    assert min(ends.values()) >= 3


def nobody_is_reminded_before_the_third_day(month: Month, histories: dict[int, list[InquiryEvent]]) -> None:
    begun = {Step.REMIND: 3, Step.ESCALATE: 5}
    seen: Counter[str] = Counter()
    for history in histories.values():
        waits_since = day_of(history[0].at)
        for event in history:
            if event.step in BEGINS_A_WAIT:
                waits_since = day_of(event.at)
            late = event.step == Step.ANNOUNCE and event.rule != RoutingRule.ABSENT
            if event.step in begun or late:
                days = month.working_days(event.receiver, waits_since, day_of(event.at))
                passed_by = (
                    next(one for one in history if one.pk >= event.pk and one.step == Step.PASS_ON) if late else None
                )
                needed = begun.get(Step(event.step), 8 if passed_by and passed_by.rule == RoutingRule.OVERDUE else 0)
                assert days >= needed, (event.step, event.at, event.receiver, waits_since)
                assert event.step != Step.REMIND or (day_of(event.at) - waits_since).days >= 3
                seen[event.step] += 1
    assert min(seen[step] for step in (Step.REMIND, Step.ESCALATE, Step.ANNOUNCE)) >= 20


def nobody_has_two_reminders_on_a_day(month: Month) -> None:
    words = ("venter på dere", "nådd fristen", "følges opp")
    reminders = Counter((day, to) for day, to, subject in month.mails if subject.endswith(words))
    assert len(reminders) >= 50
    assert set(reminders.values()) == {1}


def each_was_told_before_it_was_passed_on(month: Month, histories: dict[int, list[InquiryEvent]]) -> None:
    order = {(to, subject): position for position, (_day, to, subject) in reversed(list(enumerate(month.mails)))}
    references = dict(Inquiry.objects.values_list("pk", "reference"))
    told = 0
    for key, address in month.inquiries.items():
        steps = [event.step for event in histories[key]]
        passings = [event for event in histories[key] if event.step == Step.PASS_ON]
        assert len(passings) == sum(step in DECISIONS for step in steps)
        if not address:
            assert Step.TELL not in steps
            continue
        assert [(day, to) for day, to, subject in month.mails if (to, subject) == (address, TOLD)] == [
            (day_of(event.at), address) for event in passings
        ]
        moves = [step for step in steps if step in (*DECISIONS, Step.TELL, Step.PASS_ON)]
        assert all(
            moves[at] in DECISIONS and moves[at + 1 : at + 3] == [Step.TELL, Step.PASS_ON]
            for at in range(0, len(moves), 3)
        )
        if passings and (arrived := order.get((passings[-1].receiver.email, f"Henvendelse {references[key]} venter"))):
            assert order[address, TOLD] < arrived
            told += 1
    assert told >= 50
