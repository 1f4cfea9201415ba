"""What operators and load balancers ask: JSON, 200 if all is well and 503 if not, and never a word about a person."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, DateTimeField, Max, Min, Q
from django.db.models.functions import Coalesce, Greatest, Now
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from groups import erasure
from groups.inquiries import passing
from linkportal.kit import encryption, jobs


class NotReady(Exception):
    """A part of the portal can't do its work."""


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Whether the process answers; asks neither the database nor anything else."""
    return _answer(well=True)


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Whether an inquiry could be received now: the database takes it, it has our tables, and the keys work."""
    parts = {name: _works(check) for name, check in READY.items()}
    return _answer(well=all(parts.values()), **parts)


@login_not_required
@require_safe
@never_cache
def operation(request: HttpRequest) -> JsonResponse:
    """Whether what was promised is being done: mail goes out, a worker lives, nothing is left lying."""
    try:
        figures = {
            **_mail(),
            "worker_seen_seconds_ago": _worker_seen(),
            "stalled_jobs": jobs.stalled().count(),
            "failed_upkeep": _failed_upkeep(),
            "late_passings": passing.lying().count(),
            "late_erasures": erasure.late(),
        }
    except Error:
        return _answer(well=False, database=False)
    return _answer(well=_all_is_done(figures), **figures)


def _answer(*, well: bool, **parts: Any) -> JsonResponse:
    return JsonResponse({"status": "ok" if well else "failing", **parts}, status=200 if well else 503)


def _works(check: Callable[[], None]) -> bool:
    try:
        check()
    except (Error, NotReady, ValueError):  # ValueError: a key that is none
        return False
    return True


def _take_a_row() -> None:
    """Write to the database as an inquiry would, and take it back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '3s'")
            row = [f"health:{uuid4()}", ""]
            cursor.execute("INSERT INTO cache (cache_key, value, expires) VALUES (%s, %s, now())", row)
        transaction.set_rollback(True)


@cache  # an exception is not kept: asked again until all is applied, and never after that
def _has_all_migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady


def _encrypt_and_read() -> None:
    box = encryption.box()
    if box.decrypt(box.encrypt(b"Kari")) != b"Kari":
        raise NotReady


MUST_BE_NONE = ("stalled_jobs", "failed_mails", "failed_upkeep", "late_passings", "late_erasures")
READY: Mapping[str, Callable[[], None]] = {
    "database": _take_a_row,
    "migrations": _has_all_migrations,
    "encryption": _encrypt_and_read,
}


def _mail() -> dict[str, int]:
    """How many mails are due and not sent, how long the oldest of them has waited (seconds), how many were given up."""
    mail = ProcrastinateJob.objects.filter(queue_name=jobs.MAIL)
    tried = Min("procrastinateevent__at", filter=Q(procrastinateevent__type="started"))
    queued = Min("procrastinateevent__at")
    # A retry moves `scheduled_at` on: since when it waits is told by the first attempt.
    due = mail.filter(status__in=("todo", "doing")).annotate(
        due=Coalesce(tried, Greatest("scheduled_at", queued), output_field=DateTimeField())
    )
    waiting = due.filter(due__lte=Now()).aggregate(count=Count("pk"), longest=Now() - Min("due"))
    return {
        "waiting_mails": waiting["count"],
        "oldest_waiting_mail_seconds": _seconds(waiting["longest"]) or 0,
        "failed_mails": mail.filter(status="failed").count(),
    }


def _failed_upkeep() -> int:
    """How many jobs that keep promises by themselves have failed in the last day. The next round may do better."""
    lately = Q(procrastinateevent__type="failed", procrastinateevent__at__gte=Now() - timedelta(days=1))
    return ProcrastinateJob.objects.filter(lately, queue_name=jobs.UPKEEP, status="failed").distinct().count()


def _worker_seen() -> int | None:
    """Seconds since a worker last gave a sign of life; None if there is none."""
    return _seconds(ProcrastinateWorker.objects.aggregate(ago=Now() - Max("last_heartbeat"))["ago"])


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else max(0, int(span.total_seconds()))


def _all_is_done(figures: Mapping[str, int | None]) -> bool:
    seen = figures["worker_seen_seconds_ago"]
    oldest = figures["oldest_waiting_mail_seconds"] or 0
    worker_lives = seen is not None and seen <= settings.WORKER_SILENT_SECONDS
    nothing_lies = not any(figures[name] for name in MUST_BE_NONE)
    return worker_lives and nothing_lies and oldest <= settings.MAIL_LATE_SECONDS
