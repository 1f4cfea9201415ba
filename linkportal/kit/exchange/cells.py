"""Values as they stand in a file that somebody opens in a spreadsheet, and never as a formula.

In an XLSX a text is a text, whatever it begins with, and is marked to stay one when somebody edits it. A CSV has no
types: there a text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell

MONEY = "#,##0.00"  # the reader's own signs: a Norwegian Excel shows 1 234,50
WHOLE = "0"
DATE = "dd.mm.yyyy"
TIME = "dd.mm.yyyy hh:mm"

LONGEST = 32_767  # signs in a cell
# Also those of East Asian keyboards, which some spreadsheets take for the same.
_STARTS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# How XLSX writes such signs all the same; who has typed just that must get it back.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# What XML can't hold; a spreadsheet would call the file damaged.
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain(value: object) -> str:
    """The text without signs that no file can hold, not longer than a cell."""
    said = _UNSAYABLE.sub("", str(value))
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def is_like_formula(text: str) -> bool:
    """Whether a spreadsheet that reads it from a CSV could take it for a formula."""
    return text.startswith(_STARTS_FORMULA) or text.lstrip().startswith(_STARTS_FORMULA)


def shown(value: Any) -> str:
    """The value as a text: comma in numbers, days as 31.12.2024, ja and nei."""
    match value:
        case None:
            said = ""
        case bool():
            said = _("ja") if value else _("nei")
        case Decimal() | float():
            said = format(Decimal(str(value)), "f").replace(".", ",")
        case datetime():
            said = f"{_local(value):%d.%m.%Y %H.%M}"
        case date():
            said = f"{value:%d.%m.%Y}"
        case _:
            said = plain(value)
    return said


def csv_value(value: Any) -> str:
    """How it stands in our CSV: as `shown`, and a text never like a formula. A number may begin with a minus."""
    text = shown(value)
    is_number = isinstance(value, int | float | Decimal)
    return f"'{text}" if is_like_formula(text) and not is_number else text


def xlsx_cell(sheet: Any, value: Any, number_format: str = "") -> Any:
    """A cell for a write-only sheet of openpyxl: numbers and days with their format, everything else a plain text.

    `number_format` stands for the one that goes with the type: `MONEY` for a Decimal, `WHOLE` for an int.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        value = _("ja") if value else _("nei")
    if isinstance(value, datetime):
        return _formatted(sheet, _local(value), number_format or TIME)
    if isinstance(value, date):
        return _formatted(sheet, value, number_format or DATE)
    if isinstance(value, Decimal | float):
        return _formatted(sheet, value, number_format or MONEY)
    if isinstance(value, int):
        return _formatted(sheet, value, number_format or WHOLE)
    text = plain(value)
    cell = WriteOnlyCell(sheet, value=_ESCAPE.sub("_x005F_", text))
    cell.data_type = "s"  # openpyxl takes what begins with = for a formula, and #N/A for an error
    if is_like_formula(text):
        cell.quotePrefix = True
    return cell


def _formatted(sheet: Any, value: Any, number_format: str) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = number_format
    return cell


def _local(moment: datetime) -> datetime:
    """The time in Norway, without its zone: no spreadsheet knows zones."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment
