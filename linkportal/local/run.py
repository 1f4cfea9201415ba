"""`make run`: everything the portal needs on one machine, started, watched and stopped together.

Standard library only, and one thread: the parts are processes of their own.
"""

import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from linkportal.local import children, environment, postgres

LOOPBACK = "127.0.0.1"
PORT_SECONDS = 3  # as long as the port of a portal that was killed may stay taken
ANSWER_SECONDS = 60


class CannotRun(Exception):
    """One sentence that says what is in the way."""


def main() -> None:
    """Run the portal until Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, _end)
    try:
        run()
    except (CannotRun, postgres.PostgresUnavailable) as reason:
        sys.exit(str(reason))
    except OSError as error:
        sys.exit(f"The portal can't be started: {error}.")


def run() -> None:
    """Start all parts in order, say where to look, and keep them alive. Ends by `SystemExit` only."""
    port = _port()
    var = environment.set_defaults()
    # Only here, and not where others come to it by HTTPS: a check refuses the two together.
    https = os.environ["HTTPS"] != "false"
    os.environ.setdefault("DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR", "false" if https else "true")
    with ExitStack() as parts:
        parts.enter_context(_only_one(var, port))
        _wait_for_free(port)
        embedded = not os.environ.get("DATABASE_URL")  # `make run DATABASE_URL=` says "none" too
        if embedded:
            urls = parts.enter_context(postgres.running(var / "postgres"))
            os.environ.update(DATABASE_URL=urls.web, DATABASE_OWNER_URL=urls.owner)
        accounts = var / "demo-accounts.txt"
        known = accounts.read_text(encoding="utf-8") if accounts.exists() else ""
        if not known:
            print("Setting up the database: the places of Norway, and examples to look at …", flush=True)
        _prepare()
        configuration = ("-c", "python:linkportal.gunicorn", "--bind", f"{LOOPBACK}:{port}", "--log-level", "warning")
        watched: list[children.Child] = []
        parts.callback(_stop, watched)
        serve = (sys.executable, "-m", "gunicorn", *configuration, "linkportal.wsgi:application")
        watched.append(children.Child("web server", serve, environment.PROJECT))
        if _answers(port, watched):
            now = accounts.read_text(encoding="utf-8") if accounts.exists() else ""
            print(_welcome(port, var, "" if now == known else now), flush=True)
        work = (sys.executable, "manage.py", "work")  # only now: its start would slow down the other
        watched.append(children.Child("worker", work, environment.PROJECT))  # the loop starts it
        while True:
            if embedded:
                postgres.keep(var / "postgres")
            for child in watched:
                child.tend()
            time.sleep(0.5)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)  # we are at it; a second Ctrl-C must not leave half of it running
    print("\nStopping …", flush=True)
    sys.exit(0)


def _port() -> int:
    value = os.environ.get("PORT", environment.DEFAULT_PORT)
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise CannotRun(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


@contextmanager
def _only_one(var: Path, port: int) -> Iterator[None]:
    """Hold the lock that says: the portal of this folder runs."""
    descriptor = os.open(var / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(f"The portal of this folder already runs: {lock.read().strip()}") from None
        lock.truncate(0)
        lock.write(f"http://localhost:{port}/ (process {os.getpid()})\n")
        lock.flush()
        yield


def _wait_for_free(port: int) -> None:
    deadline = time.monotonic() + PORT_SECONDS
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except PermissionError:
                raise CannotRun(
                    f"This user may not use port {port}: choose another with `make run PORT=8001`."
                ) from None
            except OSError:
                if time.monotonic() > deadline:
                    other = port + 1 if port < 65535 else 8000
                    raise CannotRun(f"Port {port} is in use: choose another with `make run PORT={other}`.") from None
            else:
                return
        time.sleep(0.1)


def _prepare() -> None:
    process = children.start([sys.executable, "-m", "linkportal.local.prepare"], environment.PROJECT)
    try:
        if process.wait() != 0:
            raise CannotRun("The portal was not started, because its database or files could not be prepared (above).")
    finally:
        children.stop(process)


def _answers(port: int, watched: list[children.Child]) -> bool:
    """Wait until the portal answers; if it takes too long, say so and return False."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        for child in watched:
            child.tend()
        try:
            with socket.create_connection((LOOPBACK, port), timeout=ANSWER_SECONDS) as connection:
                connection.sendall(b"GET /helse/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if connection.recv(1024):
                    return True
        except OSError:
            pass
        time.sleep(0.05)
    print(f"The web server has not answered within {ANSWER_SECONDS} s; what it says stands above.", file=sys.stderr)
    return False


def _stop(watched: list[children.Child]) -> None:
    """The web first, so that nothing more is asked for; then the worker."""
    for child in watched:
        child.stop()


def _without_codes() -> list[str]:
    """What is said of the accounts where they get in with a password alone."""
    if os.environ["DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR"] != "true":
        return []
    return ["                           (they log in without a code, here and nowhere else)"]


def _welcome(port: int, var: Path, new_accounts: str) -> str:
    site = f"http://localhost:{port}"
    mail = f"{var / 'mail'} (one file for each; nothing leaves this machine)"
    if not os.environ["EMAIL_URL"].startswith("file:"):
        mail = "sent through EMAIL_URL"
    lines = [
        "",
        f"The portal runs: {site}/",
        f"  Workspace:               {site}/arbeidsflate/",
        f"  Administration:          {site}/admin/",
        f"  Demonstration accounts:  {var / 'demo-accounts.txt'}",
        *_without_codes(),
        f"  Outgoing mail:           {mail}",
    ]
    if new_accounts:
        lines += ["", *new_accounts.splitlines()]
    return "\n".join([*lines, "", "Ctrl-C stops everything."])


if __name__ == "__main__":
    main()
