"""What reading a file would do to a table: rows that are made, changed or stay, or the sentences that say why not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from linkportal.kit.exchange.cells import shown

NEW, CHANGED, SAME = "new", "update", "skip"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a field, and what stood there before; nothing did in a row that is made."""

    before: Any
    after: Any

    @property
    def replaces(self) -> bool:
        """Whether something else stood there."""
        return self.before not in ("", None, self.after)

    @property
    def before_in_words(self) -> str:
        return _in_words(self.before)

    @property
    def after_in_words(self) -> str:
        return _in_words(self.after)


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of a row of the file: `NEW`, `CHANGED` or `SAME`."""

    number: int
    becomes: str
    cells: tuple[Cell, ...]

    @property
    def words(self) -> str:
        return {NEW: _("ny"), CHANGED: _("endret"), SAME: _("som før")}[self.becomes]


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence about a row of the file, or about all of it; the heading, if it is about one field."""

    sentence: str
    number: int | None = None
    heading: str = ""

    @property
    def where(self) -> str:
        """«Rad 7, Beløp»; nothing if it is about all of the file."""
        row = _("Rad %(number)d") % {"number": self.number} if self.number else ""
        return ", ".join(one for one in (row, self.heading) if one)


@dataclass(frozen=True)
class Outcome:
    """What reading the file does, or what is wrong with it: then it does nothing."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @property
    def fingerprint(self) -> str:
        """Of all that it does: another one if anything came out differently."""
        return hashlib.sha256(repr((self.headings, self.rows)).encode()).hexdigest()

    def count(self, becomes: str) -> int:
        return sum(row.becomes == becomes for row in self.rows)


def _in_words(value: Any) -> str:
    """As in the file, with amounts in groups of three that are never broken."""
    if isinstance(value, Decimal):
        return f"{value:,f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return shown(value)
