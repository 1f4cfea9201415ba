"""The demonstration accounts, with passwords made when they are."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Membership, User
from linkportal.kit import clock

FILE = "demo-accounts.txt"
# No letter or digit that looks like another.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

ADMIN = "admin@example.no"
BERIT = "berit@example.no"
OLA = "ola@example.no"
PLACE_OF_BERIT = "tonsberg"
PLACE_OF_OLA = "frivilligsentralen-pa-bakken"
_ABOUT = {
    ADMIN: "national administrator",
    BERIT: "coordinator of the office in Tønsberg",
    OLA: "leader of a contact point in Skien",
}
ADDRESSES = frozenset(_ABOUT)


def create() -> dict[str, str]:
    """Create the accounts that are missing, and write their passwords to `demo-accounts.txt` in VAR_DIR.

    Returns the passwords by address; none for an account that there was already.
    """
    with transaction.atomic():
        known = set(User.objects.get_queryset().filter(email__in=_ABOUT).values_list("email", flat=True))
        passwords = {email: _password() for email in _ABOUT if email not in known}
        for email, password in passwords.items():
            name, role, place = _works(email)
            user = User.objects.create_user(email, password, name=name)
            Membership.objects.create(user=user, role=role, valid_from=clock.today(), **place)
        if passwords:
            _write(passwords)  # before the commit: better a password without an account than the other way round
    return passwords


def complete() -> dict[str, str]:
    """As `create`, in a portal that has some of the accounts: an earlier version made fewer. In others it does nothing.

    Whose place is gone is left out.
    """
    some = User.objects.get_queryset().filter(email__in=_ABOUT).exists()
    places = (
        ContactPoint.objects.filter(slug=PLACE_OF_OLA).exists(),
        DistrictOffice.objects.filter(slug=PLACE_OF_BERIT).exists(),
    )
    return create() if some and all(places) else {}


def lines(passwords: dict[str, str]) -> list[str]:
    """One line for each account, for people to read."""
    return [f"{email:17} {password}  ({_ABOUT[email]})" for email, password in passwords.items()]


def path() -> Path:
    """Where the passwords are kept."""
    return Path(settings.VAR_DIR) / FILE


def _works(email: str) -> tuple[str, Role, dict[str, ContactPoint | DistrictOffice]]:
    """Name, role and place."""
    if email == ADMIN:
        return "Admin", Role.NATIONAL_ADMIN, {}
    if email == BERIT:
        return "Berit", Role.COORDINATOR, {"office": DistrictOffice.objects.get(slug=PLACE_OF_BERIT)}
    return "Ola", Role.LEADER, {"contact_point": ContactPoint.objects.get(slug=PLACE_OF_OLA)}


def _password() -> str:
    """Four groups of four: about 79 bits, and possible to type from a screen."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _write(passwords: dict[str, str]) -> None:
    """Put the new lines into the file, which only its owner reads, and leave those of other accounts."""
    file = path()
    old = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    kept = [line for line in old if line.split(" ")[0] not in passwords]
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        os.fchmod(descriptor, 0o600)
        out.write("\n".join([*kept, *lines(passwords)]) + "\n")
