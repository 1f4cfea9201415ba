"""What must be true of a database server before anything is entrusted to it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.management.base import SystemCheckError
from django.db import OperationalError, connections

# Off, any of these can lose an inquiry whose receipt has been shown.
_KEEPS_COMMITS = ("fsync", "synchronous_commit", "full_page_writes")


def register() -> None:
    """Called when the apps are ready. `migrate` runs the database's checks, and so do web and worker at their start."""
    checks.register(server_keeps_commits, checks.Tags.database)
    checks.register(server_knows_norwegian_letters, checks.Tags.database)
    checks.register(two_roles, checks.Tags.security, deploy=True)


def refuse_unsafe_server() -> None:
    """Raises `SystemCheckError` if an inquiry is not safe with the database server.

    One that is away says nothing about itself; /helse/klar says that it is away.
    """
    with suppress(OperationalError):
        found = [*server_keeps_commits(None, ["default"]), *server_knows_norwegian_letters(None, ["default"])]
        if found:
            raise SystemCheckError("\n".join(str(message) for message in found))


def server_keeps_commits(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None, **_: Any
) -> list[checks.CheckMessage]:
    """An error for each setting of the server that could lose a commit."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(_KEEPS_COMMITS)])
            found += [
                checks.Error(f"The database server has {name} = off and could lose a commit.", id="kit.E001")
                for name, setting in cursor.fetchall()
                if setting == "off"
            ]
    return found


def server_knows_norwegian_letters(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None, **_: Any
) -> list[checks.CheckMessage]:
    """An error if lower('Å') is not 'å': searches that ignore case would miss Norwegian names."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT lower('Å') = 'å'")
            if cursor.fetchone() != (True,):
                hint = "Create it with the provider builtin and the locale C.UTF-8, or with nb_NO.UTF-8."
                found.append(checks.Error("The database's locale does not know Å and å.", hint=hint, id="kit.E002"))
    return found


def two_roles(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """A warning if web and worker are the database's owner, who can rewrite what is append-only."""
    if settings.DATABASE_OWNER_URL != settings.DATABASE_URL:
        return []
    return [
        checks.Warning(
            "Web and worker connect as the owner of the database.",
            hint="Set DATABASE_OWNER_URL; docs/deployment.md has the two roles.",
            id="kit.W001",
        )
    ]
