"""What `make run` starts can be stopped, from its first moment on."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from linkportal.local.children import ENDING, Child

SAYS_WHAT_IT_HOLDS_BACK = "import signal, pathlib; pathlib.Path('held').write_text(str(signal.pthread_sigmask(0, ())))"


def test_a_child_is_started_with_no_signal_held_back(tmp_path: Path) -> None:
    child = Child("test", (sys.executable, "-c", SAYS_WHAT_IT_HOLDS_BACK), tmp_path)
    child.tend()

    deadline = time.monotonic() + 30
    while not (tmp_path / "held").exists() or not (tmp_path / "held").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    child.stop()

    assert (tmp_path / "held").read_text() == "set()"
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ()) & set(ENDING)


def test_one_that_was_never_started_can_be_stopped(tmp_path: Path) -> None:
    Child("test", (sys.executable, "-c", "1"), tmp_path).stop()


def test_a_child_is_stopped(tmp_path: Path) -> None:
    child = Child("test", ("sleep", "600"), tmp_path)
    child.tend()
    process = child._process
    assert isinstance(process, subprocess.Popen)

    child.stop()

    assert process.poll() == -signal.SIGTERM
