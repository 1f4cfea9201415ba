"""Money over the years, for who looks rather than reads: what the server draws, and the table that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _

# The drawing, in units of its own; where the bars stand, and how much room a year has at most.
WIDTH, HEIGHT = 404, 240
LEFT, RIGHT, TOP, BASE = 50, 400, 20, 210
WIDEST_YEAR = Decimal(88)
_BAR, _GAP = Decimal("0.386"), Decimal("0.035")  # of the room of a year
_SIGN = Decimal("7.5")  # how wide one is, about
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_MOST_LINES = 4


class YearOfMoney(Protocol):
    """What is known of one year (`partners.money.Sums`)."""

    @property
    def granted(self) -> Decimal: ...
    @property
    def lapsed(self) -> Decimal: ...
    @property
    def paid(self) -> Decimal: ...
    @property
    def spent(self) -> Decimal: ...
    @property
    def repaid(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar; `kind` is its class, and says its colour. Numbers as they stand in an SVG."""

    kind: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a point, in the middle of them."""

    kind: str
    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the scale, and what it stands for."""

    y: str
    text_y: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table, in kroner."""

    year: str
    granted: Decimal
    lapsed: Decimal
    paid: Decimal
    spent: Decimal
    left: Decimal  # when the year was over, of all that had been granted until then


@dataclass(frozen=True, slots=True)
class MoneyPlot:
    """What the templates draw. `key` begins the ids, so that a page can show two."""

    key: str
    unit: str
    lines: list[Line]
    bars: list[Bar]
    labels: list[Label]
    rows: list[Row]
    total: Row
    has_lapsed: bool

    @property
    def width(self) -> str:
        return str(WIDTH)

    @property
    def height(self) -> str:
        return str(HEIGHT)


def money_by_year(years: Mapping[int, YearOfMoney], key: str = "pengene") -> MoneyPlot | None:
    """What was granted, paid and spent in each year; None where there is no year or no money to draw."""
    highest = max((max(one.granted, one.spent) for one in years.values()), default=Decimal(0))
    if highest <= 0:
        return None
    rows = list(_rows(years))
    factor, unit = _unit(highest)
    top = _step(highest) * (highest / _step(highest)).to_integral_value(ROUND_CEILING)
    draw = _Drawing(years, top, factor)
    has_lapsed = any(row.lapsed for row in rows)
    return MoneyPlot(
        key, unit, list(draw.lines()), list(draw.bars()), list(draw.labels()), rows, _total(rows), has_lapsed
    )


def _rows(years: Mapping[int, YearOfMoney]) -> Iterator[Row]:
    left = Decimal(0)
    for year, one in sorted(years.items()):
        left += one.granted - one.lapsed - one.spent - one.repaid
        yield Row(str(year), one.granted, one.lapsed, one.paid, one.spent, left)


def _total(rows: list[Row]) -> Row:
    def of(name: str) -> Decimal:
        return sum((getattr(row, name) for row in rows), Decimal(0))

    return Row(_("I alt"), of("granted"), of("lapsed"), of("paid"), of("spent"), rows[-1].left)


def _unit(highest: Decimal) -> tuple[Decimal, str]:
    """In what the numbers at the bars are, so that they are short."""
    if highest >= 10_000_000:
        return Decimal(1_000_000), _("Millioner kroner")
    if highest >= 10_000:
        return Decimal(1000), _("Tusen kroner")
    return Decimal(1), _("Kroner")


def _step(highest: Decimal) -> Decimal:
    """From one line of the scale to the next: a round number, and few of them."""
    power = Decimal(10) ** ((highest / _MOST_LINES).adjusted())
    return next(step * power for step in _STEPS if highest / (step * power) <= _MOST_LINES)


class _Drawing:
    """The bars of some years, on a scale that ends at `top`."""

    def __init__(self, years: Mapping[int, YearOfMoney], top: Decimal, factor: Decimal) -> None:
        self.years, self.top, self.factor = sorted(years.items()), top, factor
        self.room = min(WIDEST_YEAR, Decimal(RIGHT - LEFT) / len(years))
        self.bar = self.room * _BAR

    def lines(self) -> Iterator[Line]:
        step = _step(self.top)
        for number in range(int(self.top / step) + 1):
            y = self._y(step * number)
            yield Line(_svg(y), _svg(y + 4), self._number(step * number))

    def bars(self) -> Iterator[Bar]:
        for at, one in self._each():
            not_paid = max(one.granted - one.lapsed - one.paid, Decimal(0))
            stacked = Decimal(0)
            for kind, amount in (("paid", one.paid), ("granted", not_paid), ("lapsed", one.lapsed)):
                yield from self._part(kind, at, stacked, amount)
                stacked += amount
            yield from self._part("spent", at + self.bar + self.room * _GAP, Decimal(0), one.spent)

    def labels(self) -> Iterator[Label]:
        every = int((_SIGN * 5 / self.room).to_integral_value(ROUND_CEILING))  # as many years as have room
        longest = max(len(self._number(amount)) for _, one in self.years for amount in (one.granted, one.spent))
        has_room = longest * _SIGN <= self.bar + 6
        for number, ((year, one), (at, _one)) in enumerate(zip(self.years, self._each(), strict=True)):
            beside = at + self.bar + self.room * _GAP
            if number % every == 0:
                yield Label("year", _svg(beside - self.room * _GAP / 2), _svg(Decimal(BASE + 22)), str(year))
            for x, amount in ((at, one.granted), (beside, one.spent)):
                if has_room and amount > 0:
                    yield Label("value", _svg(x + self.bar / 2), _svg(self._y(amount) - 6), self._number(amount))

    def _each(self) -> Iterator[tuple[Decimal, YearOfMoney]]:
        """Each year, and where its first bar begins."""
        aside = (self.room - self.bar * 2 - self.room * _GAP) / 2
        for number, (_year, one) in enumerate(self.years):
            yield LEFT + self.room * number + aside, one

    def _part(self, kind: str, x: Decimal, below: Decimal, amount: Decimal) -> Iterator[Bar]:
        if amount > 0:
            y = self._y(below + amount)
            yield Bar(kind, _svg(x), _svg(y), _svg(self.bar), _svg(self._y(below) - y))

    def _y(self, amount: Decimal) -> Decimal:
        return BASE - amount * (BASE - TOP) / self.top

    def _number(self, amount: Decimal) -> str:
        """In the unit of the scale, as one reads it."""
        number = amount / self.factor
        places = 0 if number >= 10 or number == number.to_integral_value() else 1
        return number_format(number, decimal_pos=places, use_l10n=True, force_grouping=True)


def _svg(number: Decimal) -> str:
    """A number of an SVG: with a point, whatever the reader's language."""
    return f"{number:.1f}"
