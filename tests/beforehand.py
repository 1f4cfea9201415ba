"""What is made once, before all tests: the database, by the first of the parallel processes, and the static files."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker
from whitenoise.base import WhiteNoise

from contactpoints.models import PostalCode
from linkportal import context
from linkportal.kit.roles import as_owner

DATABASE_PREFIX = "test_linkportal_"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of the owner's, migrated and with the places of Norway; the tests themselves are the web's role.

    Its name holds the process id, so that two test runs on one server don't disturb each other. Parallel processes
    copy a pattern, named by the process that has started them; whoever made it removes it.
    """
    original = str(settings.DATABASES["default"]["NAME"])
    name, pattern = f"{DATABASE_PREFIX}{os.getpid()}", None
    with django_db_blocker.unblock():
        if "PYTEST_XDIST_WORKER" in os.environ:
            pattern = _copy_of_pattern(name, f"{DATABASE_PREFIX}{os.getppid()}")
        else:
            _drop_databases_of_killed_runs()
            _make(name)
        _use(name)
    yield
    with django_db_blocker.unblock(), as_owner(connection):
        connection.creation.destroy_test_db(original, verbosity=0)
        if pattern:
            _server(f'DROP DATABASE IF EXISTS "{pattern}"')


def _copy_of_pattern(name: str, pattern: str) -> str | None:
    """Make the database as a copy; returns the pattern if this process had to make it."""
    with _alone("database"):
        made = not _server("SELECT datname FROM pg_database WHERE datname = %s", [pattern])
        if made:
            _drop_databases_of_killed_runs()
            _make(pattern)
        _server(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"')
    return pattern if made else None


def _make(name: str) -> None:
    with as_owner(connection):
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    call_command("load_places", verbosity=0)
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {PostalCode._meta.db_table}")
        # What the server knows of the tables would else depend on which test it happened to look at: a plan for an
        # empty table made one test take four minutes, now and then.
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = false)')
    connection.close()


def _use(name: str) -> None:
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _drop_databases_of_killed_runs() -> None:
    """Databases named by a process that is no more."""
    for (name,) in _server("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [DATABASE_PREFIX]):
        if not Path(f"/proc/{name.removeprefix(DATABASE_PREFIX)}").exists():
            _server(f'DROP DATABASE IF EXISTS "{name}"')


def _server(statement: str, values: list[str] | None = None) -> list[tuple[str, ...]]:
    """Do something to the server's databases, as their owner; returns the rows, if any."""
    with as_owner(connection), connection._nodb_cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def _alone(what: str) -> Iterator[None]:
    """Of the parallel processes one at a time is inside the block."""
    folder = Path(settings.STATIC_ROOT).parent
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session", autouse=True)
def collected_static_files() -> None:
    """The static files as deployed, with hashed names."""
    root = Path(settings.STATIC_ROOT)
    with _alone("static"):
        manifest = root / "staticfiles.json"
        sources = (path.stat().st_mtime for path in (settings.BASE_DIR / "static").rglob("*"))
        if not manifest.exists() or manifest.stat().st_mtime < max(sources):
            call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_through_once(collected_static_files: None) -> None:
    """Not anew by the middleware of each of some thousand clients."""
    look, found = WhiteNoise.update_files_dictionary, {}

    def remembered(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            look(self, root, prefix)
            found[root, prefix] = dict(self.files)
        self.files.update(found[root, prefix])

    WhiteNoise.update_files_dictionary = remembered


@pytest.fixture(scope="session", autouse=True)
def minutes_do_not_turn() -> None:
    """What each process asks once a minute for all pages it asks once: else a count of queries depends on the clock."""
    context.REMEMBERED_SECONDS = 10**9
