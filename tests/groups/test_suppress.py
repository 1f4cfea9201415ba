"""What may be shown of a number: nobody who reads it, and knows how it is done, can tell what is hidden."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import product

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from groups.statistics import Shown, shown, suppress


@pytest.mark.parametrize(
    ("number", "is_shown"), [(0, True), (1, False), (2, False), (3, False), (4, False), (5, True), (1234, True)]
)
def test_a_number_alone(number: int, is_shown: bool) -> None:
    assert suppress([number]) == ([number if is_shown else None], number if is_shown else None)


@pytest.mark.parametrize(
    ("cells", "theirs"),
    [
        ([], Shown([], 0)),
        ([0, 0], Shown([0, 0], 0)),
        ([7, 0, 12], Shown([7, 0, 12], 19)),
        # One could be found by subtracting: the smallest of the others goes as well.
        ([3, 30, 20], Shown([None, 30, None], 53)),
        # Two hide each other.
        ([3, 30, 2], Shown([None, 30, None], 35)),
        # Two that are alike do not: their sum tells them.
        ([1, 1, 30, 20], Shown([None, None, 30, None], 52)),
        # With equals of the smallest, all of them: which one it was would tell.
        ([4, 6, 6, 9], Shown([None, None, None, 9], 25)),
        # Nothing else is left but what is none …
        ([3, 0, 3], Shown([None, None, None], 6)),
        # … and then the total.
        ([2, 2, 2], Shown([None, None, None], None)),
        # A total that is small is hidden itself, and with it who has it.
        ([3, 0, 0], Shown([None, 0, 0], None)),
        ([1, 1, 1, 1, 0], Shown([None, None, None, None, None], None)),
    ],
)
def test_cells_that_add_up(cells: list[int], theirs: Shown) -> None:
    assert suppress(cells) == theirs


@pytest.mark.parametrize(("cells", "most"), [(1, 12), (2, 12), (3, 12), (4, 8), (5, 6)])
def test_for_everything_hidden_there_are_two_answers_that_look_the_same(cells: int, most: int) -> None:
    """Whoever tries all rows there can be, and hides them in the same way, is left with two for each hidden cell."""
    looks_like = defaultdict(list)
    for row in product(range(most + 1), repeat=cells):
        theirs = suppress(row)
        looks_like[(*theirs.cells, theirs.total)].append((*row, sum(row)))

    for look, rows in looks_like.items():
        for at, value in enumerate(look):
            assert value is not None or len({row[at] for row in rows}) > 1, rows


@given(st.lists(st.one_of(st.integers(0, 9), st.integers(0, 500)), max_size=12))
def test_in_long_rows_two_hidden_ones_could_change_places(cells: list[int]) -> None:
    theirs = suppress(cells)

    assert all(cell == there for cell, there in zip(cells, theirs.cells, strict=True) if there is not None)
    assert not any(there in range(1, 5) for there in (*theirs.cells, theirs.total))
    hidden = [at for at, there in enumerate(theirs.cells) if there is None]
    if theirs.total:
        for at in hidden:
            other = next(one for one in hidden if cells[one] != cells[at])
            swapped = list(cells)
            swapped[at], swapped[other] = cells[other], cells[at]
            assert suppress(swapped) == theirs


@given(st.lists(st.integers(5, 500)))
def test_nothing_is_hidden_for_nothing(cells: list[int]) -> None:
    assert suppress(cells) == (cells, sum(cells))


def test_there_is_nothing_below_nothing() -> None:
    with pytest.raises(ValueError, match="not negative"):
        suppress([3, -1])


@pytest.mark.parametrize(
    ("value", "words"), [(None, "under 5"), (0, "0"), (5, "5"), (12345, "12\xa0345"), (Decimal("2.5"), "2,5")]
)
def test_numbers_in_words(value: int | Decimal | None, words: str) -> None:
    assert shown(value) == words


def test_in_a_row_that_adds_up_no_number_is_said_to_be_small() -> None:
    assert shown(None, of_a_sum=True) == "skjult"


def test_numbers_in_another_language() -> None:
    with translation.override("en"):
        assert shown(Decimal("2.5")) == "2.5"
