#!/usr/bin/env python
"""Django's commands, with the embedded database where there is no other."""

import os
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.core.management import execute_from_command_line
from django.db import ProgrammingError
from psycopg.errors import UndefinedTable

from linkportal.local import environment, postgres

# What doesn't ask the database does not have to wait for it.
WITHOUT_DATABASE = {
    None,
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "startapp",
    "version",
}


def database(arguments: list[str]) -> AbstractContextManager[Any]:
    """What has to be there while the command runs: the embedded server, if this is a machine for developing."""
    if "DATABASE_URL" in os.environ:
        return nullcontext()
    if "SECRET_KEY" not in os.environ and "SECRET_KEY_FILE" not in os.environ:
        environment.set_defaults()
    command = next((argument for argument in arguments if not argument.startswith("-")), None)
    if command in WITHOUT_DATABASE or {"-h", "--help"} & set(arguments):
        return nullcontext()
    # As an exception, so that the server is left in an orderly way.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    return postgres.running(Path(os.environ.get("VAR_DIR", environment.PROJECT / "var")) / "postgres")


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkportal.settings")
    try:
        with database(sys.argv[1:]):
            execute_from_command_line(sys.argv)
    except postgres.PostgresUnavailable as reason:
        sys.exit(str(reason))
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        sys.exit(f"The database is not set up ({str(error).splitlines()[0]}): call `make run` once, or migrate it.")


if __name__ == "__main__":
    main()
