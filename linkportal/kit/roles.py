"""Two roles of the database: the owner migrates; web and worker may not rewrite what is append-only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dj_database_url
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper

_IDENTITY = ("USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside the block `connection` is the owner's; before and after it is the one of web and worker."""
    owner: dict[str, Any] = dict(dj_database_url.parse(settings.DATABASE_OWNER_URL))
    before = {name: connection.settings_dict[name] for name in _IDENTITY}
    connection.close()  # first, while Django still knows that it came from the pool, and gives it back
    pool = connection.settings_dict["OPTIONS"].pop("pool", None)
    connection.settings_dict.update({name: owner.get(name, "") for name in _IDENTITY})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        if pool is not None:
            connection.settings_dict["OPTIONS"]["pool"] = pool


def append_only_tables() -> list[str]:
    """Tables that are only ever added to: models that say `append_only = True`, and all of the history."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if getattr(model, "append_only", False) or getattr(model, "pgh_tracked_model", None)
    )


def prepare_database(connection: BaseDatabaseWrapper) -> None:
    """Called by the owner after all migrations: the cache's table, and what the role of web and worker may do."""
    call_command("createcachetable", database=connection.alias, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone() == (settings.DATABASE_WEB_ROLE,):
            return  # one role for everything; a check at start says that this is not how it should be
        role = connection.ops.quote_name(settings.DATABASE_WEB_ROLE)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}")
        for table in append_only_tables():
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {role}")
        # Who made a change stands here. The library adds to a row while its request lasts, and never takes one away.
        cursor.execute(f"REVOKE DELETE, TRUNCATE ON pghistory_context FROM {role}")
