"""Links that are a key: never stored, made again when needed, dead when the object's version is raised.

A token is the object's public id followed by an HMAC-SHA256 over purpose, id and version (DESIGN §3).
"""

import hmac
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

_ID_LENGTH = 32


def token(purpose: str, public_id: UUID, version: int) -> str:
    """The secret part of an address: 32 characters of id and 64 of signature, hexadecimal."""
    return public_id.hex + _signature(purpose, public_id, version, settings.SECRET_KEY)


def public_id_of(token: str) -> UUID | None:
    """Which object a token speaks of, before it is known to be genuine; None if it is no token at all."""
    if len(token) != _ID_LENGTH + 64:
        return None
    try:
        return UUID(hex=token[:_ID_LENGTH])
    except ValueError:
        return None


def is_genuine(token: str, purpose: str, public_id: UUID, version: int) -> bool:
    """Whether this token was made here, for this purpose, this object and this version of it."""
    signature = token[_ID_LENGTH:].encode()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(signature, _signature(purpose, public_id, version, key).encode()) for key in keys)


def _signature(purpose: str, public_id: UUID, version: int, key: str) -> str:
    return salted_hmac(
        f"secret link: {purpose}", f"{public_id.hex}:{version}", secret=key, algorithm="sha256"
    ).hexdigest()
