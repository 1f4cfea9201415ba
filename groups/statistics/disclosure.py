"""What may be shown of a number, so that it tells nothing about anybody."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext

FEWEST = 5  # what is counted in public at least; nothing at all may be shown too


class Shown(NamedTuple):
    """Cells, and what they add up to, as they may be shown. None is hidden."""

    cells: list[int | None]
    total: int | None


def suppress(cells: Sequence[int]) -> Shown:
    """What may be shown of counts that add up to a total; a number that stands alone is a row of one.

    Counts of 1 to 4 are hidden, also in the total. As long as the hidden ones could be found by subtracting, the
    smallest count that is left goes too, and those equal to it; last what is nothing, and then the total itself.

    That is enough, because the rule looks at values and never at places: two hidden cells could change places and
    nobody would see it. Only cells that are all alike can be told, and those are not left.
    """
    if any(cell < 0 for cell in cells):
        raise ValueError("A count is not negative.")
    total = sum(cells)
    hidden = {cell for cell in cells if 0 < cell < FEWEST}
    left = sorted(set(cells) - hidden, key=lambda cell: (cell == 0, cell))
    while _can_be_found(cells, hidden, total) and left:
        hidden.add(left.pop(0))
    is_told = total == 0 or (total >= FEWEST and not _can_be_found(cells, hidden, total))
    return Shown([None if cell in hidden else cell for cell in cells], total if is_told else None)


def _can_be_found(cells: Sequence[int], hidden: set[int], total: int) -> bool:
    """Whether one who sees the rest, and knows how it is hidden, knows what the hidden ones are."""
    if total < FEWEST:  # which is all they are told of it, unless there is one for each
        return sum(cell in hidden for cell in cells) == FEWEST - 1
    return len(hidden) == 1


def shown(value: int | Decimal | None, *, of_a_sum: bool = False) -> str:
    """A number in words for readers: «1 234», «2,5», «under 5» where it is hidden.

    Among cells that add up (`of_a_sum`) «skjult», because there a larger one may be hidden with the small ones.
    """
    if value is not None:
        return number_format(value, use_l10n=True, force_grouping=True)
    if of_a_sum:
        return gettext("skjult")
    return gettext("under %(fewest)d") % {"fewest": FEWEST}
