"""Half-open intervals of dates, `[from, until)`, everywhere the same."""

from datetime import date
from typing import Self, TypeVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

D = TypeVar("D", bound="Dated")


class DatedQuerySet(models.QuerySet[D]):
    """Rows that hold from a day, until another day or for ever."""

    def on(self, day: date) -> Self:
        """Those that hold on that day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


class Dated(models.Model):
    """A row that holds on the days of `[valid_from, valid_until)`."""

    valid_from = models.DateField(_("fra og med"))
    valid_until = models.DateField(_("til (ikke med)"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on that day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def interval() -> Func:
    """The row's days as a range of the database, for exclusion constraints."""
    return Func(F("valid_from"), F("valid_until"), function="daterange", output_field=DateRangeField())


def until_after_from(name: str) -> models.CheckConstraint:
    """A constraint: an interval has at least one day."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
        name=name,
        violation_error_message=_("Til-datoen må være etter fra-datoen."),
    )


def some_working_day(name: str) -> models.CheckConstraint:
    """A constraint: a place answers on at least one day of the week, and on no eighth."""
    return models.CheckConstraint(
        condition=Q(working_days__len__gte=1, working_days__contained_by=list(range(1, 8))),
        name=name,
        violation_error_message=_("Velg minst én dag i uken."),
    )
