"""When reports are due, in one list for all awards: from here one is written, and people are reminded."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linkportal.kit.exchange.exporting import ExportAdmin
from partners import reports
from partners.admin.filters import LateReportFilter, YearFilter
from partners.admin.reminding import RemindsAdmin
from partners.admin.resources import DutyResource
from partners.models import ReportDuty


@admin.register(ReportDuty)
class ReportDutyAdmin(RemindsAdmin, ExportAdmin):
    """What has to be reported. Duties come and go with the years of awards, and are done when a report is sent."""

    resource = DutyResource
    actions = ("make_report", "remind", *ExportAdmin.actions)
    list_display = ("due_on", "project", "grant", "year", "sent_on")
    list_filter = (LateReportFilter, YearFilter, "grant__project", "grant__scheme")
    list_select_related = ("grant__project",)
    search_fields = ("grant__title", "grant__reference", "grant__project__name")
    search_help_text = _("Tildeling, referanse eller prosjekt.")
    ordering = ("due_on", "pk")
    fields = ("grant", "year", "due_on", "sent_on")
    readonly_fields = ("grant", "year", "sent_on")

    def has_keep_report_permission(self, request: HttpRequest) -> bool:
        """Whoever writes reports."""
        return request.user.has_perm("partners.keep_funderreport")

    @admin.action(description=_("Lag rapporten"), permissions=["keep_report"])
    def make_report(self, request: HttpRequest, queryset: QuerySet[ReportDuty]) -> HttpResponse | None:
        """On to the report about the one that is chosen: a new one, or the one there is."""
        if len(chosen := list(queryset[:2])) != 1:
            self.message_user(request, gettext("Velg én linje, så lager vi den rapporten."), messages.WARNING)
            return None
        try:
            return redirect(reports.make(chosen[0].grant, chosen[0].year, by=request.user))  # type: ignore[arg-type]
        except reports.NoReport:
            said = gettext("Tildelingen er en kladd. Sett den i kraft før du lager rapporten.")
            self.message_user(request, said, messages.WARNING)
            return None

    @admin.display(description=_("prosjekt"), ordering="grant__project__name")
    def project(self, row: ReportDuty) -> str:
        """Whose award it is about."""
        return str(row.grant.project)
