"""Sessions in the database, under a name that opens nothing: whoever reads the table can't take over a login."""

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone


def name_of(key: str) -> str:
    """Under which name the session of this key (the value of the cookie) is stored."""
    return sha256(key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """As Django's, but the cookie's value is stored as a hash. It is long and random, so that a plain one will do."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        stored = self.model.objects.filter(session_key=name_of(self.session_key or ""), expire_date__gt=timezone.now())
        if found := stored.first():
            return found
        self._session_key = None
        return None

    def exists(self, session_key: str) -> bool:
        return super().exists(name_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        session = super().create_model_instance(data)
        session.session_key = name_of(session.session_key)
        return session

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(name_of(key))
