"""The environment of a test run: complete, harmless, and the same for pytest and mypy."""

import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DEFAULTS = {
    "VAR_DIR": str(PROJECT / "var" / "test"),
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "HTTPS": "false",
    "DATABASE_POOL_SIZE": "0",  # a pool's open connections would keep the test database from being dropped
}


def prepare() -> None:
    """Set what the settings need and the caller has not given."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    if "SECRET_KEY_FILE" not in os.environ:
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    if "FIELD_ENCRYPTION_KEYS_FILE" not in os.environ:
        os.environ.setdefault("FIELD_ENCRYPTION_KEYS", urlsafe_b64encode(secrets.token_bytes(32)).decode())
