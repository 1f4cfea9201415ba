"""Meetings of partners and of networks, and who presented what."""

from django.contrib import admin

from linkportal.kit.admin import ScopedInline
from linkportal.kit.exchange.exporting import ExportAdmin
from partners.admin.resources import MeetingResource
from partners.models import NetworkMeeting, Presentation


class PresentationInline(ScopedInline):
    model = Presentation
    autocomplete_fields = ("organisation",)


@admin.register(NetworkMeeting)
class NetworkMeetingAdmin(ExportAdmin):
    """Meetings of one's projects, and of the networks that all have in common."""

    deleted_by = ("project", "scheme")
    resource = MeetingResource
    list_display = ("title", "kind", "project", "scheme", "starts_at")
    list_filter = ("kind",)
    search_fields = ("title",)
    autocomplete_fields = ("project", "scheme")
    inlines = (PresentationInline,)
