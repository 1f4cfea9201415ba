"""Invitations in the admin, to look up: they are sent and taken back where one's colleagues are."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contactpoints.models import Invitation
from linkportal.kit.admin import ScopedAdmin


class WaitingFilter(admin.SimpleListFilter):
    """Whether it still waits for an answer."""

    title = _("svar")
    parameter_name = "venter"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ja", _("Venter på svar")), ("nei", _("Tatt imot eller trukket"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        waiting = Invitation.objects.waiting().values("pk")
        chosen = {"ja": queryset.filter(pk__in=waiting), "nei": queryset.exclude(pk__in=waiting)}
        return chosen.get(self.value() or "", queryset)


@admin.register(Invitation)
class InvitationAdmin(ScopedAdmin):
    list_display = ("email", "role", "contact_point", "office", "sent_at", "accepted_at", "cancelled_at")
    list_filter = (WaitingFilter, "role")
    list_select_related = ("contact_point", "office")
    search_fields = ("email",)
    ordering = ("-sent_at", "-pk")
    fields = (
        *("email", "role", "contact_point", "office", "invited_by"),
        *("sent_at", "accepted_at", "accepted_by", "cancelled_at"),
    )
