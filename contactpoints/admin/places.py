"""The places of Norway in the admin: to look up, for nobody to change by hand."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contactpoints.coverage import NoNationalDesk, office_for
from contactpoints.enums import PlaceKind
from contactpoints.models import County, Municipality, PlaceName, PostalCode
from contactpoints.place import Place
from linkportal.kit import clock
from linkportal.kit.admin import ScopedAdmin
from linkportal.kit.text import fold, norwegian_order


@admin.display(description=_("navn"), ordering=norwegian_order("name"))
def name(obj: County | Municipality) -> str:
    """A column sorted as in Norwegian."""
    return obj.name


def municipalities_called(text: str) -> QuerySet[PlaceName]:
    """Primary keys of the municipalities that have a name like that, in any language and spelling."""
    names = PlaceName.objects.filter(kind=PlaceKind.MUNICIPALITY, folded__contains=fold(text))
    return names.values("municipality")  # type: ignore[return-value]


@admin.register(County)
class CountyAdmin(ScopedAdmin):
    list_display = ("number", name, "official_name", "valid_from", "valid_until")
    list_display_links = ("number", name)
    search_fields = ("name", "official_name", "number")
    ordering = (norwegian_order("name"), "pk")
    fields = ("number", "name", "official_name", "valid_from", "valid_until", "successors")

    def view_on_site(self, obj: County) -> str:
        return obj.get_absolute_url()


@admin.register(Municipality)
class MunicipalityAdmin(ScopedAdmin):
    list_display = ("number", name, "official_name", "county", "valid_from", "valid_until")
    list_display_links = ("number", name)
    list_filter = ("county", "is_territory")
    list_select_related = ("county",)
    search_fields = ("name",)
    search_help_text = _("Navn på et av de offisielle språkene, eller kommunenummer.")
    ordering = (norwegian_order("name"), "pk")
    readonly_fields = ("answers",)
    fieldsets = (
        (None, {"fields": ("number", "name", "official_name", "county", "answers")}),
        (_("Andre offisielle navn"), {"fields": ("name_se", "name_smj", "name_sma", "name_fkv")}),
        (_("Gyldighet og posisjon"), {"fields": ("valid_from", "valid_until", "successors", "latitude", "longitude")}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Municipality], search_term: str
    ) -> tuple[QuerySet[Municipality], bool]:
        """By any official name however it is spelled, or by number."""
        term = search_term.strip()
        if not term:
            return queryset, False
        return queryset.filter(Q(number__startswith=term) | Q(pk__in=municipalities_called(term))), False

    @admin.display(description=_("hvem svarer her"))
    def answers(self, obj: Municipality) -> str:
        """Which office answers today, and why."""
        try:
            return office_for(Place.of_municipality(obj), clock.today()).reason
        except NoNationalDesk:
            return self.get_empty_value_display()

    def view_on_site(self, obj: Municipality) -> str:
        return obj.get_absolute_url()


@admin.register(PostalCode)
class PostalCodeAdmin(ScopedAdmin):
    list_display = ("code", "name", "municipality")
    list_display_links = ("code", "name")
    list_select_related = ("municipality__county",)
    search_fields = ("code__startswith", "name")
    search_help_text = _("Postnummer eller poststed.")
    fields = ("code", "name", "municipality", "latitude", "longitude", "is_exact")
