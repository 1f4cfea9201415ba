"""When reports are due, in one list for all awards: from here one is written, and people are reminded."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.admin.filters import LateReportFilter, YearFilter
from partners.admin.reminding import RemindsAdmin
from partners.models import ReportDuty


@admin.register(ReportDuty)
class ReportDutyAdmin(RemindsAdmin):
    """What has to be reported. Duties come and go with the years of awards, and are done when a report is sent."""

    actions = ("remind",)
    list_display = ("due_on", "project", "grant", "year", "sent_on")
    list_filter = (LateReportFilter, YearFilter, "grant__project", "grant__scheme")
    list_select_related = ("grant__project",)
    search_fields = ("grant__title", "grant__reference", "grant__project__name")
    search_help_text = _("Tildeling, referanse eller prosjekt.")
    ordering = ("due_on", "pk")
    fields = ("grant", "year", "due_on", "sent_on")
    readonly_fields = ("grant", "year", "sent_on")

    @admin.display(description=_("prosjekt"), ordering="grant__project__name")
    def project(self, row: ReportDuty) -> str:
        """Whose award it is about."""
        return str(row.grant.project)
