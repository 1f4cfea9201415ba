"""Nothing is forgotten: who is reminded, who is told, who takes over, and on which day. June 1st 2026 is a Monday."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from croniter import croniter_range  # type: ignore[import-untyped]
from django.core.checks import run_checks
from django.db import connection
from procrastinate.contrib.django import app
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import Absence, ClosedPeriod, ContactPoint, DistrictOffice, User
from groups import casework, deadlines, intake
from groups.enums import Channel, DeclineReason, Outcome, RoutingRule, Status, Step, Wish
from groups.intake import Wanted
from groups.models import Inquiry
from groups.waiting import waiting_on
from linkportal.kit import clock
from linkportal.kit.each import SomeFailed
from tests.conftest import TODAY, make_contact_point
from tests.groups.days import OSLO, do_the_jobs_of_the_day, each_day, on
from tests.groups.making import make_inquiry
from tests.kit import queue
from tests.mailbox import Mailbox
from tests.places import place_at_code
from tests.processes import run_jobs

TOLD, PASSED = "Noen andre svarer deg", [Step.ANNOUNCE, Step.TELL, Step.PASS_ON]


def at(place: ContactPoint, *, suspicious: bool = False) -> Inquiry:
    """Kari asks to join a group there."""
    return make_inquiry("3724", wish=Wish.JOIN, contact_point=place, suspicious=suspicious)


def steps(inquiry: Inquiry, *, since: Step = Step.RECEIVE) -> list[str]:
    """What happened after the first step of that kind."""
    found = list(inquiry.events.order_by("pk").values_list("step", flat=True))
    return found[found.index(since) + 1 :]


def in_a_thread(job: Callable[[], None]) -> None:
    """Do it on a connection of its own, as each job of a worker does."""
    try:
        job()
    finally:
        connection.close()


def days_of(inquiry: Inquiry, step: Step) -> list[date]:
    return [event.at.date() for event in inquiry.events.filter(step=step).order_by("pk")]


def test_reminded_after_three_days_the_office_told_after_five_and_it_takes_over_after_eight(
    bakken: ContactPoint, ola: User, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    inquiry = at(bakken)

    for _day in each_day(TODAY, date(2026, 6, 12)):
        pass

    assert days_of(inquiry, Step.REMIND) == [date(2026, 6, 4), date(2026, 6, 9)]
    assert days_of(inquiry, Step.ESCALATE) == [date(2026, 6, 8)]
    assert days_of(inquiry, Step.PASS_ON) == [date(2026, 6, 11)]
    assert mailbox.to(ola) == 2 * ["1 henvendelse venter på dere"]
    assert mailbox.to(tonsberg) == ["1 henvendelse har nådd fristen", f"Henvendelse {inquiry.reference} venter"]
    assert mailbox.to("kari@example.no") == ["Vi har fått meldingen din", TOLD]
    inquiry.refresh_from_db()
    assert (inquiry.receiver, inquiry.rule, inquiry.status) == (tonsberg, RoutingRule.OVERDUE, Status.NEW)
    assert inquiry.answer_due_on == date(2026, 6, 18)


def test_who_works_on_tuesdays_has_eight_tuesdays(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    ContactPoint.objects.update(working_days=[2])
    inquiry = at(ContactPoint.objects.get())

    for _day in each_day(TODAY, date(2026, 7, 21)):
        pass

    assert days_of(inquiry, Step.REMIND) == [date(2026, 6, 16), date(2026, 7, 7)]
    assert days_of(inquiry, Step.ESCALATE) == [date(2026, 6, 30)]
    assert days_of(inquiry, Step.PASS_ON) == [date(2026, 7, 21)]


def test_the_holidays_of_may_do_not_count(bakken: ContactPoint, ola: User) -> None:
    with on(date(2026, 5, 12)):
        inquiry = at(bakken)

    for _day in each_day(date(2026, 5, 12), date(2026, 5, 27)):
        pass

    assert days_of(inquiry, Step.REMIND)[0] == date(2026, 5, 18)  # not on Ascension Day
    assert days_of(inquiry, Step.PASS_ON) == [date(2026, 5, 26)]  # nor on Whit Monday


def test_what_has_an_answer_is_left_alone(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    inquiry = at(bakken)
    inquiry.contact(by=ola)

    for _day in each_day(TODAY, date(2026, 6, 30)):
        pass

    assert steps(inquiry) == [Step.CONTACT]
    assert mailbox.to(ola) == []


def test_a_call_that_nobody_answered_is_no_answer(bakken: ContactPoint, ola: User) -> None:
    inquiry = at(bakken)
    inquiry.call_attempt(by=ola)

    for _day in each_day(TODAY, date(2026, 6, 11)):
        pass

    assert days_of(inquiry, Step.PASS_ON) == [date(2026, 6, 11)]


def test_who_writes_once_more_waits_from_then_on(bakken: ContactPoint, ola: User) -> None:
    inquiry = at(bakken)
    inquiry.contact(by=ola)
    with on(date(2026, 6, 15)):
        inquiry.add_message("Hvor var det igjen?")

    for _day in each_day(date(2026, 6, 15), date(2026, 6, 18)):
        pass

    assert days_of(inquiry, Step.REMIND) == [date(2026, 6, 18)]


def test_the_office_is_told_once_of_each_wait(
    bakken: ContactPoint, ola: User, berit: User, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    first, second = at(bakken), at(bakken)
    for _day in each_day(TODAY, date(2026, 6, 9)):
        pass

    [mail] = [mail for mail in mailbox.mails if mail.subject == "2 henvendelser har nådd fristen"]
    assert mail.receivers == [tonsberg.email]
    assert first.reference in mail.text
    assert second.reference in mail.text
    assert "Kari" not in mail.text
    assert mailbox.to(berit) == []  # she stands behind Bakken, it is not hers


def test_behind_an_office_stands_the_national_desk_and_behind_that_nobody(
    tonsberg: DistrictOffice, national_desk: DistrictOffice, berit: User, mailbox: Mailbox
) -> None:
    inquiry = make_inquiry()

    for _day in each_day(TODAY, date(2026, 7, 31)):
        pass

    inquiry.refresh_from_db()
    assert inquiry.receiver == national_desk
    assert steps(inquiry).count(Step.PASS_ON) == 1
    assert Inquiry.objects.open().filter(due_on__lt=date(2026, 7, 31)).get() == inquiry
    assert mailbox.to(national_desk)[-1] == "1 henvendelse venter på dere"  # it goes on being reminded


def test_an_absence_that_is_known_passes_it_on_at_once(
    bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    ClosedPeriod.objects.create(contact_point=bakken, first_day=TODAY, last_day=TODAY + timedelta(days=20))

    inquiry = at(bakken)
    run_jobs()

    inquiry.refresh_from_db()
    assert steps(inquiry) == PASSED
    assert (inquiry.receiver, inquiry.rule) == (tonsberg, RoutingRule.ABSENT)
    assert mailbox.to("kari@example.no") == ["Vi har fått meldingen din", TOLD]
    assert "innen" not in mailbox.mails[0].text  # the day of a place that is away would be none to count on
    assert mailbox.to(bakken) == []


def test_away_for_two_days_it_stays(bakken: ContactPoint) -> None:
    Absence.objects.create(contact_point=bakken, first_day=TODAY, last_day=TODAY + timedelta(days=1))

    assert steps(at(bakken)) == []


def test_when_an_absence_begins_what_waits_is_passed_on(bakken: ContactPoint, ola: User) -> None:
    waits, taken, answered = at(bakken), at(bakken), at(bakken)
    taken.take(by=ola)
    answered.contact(by=ola)
    Absence.objects.create(contact_point=bakken, first_day=date(2026, 6, 3), last_day=date(2026, 6, 30))

    for _day in each_day(TODAY, date(2026, 6, 3)):
        pass

    assert days_of(waits, Step.PASS_ON) == days_of(taken, Step.PASS_ON) == [date(2026, 6, 3)]
    assert days_of(answered, Step.PASS_ON) == []


def test_who_logs_a_call_while_away_is_there_after_all(bakken: ContactPoint, ola: User) -> None:
    Absence.objects.create(contact_point=bakken, first_day=date(2026, 6, 1), last_day=date(2026, 6, 14))
    wanted = Wanted(uuid.uuid4(), Wish.JOIN, place_at_code("3724"), name="Per")
    logged = intake.log(wanted, channel=Channel.PHONE, at=bakken, by=ola).inquiry

    for _day in each_day(TODAY, date(2026, 6, 25)):
        pass

    assert days_of(logged, Step.REMIND)[0] == date(2026, 6, 17)
    assert days_of(logged, Step.PASS_ON) == [date(2026, 6, 24)]  # with the deadlines of everything else


def test_office_that_is_away_too_gives_it_to_the_national_desk(
    bakken: ContactPoint, tonsberg: DistrictOffice, national_desk: DistrictOffice, mailbox: Mailbox
) -> None:
    for place in ({"contact_point": bakken}, {"office": tonsberg}):
        Absence.objects.create(first_day=TODAY, last_day=TODAY + timedelta(days=20), **place)

    inquiry = at(bakken)
    run_jobs()

    inquiry.refresh_from_db()
    assert inquiry.receiver == national_desk
    assert steps(inquiry) == 2 * PASSED
    assert mailbox.to(tonsberg) == []


@pytest.mark.parametrize("status", [PlaceStatus.CLOSED, PlaceStatus.PAUSED])
def test_place_that_is_not_open_any_more_loses_what_waits(
    bakken: ContactPoint, tonsberg: DistrictOffice, ola: User, status: PlaceStatus
) -> None:
    waits, waits_for_a_group = at(bakken), at(bakken)
    waits_for_a_group.wait(by=ola)
    ContactPoint.objects.update(status=status)

    do_the_jobs_of_the_day()

    waits.refresh_from_db()
    assert (waits.receiver, waits.rule) == (tonsberg, RoutingRule.NOT_OPEN)
    waits_for_a_group.refresh_from_db()
    assert (waits_for_a_group.receiver == tonsberg) == (status == PlaceStatus.CLOSED)  # a pause is over some day


def test_closed_office_leaves_nothing_behind(
    tonsberg: DistrictOffice, national_desk: DistrictOffice, bakken: ContactPoint
) -> None:
    inquiry, offered = make_inquiry(), at(bakken)
    DistrictOffice.objects.filter(pk=tonsberg.pk).update(closed_on=TODAY)

    do_the_jobs_of_the_day()

    inquiry.refresh_from_db()
    assert (inquiry.receiver, inquiry.rule) == (national_desk, RoutingRule.NOT_OPEN)
    assert steps(offered) == []  # Bakken is open


def test_last_office_of_all_has_nobody_behind_it(national_desk: DistrictOffice) -> None:
    inquiry = make_inquiry("0150")
    DistrictOffice.objects.update(closed_on=TODAY)

    do_the_jobs_of_the_day(times=2)

    assert steps(inquiry) == []


def test_place_that_is_only_proposed_has_the_same_time(bakken: ContactPoint, berit: User) -> None:
    ContactPoint.objects.update(status=PlaceStatus.PROPOSED)
    inquiry = make_inquiry()
    casework.hand_over(inquiry, ContactPoint.objects.get(), by=berit, reason="De vil begynne.")

    for _day in each_day(TODAY, date(2026, 6, 10)):
        pass

    assert Step.REMIND in steps(inquiry)
    assert Step.PASS_ON not in steps(inquiry)


def test_the_day_of_the_answer_follows_an_absence_that_comes_later(bakken: ContactPoint) -> None:
    inquiry, answered = at(bakken), at(bakken)
    answered.close(Outcome.INFORMED, by=None)
    assert inquiry.answer_due_on == date(2026, 6, 8)
    Absence.objects.create(contact_point=bakken, first_day=date(2026, 6, 4), last_day=date(2026, 6, 5))

    do_the_jobs_of_the_day()

    inquiry.refresh_from_db()
    assert inquiry.answer_due_on == date(2026, 6, 10)
    assert Inquiry.objects.get(pk=answered.pk).answer_due_on is None


def test_what_is_in_quarantine_stays_there_and_is_not_forgotten(
    bakken: ContactPoint, berit: User, mailbox: Mailbox
) -> None:
    inquiry = at(bakken, suspicious=True)

    for _day in each_day(TODAY, date(2026, 6, 15)):
        pass

    inquiry.refresh_from_db()
    assert inquiry.status == Status.QUARANTINED
    assert steps(inquiry) == []
    assert len(mailbox.to(berit)) == 3
    assert "– 1 ligger til kontroll" in mailbox.mails[-1].text


def test_doing_it_again_changes_nothing(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    inquiry = at(bakken)
    for day in each_day(TODAY, date(2026, 6, 12)):
        before = (inquiry.events.count(), len(mailbox.mails))
        with on(day, 15):
            do_the_jobs_of_the_day(times=2)
        assert (inquiry.events.count(), len(mailbox.mails)) == before

    assert Step.PASS_ON in steps(inquiry)


def test_answered_between_reading_and_passing_on_it_stays(bakken: ContactPoint, ola: User) -> None:
    inquiry = at(bakken)
    with on(date(2026, 6, 15)):
        [waiting] = waiting_on(clock.today())
        inquiry.contact(by=ola)

        deadlines._pass_on(waiting, RoutingRule.OVERDUE)

    assert steps(inquiry) == [Step.CONTACT]


def test_one_that_goes_wrong_does_not_stop_the_others(
    bakken: ContactPoint, tonsberg: DistrictOffice, alta: DistrictOffice, caplog: pytest.LogCaptureFixture
) -> None:
    broken, well = at(bakken), at(make_contact_point("Frivilligsentralen i Alta", "Alta"))
    queue.sql_now("UPDATE groups_inquiry SET name = 'no key reads this' WHERE id = %s", broken.pk)

    with on(date(2026, 6, 15)), pytest.raises(SomeFailed):
        deadlines.keep()

    assert Inquiry.objects.defer("name").get(pk=well.pk).status == Status.PASSING
    assert "pass_on: InvalidToken" in caplog.text
    assert broken.reference not in caplog.text


def test_what_lost_its_job_on_the_way_is_taken_up(
    bakken: ContactPoint, tonsberg: DistrictOffice, ola: User, mailbox: Mailbox
) -> None:
    inquiry = at(bakken)
    casework.decline(inquiry, DeclineReason.NO_CAPACITY, by=ola)
    queue.sql_now("DELETE FROM procrastinate_jobs")

    for _day in each_day(TODAY, TODAY + timedelta(days=2)):
        pass

    inquiry.refresh_from_db()
    assert (inquiry.receiver, inquiry.status) == (tonsberg, Status.NEW)
    assert mailbox.to("kari@example.no") == [TOLD]


def test_two_workers_at_once_do_everything_once(
    committed_db: None, bakken: ContactPoint, ola: User, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    inquiries = [at(bakken) for _ in range(12)]
    run_jobs()
    for day, step in [(4, Step.REMIND), (8, Step.ESCALATE), (11, Step.ANNOUNCE)]:
        with on(date(2026, 6, day)), ThreadPoolExecutor(4) as four:
            for worker in [four.submit(in_a_thread, deadlines.keep) for _ in range(4)]:
                worker.result()
            assert [inquiry.events.filter(step=step).count() for inquiry in inquiries] == 12 * [1]
            run_jobs()

    assert [subject for subject in mailbox.to(tonsberg) if "fristen" in subject] == ["12 henvendelser har nådd fristen"]
    assert mailbox.to(ola) == ["12 henvendelser venter på dere"]
    assert mailbox.to("kari@example.no").count(TOLD) == 12


@pytest.mark.parametrize("rows", [1, 20])
def test_a_quiet_morning_costs_the_same_for_one_and_for_many(
    tonsberg: DistrictOffice, ola: User, django_assert_max_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        at(make_contact_point(f"Sted {number}", "Skien", working_days=[1 + number % 5]))

    with django_assert_max_num_queries(12):
        deadlines.keep()


def test_the_worker_does_it_by_itself_every_hour_of_the_day_in_norway() -> None:
    crons = {periodic.task.name: periodic.cron for periodic in app.periodic_registry.periodic_tasks.values()}

    for name in ("groups.keep_deadlines", "groups.fall_back"):
        for month in (1, 7):  # winter and summer time
            midnight = datetime(2026, month, 15, tzinfo=UTC)
            times = croniter_range(midnight, midnight + timedelta(days=1), crons[name])
            hours = [time.astimezone(OSLO).hour for time in times]
            assert len(hours) == 14
            assert set(hours) <= set(range(6, 21))  # nobody gets a mail at night
    assert crons["groups.erase"]


@pytest.mark.parametrize(("days", "expected"), [((3, 5, 8), []), ((5, 5, 8), ["groups.E001"])])
def test_deadlines_must_follow_each_other(settings: Settings, days: tuple[int, int, int], expected: list[str]) -> None:
    settings.INQUIRY_REMINDER_DAYS, settings.INQUIRY_ANSWER_DAYS, settings.INQUIRY_TAKE_OVER_DAYS = days

    assert [message.id for message in run_checks() if str(message.id).startswith("groups.")] == expected
