"""A pytest plugin: the database of the tests, there before pytest-django reads the settings.

Without DATABASE_URL it is an embedded server beside that of `make run` (var/test/postgres), which this process and
the others of a parallel run share; the last one stops it.
"""

import atexit
import os
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from linkportal.local import postgres
from tests import environment

_server = ExitStack()
atexit.register(_server.close)  # also if pytest gives up half-way; the test databases are gone by then


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Start the server, and give its addresses to the settings."""
    environment.prepare()
    if "DATABASE_URL" not in os.environ:
        try:
            urls = _server.enter_context(postgres.running(Path(os.environ["VAR_DIR"]) / "postgres"))
        except postgres.PostgresUnavailable as reason:
            raise pytest.UsageError(str(reason)) from reason
        # The owner makes and migrates the database of the tests, which themselves run as the web does.
        os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = urls.web, urls.owner
    yield
