"""A server that could lose a commit, or knows no å, is refused."""

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from linkportal.kit import checks


def test_our_server_is_in_order(db: None) -> None:
    assert checks.server_keeps_commits(None, ["default"]) == []
    assert checks.server_knows_norwegian_letters(None, ["default"]) == []


def test_server_that_could_lose_a_commit_is_refused(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    found = checks.server_keeps_commits(None, ["default"])

    assert [error.id for error in found] == ["kit.E001"]
    assert "synchronous_commit" in found[0].msg


def test_one_role_for_everything_is_warned_of(settings: Settings) -> None:
    assert checks.two_roles(None) == []

    settings.DATABASE_OWNER_URL = settings.DATABASE_URL

    assert [warning.id for warning in checks.two_roles(None)] == ["kit.W001"]


def test_web_may_neither_change_tables_nor_rewrite_events(db: None) -> None:
    with connection.cursor() as cursor:
        for statement in (
            "CREATE TABLE mine ()",
            "UPDATE groups_inquiryevent SET reason = ''",
            "DELETE FROM groups_inquiryevent",
            "TRUNCATE groups_inquiryevent",
            "DELETE FROM contactpoints_contactpointevent",
        ):
            cursor.execute("SAVEPOINT attempt")
            with pytest.raises(Exception, match="permission denied"):
                cursor.execute(statement)
            cursor.execute("ROLLBACK TO attempt")
