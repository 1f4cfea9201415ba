"""The portal as it is deployed, for tests that need more than one process. Three things to know:

* `run_jobs()` does what is queued, now, in this process and on its connection: inside a test's own transaction too.
  That is enough for "and the office has a mail", together with the fixture `mailbox`.
* `committed_db` is for tests that commit. Name it, or `serve`, which includes it, among the test's fixtures, and the
  whole cast (`tonsberg`, `berit` …) is committed as well and seen by other processes. Everything but the places of
  Norway is deleted afterwards.
* `serve` gives gunicorn and the worker on that database, as `make run` does, and stops them; a gunicorn that is as
  every other serves all tests of this process, one after the other:

    def test_…(serve: Serve, tonsberg: DistrictOffice, mailbox: Mailbox) -> None:
        portal = serve.web()                        # portal.url
        worker = serve.worker(WORKER_SILENT_SECONDS="2")
        …
        worker.kill()                               # kill -9
        wait_until(lambda: mailbox.to(tonsberg))

pytest's `transactional_db` can't be used here: it empties every table, the 5,122 postal codes too, it leaves out those
of procrastinate, and the role of the web may not TRUNCATE anyhow.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from procrastinate import JobContext, sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.jobs import Job
from pytest_django import DjangoDbBlocker

from linkportal.kit.roles import as_owner
from tests.mailbox import LOOPBACK, Mailbox

PATIENCE = 30  # seconds; other things run on this machine too, and nothing here measures speed
KEPT_TABLES = {"django_migrations", "django_content_type", "auth_permission"}
T = TypeVar("T")


def wait_until(found: Callable[[], T], seconds: float = PATIENCE) -> T:
    """Ask again and again until the answer is a true one, and return it; fails when the time is up."""
    deadline = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < deadline, f"waited {seconds} seconds in vain"
        time.sleep(0.05)
    return answer


def run_jobs() -> int:
    """Do all that is queued and due, oldest first, as a worker would; returns how many jobs it was.

    An error in a job is an error of the test.
    """
    queue = app.connector.get_sync_connector()
    worker = queue.execute_query_one(query=sql.queries["register_worker"])
    done = 0
    while (row := queue.execute_query_one(query=sql.queries["fetch_job"], queues=None, **worker))["id"]:
        job = ProcrastinateJob.objects.get(pk=row["id"])
        task, given = app.tasks[job.task_name], Job.from_row(row)
        context = JobContext(app=app, job=given, start_timestamp=time.time(), abort_reason=lambda: None)
        task(*([context] if task.pass_context else []), **job.args)
        queue.execute_query(query=sql.queries["finish_job"], job_id=job.pk, status="succeeded", delete_job=False)
        done += 1
    queue.execute_query(query=sql.queries["unregister_worker"], **worker)
    return done


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    """The database: in a transaction that is rolled back, or committed where the test asks for `committed_db`."""
    committed = "committed_db" in request.fixturenames
    request.getfixturevalue("committed_db" if committed else "_django_db_helper")


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database without a transaction around the test; emptied afterwards, but for the places of Norway."""
    with django_db_blocker.unblock():
        yield
        with as_owner(connection), connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")  # a process that was left over must not stop the tests
            _empty(cursor)


def _empty(cursor: Any) -> None:
    """Delete what there is. To truncate some hundred tables and their indexes, most of them empty, takes a second."""
    every = _tables_to_empty()
    cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in every))
    filled = [table for (table,) in cursor.fetchall()]
    queue = [table for table in every if table.startswith("procrastinate_")]
    if set(queue) & set(filled):  # its keys are checked at once, in an order of its own
        cursor.execute(f"TRUNCATE {', '.join(queue)}")
    rest = [table for table in filled if table not in queue]
    # Neither history nor what protects a row; foreign keys are looked at when all is gone.
    for table in rest:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    try:
        with transaction.atomic():
            for table in rest:
                cursor.execute(f'DELETE FROM "{table}"')
    finally:
        for table in rest:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def _tables_to_empty() -> list[str]:
    models = apps.get_app_config("contactpoints").get_models(include_auto_created=True)
    places = {model._meta.db_table for model in models if model.__module__ == "contactpoints.models.places"}
    return sorted(set(connection.introspection.table_names()) - places - KEPT_TABLES)


class Process:
    """A process of the portal, in a group of its own; what it says goes into a file."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path, pass_fd: int = -1) -> None:
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[pass_fd] if pass_fd >= 0 else [],
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    @property
    def said(self) -> str:
        return self._log.read_text(errors="replace")

    def wait_until(self, ready: Callable[[], T]) -> T:
        """Wait for something that this process is to do; fails at once if it ends instead."""

        def answer() -> T:
            assert self._process.poll() is None, f"ended with {self._process.returncode}:\n{self.said}"
            return ready()

        try:
            return wait_until(answer)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.said}") from error

    def ends(self) -> int:
        """Wait for it to end by itself; returns its exit code."""
        return self._process.wait(PATIENCE)

    def kill(self) -> None:
        """`kill -9`: it and its children, without a chance to tidy up."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Ask it to end, in order; does nothing if it has ended."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()
                raise


