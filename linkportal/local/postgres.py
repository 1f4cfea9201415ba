"""The embedded PostgreSQL of `make run` and `make test`: started by the first who needs it, stopped by the last.

Every user holds a shared lock on `users.lock`. Who leaves tries to get it alone: if that succeeds nobody else is
there, and the server is stopped. The lock of a user that was killed is released by the kernel. Coming and going are
serialised by `start.lock`. The reasons for a launcher of our own: docs/decisions/0002-embedded-postgresql.md.

Standard library only: the settings import this module.
"""

import fcntl
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import quote

from linkportal.local import binaries, cluster
from linkportal.local.place import PORT, Place, PostgresUnavailable, find, make, settle, user_name

__all__ = ["PostgresUnavailable", "Urls", "keep", "running", "urls"]

START_SECONDS = 60  # recovery after a crash is part of a start
STOP_SECONDS = 60  # a stop writes all that is in memory to the disk
LOG_LIMIT = 5_000_000  # bytes, after which a start puts the log aside
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "cluster_name": "linkportal",
    # A receipt is a promise that survives a power cut (DESIGN §1), here as in production.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}


class Urls(NamedTuple):
    """How to connect: as the owner, who migrates, and as the role of web and worker, which may not change tables."""

    owner: str
    web: str


def urls(home: Path) -> Urls:
    """The addresses of the database in `home`; starts nothing.

    They are final once `running(home)` has been entered for the first time: that decides where the socket is.
    """
    return _urls(find(home))


@contextmanager
def running(home: Path) -> Iterator[Urls]:
    """Have the server of `home` run inside the block, starting it if it isn't there.

    May be entered by many processes at once, and more than once by one. Raises `PostgresUnavailable`.
    """
    if sys.platform != "linux":
        raise PostgresUnavailable("The embedded PostgreSQL is for Linux: on this system, set DATABASE_URL.")
    home = home.resolve()
    try:
        make(home)
        users = _open_lock(home / "users.lock")
    except OSError as error:
        raise PostgresUnavailable(_refused(home, error)) from error
    with users:
        try:
            with _only_one(home):
                fcntl.flock(users, fcntl.LOCK_SH)
                place = _start(home)
            yield _urls(place)
        finally:
            _leave(home, users)


def keep(home: Path) -> None:
    """Start the server again if it has ended inside `running(home)`, killed perhaps; costs next to nothing otherwise.

    Raises `PostgresUnavailable`.
    """
    if _postmaster(find(home)) is None:
        with _only_one(home):
            _start(home)


def _urls(place: Place) -> Urls:
    where = f"{quote(str(place.socket), safe='')}:{PORT}/{cluster.DATABASE}"
    return Urls(*(f"postgresql://{role}@{where}" for role in (cluster.OWNER, cluster.WEB)))


def _leave(home: Path, users: IO[bytes]) -> None:
    with _only_one(home):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else still needs the server
        _stop(find(home))


def _start(home: Path) -> Place:
    """Start the server unless it answers already, and wait until it does. The caller holds the start lock."""
    try:
        place = settle(home)
        if _answers(place):
            return place
        programs = binaries.folder_for(place)
        cluster.create(place, programs)
        cluster.write_access_rules(place)
    except OSError as error:
        raise PostgresUnavailable(_refused(home, error)) from error
    with suppress(FileNotFoundError):
        if place.log.stat().st_size > LOG_LIMIT:
            place.log.replace(place.log.with_suffix(".log.1"))
    deadline = time.monotonic() + START_SECONDS
    while not _start_once(place, programs, deadline):
        time.sleep(0.2)
    return place


