"""What background jobs have in common: how long they are tried, and what happens when a worker dies.

A task is a function in an app's `tasks.py`, with ids and nothing personal for arguments, safe to run twice, and done
within a quarter of an hour:

    @app.task(queue=jobs.MAIL, retry=jobs.PATIENT)
    def tell_the_office(inquiry_id: int) -> None: ...

and is deferred inside the transaction of what it is about. The reasons: docs/decisions/0003-background-work.md.
"""

import logging
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.tasks import Task

MAIL = "mail"
UPKEEP = "upkeep"

FIRST_PAUSE = 15  # seconds
LONGEST_PAUSE = 60 * 60
ATTEMPTS = 128  # the first eight within an hour, then every hour: five days
LONGEST_RUN = timedelta(minutes=15)  # a mail server that is slow at every step is given up after three
HEAD_START = timedelta(minutes=1)  # "at once", also if the clock of the database is behind ours

logger = logging.getLogger("linkportal.jobs")


class Hopeless(Exception):
    """What the job shall do can't be done, now or later: it fails at once, and an operator sees it."""


class BackOff(BaseRetryStrategy):
    """Try again after 15, 30, 60 … seconds, at most an hour apart, for five days; then the job has failed.

    A job that has failed stays in its table, and /helse/drift says so, until someone has seen to it
    (`manage.py retry_failed`).
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None if it has been tried often enough. `job.attempts` counts those before this one."""
        if isinstance(exception, Hopeless) or job.attempts + 1 >= ATTEMPTS:
            return None
        pause = min(FIRST_PAUSE * 2**job.attempts, LONGEST_PAUSE)
        logger.warning("%s, attempt %d: %s. Again in %d s.", job.task_name, job.attempts + 1, exception, pause)
        return RetryDecision(retry_in={"seconds": pause})


PATIENT = BackOff()


def defer_once(task: Task[Any, Any, Any], lock: str, **ids: int | str) -> bool:
    """Queue the task unless a job with the same lock waits already; whether it was queued.

    In a savepoint, because the database refuses the second one with an error that would end the caller's transaction.
    """
    try:
        with transaction.atomic():
            task.configure(queueing_lock=lock).defer(**ids)
    except AlreadyEnqueued:
        return False
    return True


def stalled() -> "QuerySet[ProcrastinateJob]":
    """Jobs that say they are being done, and are not.

    Their worker was killed, and its heartbeat is older than WORKER_SILENT_SECONDS or gone; or the worker lives but
    could not note the end of the job, because the database was away at that moment.
    """
    silent_since = Now() - timedelta(seconds=settings.WORKER_SILENT_SECONDS)
    begun_lately = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="started", at__gte=Now() - LONGEST_RUN)
    return ProcrastinateJob.objects.filter(
        Q(worker=None) | Q(worker__last_heartbeat__lt=silent_since) | ~Exists(begun_lately), status="doing"
    )


@transaction.atomic
def take_up_stalled() -> int:
    """Put every stalled job back into its queue; returns how many there were."""
    # Locked, so that two workers that look at the same moment don't take up a job twice.
    found = list(stalled().select_for_update(skip_locked=True, of=("self",)))
    for job in found:
        _take_up(job)
    return len(found)


def _take_up(job: ProcrastinateJob) -> None:
    if job.attempts + 1 >= ATTEMPTS:  # perhaps it is this job that kills its workers
        finish(job.pk, Status.FAILED)
        return
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(job.pk, retry_at=timezone.now() - HEAD_START)
    except UniqueViolation:
        # Another one with the same queueing lock waits already and will do the same.
        finish(job.pk, Status.ABORTED)
    else:
        logger.warning("%s (job %d) was left by its worker, and is taken up", job.task_name, job.pk)


def finish(job_id: int, status: Status) -> None:
    """Note the end of a job that was being done."""
    async_to_sync(app.job_manager.finish_job_by_id_async)(job_id, status, delete_job=False)


def retry_failed() -> int:
    """Try all failed jobs once more, now; returns how many there were."""
    failed = ProcrastinateJob.objects.filter(status="failed")
    with transaction.atomic():
        keys = list(failed.select_for_update(skip_locked=True).values_list("pk", flat=True))
        for key in keys:
            app.job_manager.retry_job_by_id(key, retry_at=timezone.now() - HEAD_START)
    return len(keys)
