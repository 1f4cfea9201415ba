"""Expenses and which grants cover them, and the projects' own share."""

from django.contrib import admin

from linkportal.kit.admin import ScopedInline
from linkportal.kit.exchange.importing import ImportAdmin
from partners.admin.resources import ExpenseResource, OwnShareResource
from partners.models import Allocation, Expense, OwnShare


class AllocationInline(ScopedInline):
    model = Allocation
    autocomplete_fields = ("grant",)


@admin.register(Expense)
class ExpenseAdmin(ImportAdmin):
    """Vouchers of one's projects."""

    deleted_by = ("project",)
    resource = ExpenseResource
    list_display = ("voucher", "project", "spent_on", "category", "amount", "text")
    list_filter = ("category",)
    search_fields = ("voucher", "text")
    autocomplete_fields = ("project",)
    date_hierarchy = "spent_on"
    inlines = (AllocationInline,)


@admin.register(OwnShare)
class OwnShareAdmin(ImportAdmin):
    """What one's projects pay themselves."""

    deleted_by = ("project",)
    resource = OwnShareResource
    list_display = ("text", "project", "year", "kind", "amount")
    list_filter = ("kind",)
    search_fields = ("text",)
    autocomplete_fields = ("project", "organisation")
