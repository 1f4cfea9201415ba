"""Budget and accounts: what was planned, what was spent and by whom it is covered, and the project's own share."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, ExtractYear, Round, Upper
from django.utils.translation import gettext_lazy as _

from linkportal.kit.history import tracked
from partners.enums import Category, OwnShareKind
from partners.models.fields import at_least_nothing, kroner_field, some_year
from partners.models.funding import Grant
from partners.models.organisations import Organisation
from partners.models.projects import PartnershipProject
from partners.models.scopes import OfAnOffice
from partners.models.sums import ALLOCATION_IS_COVERED, PART_OF_GRANT_ADDS_UP, VOUCHER_COVERS

_MOST_KRONER = Decimal(10) ** 12
_KRONER = models.DecimalField(max_digits=14, decimal_places=2)


class BudgetLineQuerySet(OfAnOffice["BudgetLine"]):
    office = "grant__project__office"


@tracked
class BudgetLine(models.Model):
    """What is planned to be spent of an award, in one year on one line."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="budget", verbose_name=_("tildeling"))
    year = models.PositiveSmallIntegerField(_("år"))
    category = models.CharField(_("linje"), max_length=15, choices=Category)
    amount = kroner_field(_("beløp"))

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budsjettlinje")
        verbose_name_plural = _("budsjettlinjer")
        ordering = ("year", "category", "pk")
        constraints = (
            at_least_nothing("budget_of_some_amount", "amount"),
            some_year("budget_year"),
            models.UniqueConstraint(
                fields=("grant", "year", "category"),
                name="budget_has_each_line_once_a_year",
                violation_error_message=_("Linjen står allerede i budsjettet for dette året."),
            ),
        )
        triggers = (PART_OF_GRANT_ADDS_UP,)

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {self.year}"


class ExpenseQuerySet(OfAnOffice["Expense"]):
    def with_allocated(self) -> Self:
        """Each with `allocated`: how much of it is covered by grants."""
        mine = Allocation.objects.filter(expense=OuterRef("pk")).order_by().values("expense")
        covered = Subquery(mine.annotate(sum=Sum("amount")).values("sum"), output_field=_KRONER)
        return self.annotate(allocated=Coalesce(covered, Value(Decimal(0)), output_field=_KRONER))

    def not_allocated(self) -> Self:
        """Those of which nothing is covered by a grant."""
        return self.filter(~Exists(Allocation.objects.filter(expense=OuterRef("pk"))))

    def not_fully_allocated(self) -> Self:
        """Those of which something is covered by no grant."""
        return self.with_allocated().filter(allocated__lt=F("amount"))


@tracked
class Expense(models.Model):
    """What one voucher says was spent in a project."""

    project = models.ForeignKey(PartnershipProject, models.PROTECT, related_name="expenses", verbose_name=_("prosjekt"))
    voucher = models.CharField(_("bilag"), max_length=40, help_text=_("Bilagsnummeret i regnskapet"))
    spent_on = models.DateField(_("dato"))
    category = models.CharField(_("linje"), max_length=15, choices=Category)
    amount = kroner_field(_("beløp"))
    text = models.CharField(_("hva det gjaldt"), max_length=200, blank=True)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("utgift")
        verbose_name_plural = _("utgifter")
        ordering = ("-spent_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="expense_of_some_amount",
                violation_error_message=_("Skriv et beløp over 0."),
            ),
            # Numbers of vouchers begin anew each year.
            models.UniqueConstraint(
                F("project"),
                ExtractYear("spent_on"),
                Upper("voucher"),
                name="voucher_once_a_year",
                violation_error_message=_("Bilaget er allerede ført på prosjektet dette året."),
            ),
        )
        indexes = (
            models.Index(fields=("project", "spent_on"), name="expense_of_project"),
            models.Index(fields=("-spent_on", "-id"), name="expense_by_day"),
            models.Index(fields=("voucher", "-id"), name="expense_by_voucher"),
            # A word anywhere in them, as the list is searched.
            GinIndex(OpClass(Upper("voucher"), "gin_trgm_ops"), name="expense_voucher_has"),
            GinIndex(OpClass(Upper("text"), "gin_trgm_ops"), name="expense_text_has"),
        )
        triggers = (VOUCHER_COVERS, pgtrigger.ReadOnly(name="expense_keeps_its_project", fields=["project"]))

    def __str__(self) -> str:
        return self.voucher


class AllocationQuerySet(OfAnOffice["Allocation"]):
    office = "grant__project__office"


@tracked
class Allocation(models.Model):
    """So much of an expense is covered by a grant; together never more than the voucher says."""

    expense = models.ForeignKey(Expense, models.PROTECT, related_name="allocations", verbose_name=_("utgift"))
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="allocations", verbose_name=_("tildeling"))
    amount = kroner_field(_("beløp"))

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("fordeling")
        verbose_name_plural = _("fordelinger")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="allocation_of_some_amount",
                violation_error_message=_("Skriv et beløp over 0."),
            ),
            models.UniqueConstraint(
                fields=("expense", "grant"),
                name="allocation_names_each_grant_once",
                violation_error_message=_("Tildelingen står her allerede. Legg beløpene sammen."),
            ),
        )
        triggers = (ALLOCATION_IS_COVERED,)

    def __str__(self) -> str:
        return f"{self.expense}: {self.grant}"


class OwnShareQuerySet(OfAnOffice["OwnShare"]):
    pass


@tracked
class OwnShare(models.Model):
    """What the project pays itself in one year: money, or work in kind at a rate for each hour."""

    project = models.ForeignKey(
        PartnershipProject, models.PROTECT, related_name="own_shares", verbose_name=_("prosjekt")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fra")
    )
    year = models.PositiveSmallIntegerField(_("år"))
    kind = models.CharField(_("slag"), max_length=10, choices=OwnShareKind)
    text = models.CharField(_("hva"), max_length=200)
    money = kroner_field(_("kroner"), null=True, blank=True)
    hours = models.DecimalField(_("timer"), max_digits=8, decimal_places=2, null=True, blank=True)
    rate = kroner_field(_("kroner per time"), null=True, blank=True)
    amount = models.GeneratedField(
        expression=Coalesce(F("money"), Round(F("hours") * F("rate"), precision=2)),
        output_field=models.DecimalField(_("verdi"), max_digits=14, decimal_places=2),
        db_persist=True,
    )

    objects = OwnShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("egenandel")
        verbose_name_plural = _("egenandeler")
        ordering = ("year", "pk")
        constraints = (
            some_year("own_share_year"),
            models.CheckConstraint(
                condition=Q(kind=OwnShareKind.MONEY, money__gte=0, hours=None, rate=None)
                | Q(kind=OwnShareKind.WORK, money=None, hours__gte=0, rate__gte=0),
                name="own_share_is_money_or_hours",
                violation_error_message=_("Skriv kroner for penger, timer og kroner per time for egeninnsats."),
            ),
        )
        indexes = (models.Index(fields=("project", "year"), name="own_share_of_project"),)

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """The value of work has room for fewer digits than hours and rate could make."""
        if self.hours and self.rate and self.hours * self.rate >= _MOST_KRONER:
            raise ValidationError({"rate": _("Se over timene og kronene. Så mye er ikke egeninnsatsen verd.")})
