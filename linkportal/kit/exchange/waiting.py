"""A file between the look at it and the yes to it: in the database, sealed, for half an hour and for one session."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

from linkportal.kit.encryption import box

_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """The file, and the fingerprint of what it was shown to do."""

    content: bytes
    fingerprint: str


def keep(request: HttpRequest, what: str, content: bytes, fingerprint: str) -> str:
    """Keep the file until the yes comes; returns what that has to name. A later file takes the place of this one."""
    ticket = secrets.token_urlsafe(16)
    # Nothing of the file lies on a disk by itself, or in the open in the database.
    cache.set(_key(request, what), (ticket, fingerprint, box().encrypt(content)), _SECONDS)
    return ticket


def take(request: HttpRequest, what: str, ticket: str) -> Waiting | None:
    """The file that was kept under the ticket; None if it is another one by now, gone, or not this person's.

    Only one of two who ask at the same moment gets it.
    """
    key = _key(request, what)
    found = cache.get(key)
    if found is None or not secrets.compare_digest(found[0].encode(), ticket.encode()) or not cache.delete(key):
        return None
    return Waiting(box().decrypt(found[2]), found[1])


def _key(request: HttpRequest, what: str) -> str:
    whose = f"{request.session.session_key}:{request.user.pk}:{what}"
    return f"import:{hashlib.sha256(whose.encode()).hexdigest()}"
