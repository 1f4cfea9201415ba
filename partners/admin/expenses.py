"""Expenses and which grants cover them, and the projects' own share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import ScopedForm, ScopedInline, scope
from linkportal.kit.exchange.importing import ImportAdmin
from linkportal.kit.totals import kroner_column
from partners.admin.filters import CoveredFilter, SpentYearFilter, YearFilter
from partners.admin.formsets import AllocationFormSet
from partners.admin.held_by import EXPENSE_HELD_BY
from partners.admin.moves import OneAtATime
from partners.admin.resources import ExpenseResource, OwnShareResource
from partners.models import Allocation, Expense, Grant, OwnShare, PartnershipProject

_VALUE = kroner_column("amount", _("verdi"))


def _words(search: str) -> list[str]:
    """What is searched for: each word by itself, and what stands in quotes together."""
    words = smart_split(search)
    return [unescape_string_literal(one) if one[0] in "\"'" and one[0] == one[-1] else one for one in words]


def _allocated(expenses: QuerySet[Any]) -> Decimal:
    """How much of the expenses grants cover, read from the allocations at once."""
    parts = Allocation.objects.filter(expense__in=expenses.values("pk"))
    return parts.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


class ExpenseForm(ScopedForm):
    """A voucher. That its number is new in its year is asked of its project also where that can't be changed."""

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded if "project" in self.fields else excluded - {"project"}


class AllocationInline(ScopedInline):
    model = Allocation
    formset = AllocationFormSet
    autocomplete_fields = ("grant",)

    def choices(self, request: HttpRequest, field: Any) -> QuerySet[Any]:
        """No draft covers anything yet."""
        rows = super().choices(request, field)
        return rows.filter(pk__in=Grant.objects.counting().values("pk")) if field.name == "grant" else rows


@admin.register(Expense)
class ExpenseAdmin(OneAtATime, ImportAdmin):
    """Vouchers of one's projects."""

    form = ExpenseForm
    resource = ExpenseResource
    inlines = (AllocationInline,)
    deleted_by = ("project",)
    held_by = EXPENSE_HELD_BY
    instead_of_deleting = _("Er bilaget ført feil, tar du først bort fordelingen på bilagets side.")
    list_display = (
        *("voucher", "spent_on", "project", "category", "text"),
        kroner_column("amount", _("beløp")),
        kroner_column("allocated", _("fordelt"), sum_of=_allocated),
    )
    list_filter = (CoveredFilter, SpentYearFilter, "category", "allocations__grant", "project")
    list_select_related = ("project",)
    search_fields = ("voucher", "text", "project__name")
    search_help_text = _("Bilagsnummer, hva det gjaldt, eller prosjekt.")
    autocomplete_fields = ("project",)
    fields = ("project", "voucher", "spent_on", "category", "amount", "text")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Each word, as elsewhere. Projects are looked up first: then all that is asked of a voucher has an index."""
        for word in _words(search_term):
            projects = scope(request, PartnershipProject).filter(name__icontains=word).values_list("pk", flat=True)
            # The project first: it is quickly compared, and then the words of the voucher need not be looked at.
            found = Q(project__in=list(projects)) | Q(voucher__icontains=word) | Q(text__icontains=word)
            queryset = queryset.filter(found)
        return queryset, False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_allocated()  # type: ignore[attr-defined, no-any-return]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Money stays with its project."""
        return ("project",) if obj else ()


@admin.register(OwnShare)
class OwnShareAdmin(ImportAdmin):
    """What one's projects pay themselves."""

    resource = OwnShareResource
    deleted_by = ("project",)
    list_display = ("text", "project", "year", "kind", "organisation", _VALUE)
    list_filter = ("kind", YearFilter, "project")
    list_select_related = ("project", "organisation")
    search_fields = ("text", "project__name", "organisation__name")
    search_help_text = _("Hva det er, prosjekt, eller hvem det kommer fra.")
    autocomplete_fields = ("project", "organisation")
    readonly_fields: ClassVar[Any] = (_VALUE,)
    fields: ClassVar[Any] = ("project", "organisation", "year", "kind", "text", "money", ("hours", "rate"), _VALUE)
