"""District offices in the admin, with what they answer for."""

from itertools import combinations
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contactpoints.admin.days import AbsenceInline, WorkingDaysField
from contactpoints.admin.places import name
from contactpoints.admin.positions import PositionForm
from contactpoints.models import CoverageArea, DistrictOffice, Municipality
from contactpoints.models.places import Positioned
from linkportal.kit import clock
from linkportal.kit.admin import ScopedAdmin, ScopedInline
from linkportal.kit.text import norwegian_order

if TYPE_CHECKING:
    _FormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    _FormSet = forms.BaseInlineFormSet


class OpenFilter(admin.SimpleListFilter):
    """Whether the office answers today."""

    title = _("drift")
    parameter_name = "drift"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ja", _("Svarer i dag")), ("nei", _("Lagt ned eller ikke åpnet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = clock.today()
        is_open = Q(opened_on__lte=today) & (Q(closed_on=None) | Q(closed_on__gt=today))
        return {"ja": queryset.filter(is_open), "nei": queryset.exclude(is_open)}.get(self.value() or "", queryset)


class CoverageFormSet(_FormSet):
    """Rows that must not only agree with what is recorded, but also with each other."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.is_valid() and form.cleaned_data and not self._is_deleted(form)]
        for one, other in combinations(kept, 2):
            if _overlap(one.instance, other.instance):
                other.add_error(None, _("To av linjene gjelder samme sted på noen av de samme dagene."))

    def _is_deleted(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE"))


def _overlap(one: CoverageArea, other: CoverageArea) -> bool:
    """Whether both are about one place on one day."""
    if (one.municipality_id, one.county_id) != (other.municipality_id, other.county_id):
        return False
    one_ends_first = one.valid_until is not None and one.valid_until <= other.valid_from
    other_ends_first = other.valid_until is not None and other.valid_until <= one.valid_from
    return not (one_ends_first or other_ends_first)


class CoverageInline(ScopedInline):
    model = CoverageArea
    restorable = False  # changing who answers where has a preview of its own
    formset = CoverageFormSet
    fields = ("county", "municipality", "valid_from", "valid_until")
    autocomplete_fields = ("municipality",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The counties are fetched once, not once for each row."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "county" and field is not None:
            field.choices = list(field.choices)
        return field


class OfficeForm(PositionForm):
    """An office, at the seat of the municipality where it lies unless it says more exactly."""

    working_days = WorkingDaysField()
    seat = forms.ModelChoiceField(
        Municipality.objects.select_related("county").order_by(norwegian_order("name")),
        label=_("Kommune der kontoret ligger"),
        required=False,
        help_text=_("Gir posisjonen når du ikke skriver grader."),
    )

    def nearest_known(self, cleaned: dict[str, Any]) -> Positioned | None:
        if seat := cleaned.get("seat"):
            return seat  # type: ignore[no-any-return]
        self.add_error("seat", _("Velg kommunen kontoret ligger i, eller skriv breddegrad og lengdegrad."))
        return None


@admin.register(DistrictOffice)
class DistrictOfficeAdmin(ScopedAdmin):
    form = OfficeForm
    inlines = (CoverageInline, AbsenceInline)
    list_display = (name, "town", "email", "phone", "opened_on", "closed_on", "is_national_desk")
    list_filter = (OpenFilter,)
    search_fields = ("name", "town", "address")
    ordering = (norwegian_order("name"), "pk")
    fieldsets = (
        (None, {"fields": ("name", "slug", "town")}),
        (_("Slik når en kontoret"), {"fields": ("email", "phone", "hours", "working_days", "address")}),
        (_("Virke"), {"fields": ("opened_on", "closed_on", "is_national_desk")}),
        (_("Posisjon"), {"fields": ("seat", "latitude", "longitude")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: DistrictOffice | None = None) -> Any:
        """Degrees in place of a choice that only helps to find them, where nothing can be chosen."""
        if request.user.is_national_admin and self.has_change_permission(request, obj):  # type: ignore[union-attr]
            return self.fieldsets
        return (*self.fieldsets[:3], (_("Posisjon"), {"fields": ("latitude", "longitude")}))

    def get_readonly_fields(self, request: HttpRequest, obj: DistrictOffice | None = None) -> Any:
        """An office keeps its own ways of contact; what it is, where and from when is decided nationally."""
        if request.user.is_national_admin:  # type: ignore[union-attr]
            return ()
        return ("name", "slug", "town", "opened_on", "closed_on", "is_national_desk", "latitude", "longitude")
