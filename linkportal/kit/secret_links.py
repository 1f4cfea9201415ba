"""Links that are a key: never stored, made again when needed, dead when the object's version is raised.

A token is the object's public id followed by the first 128 bits of an HMAC-SHA256 over purpose, id and version
(DESIGN §3), both in URL-safe base 64 without padding.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

_BYTES = 16
_SIGNS = 22  # 16 bytes in base 64


def token(purpose: str, public_id: UUID, version: int) -> str:
    """The secret part of an address: 22 signs of id and 22 of signature."""
    return _signs(public_id.bytes) + _signature(purpose, public_id, version, settings.SECRET_KEY)


def public_id_of(token: str) -> UUID | None:
    """Which object a token speaks of, before it is known to be genuine; None if it is no token at all."""
    if len(token) != 2 * _SIGNS or not token.isascii():
        return None
    try:
        return UUID(bytes=urlsafe_b64decode(token[:_SIGNS] + "=="))
    except (Error, ValueError):
        return None


def is_genuine(token: str, purpose: str, public_id: UUID, version: int) -> bool:
    """Whether this token was made here, for this purpose, this object and this version of it."""
    signature = token[_SIGNS:].encode()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(signature, _signature(purpose, public_id, version, key).encode()) for key in keys)


def _signature(purpose: str, public_id: UUID, version: int, key: str) -> str:
    said = f"{public_id.hex}:{version}"
    return _signs(salted_hmac(f"secret link: {purpose}", said, secret=key, algorithm="sha256").digest()[:_BYTES])


def _signs(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
