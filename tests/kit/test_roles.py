"""The owner makes tables; web and worker fill them, and can't rewrite what is append-only."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from contactpoints.models import DistrictOffice
from groups.models import Event, GroupEvent, InquiryEvent
from linkportal.kit.roles import append_only_tables, as_owner
from tests.groups.making import make_inquiry


def ask(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def refused(statement: str) -> None:
    """The database must refuse it."""
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_tests_are_the_web_and_not_the_owner(db: None) -> None:
    assert ask("SELECT current_user") == settings.DATABASE_WEB_ROLE
    assert settings.DATABASE_OWNER_URL != settings.DATABASE_URL
    assert not ask("SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "DROP TABLE groups_inquiry CASCADE",
        "ALTER TABLE groups_inquiry DROP COLUMN status",
        "ALTER TABLE contactpoints_contactpoint DISABLE TRIGGER ALL",
        "TRUNCATE groups_inquiry CASCADE",
        "CREATE ROLE another",
    ],
)
def test_the_web_makes_and_drops_nothing(db: None, statement: str) -> None:
    refused(statement)


def test_events_of_a_case_are_only_ever_added(tonsberg: DistrictOffice) -> None:
    inquiry = make_inquiry("3724")

    refused("UPDATE groups_inquiryevent SET reason = 'noe annet'")
    refused("DELETE FROM groups_inquiryevent")

    event = inquiry.events.get()
    with pytest.raises(TypeError, match="never changed"):
        event.save()


def test_what_is_append_only_are_the_events_and_all_of_the_history() -> None:
    tables = set(append_only_tables())

    events = (model for model in apps.get_models() if model.__name__.endswith("Event") and model is not Event)
    histories = {model._meta.db_table for model in events}
    assert {InquiryEvent._meta.db_table, GroupEvent._meta.db_table} <= tables
    assert {table for table in histories if table.startswith(("contactpoints_", "groups_"))} <= tables
    assert "groups_inquiry" not in tables


def test_the_web_can_write_in_every_other_table_and_in_no_append_only_one(db: None) -> None:
    refused_tables = """
        SELECT coalesce(array_agg(relname::text ORDER BY relname::text COLLATE "C"), '{}') FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
          AND NOT (has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))
    """

    # who changed something: filled in while a request lasts, and never taken away
    assert ask(refused_tables) == sorted([*append_only_tables(), "pghistory_context"])


def test_the_owner_takes_over_for_a_while_and_gives_back(db: None) -> None:
    fresh = connection.copy()  # the test's own is in a transaction

    def who() -> str:
        with fresh.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return str(cursor.fetchone()[0])

    with as_owner(fresh):
        owner = who()
    web = who()
    fresh.close()

    assert web == settings.DATABASE_WEB_ROLE
    assert owner != web
