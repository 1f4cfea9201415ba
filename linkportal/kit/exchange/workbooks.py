"""XLSX: a zip of XML that anybody can have made. Measured before it is unpacked, and read without running anything."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

_MAX_PARTS = 500
_MAX_UNPACKED = 20 * 1024 * 1024  # a thousand rows of sixty columns are a fifth of that
_MAX_TAGS = 600_000
_MAX_CELLS = 500_000  # also empty ones, which a sheet may have by the million
_LAST_ROW = 1_048_576  # of any sheet
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Unreadable(Exception):
    """The file can't be used. Its text is a sentence for who has chosen it."""


def is_workbook(content: bytes) -> bool:
    """Whether it is a zip, and so perhaps a workbook."""
    return content.startswith(b"PK\x03\x04")


def cells_of(content: bytes) -> list[tuple[int, list[Any]]]:
    """The rows of the first sheet that shows, each with its number; raises `Unreadable` for what we don't read."""
    try:
        _inspect(content)
        with warnings.catch_warnings():
            # What openpyxl leaves out (drop-down lists, printing, pictures) is nothing we want.
            warnings.simplefilter("ignore")
            return _rows(content)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - whatever a made-up file makes a reader stumble over, it is not to be read
        raise _damaged() from None


def _inspect(content: bytes) -> None:
    """Look at what is in the zip before anything is made of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = {part.filename.casefold() for part in parts}
        if any("vbaproject" in name or "macrosheets/" in name for name in names):
            raise Unreadable(_("Filen har makroer, og slike tar vi ikke imot. Lagre den som .xlsx uten makroer."))
        if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
            raise Unreadable(_("Dette er ikke en Excel-fil. Lagre listen som .xlsx eller som CSV."))
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
            raise _too_much()
        tags = 0
        for part in parts:
            inside = archive.read(part)  # never more than it has said that it is
            if _is_xml(inside):
                tags += inside.count(b"<")
                if tags > _MAX_TAGS:
                    raise _too_much()
                if _declares_entities(inside):
                    raise _damaged()


def _is_xml(part: bytes) -> bool:
    """Whether it begins like XML, whatever it is called and in whatever Unicode."""
    return part[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def _declares_entities(xml: bytes) -> bool:
    """Whether the XML is more than plain XML: no program that writes sheets declares anything, or uses UTF-16."""
    return b"<!" in xml.replace(b"<!--", b"").replace(b"<![CDATA[", b"") or b"\x00" in xml


def _rows(content: bytes) -> list[tuple[int, list[Any]]]:
    """The rows that have any value, each with its number."""
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        sheet.reset_dimensions()  # what it says of itself is not to be believed
        rows, seen = [], 0
        for number, row in enumerate(sheet.iter_rows(), 1):
            seen += len(row)
            if number > _LAST_ROW or seen > _MAX_CELLS:
                raise _too_much()
            if any(cell.value is not None for cell in row):
                rows.append((number, [_value(cell, number) for cell in row]))
        return rows
    finally:
        book.close()


def _value(cell: Any, number: int) -> Any:
    if cell.data_type == "f":
        words = _("I rad %(row)d er det en formel. Kopier kolonnen, og lim inn bare verdiene.")
        raise Unreadable(words % {"row": number})
    if cell.data_type == "e":
        words = _("I rad %(row)d står det en feil (%(error)s).")
        raise Unreadable(words % {"row": number, "error": str(cell.value)[:20]})
    if isinstance(cell.value, str):
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell.value)
    return cell.value


def _too_much() -> Unreadable:
    return Unreadable(_("Arket er for stort. Lim bare det som skal inn, over i et nytt ark."))


def _damaged() -> Unreadable:
    return Unreadable(_("Filen lar seg ikke lese. Åpne den i Excel, og lagre den på nytt som .xlsx."))
