"""The jobs behind the deadlines: often, twice at once, with something broken, as deployed, and how much they ask."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from croniter import croniter_range  # type: ignore[import-untyped]
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import DeclineReason, RoutingRule, Status, Step
from groups.inquiries import casework, deadlines
from groups.inquiries.waiting import waiting_on
from groups.models import Inquiry
from linkportal.kit import clock
from linkportal.kit.each import SomeFailed
from tests.conftest import TODAY, make_contact_point
from tests.groups.days import OSLO, at, do_the_jobs_of_the_day, each_day, on, steps
from tests.kit import queue
from tests.mailbox import Mailbox
from tests.processes import Serve, run_jobs, wait_until

TOLD, PASSED = "Noen andre svarer deg", [Step.ANNOUNCE, Step.TELL, Step.PASS_ON]


def in_a_thread(job: Callable[[], None]) -> None:
    """Do it on a connection of its own, as each job of a worker does."""
    try:
        job()
    finally:
        connection.close()


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


def test_a_worker_as_deployed_passes_on_what_waited_too_long(
    serve: Serve, bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    with clock.moved_to(timezone.now() - timedelta(days=60)):
        inquiry = at(bakken)
    app.tasks["groups.keep_deadlines"].defer(timestamp=0)

    serve.worker()
    wait_until(lambda: len(mailbox.to("kari@example.no")) == 2 and len(mailbox.to(tonsberg)) == 1)

    inquiry.refresh_from_db()
    assert inquiry.receiver == tonsberg
    assert steps(inquiry)[-3:] == PASSED


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
