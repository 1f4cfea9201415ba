"""What links one row of the database to another: foreign keys, jobs, words, and moments."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.db.models import Model

from linkportal.kit.encryption import box
from tests.groups.test_dump import opened

Node = tuple[str, str]  # a table, and the key of a row
# Everybody's: that two inquiries came to the same place says nothing about either.
SHARED = ("contactpoints_", "auth_", "django_content_type", "procrastinate_workers", "groups_material")
# What the jobs of the portal carry.
JOB_ARGUMENTS = {
    "event_id": "groups_inquiryevent",
    "group_event_id": "groups_groupevent",
    "group_id": "groups_selfhelpgroup",
    "inquiry_id": "groups_inquiry",
    "meeting_id": "groups_event",
    "order_id": "groups_materialorder",
    "reminder_id": "groups_reminder",
    "sign_up_id": "groups_signup",
    "user_id": "contactpoints_user",
}
# Columns by which a row is known elsewhere.
NAMES = ("reference", "public_id", "submission_id", "slug", "email_key", "phone_key")
AT_ONCE = timedelta(minutes=1)

_KEYS = """
    SELECT contype, conrelid::regclass::text, own.attname, confrelid::regclass::text
    FROM pg_constraint JOIN pg_attribute own ON own.attrelid = conrelid AND own.attnum = conkey[1]
    WHERE contype IN ('p', 'f') AND cardinality(conkey) = 1
"""
_TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"


@dataclass
class Everything:
    """Every row of every table, as it is stored, and which row names which."""

    rows: dict[Node, dict[str, Any]] = field(default_factory=dict)
    links: dict[Node, set[Node]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)  # columns that look like a link and are none that we can follow

    def around(self, start: Collection[Node], but_for: Collection[str] = ()) -> set[Node]:
        """All rows that can be reached from these by any chain of links, but through what is everybody's."""
        found, next_ones = set(start), list(start)
        while next_ones:
            for node in self.links.get(next_ones.pop(), set()) - found:
                if node[0] not in but_for and not node[0].startswith(SHARED):
                    found.add(node)
                    next_ones.append(node)
        return found

    def names_of(self, nodes: Collection[Node]) -> set[str]:
        """The words by which these rows could be named in another."""
        values = {str(self.rows[node][name]) for node in nodes for name in NAMES if self.rows[node].get(name)}
        return {word for value in values for word in (value, value.replace("-", ""))}

    def moments_of(self, nodes: Collection[Node]) -> Iterator[tuple[Node, datetime]]:
        """The moments in the portal's own rows: in columns of time, and in what is encrypted."""
        for node in nodes:
            if node[0].startswith("groups_"):
                yield from ((node, moment) for value in self.rows[node].values() for moment in _moments(value))


def everything() -> Everything:
    """Read the database, all of it."""
    found = Everything()
    with connection.cursor() as cursor:
        cursor.execute(_KEYS)
        keys = cursor.fetchall()
        own = {table: column for kind, table, column, _ in keys if kind == "p"}
        foreign = {(table, column): to for kind, table, column, to in keys if kind == "f"}
        cursor.execute(_TABLES)
        for table in [name for (name,) in cursor.fetchall()]:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
            for number, (row,) in enumerate(cursor.fetchall()):
                said = json.loads(row) if isinstance(row, str) else row
                found.rows[table, str(said.get(own.get(table, ""), f"row {number}"))] = said
    for node in found.rows:
        _link(found, node, foreign)
    return found


def node_of(row: Model) -> Node:
    return (row._meta.db_table, str(row.pk))


def between(one: Collection[Model], other: Collection[Model], *, but_for: Collection[str] = ()) -> list[str]:
    """In which ways rows of the one are linked to rows of the other; `but_for` these tables."""
    all_rows = everything()
    ours, theirs = ({node_of(row) for row in rows} for rows in (one, other))
    ours, theirs = all_rows.around(ours, but_for), all_rows.around(theirs, but_for)
    found: list[str] = []
    our_names, their_names = all_rows.names_of(ours), all_rows.names_of(theirs)
    for node, row in all_rows.rows.items():
        text = "" if node[0] in but_for else _text(node, row)
        if (node in ours or _is_in(our_names, text)) and (node in theirs or _is_in(their_names, text)):
            found.append(f"{node} names both")
    for here, ours_at in all_rows.moments_of(ours):
        near = [there for there, at in all_rows.moments_of(theirs) if abs(at - ours_at) < AT_ONCE]
        found += [f"{here} and {there} are of the same moment" for there in near]
    return found


def _link(found: Everything, node: Node, foreign: dict[tuple[str, str], str]) -> None:
    table, row = node[0], found.rows[node]
    for column, value in row.items():
        if value is None:
            continue
        if to := foreign.get((table, column)):
            _join(found, node, (to, str(value)))
        elif table == "procrastinate_jobs" and column == "args":
            for name, key in value.items():
                if name in JOB_ARGUMENTS:
                    _join(found, node, (JOB_ARGUMENTS[name], str(key)))
                elif name.endswith("_id"):
                    found.unknown.add(f"{table}.{column}.{name}")
        elif table == "django_admin_log" and column == "object_id":
            model = ContentType.objects.get_for_id(row["content_type_id"]).model_class()
            _join(found, node, (model._meta.db_table if model else "", str(value)))
        elif column.endswith("_id") and isinstance(value, int) and not table.startswith(SHARED):
            found.unknown.add(f"{table}.{column}")


def _join(found: Everything, one: Node, other: Node) -> None:
    found.links.setdefault(one, set()).add(other)
    found.links.setdefault(other, set()).add(one)


def _text(node: Node, row: dict[str, Any]) -> str:
    """All that can be read in a row with every key of the portal at hand."""
    written = json.dumps(row, ensure_ascii=False)
    parts = [written, *opened(written)]
    parts += [box().decrypt(token.encode()).decode() for token in re.findall(r"gAAAAA[\w=-]+", written)]
    if node[0] == Session._meta.db_table:
        parts.append(json.dumps(Session.objects.get(pk=node[1]).get_decoded(), default=str))
    if node[0] == "cache":
        parts.append(str(cache.get(row["cache_key"].split(":", 2)[2])))
    return "\n".join(parts)


def _is_in(names: Collection[str], text: str) -> bool:
    return any(name in text for name in names)


def _moments(value: object) -> Iterator[datetime]:
    if not isinstance(value, str):
        return
    if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
        yield datetime.fromisoformat(value)
    elif value.startswith("gAAAAA"):
        seconds = int.from_bytes(base64.urlsafe_b64decode(value)[1:9], "big")
        if seconds:
            yield datetime.fromtimestamp(seconds).astimezone()
