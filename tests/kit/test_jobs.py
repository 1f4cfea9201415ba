"""Jobs are done at least once: however long it takes, and whoever dies meanwhile."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job, Status

from linkportal.kit import jobs, tasks
from tests.kit import queue

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def decision_after(attempts: int, error: Exception) -> float | None:
    """Seconds until the next attempt, when `attempts` went wrong before this one."""
    job = Job(id=1, queue="mail", lock=None, queueing_lock=None, task_name="tests.mail", attempts=attempts)
    before = timezone.now()
    decision = jobs.PATIENT.get_retry_decision(exception=error, job=job)
    return None if decision is None or decision.retry_at is None else (decision.retry_at - before).total_seconds()


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 15), (1, 30), (2, 60), (7, 1920), (8, 3600), (9, 3600), (126, 3600)]
)
def test_pause_doubles_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert decision_after(attempts, OSError("away")) == pytest.approx(seconds, abs=5)


def test_after_five_days_a_job_has_failed() -> None:
    assert decision_after(127, OSError("away")) is None
    assert sum(min(15 * 2**n, 3600) for n in range(127)) == pytest.approx(5 * DAY.total_seconds(), rel=0.02)


def test_what_is_hopeless_is_not_tried_again() -> None:
    assert decision_after(0, jobs.Hopeless("no address")) is None


def test_same_lock_queues_once_and_leaves_the_transaction_whole() -> None:
    with transaction.atomic():
        first = jobs.defer_once(tasks.clear_sessions, "sessions", timestamp=1)
        second = jobs.defer_once(tasks.clear_sessions, "sessions", timestamp=2)

    assert (first, second) == (True, False)
    assert ProcrastinateJob.objects.get().args == {"timestamp": 1}


def test_job_of_a_rolled_back_transaction_was_never_queued() -> None:
    with transaction.atomic():
        queue.promise_a_mail()
        transaction.set_rollback(True)

    assert not ProcrastinateJob.objects.exists()


def test_job_of_a_dead_worker_is_taken_up_and_done_by_another() -> None:
    promised = queue.promise_a_mail()
    queue.begin(queue.new_worker(silent_for=MINUTE))
    assert queue.begin(queue.new_worker()) is None

    tasks.take_up_stalled_jobs(timestamp=0)

    assert queue.begin(queue.new_worker()) == promised
    assert ProcrastinateJob.objects.get(pk=promised).attempts == 1


def test_job_whose_worker_is_gone_from_the_list_is_taken_up() -> None:
    promised, worker = queue.promise_a_mail(), queue.new_worker()
    queue.begin(worker)
    queue.sql_now("DELETE FROM procrastinate_workers WHERE id = %s", worker)

    assert jobs.take_up_stalled() == 1
    assert queue.status(promised) == "todo"


def test_job_of_a_worker_that_lives_is_left_alone() -> None:
    promised = queue.promise_a_mail()
    queue.begin(queue.new_worker())

    assert jobs.take_up_stalled() == 0
    assert queue.status(promised) == "doing"


def test_job_that_takes_longer_than_any_can_is_taken_up_though_its_worker_lives() -> None:
    promised = queue.promise_a_mail()
    queue.begin(queue.new_worker())
    queue.happened(promised, 16 * MINUTE)

    assert jobs.take_up_stalled() == 1
    assert queue.status(promised) == "todo"


def test_stalled_job_whose_like_waits_already_ends_and_the_others_are_taken_up() -> None:
    worker = queue.new_worker(silent_for=MINUTE)
    twin, other = queue.promise_a_mail(lock="one at a time"), queue.promise_a_mail()
    assert [queue.begin(worker), queue.begin(worker)] == [twin, other]
    waiting = queue.promise_a_mail(lock="one at a time")

    assert jobs.take_up_stalled() == 2
    assert [queue.status(job) for job in (twin, other, waiting)] == ["aborted", "todo", "todo"]


def test_job_that_kills_every_worker_fails_in_the_end() -> None:
    promised = queue.promise_a_mail()
    queue.attempted(promised, jobs.ATTEMPTS - 1)
    queue.begin(queue.new_worker(silent_for=MINUTE))

    jobs.take_up_stalled()

    assert queue.status(promised) == "failed"


def test_operator_has_failed_jobs_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    promised = queue.promise_a_mail()
    queue.begin(queue.new_worker())
    jobs.finish(promised, Status.FAILED)

    call_command("retry_failed")

    assert queue.status(promised) == "todo"
    assert capsys.readouterr().out == "1 jobs will be tried again.\n"


@pytest.mark.parametrize(
    ("name", "end", "ago", "is_kept"),
    [
        ("mail", Status.SUCCEEDED, 6 * DAY, True),
        ("mail", Status.SUCCEEDED, 8 * DAY, False),
        ("mail", Status.ABORTED, 8 * DAY, False),
        ("mail", Status.FAILED, 400 * DAY, True),
        ("upkeep", Status.SUCCEEDED, HOUR / 2, True),
        ("upkeep", Status.SUCCEEDED, 2 * HOUR, False),
        ("upkeep", Status.FAILED, 6 * DAY, True),
        ("upkeep", Status.FAILED, 8 * DAY, False),
    ],
)
def test_finished_jobs_are_deleted_but_no_failed_mail(name: str, end: Status, ago: timedelta, is_kept: bool) -> None:
    job = app.configure_task("tests.job", queue=name).defer()
    queue.begin(queue.new_worker())
    jobs.finish(job, end)
    queue.happened(job, ago)

    tasks.delete_finished_jobs(timestamp=0)

    assert ProcrastinateJob.objects.filter(pk=job).exists() == is_kept


def test_waiting_job_is_never_deleted() -> None:
    promised = queue.promise_a_mail()
    queue.happened(promised, 400 * DAY)

    tasks.delete_finished_jobs(timestamp=0)

    assert queue.status(promised) == "todo"


def test_expired_sessions_are_cleared() -> None:
    old, new = SessionStore(), SessionStore()
    old.set_expiry(-1)
    old.create()
    new.create()

    tasks.clear_sessions(timestamp=0)

    assert [session.session_key for session in Session.objects.all()] == [new.session_key]
