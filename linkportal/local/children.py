"""The processes that a supervisor starts, keeps alive, and stops."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1  # prctl(2)
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_SECONDS = 30
LONGEST_PAUSE = 30.0  # seconds between two attempts
STEADY = 60.0  # seconds after which a child counts as healthy again

_libc = ctypes.CDLL(None, use_errno=True)


def start(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a process that ends with us, even if we are killed.

    In a session of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops its children in order.
    """
    parent = os.getpid()

    def end_with_parent() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)  # we may hold them back for a moment, it must not
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before we could ask to be told
            os._exit(1)

    # The supervisor has one thread, so that nothing can hold a lock at the time of the fork.
    return subprocess.Popen(command, cwd=folder, start_new_session=True, preexec_fn=end_with_parent)  # noqa: PLW1509


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the process to end, and make it end if it doesn't."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # it leads its own group
            process.wait()


class Child:
    """A process that is started again when it ends by itself, ever more slowly while it keeps ending."""

    def __init__(self, name: str, command: Sequence[str], folder: Path) -> None:
        self.name = name
        self._command = command
        self._folder = folder
        self._pause = 1.0
        self._process: subprocess.Popen[bytes] | None = None
        self._again_at: float | None = 0.0

    def tend(self) -> None:
        """Look after the process: start it, say so if it has ended, and start it again when the pause is over."""
        now = time.monotonic()
        if self._again_at is not None:
            if now >= self._again_at:
                self._start()
        elif self._process and (code := self._process.poll()) is not None:
            if now - self._started_at > STEADY:
                self._pause = 1.0
            print(f"The {self.name} ended with {code}; it starts again in {self._pause:.0f} s.", file=sys.stderr)
            self._again_at = now + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def stop(self) -> None:
        """End the process, if it was started."""
        if self._process:
            stop(self._process)

    def _start(self) -> None:
        # Ctrl-C in this very moment waits until we hold what is to be stopped.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            self._process = start(self._command, self._folder)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self._started_at = time.monotonic()
        self._again_at = None
