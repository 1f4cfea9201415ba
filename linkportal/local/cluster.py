"""The contents of a new embedded server: its encoding, its two roles, its database, and who may connect."""

import os
import shutil
from pathlib import Path

from linkportal.local import binaries
from linkportal.local.place import UNPRIVILEGED, Place, PostgresUnavailable, user_name

SUPERUSER = "postgres"
DATABASE = "linkportal"
OWNER = "linkportal_owner"
WEB = "linkportal_web"

ENCODING = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",  # else initdb asks LANG, and stops where that names a locale the machine doesn't have
)
# One command a line: that is how single-user mode reads.
CONTENTS = f"""\
CREATE ROLE {OWNER} LOGIN CREATEDB
CREATE ROLE {WEB} LOGIN
CREATE DATABASE {DATABASE} OWNER {OWNER}
"""


def create(place: Place, programs: Path) -> None:
    """Make the data folder unless it is there: whole, or not at all. Raises `PostgresUnavailable` or `OSError`."""
    if place.data.exists():
        return
    new = place.base / "data.new"
    if new.exists():  # an earlier attempt was interrupted
        shutil.rmtree(new)
    new.mkdir(mode=0o700)
    if place.account.is_another:
        os.chown(new, place.account.uid, place.account.gid)
    in_data = ("-D", str(new))
    access = ("--auth-local=peer", "--auth-host=reject")
    _run(place, [programs / "initdb", *in_data, "-U", SUPERUSER, *ENCODING, *access, "--no-instructions"])
    _run(place, [programs / "postgres", "--single", *in_data, "-c", "exit_on_error=on", "postgres"], CONTENTS)
    new.rename(place.data)


def write_access_rules(place: Place) -> None:
    """Let in only the users of this machine who may read the project's files anyway.

    The kernel tells the server who connects (`peer`). As root the server runs as `postgres` or `nobody`, and another
    program that also runs as `nobody` could enter the socket's folder; here it ends.
    """
    names = {"root", user_name(os.geteuid())}
    if place.account.name not in UNPRIVILEGED:
        names.add(place.account.name)
    folder = place.base / "access"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    rules = {
        "pg_hba.conf": f"local all all peer map={DATABASE}\n",
        "pg_ident.conf": "".join(f'{DATABASE} "{name}" all\n' for name in sorted(names)),
    }
    for name, content in rules.items():
        path = folder / name
        path.write_text(content)
        path.chmod(0o644)


def _run(place: Place, command: list[str | Path], text: str | None = None) -> None:
    result = binaries.run(command, place.account, text=text)
    if result.returncode != 0:
        words = (result.stderr.strip() or result.stdout.strip()).splitlines()
        said = next((line for line in words if "error" in line.lower() or "FATAL" in line), "no reason given")
        raise PostgresUnavailable(f"The database can't be made in {place.base}: {said}")
