"""Organisations, and who came after those that are no more."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import ScopedInline
from linkportal.kit.exchange.importing import ImportAdmin
from partners.admin.held_by import ORGANISATION_HELD_BY
from partners.admin.resources import OrganisationResource
from partners.models import Organisation, Succession


class SuccessionInline(ScopedInline):
    model = Succession
    fk_name = "organisation"
    autocomplete_fields = ("successor",)


@admin.register(Organisation)
class OrganisationAdmin(ImportAdmin):
    """The one register of organisations that all offices share."""

    deleted_by = ()
    held_by = ORGANISATION_HELD_BY
    instead_of_deleting = _("Sett heller dato for når den ble lagt ned.")
    resource = OrganisationResource
    list_display = ("name", "short_name", "kind", "number", "dissolved_on")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "number")
    inlines = (SuccessionInline,)
