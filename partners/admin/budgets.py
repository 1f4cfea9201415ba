"""Tranches and budget lines across all awards: to be filtered, taken along and read from files.

Each stands in the form of its award too, where one sees what they add up to.
"""

from django.contrib import admin

from linkportal.kit.exchange.importing import ImportAdmin
from linkportal.kit.totals import kroner_column
from partners.admin.resources import BudgetLineResource, TrancheResource
from partners.models import BudgetLine, Tranche

_amount = kroner_column("amount", BudgetLine._meta.get_field("amount").verbose_name)


@admin.register(Tranche)
class TrancheAdmin(ImportAdmin):
    """The tranches of one's projects."""

    resource = TrancheResource
    list_display = ("grant", "year", _amount, "due_on", "status", "paid_on")
    list_filter = ("status", "year")
    list_select_related = ("grant",)
    search_fields = ("grant__title", "grant__reference", "grant__project__name")
    autocomplete_fields = ("grant",)


@admin.register(BudgetLine)
class BudgetLineAdmin(ImportAdmin):
    """The budgets of one's projects."""

    resource = BudgetLineResource
    list_display = ("grant", "year", "category", _amount)
    list_filter = ("category", "year")
    list_select_related = ("grant",)
    search_fields = ("grant__title", "grant__reference", "grant__project__name")
    autocomplete_fields = ("grant",)
