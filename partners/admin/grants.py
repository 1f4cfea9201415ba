"""Applications and awards, with tranches, budget and what was left."""

from django.contrib import admin

from linkportal.kit.admin import ScopedInline
from linkportal.kit.exchange.importing import ImportAdmin
from partners.admin.resources import ApplicationResource, GrantResource
from partners.models import BudgetLine, Grant, GrantApplication, ReportDuty, Tranche, UnusedFunds


class TrancheInline(ScopedInline):
    model = Tranche


class BudgetLineInline(ScopedInline):
    model = BudgetLine


class UnusedFundsInline(ScopedInline):
    model = UnusedFunds
    extra = 0


class ReportDutyInline(ScopedInline):
    model = ReportDuty
    extra = 0


@admin.register(GrantApplication)
class GrantApplicationAdmin(ImportAdmin):
    """Applications of one's projects."""

    deleted_by = ("project",)
    resource = ApplicationResource
    list_display = ("title", "project", "scheme", "amount", "status", "due_on")
    list_filter = ("status",)
    search_fields = ("title", "reference")
    autocomplete_fields = ("project", "scheme")


@admin.register(Grant)
class GrantAdmin(ImportAdmin):
    """Awards to one's projects."""

    deleted_by = ("project",)
    resource = GrantResource
    list_display = ("title", "project", "scheme", "amount", "status", "valid_from", "valid_until")
    list_filter = ("status",)
    search_fields = ("title", "reference")
    autocomplete_fields = ("project", "scheme", "application", "granted_by")
    inlines = (TrancheInline, BudgetLineInline, UnusedFundsInline, ReportDutyInline)
