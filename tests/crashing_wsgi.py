"""The portal in a process that dies, once, after it has committed an inquiry and before it has answered.

As from a power cut in the worst moment. It happens if the file named by CRASH_ONCE is there, and removes the file.
"""

import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from linkportal.wsgi import application as portal


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The portal's, until then. gunicorn sends nothing before this has returned."""
    answer: Iterable[bytes] = portal(environ, start_response)
    if environ["REQUEST_METHOD"] == "POST":
        with suppress(FileNotFoundError):
            Path(os.environ["CRASH_ONCE"]).unlink()
            os.kill(os.getpid(), signal.SIGKILL)
    return answer
