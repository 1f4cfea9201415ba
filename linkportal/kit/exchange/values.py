"""What people write for numbers, days and yes in a sheet, understood the Norwegian way.

Each function raises `ValueError` with a sentence that says what to write.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from linkportal.kit.days import refusal

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_NUMBER = re.compile(r"-?\d{1,15}(?:,\d{1,6})?")
_WITH_POINT = re.compile(r"-?\d{1,15}\.\d{1,2}|-?\d{1,15}\.\d{4,6}")
_THOUSANDS_BY_POINT = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d{1,6}")
_MAYBE_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+")
_CROWNS = re.compile(r"^(?:kr|nok)\.?|(?:kr|nok|kroner)\.?$|,-$", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YES = {"ja", "j", "x", "sann", "true", "1"}
_NO = {"nei", "n", "usann", "false", "0"}


def number(value: Any) -> Decimal | None:
    """`1 234,50`, `1234.50`, `1.234,50`, `kr 1 234,-` or a number of the sheet's own; None for nothing."""
    if isinstance(value, bool):
        raise ValueError(_not_a_number(value))
    if isinstance(value, int | float | Decimal):
        # A sheet counts in binary: 0,1 + 0,2 stands in it as 0,30000000000000004. It vouches for fifteen digits.
        exact = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
        if not exact.is_finite():
            raise ValueError(_not_a_number(value))
        return exact
    if isinstance(value, date | time):
        raise ValueError(_("Her står det en dato. Skriv et tall som 1 234,50."))
    text = _CROWNS.sub("", _SPACES.sub("", str(value or "")).replace("−", "-"))
    if not text:
        return None
    if _NUMBER.fullmatch(text) or _WITH_POINT.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if _THOUSANDS_BY_POINT.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _MAYBE_THOUSANDS.fullmatch(text):
        raise ValueError(_("%(text)s kan leses på to måter. Skriv 1 234 eller 1,234.") % {"text": _short(value)})
    raise ValueError(_not_a_number(value))


def whole_number(value: Any) -> int | None:
    """As `number`, without anything after the comma."""
    found = number(value)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise ValueError(_("«%(text)s» er ikke et helt tall. Skriv det uten komma.") % {"text": _short(value)})
    return int(found)


def day(value: Any) -> date | None:
    """`31.12.2024`, `2024-12-31` or a date of the sheet's own; None for nothing."""
    found = _day(value)
    if found and (said := refusal(found)):
        raise ValueError(said)
    return found


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        if value.time() != time(0):
            raise ValueError(_("Her står det et klokkeslett også. Skriv bare datoen, som 31.12.2024."))
        return value.date()
    if isinstance(value, date):
        return value
    text = _SPACES.sub("", str(value if value is not None else ""))
    if not text:
        return None
    try:
        if match := _DAY.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        words = _("«%(text)s» er ingen dato. Skriv den som 31.12.2024.") % {"text": _short(value)}
        raise ValueError(words) from None


def yes_or_no(value: Any) -> bool | None:
    """`ja`, `nei`, or a true or false of the sheet's own; None for nothing."""
    if isinstance(value, bool):
        return value
    word = text(value).casefold()
    if word in _YES | _NO:
        return word in _YES
    if word:
        raise ValueError(_("Skriv ja eller nei her, ikke «%(text)s».") % {"text": _short(value)})
    return None


def text(value: Any) -> str:
    """What stands in the cell as one would read it, without spaces around it; a number without `.0`."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return f"{value:%d.%m.%Y}"
    return str(value).strip()


def _not_a_number(value: Any) -> str:
    return _("«%(text)s» er ikke et tall. Skriv det som 1 234,50.") % {"text": _short(value)}


def _short(value: Any) -> str:
    """The value as it can stand in a sentence."""
    shown = _SPACES.sub(" ", str(value)).strip()
    return shown if len(shown) <= 40 else f"{shown[:39]}…"
