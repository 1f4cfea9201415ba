"""Django's `migrate`, done by the owner of the database, who then says what web and worker may do (DESIGN §3)."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from linkportal.kit.roles import as_owner, prepare_database


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with as_owner(connection):
            super().handle(*args, **options)
            prepare_database(connection)
