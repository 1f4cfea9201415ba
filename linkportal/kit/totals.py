"""Columns of money in the lists of the admin, and what they add up to over all that is filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Sum
from django.utils.functional import cached_property

from linkportal.kit.money import kroner


@dataclass(frozen=True, slots=True)
class Total:
    """What one column adds up to, in kroner."""

    label: str
    amount: Decimal


def kroner_column(
    name: str, label: Any, *, adds_up: bool = True, sum_of: Callable[[models.QuerySet[Any]], Decimal] | None = None
) -> Callable[[Any], str]:
    """A column for `list_display` or `readonly_fields`: an amount of the row, a field or an annotation, as `1 234,50`.

    The list can be ordered by it and says what it adds up to, unless not `adds_up`: a sum that means nothing. `sum_of`
    rows is that sum, where there is a quicker way than to add what was worked out for each row.
    """

    def column(row: Any) -> str:
        return kroner(getattr(row, name))

    # The name gives the cells their class, which aligns them (admin.css).
    column.__name__ = f"kroner_{name}"
    column.adds_up = name if adds_up else None  # type: ignore[attr-defined]
    column.sum_of = sum_of  # type: ignore[attr-defined]
    return admin.display(column, description=label, ordering=name)


class SummingPaginator(Paginator):  # type: ignore[type-arg]  # not subscriptable when it runs
    """Pages of a list that says what its columns of money add up to: counted and added in one look at the rows."""

    object_list: Any
    columns: Iterable[Any] = ()

    @cached_property
    def count(self) -> int:
        return int(self._sums["count"])

    @property
    def totals(self) -> list[Total]:
        """What the columns of money add up to over all pages; a column with its own way to do so costs a query."""
        return [
            Total(
                str(column.short_description),
                column.sum_of(self.object_list.order_by())
                if column.sum_of
                else self._sums[f"total_{column.adds_up}"] or Decimal(0),
            )
            for column in self._summed
        ]

    @property
    def _summed(self) -> list[Any]:
        return [column for column in self.columns if getattr(column, "adds_up", None)]

    @cached_property
    def _sums(self) -> dict[str, Any]:
        together = {f"total_{one.adds_up}": Sum(one.adds_up) for one in self._summed if one.sum_of is None}
        return self.object_list.order_by().aggregate(count=Count("pk"), **together)  # type: ignore[no-any-return]
