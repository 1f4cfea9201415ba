"""Grant schemes and their rules, and the network of projects under each."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linkportal.kit.exchange.exporting import ExportAdmin
from linkportal.kit.totals import kroner_column
from partners import duties
from partners.admin.networks import NetworkMeetingInline, NetworkProjectInline
from partners.admin.resources import SchemeResource
from partners.models import GrantScheme


@admin.register(GrantScheme)
class GrantSchemeAdmin(ExportAdmin):
    """The schemes that all offices share."""

    deleted_by = ()
    resource = SchemeResource
    inlines = (NetworkProjectInline, NetworkMeetingInline)
    list_display = (
        *("name", "funder", "largest_share_percent", "least_own_share_percent", "report_by"),
        kroner_column("auditors_limit", _("revisorerklæring fra"), adds_up=False),
    )
    list_filter = ("decided_yearly", "funder")
    list_select_related = ("funder",)
    search_fields = ("name", "funder__name", "funder__short_name")
    search_help_text = _("Navn på ordningen eller tilskuddsgiveren.")
    autocomplete_fields = ("funder",)
    fieldsets = (
        (None, {"fields": ("name", "funder", "website", "about")}),
        (_("Regler for pengene"), {"fields": ("largest_share_percent", "least_own_share_percent", "decided_yearly")}),
        (_("Rapport og revisor"), {"fields": (("report_day", "report_month"), "auditors_limit")}),
    )

    @admin.display(description=_("rapport innen"), ordering="report_month")
    def report_by(self, row: GrantScheme) -> str:
        """The day of the year after, as it is written."""
        return f"{row.report_day}.{row.report_month}."

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The day of reports may have moved."""
        super().save_model(request, obj, form, change)
        duties.keep_of(obj)

    def when_restored(self, obj: GrantScheme) -> None:
        duties.keep_of(obj)
