"""The environment variables of a developer's machine: what production is told, `make run` and `manage.py` set."""

import os
import secrets
import tempfile
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from linkportal.local import binaries
from linkportal.local.place import PostgresUnavailable, make

PROJECT = Path(__file__).resolve().parent.parent.parent
DEFAULT_PORT = "8000"


def set_defaults() -> Path:
    """Set every variable that isn't set, and return the folder of what is kept between starts (VAR_DIR).

    Makes the folder, and in it the two secrets that are needed there: they live as long as the database beside them.
    Raises `OSError` if the folder can't be written.
    """
    var = Path(os.environ.get("VAR_DIR", PROJECT / "var")).resolve()
    os.environ["VAR_DIR"] = str(var)
    make(var)
    port = os.environ.get("PORT", DEFAULT_PORT)
    values = {
        "EMAIL_URL": f"file:{quote(str(var / 'mail'))}",
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "HTTPS": "false",
    }
    for name, value in values.items():
        os.environ.setdefault(name, value)
    _secret("SECRET_KEY", var / "secret-key", secrets.token_urlsafe(50))
    _secret("FIELD_ENCRYPTION_KEYS", var / "field-encryption-keys", urlsafe_b64encode(secrets.token_bytes(32)).decode())
    with suppress(FileExistsError):
        (var / "mail").mkdir(mode=0o700)
    with suppress(PostgresUnavailable):  # so that `manage.py dbshell` finds psql
        os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), str(binaries.folder())])
    return var


def _secret(name: str, path: Path, new: str) -> None:
    """Point `<name>_FILE` to `path`, and keep `new` there unless it holds a secret already."""
    if name in os.environ or f"{name}_FILE" in os.environ:
        return
    if not path.exists():
        # Whole or not at all, and never over one that another process has just made: what is encrypted with a lost
        # key is lost.
        descriptor, draft = tempfile.mkstemp(dir=path.parent)  # 0600
        with os.fdopen(descriptor, "w") as file:
            file.write(new + "\n")
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    os.environ[f"{name}_FILE"] = str(path)