class Web(Process):
    """A gunicorn with two workers."""

    def __init__(self, application: str, listener: socket.socket, environment: dict[str, str], log: Path) -> None:
        self._port = listener.getsockname()[1]
        self.url = f"http://{LOOPBACK}:{self._port}"
        address = f"fd://{listener.fileno()}"
        configuration = ["-c", "python:linkportal.gunicorn", "--bind", address, "--workers", "2"]
        environment = {"SITE_URL": self.url, **environment}
        super().__init__(["-m", "gunicorn", *configuration, application], environment, log, listener.fileno())

    def answers(self) -> bool:
        """Whether it lives."""
        browser = HTTPConnection(LOOPBACK, self._port, timeout=PATIENCE)
        try:
            browser.request("GET", "/helse/live")
            return browser.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            browser.close()


class Serve:
    """Starts parts of the portal. Keyword arguments are environment variables: `worker(WORKER_SILENT_SECONDS="2")`."""

    def __init__(self, folder: Path, mailbox: Mailbox, parts: ExitStack, shared: Callable[[], Web]) -> None:
        self._folder = folder
        self._mailbox = mailbox
        self._parts = parts
        self._shared = shared

    def web(self, application: str = "", **variables: str) -> Web:
        """gunicorn as deployed, on a free port; returns when it answers; one of its own if it is special."""
        if not application and not variables:
            return self._shared()
        environment = {**environment_of_tests(), "EMAIL_URL": self._mailbox.url, **variables}
        return start_web(application or "linkportal.wsgi:application", environment, self._new_log(), self._parts)

    def worker(self, *, program: Sequence[str] = ("manage.py", "work"), **variables: str) -> Process:
        """The background worker; returns when it takes jobs."""
        before = set(ProcrastinateWorker.objects.values_list("pk", flat=True))
        environment = {**environment_of_tests(), "SITE_URL": settings.SITE_URL, "EMAIL_URL": self._mailbox.url}
        worker = Process([*program], {**environment, **variables}, self._new_log())
        self._parts.callback(worker.stop)
        worker.wait_until(ProcrastinateWorker.objects.exclude(pk__in=before).exists)
        return worker

    def _new_log(self) -> Path:
        return self._folder / f"{len(list(self._folder.iterdir()))}.log"


def environment_of_tests() -> dict[str, str]:
    """What a process of the portal is told; not its own address, nor where mail goes."""
    return {
        **{name: value for name, value in os.environ.items() if name != "SITE_URL"},
        "DATABASE_URL": of_tests(settings.DATABASE_URL),
        "DATABASE_OWNER_URL": of_tests(settings.DATABASE_OWNER_URL),
        "DATABASE_POOL_SIZE": "4",
        "STATIC_ROOT": str(settings.STATIC_ROOT),
        "INQUIRY_MIN_SECONDS": "0",
    }


def start_web(application: str, environment: dict[str, str], log: Path, parts: ExitStack) -> Web:
    """A gunicorn that answers, and is one of the parts that will be stopped."""
    # Bound here and handed on: a port that was only looked up could be another test's by now.
    with socket.create_server((LOOPBACK, 0), backlog=128) as listener:
        web = Web(application, listener, environment, log)
    parts.callback(web.stop)
    web.wait_until(web.answers)
    return web


def of_tests(url: str) -> str:
    """The same server and role, and the database of these tests."""
    return urlsplit(url)._replace(path="/" + quote(connection.settings_dict["NAME"])).geturl()


@pytest.fixture(scope="session")
def shared_web(
    django_db_setup: None, collected_static_files: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Web]]:
    """The gunicorn that is as every other, started by the first who asks for it."""
    with ExitStack() as parts:

        @cache
        def web() -> Web:
            log = tmp_path_factory.mktemp("web") / "log"
            # Mail is the worker's; a process of the web that sends any fails.
            environment = {**environment_of_tests(), "EMAIL_URL": f"smtp://{LOOPBACK}:1"}
            return start_web("tests.forgetful_wsgi:application", environment, log, parts)

        yield web


@pytest.fixture
def serve(
    committed_db: None,
    mailbox: Mailbox,
    shared_web: Callable[[], Web],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Serve]:
    """Gunicorn and the worker on the database of the tests, with `mailbox` for a mail server."""
    with ExitStack() as parts:
        yield Serve(tmp_path_factory.mktemp("processes"), mailbox, parts, shared_web)
