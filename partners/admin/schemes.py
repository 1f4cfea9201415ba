"""Grant schemes and their rules, and the network of projects under each."""

from django.contrib import admin

from linkportal.kit.admin import ScopedInline
from linkportal.kit.exchange.exporting import ExportAdmin
from partners.admin.resources import SchemeResource
from partners.models import GrantScheme, NetworkProject


class NetworkProjectInline(ScopedInline):
    model = NetworkProject
    autocomplete_fields = ("organisation", "project")


@admin.register(GrantScheme)
class GrantSchemeAdmin(ExportAdmin):
    """The schemes that all offices share."""

    deleted_by = ()
    resource = SchemeResource
    list_display = ("name", "funder", "largest_share_percent", "decided_yearly")
    search_fields = ("name", "funder__name")
    autocomplete_fields = ("funder",)
    inlines = (NetworkProjectInline,)
