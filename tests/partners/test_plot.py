"""Money over the years, drawn: the bars say what the table says, and no number is written the way one reads it."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from django.template import Context, Template

from partners.money import Sums
from partners.plots import BASE, TOP, MoneyPlot, money_by_year
from tests.markup import Element, read

FOUR_YEARS = {
    2021: Sums(granted=Decimal(250_000), paid=Decimal(250_000), spent=Decimal(212_000)),
    2022: Sums(granted=Decimal(250_000), paid=Decimal(250_000), spent=Decimal(263_000)),
    2023: Sums(granted=Decimal(250_000), paid=Decimal(100_000), spent=Decimal("241000.50")),
    2024: Sums(granted=Decimal(250_000), lapsed=Decimal(250_000)),
}


def drawn(plot: MoneyPlot | None) -> Element:
    return read(Template("{% load money_plot %}{% money_plot plot %}").render(Context({"plot": plot})).encode())


def plot_of(years: dict[int, Sums]) -> MoneyPlot:
    plot = money_by_year(years)
    assert plot is not None
    return plot


def test_what_is_drawn_stands_in_the_table_too() -> None:
    page = drawn(plot_of(FOUR_YEARS))

    rows = [[cell.text.replace("\xa0", " ") for cell in row if cell.tag in {"th", "td"}] for row in page.all("tr")]
    assert rows[0] == ["År", "Tildelt", "Falt bort", "Utbetalt", "Brukt", "Igjen"]
    assert rows[2] == ["2022", "250 000", "0", "250 000", "263 000", "25 000"]
    assert rows[-1] == ["I alt", "1 000 000", "250 000", "600 000", "716 000,50", "33 999,50"]
    assert {each.text for each in page.all("text")} >= {"2021", "2024", "250", "212", "241", "300"}


def test_a_bar_is_as_high_as_its_amount() -> None:
    bars = plot_of(FOUR_YEARS).bars
    high = [(bar.kind, Decimal(bar.height) / (BASE - TOP) * 300_000) for bar in bars]

    expected = [("paid", 250_000), ("spent", 212_000), ("paid", 250_000), ("spent", 263_000), ("paid", 100_000)]
    expected += [("granted", 150_000), ("spent", 241_000), ("lapsed", 250_000)]
    assert [kind for kind, _ in high] == [kind for kind, _ in expected]
    assert all(abs(height - amount) < 200 for (_, height), (_, amount) in zip(high, expected, strict=True))


@pytest.mark.parametrize("language", ["nb", "en"])
def test_numbers_of_the_drawing_have_a_point_in_every_language(language: str) -> None:
    page = read(
        Template("{% load i18n money_plot %}{% language code %}{% money_plot plot %}{% endlanguage %}")
        .render(Context({"plot": plot_of(FOUR_YEARS), "code": language}))
        .encode()
    )

    numbers = [each.attrs[name] for each in page.all("rect") for name in ("x", "y", "width", "height")]
    assert numbers
    assert all(re.fullmatch(r"\d+\.\d", number) for number in numbers)


def test_the_drawing_has_a_name_and_its_ids_are_its_own() -> None:
    years = plot_of(FOUR_YEARS)
    other = money_by_year(FOUR_YEARS, key="andre")
    page = drawn(years)
    svg = page.one("svg")

    assert svg.attrs["role"] == "img"
    assert [page.one(id=one).tag for one in svg.attrs["aria-labelledby"].split()] == ["title", "desc"]
    assert not {each.attrs.get("id") for each in page} & {each.attrs.get("id") for each in drawn(other)} - {None}


@pytest.mark.parametrize("years", [{}, {2021: Sums()}])
def test_where_there_is_no_money_nothing_is_drawn(years: dict[int, Sums]) -> None:
    assert money_by_year(years) is None
    assert not list(drawn(None).all("svg"))


@pytest.mark.parametrize(
    ("amount", "unit", "lines"),
    [
        (Decimal("900"), "Kroner", ["0", "250", "500", "750", "1000"]),
        (Decimal(12_500), "Tusen kroner", ["0", "5", "10", "15"]),
        (Decimal(1_000_000), "Tusen kroner", ["0", "250", "500", "750", "1000"]),
        (Decimal(23_000_000), "Millioner kroner", ["0", "10", "20", "30"]),
        (Decimal("0.01"), "Kroner", None),
    ],
)
def test_the_scale_is_round_numbers_in_a_unit_that_is_short(
    amount: Decimal, unit: str, lines: list[str] | None
) -> None:
    plot = plot_of({2021: Sums(granted=amount)})

    assert plot.unit == unit
    if lines:
        assert ["".join(line.text.split()) for line in plot.lines] == lines


def test_many_years_stand_side_by_side_within_the_drawing() -> None:
    plot = plot_of({year: Sums(granted=Decimal(50_000), spent=Decimal(40_000)) for year in range(2000, 2030)})

    ends = [Decimal(bar.x) + Decimal(bar.width) for bar in plot.bars]
    assert ends == sorted(ends)
    assert ends[-1] <= 401
    years = [Decimal(label.x) for label in plot.labels if label.kind == "year"]
    assert all(after - before >= 30 for before, after in pairwise(years))
