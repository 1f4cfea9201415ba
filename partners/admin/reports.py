"""Reports to funders, to be found again; they are written on pages of their own."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import Tool
from linkportal.kit.exchange.exporting import ExportAdmin
from partners.admin.filters import YearFilter
from partners.admin.resources import ReportResource
from partners.models import FunderReport


@admin.register(FunderReport)
class FunderReportAdmin(ExportAdmin):
    """Reports of one's projects."""

    resource = ReportResource
    list_display = ("grant", "project", "year", "version", "status", "sent_at", "page")
    list_filter = ("status", YearFilter, "grant__scheme", "grant__project")
    list_select_related = ("grant__project",)
    search_fields = ("grant__title", "grant__project__name")
    fields = ("page", "grant", "year", "version", "status", "made_at", "sent_at", "summary")
    readonly_fields = ("page",)

    def list_tools(self, request: HttpRequest) -> list[Tool]:
        """Among others the page where one makes a report that is due."""
        tools = super().list_tools(request)
        if not request.user.has_perm("partners.keep_funderreport"):
            return tools
        return [Tool(reverse("partners:report_make"), _("Lag en rapport")), *tools]

    @admin.display(description=_("prosjekt"), ordering="grant__project__name")
    def project(self, report: FunderReport) -> str:
        return report.grant.project.name

    @admin.display(description=_("rapporten"))
    def page(self, report: FunderReport) -> SafeString:
        """Where it is read, written and sent."""
        words = _("Les") if report.is_sent else _("Skriv og send")
        return format_html('<a href="{}">{}</a>', report.get_absolute_url(), words)
