"""The queue as the tests look at it and bring it into the states that a bad day would."""

from datetime import timedelta
from typing import Any

from django.db import connection
from procrastinate import sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def promise_a_mail(*, lock: str | None = None, in_minutes: int | None = None) -> int:
    """Queue a job that stands for a mail; its number."""
    later = None if in_minutes is None else {"minutes": in_minutes}
    return app.configure_task("tests.mail", queue="mail", queueing_lock=lock, schedule_in=later).defer(inquiry_id=1)


def new_worker(*, silent_for: timedelta = timedelta()) -> int:
    """Register a worker that gave its last sign of life some time ago; its number."""
    worker = app.connector.get_sync_connector().execute_query_one(query=sql.queries["register_worker"])["worker_id"]
    sql_now("UPDATE procrastinate_workers SET last_heartbeat = now() - %s WHERE id = %s", silent_for, worker)
    return int(worker)


def begin(worker: int) -> int | None:
    """Let the worker take the next job; its number, or None if nothing is due."""
    found = app.connector.get_sync_connector().execute_query_one(
        query=sql.queries["fetch_job"], queues=None, worker_id=worker
    )
    return None if found["id"] is None else int(found["id"])


def happened(job: int, ago: timedelta) -> None:
    """Let all that has happened to the job have happened some time ago."""
    sql_now("UPDATE procrastinate_events SET at = now() - %s WHERE job_id = %s", ago, job)


def attempted(job: int, times: int) -> None:
    """Let the job have been tried that often."""
    sql_now("UPDATE procrastinate_jobs SET attempts = %s WHERE id = %s", times, job)


def status(job: int) -> str:
    """`todo`, `doing`, `succeeded`, `failed` …"""
    return str(ProcrastinateJob.objects.get(pk=job).status)


def sql_now(statement: str, *values: Any) -> None:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
