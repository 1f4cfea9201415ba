"""Vouchers with the awards that cover them, and the projects' own share, as files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import scope
from linkportal.kit.exchange import values
from linkportal.kit.exchange.columns import Amount, Column, Day, Known, Money
from linkportal.kit.money import kroner
from partners.admin.resources.shared import (
    AMOUNT_HINT,
    DAY_HINT,
    WITHIN_PROJECT,
    OfProject,
    amount_column,
    category_column,
    label_column,
    organisation_column,
    year_column,
)
from partners.enums import OwnShareKind
from partners.models import Allocation, Expense, Grant, OwnShare


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a voucher is covered by an award; all that is left, if no amount is said."""

    grant: Grant
    amount: Decimal | None


class Covering(Known):
    """`REF-1`, or `REF-1: 4 000,00; REF-2: 1 000,00`: which awards cover the voucher, and how much of it."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> tuple[Part, ...]:
        return tuple(self._part(said.strip(), row) for said in values.text(value).split(";") if said.strip())

    def _part(self, said: str, row: Any) -> Part:
        name, colon, amount = said.rpartition(":")
        if colon and re.fullmatch(r"[\s\d.,-]+|\s*kr.*", amount):
            return Part(self.find(name.strip(), row), values.number(amount))
        return Part(self.find(said, row), None)

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        return "; ".join(f"{part.grant.reference or part.grant.title}: {kroner(part.amount)}" for part in value or ())


class CoveredBy(Column):
    """The allocations of a voucher, in a file that says them. An empty field leaves them as they are."""

    def __init__(self) -> None:
        known = Covering(
            "reference__iexact",
            "title__iexact",
            shown=("reference", "title"),
            within=WITHIN_PROJECT,
        )
        hint = _("Referansen til tildelingen. Er det flere: REF-1: 4 000,00; REF-2: 1 000,00")
        super().__init__("covered_by", _("Dekkes av"), known, hint=hint)

    def get_value(self, instance: Any) -> tuple[Part, ...]:
        if "covered_by" in vars(instance):
            return tuple(
                Part(part.grant, instance.amount if part.amount is None else part.amount)
                for part in instance.covered_by
            )
        if instance._state.adding:
            return ()
        return tuple(Part(row.grant, row.amount) for row in instance.allocations.all())

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        if parts := self.clean(row, **kwargs):
            instance.covered_by = parts


class ExpenseResource(OfProject):
    """A voucher is there once a year in a project, and gets what the file says of it."""

    voucher = Column("voucher", _("Bilag"), required=True, hint=_("Nummeret i regnskapet"))
    spent_on = Column("spent_on", _("Dato"), Day(), required=True, hint=DAY_HINT)
    category = category_column()
    amount = amount_column()
    text = Column("text", _("Hva det gjaldt"))
    covered_by = CoveredBy()

    class Meta:
        model = Expense
        import_id_fields = ("project", "voucher", "spent_on")

    related = ("project",)
    prefetched = ("allocations__grant",)

    def choices(self, column: Column) -> models.QuerySet[Any]:
        """No draft covers anything yet."""
        if not isinstance(column, CoveredBy):
            return super().choices(column)
        return scope(self.request, Grant).filter(pk__in=Grant.objects.counting().values("pk"))

    def get_instance(self, instance_loader: Any, row: Any) -> models.Model | None:
        """By project, year and number: capital letters make no difference, as in the database."""
        try:
            project, day = self.fields["project"].clean(row), self.fields["spent_on"].clean(row)
            voucher = self.fields["voucher"].clean(row)
        except ValueError:
            return None  # said of the field when that is read
        same = self.get_queryset().filter(project=project, spent_on__year=day.year)
        return same.annotate(number=Upper("voucher")).filter(number=voucher.upper()).first()  # type: ignore[no-any-return]

    def validate_instance(
        self, instance: models.Model, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        super().validate_instance(instance, import_validation_errors, validate_unique)
        if problem := _wrongly_covered(instance, self.fields["covered_by"].get_value(instance)):
            raise ValidationError({"covered_by": problem})

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Say which awards cover it, if the file does."""
        if "covered_by" not in vars(instance):
            return
        wanted = {part.grant: part.amount for part in self.fields["covered_by"].get_value(instance)}
        for allocation in instance.allocations.all():
            amount = wanted.pop(allocation.grant, None)
            if amount is None:
                allocation.delete()
            elif amount != allocation.amount:
                allocation.amount = amount
                allocation.save()
        Allocation.objects.bulk_create(
            Allocation(expense=instance, grant=grant, amount=amount) for grant, amount in wanted.items()
        )


def _wrongly_covered(expense: Any, parts: tuple[Part, ...]) -> str:
    """A sentence, if the awards can't cover the voucher like this."""
    for part in parts:
        if not part.grant.valid_from <= expense.spent_on < part.grant.valid_until:
            return _now("«%(grant)s» gjelder ikke på datoen til bilaget.") % {"grant": part.grant}
        if not part.amount or part.amount <= 0:
            return _now("Skriv et beløp over 0 for hver tildeling.")
        if part.amount != round(part.amount, 2):
            return _now("Skriv beløpene til tildelingene med høyst to desimaler.")
    if len({part.grant.pk for part in parts}) < len(parts):
        return _now("Den samme tildelingen står to ganger. Legg beløpene sammen.")
    covered = sum((part.amount or Decimal(0) for part in parts), Decimal(0))
    if covered > expense.amount:
        words = _now("Bilag %(voucher)s er på %(amount)s kroner, men %(covered)s kroner er fordelt.")
        return words % {"voucher": expense.voucher, "amount": kroner(expense.amount), "covered": kroner(covered)}
    return ""


class OwnShareResource(OfProject):
    """Money or hours of one year. One is known by project, year, kind and what it is."""

    organisation = organisation_column("organisation", _("Fra"))
    year = year_column()
    kind = label_column("kind", _("Slag"), OwnShareKind, required=True)
    text = Column("text", _("Hva"), required=True)
    money = amount_column(_("Kroner"), "money", required=False)
    hours = Column("hours", _("Timer"), Amount(), hint=_("Bare for egeninnsats"))
    rate = Column("rate", _("Kroner per time"), Money(), hint=AMOUNT_HINT)
    amount = Column("amount", _("Verdi"), Money(), readonly=True)

    class Meta:
        model = OwnShare
        import_id_fields = ("project", "year", "kind", "text")

    related = ("project", "organisation")