def _start_once(place: Place, programs: Path, deadline: float) -> bool:
    """Whether the server came up; not if a predecessor that was killed has processes that are still ending."""
    number = _postmaster(place)  # not ours to start if it is only busy: it may be recovering
    beginning = place.log.stat().st_size if place.log.exists() else 0
    launched = number is None
    if number is None:
        number = _launch(place, programs)
    while not _answers(place):
        if time.monotonic() > deadline:
            raise PostgresUnavailable(f"PostgreSQL does not answer after {START_SECONDS} seconds; see {place.log}.")
        if not _arguments(number):
            said = place.log.read_bytes()[beginning:].decode(errors="replace")
            if launched and "is still in use" not in said:
                raise PostgresUnavailable(f"PostgreSQL did not start: {_reason(said)}. More in {place.log}.")
            return False
        time.sleep(0.02)
    return True


def _launch(place: Place, programs: Path) -> int:
    """Start the server and return its process number."""
    # What `kill -9` left behind. PostgreSQL would refuse to start while a process of its user, any process, has the
    # number in these files; it still refuses, by the shared memory, if a process of the killed server lives.
    for left in (place.data / "postmaster.pid", place.socket / f".s.PGSQL.{PORT}.lock"):
        left.unlink(missing_ok=True)
    # Through a shell that ends at once: as our own child a killed server would stay in the process table for as
    # long as we live, and PostgreSQL takes such an entry for a server that runs.
    launch = ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", *_command(place, programs)]
    with open(place.log, "ab", opener=_private) as log:
        return int(binaries.run(launch, place.account, log=log).stdout)


def _stop(place: Place) -> None:
    """Stop the server, if it can be proven to be ours. The caller holds both locks."""
    number = _postmaster(place)
    if number is not None:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while _postmaster(place) == number:
            if time.monotonic() > deadline:
                print(f"PostgreSQL (process {number}) does not stop; see {place.log}.", file=sys.stderr)
                return
            time.sleep(0.02)
    if place.base not in place.socket.parents:
        with suppress(OSError):
            place.socket.rmdir()  # the one of a long path, in /tmp


def _command(place: Place, programs: Path) -> list[str]:
    settings = SETTINGS | {
        # A list in which commas separate folders.
        "unix_socket_directories": '"{}"'.format(str(place.socket).replace('"', '""')),
        "hba_file": str(place.base / "access" / "pg_hba.conf"),
        "ident_file": str(place.base / "access" / "pg_ident.conf"),
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(programs / "postgres"), "-D", str(place.data), "-p", str(PORT), *options]


def _answers(place: Place) -> bool:
    where = ["-h", str(place.socket), "-p", str(PORT), "-U", cluster.SUPERUSER, "-d", "postgres"]
    return binaries.run([binaries.folder() / "pg_isready", "-q", *where]).returncode == 0


def _postmaster(place: Place) -> int | None:
    """The number of the process that serves our data, proven by its owner and its command line; else None."""
    try:
        number = int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
        owner = os.stat(f"/proc/{number}").st_uid
    except (OSError, ValueError):
        return None
    arguments = _arguments(number)
    ours = arguments[1:3] == [b"-D", os.fsencode(place.data)] and arguments[0].endswith(b"/postgres")
    return number if ours and owner == place.account.uid else None


def _arguments(number: int) -> list[bytes]:
    """The command line of a process; empty if it has ended, also if nobody has collected it yet."""
    try:
        return [part for part in Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0") if part]
    except OSError:
        return []


def _reason(said: str) -> str:
    """What the log gives as the reason: the last line with FATAL, and its explanation."""
    reasons = [line for line in said.splitlines() if "FATAL:" in line or "DETAIL:" in line]
    words = reasons[-2:] or said.splitlines()[-1:] or ["it ended without a word"]
    return ": ".join(re.sub(r"^.*?(FATAL|DETAIL): *", "", line).rstrip(".") for line in words)


def _refused(path: Path, error: OSError) -> str:
    with suppress(OSError):
        owner = user_name(path.stat().st_uid)
        return f"The database can't be set up in {path} (of the user {owner}): {error}."
    return f"The database can't be set up in {path}: {error}."


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _open_lock(path: Path) -> IO[bytes]:
    return open(path, "ab", opener=_private)  # closed on exec: no program we start inherits the lock


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Hold the start lock; waits for whoever has it."""
    with _open_lock(home / "start.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
