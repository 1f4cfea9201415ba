"""The file that somebody has chosen, as a heading and rows; or a sentence that says why it can't be read.

A file is somebody else's: nothing in it is run, looked up or believed before it is counted and measured.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linkportal.kit.exchange.cells import is_like_formula
from linkportal.kit.exchange.workbooks import Unreadable, cells_of, is_workbook

__all__ = ["MAX_BYTES", "MAX_ROWS", "Sheet", "Unreadable", "read"]

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 1000
MAX_COLUMNS = 60
_LONGEST_CELL = 4000

# What an older Norwegian Excel writes without saying so. Anything else in these bytes is another encoding, or no text.
_NORWEGIAN_LETTERS = set("æøåÆØÅäöüÄÖÜéèêëóòôçñáàâšžÉÈÊÓÒÔÁÀŠŽ§«»–—’‘“”…°½·€£ \u00a0\u00ad")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings, and the rows that have anything in them, with the number that a spreadsheet shows beside each."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


def read(content: bytes) -> Sheet:
    """The sheet in an XLSX or CSV; raises `Unreadable`. What it is, is asked of the bytes and not of the name."""
    if not content:
        raise Unreadable(_("Filen er tom."))
    if len(content) > MAX_BYTES:
        raise Unreadable(_("Filen er for stor. Den kan være på høyst 2 MB."))
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(
            _("Filen er fra gammel Excel (.xls) eller låst med passord. Lagre den som .xlsx uten passord.")
        )
    if is_workbook(content):
        return _sheet(cells_of(content))
    if content.startswith((b"PK", b"%PDF", b"{\\rtf", b"<")):
        raise Unreadable(_("Dette er verken Excel (.xlsx) eller CSV. Lagre listen som en av dem."))
    return _sheet(_rows_of_text(_text(content)))


def _sheet(rows: Iterable[tuple[int, list[Any]]]) -> Sheet:
    """The first row with anything in it is the heading."""
    headings: tuple[str, ...] = ()
    kept: list[tuple[int, tuple[Any, ...]]] = []
    for number, raw in rows:
        values = _without_empty_end(raw)
        if not values:
            continue
        if len(values) > MAX_COLUMNS:
            raise Unreadable(_("Filen har flere enn %(most)d kolonner.") % {"most": MAX_COLUMNS})
        cells = [_clean(value, number) for value in values]
        if not headings:
            headings = tuple(str(one) if one is not None else "" for one in cells)
            continue
        if len(cells) > len(headings):
            raise Unreadable(_("Rad %(row)d har flere felt enn overskriften.") % {"row": number})
        if len(kept) == MAX_ROWS:
            raise Unreadable(_("Filen har flere enn %(most)d rader. Del den i flere.") % {"most": MAX_ROWS})
        kept.append((number, (*cells, *[None] * (len(headings) - len(cells)))))
    if not kept:
        raise Unreadable(_("Filen har ingen rader. Den første raden skal være overskrifter, og resten innhold."))
    return Sheet(headings, tuple(kept))


def _without_empty_end(values: list[Any]) -> list[Any]:
    end = len(values)
    while end and (values[end - 1] is None or (isinstance(values[end - 1], str) and not values[end - 1].strip())):
        end -= 1
    return values[:end]


def _clean(value: Any, number: int) -> Any:
    """The value; a text without spaces around it, and without the apostrophe that our own CSV puts before some."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > _LONGEST_CELL:
        raise Unreadable(_("I rad %(row)d er en tekst på mer enn 4000 tegn.") % {"row": number})
    if _CONTROL.search(text):
        raise Unreadable(_("I rad %(row)d er det tegn som ikke er tekst.") % {"row": number})
    if text.startswith("'") and is_like_formula(text[1:]):
        return text[1:]
    return text or None


def _text(content: bytes) -> str:
    """What the bytes say: UTF-8, UTF-16 that says so itself, or what Norwegian Excel has always written."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = "\x00"
    if all(sign.isascii() or sign in _NORWEGIAN_LETTERS for sign in text) and "\x00" not in text:
        return text
    raise Unreadable(_("Vi skjønner ikke bokstavene i filen. Lagre den som «CSV UTF-8» eller som .xlsx."))


def _rows_of_text(text: str) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a CSV, counted as a spreadsheet that has opened it does."""
    if "\x00" in text:
        raise Unreadable(_("Filen er ikke en tekst. Lagre den som .xlsx, eller som «CSV UTF-8»."))
    if match := re.match(r"sep=(.)\r?\n", text):  # written by some programs, understood by Excel alone
        rest, separator, first = text[match.end() :], match[1], 2
    else:
        rest, separator, first = text, _separator(text), 1
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(rest, newline=""), delimiter=separator, strict=True), first
        ):
            yield number, list(row)
    except csv.Error:
        raise Unreadable(_("Filen har et anførselstegn for mye. Lagre den som .xlsx, eller som «CSV UTF-8».")) from None


def _separator(text: str) -> str:
    """Semicolon, tabulator or comma: of which the heading has most, outside quotation marks."""
    heading = re.sub(r'"[^"]*"', "", text.lstrip().partition("\n")[0])
    return max(";\t,", key=heading.count)
