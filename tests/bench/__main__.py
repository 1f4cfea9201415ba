"""Run it all: load at three sizes of the registry, memory, the lists of the workspace, figures, the
admin of partners, and how soon a second `make run` answers.

The load is bounded (eight connections on the loopback, a few seconds each) and ends by itself. Machines differ, so each
figure is a share of what a bare view answers on this one, under the same server, measured in turn.
"""

import fcntl
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from linkportal.local import postgres
from tests import environment

SIZES = (200, 10_000, 100_000)
SECONDS = 4
ROUNDS = 3
LEAST_SHARE = {"finder": 0.035, "contact point": 0.06}
MOST_SLOWDOWN = 1.3
MOST_MEGABYTES = 150
MOST_SECONDS_TO_ANSWER = 5.0
PORTS = {"portal": 8611, "bare": 8612, "run": 8613}


def main() -> None:
    """Measure, print the tables, and end with 1 if a limit is broken."""
    if not shutil.which("wrk"):
        sys.exit("The benchmark needs wrk (on Debian: apt-get install wrk).")
    os.environ["VAR_DIR"] = str(environment.PROJECT / "var" / "bench")
    environment.prepare()
    os.environ.update(DATABASE_POOL_SIZE="4", ALLOWED_HOSTS="127.0.0.1", LOG_LEVEL="WARNING")
    with postgres.running(Path(os.environ["VAR_DIR"]) / "postgres") as urls:
        os.environ.update(DATABASE_URL=urls.web, DATABASE_OWNER_URL=urls.owner)
        broken = [*load(), *lists(), *figures(), *partners(), *second_start()]
    print("\n".join(["", *broken, "A limit is broken." if broken else "All within the limits."]))
    sys.exit(bool(broken))


def load() -> Iterator[str]:
    """Requests per second at each size, beside the bare view; yields what breaks a limit."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "linkportal.settings"
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from tests.bench.data import begin, fill_up, postal_codes, slugs

    for command in ("migrate", "load_places", "collectstatic"):
        call_command(command, verbosity=0, **({"interactive": False} if command == "collectstatic" else {}))
    begin()
    shares: dict[str, list[float]] = {page: [] for page in LEAST_SHARE}
    print(f"{'contact points':>14} {'page':<14} {'requests/s':>10} {'bare view':>10} {'share':>7} {'worker':>8}")
    for size in SIZES:
        fill_up(size)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM contactpoints_contactpoint")
            assert cursor.fetchone() == (size,)
        with ExitStack() as servers:
            portal = servers.enter_context(gunicorn("portal", "linkportal.wsgi:application"))
            servers.enter_context(gunicorn("bare", "tests.bench.bare:application"))
            addresses = {
                "finder": [f"/kontaktpunkter/?sted={code}" for code in postal_codes()],
                "contact point": [f"/kontaktpunkter/{slug}/" for slug in slugs(size)],
            }
            for page, paths in addresses.items():
                pairs = [(wrk("portal", paths), wrk("bare", ["/"])) for _round in range(ROUNDS)]
                rate, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
                share = statistics.median(ours / theirs for ours, theirs in pairs)
                memory = max(map(megabytes, children_of(portal)))
                shares[page].append(share)
                print(f"{size:>14,} {page:<14} {rate:>10.0f} {bare:>10.0f} {share:>7.4f} {memory:>5.0f} MB", flush=True)
                if share < LEAST_SHARE[page]:
                    yield f"{page} at {size:,}: a share of {share:.4f}, wanted at least {LEAST_SHARE[page]}"
                if memory > MOST_MEGABYTES:
                    yield f"{page} at {size:,}: a worker of {memory:.0f} MB, wanted at most {MOST_MEGABYTES}"
    slowdown = shares["finder"][0] / shares["finder"][-1]
    print(f"finder, from {SIZES[0]:,} to {SIZES[-1]:,} contact points: {slowdown:.2f} times slower")
    if slowdown > MOST_SLOWDOWN:
        yield f"finder: {slowdown:.2f} times slower, wanted at most {MOST_SLOWDOWN}"


def lists() -> Iterator[str]:
    """How much slower the lists of the workspace are with many inquiries; yields what breaks a limit."""
    from tests.bench.lists import measure

    yield from measure()


def figures() -> Iterator[str]:
    """How long statistics take with many inquiries; yields what breaks a limit."""
    from tests.bench.statistics import measure

    yield from measure()


def partners() -> Iterator[str]:
    """How much slower the admin of partners is with many rows; yields what breaks a limit."""
    from tests.bench.partners import measure

    yield from measure()


def wrk(server: str, paths: list[str]) -> float:
    """Requests per second over some seconds, the paths in turn; every answer must be a 200."""
    script = Path(os.environ["VAR_DIR"]) / "paths.lua"
    listed = ", ".join(f'"{path}"' for path in paths)
    script.write_text(
        f"local paths, turn = {{{listed}}}, 0\n"
        "request = function() turn = turn % #paths + 1; return wrk.format('GET', paths[turn]) end\n"
    )
    command = ["wrk", "-t1", "-c8", f"-d{SECONDS}s", "-s", str(script), f"http://127.0.0.1:{PORTS[server]}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS + 30).stdout
    assert "Non-2xx" not in said, said
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0])


@contextmanager
def gunicorn(server: str, application: str) -> Iterator[int]:
    """gunicorn as deployed, with two workers; gives its process id."""
    address = f"127.0.0.1:{PORTS[server]}"
    command = [sys.executable, "-m", "gunicorn", "-c", "python:linkportal.gunicorn", "--bind", address, application]
    process = subprocess.Popen([*command, "--log-level", "warning"], cwd=environment.PROJECT)
    try:
        until(lambda: answers(PORTS[server], "/" if server == "bare" else "/helse/live"))
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def second_start() -> Iterator[str]:
    """How many seconds pass from `make run` to an answer, the first time and the second, in a folder of its own."""
    folder = Path(os.environ["VAR_DIR"]) / "run"
    shutil.rmtree(folder, ignore_errors=True)
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "USER"}}
    for which in ("first", "second"):
        began = time.monotonic()
        command = ["make", "--no-print-directory", "run"]
        surroundings = {**kept, "VAR_DIR": str(folder), "PORT": str(PORTS["run"])}
        process = subprocess.Popen(command, cwd=environment.PROJECT, env=surroundings, stdout=subprocess.DEVNULL)
        try:
            until(lambda: answers(PORTS["run"], "/"))
            took = time.monotonic() - began
        finally:
            process.terminate()
            process.wait(60)
            until(lambda: has_stopped(folder))  # make may be gone before the portal is
        print(f"make run, the {which} time: answers after {took:.1f} s")
    if took > MOST_SECONDS_TO_ANSWER:
        yield f"the second make run answers after {took:.1f} s, wanted at most {MOST_SECONDS_TO_ANSWER}"


def has_stopped(folder: Path) -> bool:
    """Whether no portal of this folder runs any more: its lock is free."""
    with (folder / "run.lock").open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def answers(port: int, path: str) -> bool:
    """Whether something answers 200 there."""
    from http.client import HTTPConnection, HTTPException

    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def until(ready: Callable[[], bool], seconds: float = 120) -> None:
    """Wait for it, but not for ever."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not ready after {seconds} seconds")
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """Process ids of the children (Linux)."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def megabytes(pid: int) -> float:
    """The most memory that a process has had in RAM (Linux, VmHWM), in 10⁶ bytes."""
    return int(re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[0]) * 1024 / 1e6


if __name__ == "__main__":
    main()
