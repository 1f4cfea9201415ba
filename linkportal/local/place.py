"""Where the embedded server lives, and as whom it runs.

Normally all of it lies in one folder, `var/postgres`. Two things can stand in the way, and both are answered with a
folder of our own, never by changing the rights of a folder that others made:

* PostgreSQL refuses to run as root, so that root starts it as another user, and that user may not be allowed through
  the folders above (a project below /root, a clone made with umask 077). The data then lie in /var/lib.
* The path of a unix socket is limited to 107 bytes. A deep project has its socket in /tmp.
"""

import hashlib
import os
import pwd
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PORT = 5432  # names the socket file only: nothing listens on the network
SOCKET_PATH_LIMIT = 107  # bytes; the kernel's sun_path holds 108 with its closing NUL
# Systems that clean /tmp and /var/tmp by age would take single files out of a database that rests for a month.
ELSEWHERE = Path("/var/lib")
UNPRIVILEGED = ("postgres", "nobody")


class PostgresUnavailable(Exception):
    """The embedded server can't be started; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Account:
    """The user that the server runs as."""

    uid: int
    gid: int
    groups: tuple[int, ...] = ()

    @property
    def is_another(self) -> bool:
        """Whether we are root and the server is not."""
        return self.uid != os.geteuid()

    @property
    def name(self) -> str:
        """The user's name, or the number where the machine knows no name."""
        return user_name(self.uid)

    def reaches(self, path: Path) -> bool:
        """Whether this user may pass through `path` and every folder above it.

        What doesn't exist yet is made by us with the rights it needs, and counts as passable.
        """
        return all(self._passes(folder) for folder in (path, *path.parents))

    def _passes(self, folder: Path) -> bool:
        try:
            status = folder.stat()
        except FileNotFoundError:
            return True
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid in {self.gid, *self.groups}:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


@dataclass(frozen=True)
class Place:
    """The folders of one embedded server."""

    home: Path
    """What the callers name: it holds the locks and the log."""
    base: Path
    """What holds the data; the same folder, unless the server's user can't get there."""
    socket: Path
    account: Account

    @property
    def data(self) -> Path:
        """The data folder, 0700, of the server's user."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self.home / "server.log"


def find(home: Path) -> Place:
    """The place that belongs to `home`, as it is now or would be; changes nothing.

    Raises `PostgresUnavailable` if there is no user to run the server as.
    """
    home = home.resolve()
    entry = home / "data"
    base = Path(os.readlink(entry)).parent if os.path.islink(entry) else home
    socket = base / "socket"
    if not _usable_as_socket(socket):
        digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
        # Not tempfile.gettempdir(): TMPDIR may differ between two terminals, and the second would not find the server.
        socket = Path(f"/tmp/linkportal-{os.geteuid()}-{digest}")
    return Place(home, base, socket, _account(base / "data"))


def settle(home: Path) -> Place:
    """Make the folders in and for `home`, and return the place. One caller at a time.

    Raises `PostgresUnavailable` or `OSError`.
    """
    place = find(home)
    entry = place.home / "data"
    usable = place.account.reaches(place.home) and _usable_as_socket(place.home / "socket")
    if place.account.is_another and not usable and not os.path.lexists(entry):
        entry.symlink_to(Path(tempfile.mkdtemp(prefix="linkportal-", dir=ELSEWHERE)) / "data")
        place = find(home)
    if place.base != place.home:
        place.base.mkdir(mode=0o711, exist_ok=True)
        place.base.chmod(0o711)
    if place.account.is_another and not place.account.reaches(place.base):
        raise PostgresUnavailable(
            f"The user {place.account.name} owns the database in {place.base} and can no longer get there:"
            " make its parent folders passable again (chmod o+x)."
        )
    _make_private(place.socket, place.account)
    return place


def user_name(uid: int) -> str:
    """The name of a user of this machine, or the number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _account(data: Path) -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    # Data stay with the user that made them, also if `postgres` is added to a machine that began with `nobody`.
    owner = data.stat().st_uid if data.exists() else 0
    for name in (user_name(owner), *UNPRIVILEGED):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            if entry.pw_uid != 0:
                return Account(entry.pw_uid, entry.pw_gid, tuple(os.getgrouplist(name, entry.pw_gid)))
    raise PostgresUnavailable(
        "PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody:"
        " run this as an ordinary user, or set DATABASE_URL."
    )


def _usable_as_socket(folder: Path) -> bool:
    # A comma separates hosts in a connection string, so that a path with a comma can't be written in one.
    path = os.fsencode(folder / f".s.PGSQL.{PORT}")
    return len(path) < SOCKET_PATH_LIMIT and b"," not in path


def make(folder: Path) -> None:
    """Make `folder` and what is missing above it, passable for the server's user whatever the umask says."""
    if not folder.is_dir():
        make(folder.parent)
        try:
            folder.mkdir()
        except FileExistsError:  # somebody else was faster
            return
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def _make_private(folder: Path, account: Account) -> None:
    """Make a folder that nobody but `account` (and root) can enter. Raises if it is there and somebody else's."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.geteuid(), account.uid}:
            raise PostgresUnavailable(
                f"{folder} was made by the user {user_name(status.st_uid)} and is not used:"
                " remove it, or move the project to a shorter path."
            ) from None
    folder.chmod(0o700)
    if account.is_another:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
