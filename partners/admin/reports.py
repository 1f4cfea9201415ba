"""Reports to funders, to be found again; they are written on pages of their own."""

from django.contrib import admin

from linkportal.kit.admin import ScopedAdmin
from partners.models import FunderReport


@admin.register(FunderReport)
class FunderReportAdmin(ScopedAdmin):
    """Reports of one's projects."""

    list_display = ("grant", "year", "version", "status", "sent_at")
    list_filter = ("status",)
