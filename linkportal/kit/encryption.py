"""Personal text that is unreadable in the database, in its backups and to whoever only has those."""

import hmac
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import IsNull

NO_TIME = 0
# Models of libraries that keep what we encrypt in fields of theirs → what writes such a row with the first key.
encrypted_elsewhere: dict[type[models.Model], Callable[[Any], None]] = {}


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def box() -> MultiFernet:
    """Encrypts with the first of `FIELD_ENCRYPTION_KEYS` and reads with any: that is how a key is changed."""
    return _box(tuple(settings.FIELD_ENCRYPTION_KEYS))


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A text stored encrypted (Fernet: AES-128-CBC with HMAC). Nothing stays the empty text.

    It can't be searched: the same text is stored differently each time. It does not say when it was written: Fernet
    writes the second in front, for all to read, and rows that were saved in the same one could be told from that.
    `cryptography.fernet.InvalidToken` is raised on reading if no key fits.
    """

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        prepared = super().get_db_prep_save(value, connection)
        if hasattr(prepared, "resolve_expression"):
            raise FieldError(f"{self.name} is encrypted and can't be written by an expression.")
        return box().encrypt_at_time(prepared.encode(), NO_TIME).decode("ascii") if prepared else prepared

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return box().decrypt(value).decode() if value else value

    def get_lookup(self, lookup_name: str) -> type[Any] | None:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and can't be searched.")
        return IsNull


def search_keys(text: str) -> list[str]:
    """By what an encrypted text is found that says exactly this: a keyed hash for each key, that of the first first.

    Capital letters and spaces around it make no difference. Nothing has no key. Who only has the database can't try
    out addresses, as the hash needs a key of `FIELD_ENCRYPTION_KEYS`.
    """
    said = text.strip().casefold().encode()
    if not said:
        return []
    return [hmac.new(key.encode(), b"search:" + said, sha256).hexdigest() for key in settings.FIELD_ENCRYPTION_KEYS]


class SearchKeyField(models.CharField):  # type: ignore[type-arg]
    """By what the encrypted field `of` of the same row can be found, if one knows exactly what it says.

    Follows that field by itself when the row is saved. Ask with `filter(email_key__in=search_keys(text))`.
    """

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": 64, "blank": True, "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        keys = search_keys(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, keys[0] if keys else "")
        return super().pre_save(model_instance, add)  # type: ignore[no-any-return]
