"""Amounts in Norwegian kroner as one writes them: `1 234,50`. Always `Decimal`: a float has lost its øre already."""

from decimal import ROUND_HALF_UP, Decimal

NOTHING = "–"
_ORE = Decimal("0.01")
_NO_BREAK = "\N{NO-BREAK SPACE}"


def kroner(amount: Decimal | int | None) -> str:
    """The amount with two decimals, in groups of three that are never broken: `1 234,50`, `−500,00`; – for None.

    The word "kroner" is the sentence's own. Half an øre is rounded away from zero. Raises `TypeError` for a float.
    """
    if amount is None:
        return NOTHING
    if isinstance(amount, float):
        raise TypeError("Money is Decimal, never float.")
    return in_groups(Decimal(amount).quantize(_ORE, rounding=ROUND_HALF_UP))


def in_groups(number: Decimal) -> str:
    """A number with as many decimals as it has, in groups of three that are never broken: `1 234,5`."""
    text = f"{abs(number):,f}".replace(",", _NO_BREAK).replace(".", ",")
    return f"\N{MINUS SIGN}{text}" if number < 0 else text


def whole_kroner(amount: Decimal | int | None) -> str:
    """The amount without øre where there are none, as in running text: `1 000 000`; otherwise as `kroner`."""
    return kroner(amount).removesuffix(",00")


def in_threes(number: str) -> str:
    """An organisation number in groups of three that are never broken: `974 778 807`. Anything else as it is."""
    digits = "".join(number.split())
    if len(digits) != 9 or not digits.isdecimal():
        return number
    return _NO_BREAK.join((digits[:3], digits[3:6], digits[6:]))
