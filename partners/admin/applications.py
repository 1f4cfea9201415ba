"""Applications, until they are granted and an award can be registered."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linkportal.kit.exchange.importing import ImportAdmin
from linkportal.kit.totals import kroner_column
from partners.admin.filters import ApplicationDueFilter
from partners.admin.moves import MovesForm, OneAtATime
from partners.admin.resources import ApplicationResource
from partners.enums import ApplicationStatus
from partners.models import GrantApplication


@admin.register(GrantApplication)
class GrantApplicationAdmin(OneAtATime, ImportAdmin):
    """Applications of one's projects."""

    form = MovesForm
    resource = ApplicationResource
    deleted_by = ("project",)
    list_display = (
        *("title", "project", "scheme", "status", "due_on"),
        kroner_column("amount", _("søkt beløp")),
    )
    list_filter = ("status", ApplicationDueFilter, "scheme", "project")
    list_select_related = ("project", "scheme")
    search_fields = ("title", "reference", "project__name", "scheme__name")
    search_help_text = _("Hva det søkes om, referanse, prosjekt eller ordning.")
    autocomplete_fields = ("project", "scheme")
    readonly_fields = ("award",)
    _asked = (None, {"fields": ("project", "scheme", "title", "amount", "due_on")})
    _answer = ("status", "sent_on", "decided_on", "reference", "decision")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What came of it, where something did or who reads may register it."""
        shows = obj and (hasattr(obj, "grant") or request.user.has_perm("partners.add_grant"))
        return (self._asked, (_("Svaret"), {"fields": (*self._answer, *(["award"] if shows else []))}))

    @admin.display(description=_("tildeling"))
    def award(self, row: GrantApplication) -> str:
        """The award that came of it, or where one registers it."""
        if grant := getattr(row, "grant", None):
            return format_html('<a href="{}">{}</a>', reverse("admin:partners_grant_change", args=[grant.pk]), grant)
        if row.status != ApplicationStatus.GRANTED:
            return self.get_empty_value_display()
        known: dict[str, Any] = {
            "application": row.pk,
            "project": row.project_id,
            "scheme": row.scheme_id,
            "title": row.title,
            "amount": f"{row.amount:f}".replace(".", ","),
            "reference": row.reference,
        }
        address = f"{reverse('admin:partners_grant_add')}?{urlencode(known)}"
        return format_html('<a href="{}">{}</a>', address, gettext("Registrer tildelingen"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was asked of whom stays with an application that has led to money."""
        return ("award", "project", "scheme") if obj and hasattr(obj, "grant") else ("award",)
