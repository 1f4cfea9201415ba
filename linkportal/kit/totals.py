"""Columns of money in the lists of the admin, and what they add up to over all that is filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Sum

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


def totals_of(rows: models.QuerySet[Any], columns: Iterable[Any]) -> list[Total]:
    """What the columns of money among `columns` add up to over `rows`; nothing where there are none.

    In one query, and one for each column that has its own way.
    """
    summed = {column.adds_up: column for column in columns if getattr(column, "adds_up", None)}
    together = {f"total_{name}": Sum(name) for name, column in summed.items() if column.sum_of is None}
    found = rows.order_by().aggregate(**together) if together else {}
    return [
        Total(
            str(column.short_description),
            column.sum_of(rows.order_by()) if column.sum_of else found[f"total_{name}"] or Decimal(0),
        )
        for name, column in summed.items()
    ]
