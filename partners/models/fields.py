"""What the models of partners have in common: amounts of money, percentages, and statuses that follow a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MoveNotAllowed(Exception):
    """The status that was asked for may not follow the one that is."""


class Moves(models.Model):
    """A row whose status follows a table of allowed moves."""

    MOVES: ClassVar[Mapping[str, frozenset[str]]]
    status: Any

    class Meta:
        abstract = True

    @property
    def allowed_moves(self) -> frozenset[str]:
        """The statuses that may come next."""
        return self.MOVES[self.status]

    def move(self, status: str) -> None:
        """Go on to `status`; the row is not saved. Raises `MoveNotAllowed` where the table has no such move."""
        if status not in self.allowed_moves:
            raise MoveNotAllowed
        self.status = status


def kroner_field(label: Any, **options: Any) -> models.DecimalField[Any, Any]:
    """A field for an amount of Norwegian kroner, from 0.00 up; never a float."""
    return models.DecimalField(
        label, max_digits=14, decimal_places=2, validators=[MinValueValidator(0, _("Skriv et beløp fra 0."))], **options
    )


def percent_field(label: Any, **options: Any) -> models.DecimalField[Any, Any]:
    """A field for a share in percent, from 0 to 100."""
    message = _("Skriv en prosent fra 0 til 100.")
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, message), MaxValueValidator(100, message)],
        **options,
    )


def at_least_nothing(name: str, *fields: str) -> models.CheckConstraint:
    """A constraint: no amount is below zero."""
    return models.CheckConstraint(
        condition=Q(*((f"{field}__gte", 0) for field in fields)),
        name=name,
        violation_error_message=_("Skriv et beløp fra 0."),
    )


def some_year(name: str) -> models.CheckConstraint:
    """A constraint: a year of this portal's time, and no slip of the finger."""
    return models.CheckConstraint(
        condition=Q(year__gte=2000, year__lte=2100),
        name=name,
        violation_error_message=_("Skriv et årstall med fire siffer, for eksempel 2026."),
    )


def at_commit(name: str, operation: Any, function: str, **declared: str) -> pgtrigger.Trigger:
    """A trigger that looks at the sums when a transaction is about to be committed.

    By then every row of a form is saved. `function` is PL/pgSQL: it first takes a lock on the row that the sum belongs
    to; what it reads after that holds also what others have committed meanwhile. `declared` are its variables.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        declare=list(declared.items()),
        func=function,
    )
