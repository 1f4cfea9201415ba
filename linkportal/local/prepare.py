"""What `make run` does between the start of the database and the start of the portal, in one process.

One process, because starting Django takes longer than all of this when there is nothing to do.
"""

import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def main() -> None:
    """Bring the database and the static files up to date; load the demonstration data into an empty portal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkportal.settings")
    django.setup()
    from contactpoints.demo import accounts
    from contactpoints.models import DistrictOffice
    from partners.demo import loading

    call_command("migrate", verbosity=0, interactive=False, skip_checks=False)  # it refuses an unsafe server
    call_command("load_places", verbosity=0)
    if not DistrictOffice.objects.exists():
        call_command("load_demo", verbosity=0)
        call_command("load_demo_inquiries", verbosity=0)
        call_command("load_demo_projects", verbosity=0)
    else:
        accounts.complete()
        loading.complete()
    collect_static_files(Path(settings.VAR_DIR) / "static.stamp")


def collect_static_files(stamp: Path) -> None:
    """Run `collectstatic`, unless no file has changed since the stamp was written."""
    fingerprint = _fingerprint()
    root = Path(settings.STATIC_ROOT)
    if root.is_dir() and stamp.is_file() and stamp.read_text() == fingerprint:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(fingerprint)


def _fingerprint() -> str:
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
