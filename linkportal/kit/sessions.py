"""Sessions that a copy of the database can't read, and that end: unused after half an hour, and after twelve hours.

A session holds more than who is logged in: the secret of an authenticator app while it is set up, the key of a link
for a new password, a form that waits until one has shown who one is.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse

from linkportal.kit import clock
from linkportal.kit.encryption import box

GetResponse = Callable[[HttpRequest], HttpResponse]

BEGAN, SEEN = "session_began", "session_seen"  # seconds since 1970
NOTED_EVERY = timedelta(minutes=1)  # a session is not written anew with every page


class EncryptedSerializer:
    """JSON, encrypted as the personal fields are. What can't be read is, to Django, a session that is not there."""

    def dumps(self, session: dict[str, Any]) -> bytes:
        return box().encrypt(json.dumps(session, separators=(",", ":")).encode())

    def loads(self, stored: bytes) -> Any:
        return json.loads(box().decrypt(stored))


def begin(request: HttpRequest, **_: Any) -> None:
    """Called when somebody has logged in: now the time runs."""
    request.session[BEGAN] = request.session[SEEN] = clock.now().timestamp()


def register() -> None:
    """Called when the apps are ready."""
    user_logged_in.connect(begin, dispatch_uid="kit.sessions.begin")


class SessionLimitsMiddleware:
    """End a login that is too old or has not been used. Before Django asks who it is; costs readers nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            if is_over(request):
                request.session.flush()
            else:
                _note(request)
        return self.get_response(request)


def is_over(request: HttpRequest) -> bool:
    """Whether the login of this session has come to its end."""
    now = clock.now().timestamp()
    began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
    return bool(now - began >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_SECONDS)


def _note(request: HttpRequest) -> None:
    now = clock.now().timestamp()
    if now - request.session[SEEN] >= NOTED_EVERY.total_seconds():
        request.session[SEEN] = now
