"""Meetings of the partners of a project, and of the network of projects under a scheme; and who presented what."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from linkportal.kit import clock
from linkportal.kit.admin import ScopedForm, ScopedInline
from linkportal.kit.exchange.exporting import ExportAdmin
from partners.admin.filters import InWords
from partners.admin.resources import MeetingResource
from partners.admin.updates import OfAProject
from partners.enums import MeetingKind
from partners.models import NetworkMeeting, Presentation

# By kind of meeting: the field that says who meets, the one that must be empty, and the sentence for each.
_WHO_MEETS = {
    MeetingKind.PARTNERSHIP: (
        ("project", _("Velg prosjektet som partnerne møtes om.")),
        ("scheme", _("Et partnerskapsmøte hører til et prosjekt. La tilskuddsordningen stå tom.")),
    ),
    MeetingKind.NETWORK: (
        ("scheme", _("Velg tilskuddsordningen som prosjektene har penger fra.")),
        ("project", _("Et nettverksmøte er for alle prosjektene i ordningen. La prosjektet stå tomt.")),
    ),
}


class MeetingForm(ScopedForm):
    """A meeting: of a project or of a network, and never of both."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if kind := cleaned.get("kind"):
            (needed, missing), (other, too_much) = _WHO_MEETS[MeetingKind(kind)]
            if not cleaned.get(needed) and needed not in self.errors:
                self.add_error(needed, missing)
            if cleaned.get(other):
                self.add_error(other, too_much)
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("Møtet kan ikke slutte før det begynner."))
        return cleaned


class MeetingTimeFilter(InWords):
    """Whether it is over."""

    title = _("når")
    parameter_name = "nar"
    answers = {
        "framover": (_("Framover"), lambda rows: rows.filter(ends_at__gt=clock.now())),
        "over": (_("Har vært"), lambda rows: rows.filter(ends_at__lte=clock.now())),
    }


class PresentationInline(ScopedInline):
    model = Presentation
    fields = ("organisation", "subject")
    autocomplete_fields = ("organisation",)


@admin.register(NetworkMeeting)
class NetworkMeetingAdmin(OfAProject, ExportAdmin):
    """Meetings of one's projects, and of the networks that all have in common."""

    form = MeetingForm
    deleted_by = ("project", "scheme")
    resource = MeetingResource
    list_display = ("title", "kind", "project", "scheme", "starts_at", "venue", "is_public")
    list_filter = ("kind", MeetingTimeFilter, "is_public", "project", "scheme")
    list_select_related = ("project", "scheme")
    search_fields = ("title", "venue", "project__name", "scheme__name")
    search_help_text = _("Tittel, sted, prosjekt eller tilskuddsordning.")
    autocomplete_fields = ("project", "scheme")
    inlines = (PresentationInline,)
    fieldsets = (
        (_("Hvem som møtes"), {"fields": ("kind", "project", "scheme")}),
        (_("Møtet"), {"fields": ("title", "starts_at", "ends_at", "venue", "is_public")}),
        (None, {"fields": ("notes",)}),
    )
