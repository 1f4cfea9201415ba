"""What a report is made of: parts with a heading, words, and tables. How it looks as a page or a file is not said here.

Every form that a report takes is made of the same parts, so that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from hashlib import sha256
from typing import NamedTuple

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from linkportal.kit.money import NOTHING, kroner
from partners.plots import MoneyPlot

Value = str | int | Decimal | date | None
IN_BOKMAL = translation.override("nb")  # decorates what writes: a report is the same whoever makes it


class Kind(Enum):
    """What the values of a column are. A text may stand in any of them, such as that a number is hidden."""

    TEXT = auto()
    NUMBER = auto()
    KRONER = auto()
    PERCENT = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    kind: Kind = Kind.TEXT

    @property
    def is_number(self) -> bool:
        return self.kind in {Kind.NUMBER, Kind.KRONER, Kind.PERCENT}


class Cell(NamedTuple):
    """A value as one reads it."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the first value of each says what the row is. `name` is short, and one table's own."""

    name: str
    columns: tuple[Column, ...]
    rows: list[list[Value]]
    total: list[Value] | None = None

    @property
    def all_rows(self) -> list[list[Value]]:
        """With the total, if there is one."""
        return self.rows if self.total is None else [*self.rows, self.total]

    @property
    def shown_rows(self) -> list[list[Cell]]:
        return [self._shown(row) for row in self.rows]

    @property
    def shown_total(self) -> list[Cell]:
        return self._shown(self.total or [])

    def _shown(self, row: list[Value]) -> list[Cell]:
        return [
            Cell(shown(value, column.kind), column.is_number)
            for value, column in zip(row, self.columns, strict=bool(row))
        ]


class Text(NamedTuple):
    """What somebody wrote, under a heading."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report. Where there is a plot it shows the table itself."""

    heading: str
    notes: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    plot: MoneyPlot | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """All that a report says, at the moment it was put together."""

    title: str
    project: str
    status: str
    is_sent: bool
    facts: list[tuple[str, str]]
    summary: str
    sections: list[Section]
    signatures: list[str]

    @property
    def tables(self) -> list[Table]:
        return [table for section in self.sections for table in section.tables]

    def lines(self) -> Iterator[tuple[str, str, str, Value]]:
        """Everything as one long list: part, row, column, value."""
        about = _("Om rapporten")
        yield about, _("Prosjekt"), "", self.project
        yield about, _("Rapport"), "", self.title
        yield about, _("Status"), "", self.status
        yield from self.said()

    def said(self) -> Iterator[tuple[str, str, str, Value]]:
        """The same without what is about the report itself."""
        for label, fact in self.facts:
            yield _("Om rapporten"), label, "", fact
        yield _("Kort om året"), "", "", self.summary
        for section in self.sections:
            for table in section.tables:
                for row in table.all_rows:
                    name = shown(row[0], table.columns[0].kind)
                    for column, value in zip(table.columns[1:], row[1:], strict=True):
                        yield table.name, name, column.label, value
            for text in section.texts:
                yield section.heading, text.heading, _("Tekst"), text.text
            for note in section.notes:
                yield section.heading, "", _("Merknad"), note

    @property
    def fingerprint(self) -> str:
        """What tells whether a report says something else than when somebody read it."""
        return sha256(repr(list(self.said())).encode()).hexdigest()


def shown(value: Value, kind: Kind) -> str:
    """The value as one reads it: `1 234,50`, `12,5 %`, `31.12.2024`."""
    if isinstance(value, str):
        return value
    if value is None:
        return NOTHING
    if isinstance(value, date):
        return date_format(value, "d.m.Y")
    if kind is Kind.KRONER:
        return kroner(value)
    number = number_format(short(value), use_l10n=True, force_grouping=True).replace("-", "\N{MINUS SIGN}")
    return f"{number}\N{NO-BREAK SPACE}%" if kind is Kind.PERCENT else number


def short(number: Decimal | int) -> Decimal | int:
    """The number without noughts at its end: two positions, and not 2,00."""
    return int(number) if number == int(number) else Decimal(number).normalize()


def in_full(day: date) -> str:
    """`31. desember 2024`."""
    return date_format(day, "j. F Y")
