"""What the log says of an error that nobody foresaw: where in the code it happened, and nothing that anybody wrote."""

import logging
import sys
import traceback
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest

from linkportal.kit.middleware import route_of

logger = logging.getLogger("linkportal.errors")


def register() -> None:
    """Called when the apps are ready. Django's own line is off, because it names the path (settings, LOGGING)."""
    got_request_exception.connect(log_exception, dispatch_uid="kit.log_exception")


def log_exception(request: HttpRequest | None = None, **_: Any) -> None:
    """Route, kind of error and the lines of code; not its message, which may quote what a person wrote."""
    kind, _value, frames = sys.exc_info()
    route = route_of(request) if request else "-"
    lines = "".join(traceback.format_tb(frames))
    logger.error("%s at %s\n%s", kind.__name__ if kind else "unknown error", route, lines)
