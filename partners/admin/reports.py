"""Reports to funders, to be found again; they are written on pages of their own."""

from django.contrib import admin

from linkportal.kit.exchange.exporting import ExportAdmin
from partners.admin.resources import ReportResource
from partners.models import FunderReport


@admin.register(FunderReport)
class FunderReportAdmin(ExportAdmin):
    """Reports of one's projects."""

    resource = ReportResource
    list_display = ("grant", "year", "version", "status", "sent_at")
    list_filter = ("status",)
