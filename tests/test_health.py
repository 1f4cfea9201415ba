"""What operators are told: whether the portal lives, could take an inquiry, and does what it promised."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.jobs import Status
from pytest_django.fixtures import Settings

from contactpoints.models import DistrictOffice
from groups.enums import Outcome, RoutingRule
from linkportal import health
from linkportal.kit import clock, jobs
from tests.groups.making import make_inquiry
from tests.kit import queue

MINUTE = timedelta(minutes=1)
Answer = tuple[int, dict[str, object]]


@pytest.fixture
def no_database(committed_db: None) -> Iterator[None]:
    """The database is away: where its socket should be there is nothing."""
    connection.close()
    host, connection.settings_dict["HOST"] = connection.settings_dict["HOST"], "/nowhere"
    yield
    connection.settings_dict["HOST"] = host


@pytest.fixture
def unknown_migrations() -> Iterator[None]:
    """A process that has not looked yet which migrations are applied, as after its start."""
    health._has_all_migrations.cache_clear()
    yield
    health._has_all_migrations.cache_clear()


def asked(client: Client, page: str) -> Answer:
    response = client.get(f"/helse/{page}")
    assert "no-store" in response["Cache-Control"]
    return response.status_code, response.json()


def test_process_lives_whatever_the_database_does(client: Client) -> None:
    # This test has no database: asking it would be an error.
    assert asked(client, "live") == (200, {"status": "ok"})


def test_ready_when_an_inquiry_could_be_taken(client: Client, db: None, unknown_migrations: None) -> None:
    well = {"status": "ok", "database": True, "migrations": True, "encryption": True}

    assert asked(client, "klar") == (200, well)


def test_asking_leaves_nothing_behind(client: Client, committed_db: None) -> None:
    asked(client, "klar")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone() == (0,)


def test_not_ready_when_the_database_only_reads(client: Client, db: None) -> None:
    queue.sql_now("SET TRANSACTION READ ONLY")

    status, parts = asked(client, "klar")

    assert (status, parts["status"], parts["database"]) == (503, "failing", False)


def test_not_ready_while_a_migration_is_missing(client: Client, db: None, unknown_migrations: None) -> None:
    [last] = MigrationLoader(connection).graph.leaf_nodes("groups")
    MigrationRecorder(connection).record_unapplied(*last)
    assert asked(client, "klar")[1]["migrations"] is False

    MigrationRecorder(connection).record_applied(*last)
    assert asked(client, "klar")[0] == 200


def test_migrations_are_looked_at_once(client: Client, db: None, unknown_migrations: None) -> None:
    asked(client, "klar")
    MigrationRecorder(connection).record_unapplied("groups", "0001_inquiries")

    assert asked(client, "klar")[0] == 200


def test_not_ready_with_a_key_that_is_none(client: Client, db: None, settings: Settings) -> None:
    settings.FIELD_ENCRYPTION_KEYS = ["not a key"]

    status, parts = asked(client, "klar")

    assert (status, parts["database"], parts["encryption"]) == (503, True, False)


def test_without_a_database_it_says_so_and_no_more(client: Client, no_database: None, unknown_migrations: None) -> None:
    expected = {"status": "failing", "database": False, "migrations": False, "encryption": True}

    assert asked(client, "live")[0] == 200
    assert asked(client, "klar") == (503, expected)
    assert asked(client, "drift") == (503, {"status": "failing", "database": False})


def test_operation_is_well_with_a_worker_and_nothing_left(client: Client, db: None) -> None:
    queue.new_worker()

    assert asked(client, "drift") == (
        200,
        {
            "status": "ok",
            "waiting_mails": 0,
            "oldest_waiting_mail_seconds": 0,
            "failed_mails": 0,
            "worker_seen_seconds_ago": 0,
            "stalled_jobs": 0,
            "failed_upkeep": 0,
            "late_passings": 0,
            "late_erasures": 0,
        },
    )


def test_operation_misses_a_worker_that_never_came(client: Client, db: None) -> None:
    status, figures = asked(client, "drift")

    assert (status, figures["worker_seen_seconds_ago"]) == (503, None)


def test_operation_misses_a_worker_that_has_fallen_silent(client: Client, db: None) -> None:
    queue.new_worker(silent_for=2 * MINUTE)

    status, figures = asked(client, "drift")

    assert (status, figures["worker_seen_seconds_ago"]) == (503, 120)


@pytest.mark.parametrize(("minutes", "expected"), [(14, 200), (16, 503)])
def test_mail_may_wait_a_quarter_of_an_hour(client: Client, db: None, minutes: int, expected: int) -> None:
    queue.new_worker()
    queue.happened(queue.promise_a_mail(), minutes * MINUTE)

    status, figures = asked(client, "drift")

    assert (status, figures["waiting_mails"]) == (expected, 1)
    assert figures["oldest_waiting_mail_seconds"] == minutes * 60


def test_mail_that_is_tried_again_and_again_waits_since_the_first_time(client: Client, db: None) -> None:
    promised, worker = queue.promise_a_mail(), queue.new_worker()
    queue.begin(worker)
    queue.happened(promised, 20 * MINUTE)
    jobs.take_up_stalled()
    queue.sql_now("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour' WHERE id = %s", promised)

    status, figures = asked(client, "drift")

    assert (status, figures["oldest_waiting_mail_seconds"]) == (503, 20 * 60)


def test_mail_that_is_due_tomorrow_does_not_wait(client: Client, db: None) -> None:
    queue.new_worker()
    queue.happened(queue.promise_a_mail(in_minutes=24 * 60), 60 * MINUTE)

    status, figures = asked(client, "drift")

    assert (status, figures["waiting_mails"]) == (200, 0)


def test_mail_that_was_given_up_is_never_forgotten(client: Client, db: None) -> None:
    promised = queue.promise_a_mail()
    queue.begin(queue.new_worker())
    jobs.finish(promised, Status.FAILED)
    queue.happened(promised, 400 * 24 * 60 * MINUTE)

    status, figures = asked(client, "drift")

    assert (status, figures["failed_mails"]) == (503, 1)


def test_job_that_a_dead_worker_left_is_counted(client: Client, db: None) -> None:
    queue.promise_a_mail()
    queue.begin(queue.new_worker(silent_for=MINUTE))
    queue.new_worker()

    status, figures = asked(client, "drift")

    assert (status, figures["stalled_jobs"]) == (503, 1)


@pytest.mark.parametrize(("hours", "expected"), [(2, 503), (30, 200)])
def test_upkeep_that_failed_is_told_for_a_day(client: Client, db: None, hours: int, expected: int) -> None:
    job = app.configure_task("groups.erase", queue=jobs.UPKEEP).defer(timestamp=0)
    queue.begin(queue.new_worker())
    jobs.finish(job, Status.FAILED)
    queue.happened(job, hours * 60 * MINUTE)

    assert asked(client, "drift")[0] == expected


def test_inquiry_that_is_stuck_on_its_way_is_counted(client: Client, tonsberg: DistrictOffice) -> None:
    make_inquiry().announce_passing(RoutingRule.OVERDUE)
    queue.new_worker()
    assert asked(client, "drift")[0] == 200

    with clock.moved_to(clock.now() + timedelta(hours=27)):
        status, figures = asked(client, "drift")

    assert (status, figures["late_passings"]) == (503, 1)


def test_what_should_have_been_erased_is_counted(client: Client, tonsberg: DistrictOffice) -> None:
    make_inquiry().close(Outcome.INFORMED, by=None)
    queue.new_worker()
    assert asked(client, "drift")[0] == 200

    with clock.moved_to(clock.now() + timedelta(days=93)):
        status, figures = asked(client, "drift")

    assert (status, figures["late_erasures"]) == (503, 1)


@pytest.mark.parametrize("page", ["live", "klar", "drift"])
def test_health_is_only_asked(client: Client, page: str) -> None:
    assert client.post(f"/helse/{page}").status_code == 405
