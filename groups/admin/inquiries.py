"""Inquiries in the admin, to read. What may happen to one happens in the workspace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contactpoints.models import User
from groups.inquiries.reaching import reach_of
from groups.models import PERSONAL_FIELDS, Inquiry, InquiryReading
from groups.references import tidy
from linkportal.kit import clock
from linkportal.kit.admin import ScopedAdmin


class AgeFilter(admin.SimpleListFilter):
    """How long ago it came."""

    title = gettext_lazy("mottatt")
    parameter_name = "mottatt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("dogn", gettext_lazy("Siste døgn")),
            ("uke", gettext_lazy("Siste uke")),
            ("eldre", gettext_lazy("For mer enn en uke siden")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = clock.now()
        week = now - timedelta(days=7)
        return {
            "dogn": queryset.filter(received_at__gte=now - timedelta(days=1)),
            "uke": queryset.filter(received_at__gte=week),
            "eldre": queryset.filter(received_at__lt=week),
        }.get(self.value() or "", queryset)


@admin.register(Inquiry)
class InquiryAdmin(ScopedAdmin):
    list_display = ("reference", "received_at", "wish", "municipality", "answers", "status")
    list_filter = ("status", "wish", AgeFilter, "municipality__county", "theme")
    list_select_related = ("municipality__county", "office", "contact_point")
    search_fields = ("reference",)
    search_help_text = gettext_lazy("Referansen, for eksempel K7M-49Q.")
    ordering = ("-received_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """For lists, which need nothing personal and so don't even decrypt it."""
        return super().get_queryset(request).defer(*PERSONAL_FIELDS)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By reference as one types it, whole or its beginning."""
        return queryset.filter(reference__startswith=tidy(search_term)), False

    @admin.display(description=gettext_lazy("hvem svarer"))
    def answers(self, obj: Inquiry) -> str:
        return obj.receiver.name

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The case: what the person wrote, who answers and why, and everything that has happened. Reading is logged."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        self.get_object(request, unquote(object_id))
        inquiry = Inquiry.objects.with_places().get(pk=unquote(object_id))
        InquiryReading.write_down(inquiry, cast(User, request.user))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Henvendelse %(reference)s") % {"reference": inquiry.reference},
            "opts": self.opts,
            "inquiry": inquiry,
            "reach": reach_of(inquiry),
            "events": inquiry.events.select_related("by", "office", "contact_point"),
            "texts": inquiry.texts.select_related("by"),
        }
        request.current_app = self.admin_site.name
        # The admin's pages are never kept by a browser (`never_cache` says no-store).
        return TemplateResponse(request, "admin/groups/inquiry/case.html", context)
