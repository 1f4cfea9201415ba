"""`make run`, as a person meets it: it starts, says where to look, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from linkportal.local.environment import PROJECT
from tests.local.test_gunicorn import free_port

PATIENCE = 120  # seconds; the first start fills a database
# What the test run has set for itself, and a newcomer has not.
UNSET = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_POOL_SIZE", "SECRET_KEY", "FIELD_ENCRYPTION_KEYS"),
    *("SITE_URL", "ALLOWED_HOSTS", "HTTPS", "DJANGO_SETTINGS_MODULE"),
)


class Portal:
    """One `make run`."""

    def __init__(self, var: Path, port: int) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in UNSET}
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "linkportal.local.run"],
            cwd=PROJECT,
            env=environment | {"VAR_DIR": str(var), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def says_until(self, last: str) -> str:
        """What it writes, up to the line with these words."""
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if last in line:
                return "".join(lines)
        raise AssertionError("".join(lines))

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=PATIENCE) as response:
            return int(response.status)

    def interrupt(self) -> tuple[str, int]:
        """Ctrl-C; what it still says, and its exit status."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=PATIENCE)
        return said, self.process.returncode


@contextmanager
def portal(var: Path, port: int) -> Iterator[Portal]:
    """A portal that is gone after the block, whatever happened in it."""
    started = Portal(var, port)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.interrupt()
        assert started.process.stdout is not None
        started.process.stdout.close()


def processes_of(var: Path) -> list[str]:
    """The command lines of the processes that were started with this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                command = (entry / "cmdline").read_bytes()
                if os.fsencode(var) in (entry / "environ").read_bytes() + command:
                    found.append(command.replace(b"\0", b" ").decode())
    return found


def wait_until_only_the_database_is_left(var: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while any("bin/postgres -D" not in command for command in processes_of(var)):
        assert time.monotonic() < deadline, processes_of(var)
        time.sleep(0.1)


def test_it_starts_says_where_to_look_and_leaves_nothing_behind(folder: Path) -> None:
    var, port = folder / "var", free_port()

    with portal(var, port) as first:
        said = first.says_until("Ctrl-C")
        assert f"http://localhost:{port}/" in said
        assert f"http://localhost:{port}/arbeidsflate/" in said
        for account in (var / "demo-accounts.txt").read_text().splitlines():
            assert account in said
        assert str(var / "mail") in said
        assert first.get("/helse/live") == 200
        assert first.get("/") == 200

        with portal(var, free_port()) as second:
            assert "already runs: http://localhost" in second.says_until("\n")
            assert second.process.wait(PATIENCE) == 1

        assert first.interrupt()[1] == 0
    assert processes_of(var) == []

    with portal(var, port) as again:
        said = again.says_until("Ctrl-C")
        assert str(var / "demo-accounts.txt") in said
        assert (var / "demo-accounts.txt").read_text().splitlines()[-1] not in said
        again.process.kill()
        again.process.wait()
        wait_until_only_the_database_is_left(var)

    with portal(var, port) as after_kill:
        after_kill.says_until("Ctrl-C")
        assert after_kill.get("/helse/klar") == 200
        assert after_kill.interrupt()[1] == 0
    assert processes_of(var) == []


def test_a_port_in_use_is_said_in_one_sentence(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with portal(folder / "var", port) as started:
            said = started.says_until("\n")
            assert started.process.wait(PATIENCE) == 1
    assert said == f"Port {port} is in use: choose another with `make run PORT={port + 1}`.\n"


def test_a_port_that_is_none_is_said_in_one_sentence(folder: Path) -> None:
    with portal(folder / "var", 70000) as started:
        assert started.says_until("\n") == "PORT must be a number from 1 to 65535, not '70000'.\n"
        assert started.process.wait(PATIENCE) == 1
