"""Lists of what is due, from which the office is reminded of what one has chosen."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linkportal.kit.admin import ScopedAdmin
from partners import reminders


class RemindsAdmin(ScopedAdmin):
    """A list of tranches or reports."""

    @admin.action(description=_("Send påminnelse til kontoret"), permissions=["change"])
    def remind(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """A mail about each that waits; of one that is done, or that was reminded of today, none."""
        sent = [reminders.send_now(row, by=request.user) for row in queryset]  # type: ignore[arg-type]
        if count := sum(sent):
            said = ngettext("%(count)d påminnelse er på vei.", "%(count)d påminnelser er på vei.", count)
            self.message_user(request, said % {"count": count}, messages.SUCCESS)
        if left := len(sent) - count:
            said = ngettext(
                "%(count)d linje fikk ingen påminnelse: den er ferdig, har ingen dato eller ble minnet om i dag.",
                "%(count)d linjer fikk ingen påminnelse: de er ferdige, har ingen dato eller ble minnet om i dag.",
                left,
            )
            self.message_user(request, said % {"count": left}, messages.WARNING)
