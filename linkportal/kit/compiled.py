"""Querysets whose SQL is written once and planned once, and run many times with other values.

Django writes the SQL of a queryset anew each time, and the database plans it anew. For the search of the finder each
takes longer than finding, so the busiest pages keep the SQL with blanks where the values go:

    by_code = Compiled(PostalCode.objects.filter(code=blank("code")))
    by_code.objects(code="3724")
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet, Value
from django.db.models.query import get_related_populators
from psycopg import Cursor
from psycopg.sql import Literal

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Blank:
    """Stands in a queryset for a value that each run gives."""

    name: str


def blank(name: str) -> Value:
    """A blank as an expression: what `filter` and `annotate` take."""
    return Value(Blank(name))


class Compiled(Generic[M]):
    """A queryset, its SQL, and where in it the values go. It does not prefetch."""

    def __init__(self, queryset: QuerySet[M, Any]) -> None:
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.blanks = _with_constants(*compiler.as_sql())
        self.model, self.annotations = queryset.model, compiler.annotation_col_map or {}
        self.converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        self.convert = compiler.apply_converters
        if info := compiler.klass_info:
            start, end = info["select_fields"][0], info["select_fields"][-1] + 1
            self.own = slice(start, end)
            self.fields = [column.target.attname for column, _sql, _alias in compiler.select[start:end]]
            self.related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # Django 5.2

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows as the database gives them. Raises `KeyError` for a blank without a value."""
        connection.ensure_connection()
        # Django's own cursor writes the values into the SQL, so that the database has to plan it each time.
        binding: Any = Cursor(connection.connection)
        wrapped = (
            connection.make_debug_cursor(binding) if connection.queries_logged else connection.make_cursor(binding)
        )
        with wrapped as cursor:
            cursor.execute(self.sql, [values[name] for name in self.blanks])
            found = cursor.fetchall()
        return [tuple(row) for row in self.convert(found, self.converters)] if self.converters else found

    def objects(self, **values: Any) -> list[M]:
        """The rows as objects, with what `select_related` names and with annotations."""
        return [self._object(row) for row in self.rows(**values)]

    def first(self, **values: Any) -> M | None:
        """The first object, or None."""
        return next(iter(self.objects(**values)), None)

    def _object(self, row: tuple[Any, ...]) -> M:
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.fields, row[self.own])
        for name, column in self.annotations.items():
            setattr(made, name, row[column])
        for populator in self.related:
            populator.populate(row, made)
        return made


def _with_constants(sql: str, params: tuple[Any, ...]) -> tuple[str, list[str]]:
    """The SQL with all but the blanks written into it, because an index over a part of the rows is only used where the
    planner sees which part is asked for; and the names of the blanks in their order.
    """
    pieces = sql.split("%s")
    written = [pieces[0]]
    for value, piece in zip(params, pieces[1:], strict=True):
        constant = "%s" if isinstance(value, Blank) else Literal(value).as_string().replace("%", "%%")
        written += [constant, piece]
    return "".join(written), [value.name for value in params if isinstance(value, Blank)]
