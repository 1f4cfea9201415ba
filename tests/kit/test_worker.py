"""The worker, a process of its own: it starts, does its work, survives its database, and ends in order."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from tests.kit import queue
from tests.processes import Serve, wait_until


def test_worker_that_is_told_to_stop_ends_in_order(serve: Serve) -> None:
    worker = serve.worker()

    worker.stop()

    assert worker.ends() == 0
    assert not ProcrastinateWorker.objects.exists()


def test_job_queued_by_a_job_is_part_of_its_transaction(serve: Serve) -> None:
    serve.worker(program=["-m", "tests.kit.rolls_back"])

    outer = app.configure_task("tests.promise_and_fail").defer()

    wait_until(lambda: queue.status(outer) == "succeeded")
    assert not ProcrastinateJob.objects.filter(task_name="tests.mail").exists()


def test_job_is_done_though_all_connections_to_the_database_are_cut(serve: Serve) -> None:
    worker = serve.worker()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"  # not the server's own, as its vacuum, which isn't ours to end
        )
    promised = app.configure_task("kit.clear_sessions", queue="upkeep").defer(timestamp=0)

    # Whether the worker notices depends on what it was just doing. If it does, it ends with an error, and whatever
    # watches it starts another one.
    wait_until(lambda: worker.exit_code is not None or queue.status(promised) == "succeeded")
    assert worker.exit_code != 0
    serve.worker()
    wait_until(lambda: queue.status(promised) == "succeeded")
