"""News of projects in the admin: written there, and read on the project's page and in its feed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import ScopedAdmin
from linkportal.kit.exchange.exporting import ExportAdmin
from partners.admin.links import page_of
from partners.admin.resources import UpdateResource
from partners.models import ProjectUpdate


class OfAProject(ScopedAdmin):
    """Something that is made from the page of its project: there one goes back to."""

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """To the project's page, if it has one."""
        if obj.project is None:
            return super().response_post_save_add(request, obj)
        return HttpResponseRedirect(page_of(obj.project))


@admin.register(ProjectUpdate)
class ProjectUpdateAdmin(OfAProject, ExportAdmin):
    """News of one's projects."""

    resource = UpdateResource
    deleted_by = ("project",)
    list_display = ("title", "project", "published_on", "is_published", "changed_at")
    list_select_related = ("project",)
    list_filter = ("is_published", "project")
    search_fields = ("title", "project__name")
    search_help_text = _("Overskriften eller prosjektet.")
    autocomplete_fields = ("project",)
    date_hierarchy = "published_on"
    fields = ("project", "title", "text", "published_on", "is_published")
