"""The catalogue of leaflets and posters in the admin. There is one for the whole country, kept nationally."""

from django.contrib import admin

from groups.models import Material
from linkportal.kit.admin import ScopedAdmin
from linkportal.kit.text import norwegian_order


@admin.register(Material)
class MaterialAdmin(ScopedAdmin):
    list_display = ("name", "kind", "language", "most_at_once", "is_offered")
    list_filter = ("is_offered", "kind", "language")
    search_fields = ("name",)
    ordering = ("kind", norwegian_order("name"), "pk")
    fields = ("name", "kind", "about", "language", "most_at_once", "is_offered")
