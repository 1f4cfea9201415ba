"""Partnership projects, with what hangs on them in the order of work."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import ScopedInline
from linkportal.kit.exchange.exporting import ExportAdmin
from partners.admin.resources import GoalResource, ProjectResource
from partners.models import (
    Document,
    Goal,
    GoalResult,
    PartnershipProject,
    Position,
    ProjectInterest,
    ProjectPartner,
    ProjectUpdate,
)


class ProjectPartnerInline(ScopedInline):
    model = ProjectPartner
    autocomplete_fields = ("organisation",)


class GoalInline(ScopedInline):
    model = Goal
    show_change_link = True


class PositionInline(ScopedInline):
    model = Position


class ProjectUpdateInline(ScopedInline):
    model = ProjectUpdate


class DocumentInline(ScopedInline):
    model = Document
    fields = ("kind", "title")
    extra = 0


class ProjectInterestInline(ScopedInline):
    model = ProjectInterest
    fields = ("linked_on",)
    readonly_fields = ("linked_on",)
    extra = 0


@admin.register(PartnershipProject)
class PartnershipProjectAdmin(ExportAdmin):
    """The projects of one's office."""

    deleted_by = ("office",)
    instead_of_deleting = _("Sett heller status «Avsluttet».")
    resource = ProjectResource
    list_display = ("name", "office", "status", "starts_on", "ends_on")
    list_filter = ("status",)
    search_fields = ("name",)
    filter_horizontal = ("counties",)
    autocomplete_fields = ("contact_point", "municipalities")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (
        ProjectPartnerInline,
        GoalInline,
        PositionInline,
        ProjectUpdateInline,
        DocumentInline,
        ProjectInterestInline,
    )


class GoalResultInline(ScopedInline):
    model = GoalResult


@admin.register(Goal)
class GoalAdmin(ExportAdmin):
    """A goal by itself, with what was reached year by year."""

    deleted_by = ("project",)
    resource = GoalResource
    list_display = ("title", "project", "indicator", "target")
    search_fields = ("title",)
    autocomplete_fields = ("project",)
    inlines = (GoalResultInline,)
