"""Strict readers of environment variables: a wrong value stops the start and names the variable."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's text. Raises `ImproperlyConfigured` if it is unset and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. .env.example says what it is.")
    return value


def boolean(name: str, *, default: bool) -> bool:
    """`true` or `false`; anything else is an error, because `DEBUG=0` must not turn out to mean true."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value.lower() == "true"


def integer(name: str, *, default: int, least: int = 0) -> int:
    """A whole number, at least `least`."""
    value = os.environ.get(name)
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {value!r}.")
    return int(value)


def items(name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """A list separated by commas, without empty items."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [item for item in (part.strip() for part in value.split(",")) if item]


def secret(name: str) -> str:
    """A secret from the variable itself, or from the file that `<name>_FILE` names. There is no default."""
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        value = text(name)
    else:
        try:
            value = Path(path).read_text(encoding="utf-8")
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names a file that can't be read: {error}") from error
    if not value.strip():
        raise ImproperlyConfigured(f"{name} is empty.")
    return value.strip()


def email(name: str, *, default: str) -> dict[str, object]:
    """Django's mail settings out of one address.

    `smtp://user:password@host:port` (plain), `smtp+tls://` (STARTTLS), `smtps://` (TLS from the start)
    or `file:<folder>` (each mail becomes a file). User and password are percent-encoded.
    """
    url = urlsplit(text(name, default))
    if url.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(url.path),
        }
    if url.scheme not in {"smtp", "smtp+tls", "smtps"} or not url.hostname:
        raise ImproperlyConfigured(f"{name} must begin with smtp://, smtp+tls://, smtps:// or file:.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
        # A mail server that hangs must not hold the worker: the job fails and is tried again.
        "EMAIL_TIMEOUT": 20,
    }
