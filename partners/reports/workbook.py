"""A report as XLSX: values with number formats and no formulas, so that every program shows the totals."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from linkportal.kit.exchange.cells import MONEY, xlsx_cell
from linkportal.kit.exchange.exporting import sheet_name
from partners.reports.layout import IN_BOKMAL, Column, Content, Kind, Table, Value

_FORMATS = {Kind.KRONER: MONEY, Kind.PERCENT: '0.0" %"'}
_A4 = 9  # as XLSX numbers sizes of paper
_BOLD = Font(bold=True)
_OVER_A_TOTAL = Border(top=Side(style="thin"))
# A zip says when each part was put in, and a workbook when it was made: neither is about the report.
_WHEN = (2000, 1, 1, 0, 0, 0)
_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@IN_BOKMAL
def as_xlsx(content: Content) -> bytes:
    """One sheet about the report and its words, and one for each table. The same report is always the same bytes."""
    book = Workbook(write_only=True)
    _about(book, content)
    for table in content.tables:
        _sheet_of(book, table)
    file = io.BytesIO()
    book.save(file)
    return _timeless(file.getvalue())


def _about(book: Any, content: Content) -> None:
    sheet = _new(book, _("Rapport"), (34, 100))
    _append(sheet, [content.project], font=_BOLD)
    _append(sheet, [content.title], font=_BOLD)
    _append(sheet, [content.status])
    _append(sheet, [])
    for label, value in content.facts:
        _append(sheet, [label, value])
    for heading, lines in _words(content):
        _append(sheet, [])
        _append(sheet, [heading], font=_BOLD)
        for line in lines:
            _append(sheet, line)


def _words(content: Content) -> Iterable[tuple[str, list[list[Value]]]]:
    if content.summary:
        yield _("Kort om året"), [["", content.summary]]
    for section in content.sections:
        lines: list[list[Value]] = [[text.heading, text.text] for text in section.texts]
        lines += [["", note] for note in section.notes]
        if lines:
            yield section.heading, lines
    yield _("Underskrifter"), [[role, _("Sted, dato og underskrift")] for role in content.signatures]


def _sheet_of(book: Any, table: Table) -> None:
    sheet = _new(book, table.name, (40, *(_width(column) for column in table.columns[1:])))
    sheet.freeze_panes = "B2"
    _append(sheet, [column.label for column in table.columns], font=_BOLD)
    for row in table.rows:
        _append(sheet, row, table.columns)
    if table.total:
        _append(sheet, table.total, table.columns, font=_BOLD, border=_OVER_A_TOTAL)


def _width(column: Column) -> int:
    return max(16 if column.is_number or column.kind is Kind.DAY else 30, len(column.label) + 2)


def _new(book: Any, name: str, widths: Iterable[int]) -> Any:
    sheet = book.create_sheet(sheet_name(name))
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def _append(sheet: Any, row: Iterable[Value], columns: Iterable[Column] = (), **style: Any) -> None:
    kinds = [column.kind for column in columns]
    cells = []
    for place, value in enumerate(row):
        cell = xlsx_cell(sheet, value, _format_of(value, kinds[place] if kinds else Kind.TEXT))
        if cell is not None:
            cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str) and place > 0)
            for name, wanted in style.items():
                setattr(cell, name, wanted)
        cells.append(cell)
    sheet.append(cells)


def _format_of(value: Value, kind: Kind) -> str:
    """A number has the format of its column; where that is none, no more decimals than it has."""
    if kind in _FORMATS or isinstance(value, str):
        return _FORMATS.get(kind, "")
    return "General" if kind is Kind.NUMBER and value is not None else ""


def _timeless(book: bytes) -> bytes:
    """The same workbook without the moment it was written."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            data = before.read(part)
            if part.filename == "docProps/core.xml":
                data = _MADE.sub(rb"\g<1>2000-01-01T00:00:00Z", data)
            after.writestr(zipfile.ZipInfo(part.filename, _WHEN), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()
