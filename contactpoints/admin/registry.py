"""Contact points in the admin: the form is in the order in which one gets to know a place."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contactpoints.admin.days import AbsenceInline, WorkingDaysField
from contactpoints.admin.places import municipalities_called, name
from contactpoints.admin.positions import PositionForm
from contactpoints.enums import SpokenLanguage, Status
from contactpoints.models import ClosedPeriod, ContactPoint, Municipality, Onboarding, OpeningHours, PostalCode
from contactpoints.models.places import Positioned
from contactpoints.models.registry import CONFIRMED_FOR_DAYS
from linkportal.kit import clock
from linkportal.kit.admin import ScopedAdmin, ScopedInline
from linkportal.kit.text import fold, norwegian_order, slug_of


class StaleFilter(admin.SimpleListFilter):
    """Whether somebody has said lately that what stands there is right."""

    title = _("sist bekreftet")
    parameter_name = "bekreftet"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("nei", _("Ikke bekreftet på et år")), ("ja", _("Bekreftet siste år"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        fresh = Q(confirmed_on__gte=clock.today() - timedelta(days=CONFIRMED_FOR_DAYS))
        return {"ja": queryset.filter(fresh), "nei": queryset.exclude(fresh)}.get(self.value() or "", queryset)


class OpeningHoursInline(ScopedInline):
    model = OpeningHours
    fields = ("weekday", "opens", "closes")


class ClosedPeriodInline(ScopedInline):
    model = ClosedPeriod
    fields = ("first_day", "last_day", "reason")


class OnboardingInline(ScopedInline):
    """The checklist of a proposed one. That it is published says its status."""

    model = Onboarding
    max_num = 1
    fields = ("talked_on", "agreed_on", "trained_on", "material_sent_on")


class ContactPointForm(PositionForm):
    """A contact point. The postal code is typed, and what can be derived may be left out."""

    postal_code = forms.ModelChoiceField(
        PostalCode.objects.all(),
        label=_("Postnummer"),
        required=False,
        to_field_name="code",
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}),
        error_messages={"invalid_choice": _("Dette postnummeret finnes ikke. Skriv fire sifre.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Språk"), choices=SpokenLanguage.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    working_days = WorkingDaysField()

    class Meta:
        help_texts: ClassVar[dict[str, Any]] = {
            "slug": _("La stå tomt, så lages den av navnet. Den er fast når kontaktpunktet er publisert."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if self.instance.postal_code_id:
            self.initial["postal_code"] = self.instance.postal_code.code

    def nearest_known(self, cleaned: dict[str, Any]) -> Positioned | None:
        return cleaned.get("postal_code") or cleaned.get("municipality")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = slug_of(cleaned.get("name", ""), 80)
        postal_code, municipality = cleaned.get("postal_code"), cleaned.get("municipality")
        if postal_code and municipality and postal_code.municipality_id != municipality.pk:
            words = {"code": postal_code, "municipality": postal_code.municipality.name}
            self.add_error("postal_code", _("%(code)s ligger i %(municipality)s kommune.") % words)
        return cleaned


@admin.register(ContactPoint)
class ContactPointAdmin(ScopedAdmin):
    form = ContactPointForm
    inlines = (OpeningHoursInline, ClosedPeriodInline, AbsenceInline, OnboardingInline)
    list_display = (name, "host_kind", "municipality", "status", "accepts_new", "confirmed_on")
    list_filter = ("status", "host_kind", "accepts_new", StaleFilter, "municipality__county")
    list_select_related = ("municipality__county",)
    search_fields = ("name",)
    search_help_text = _("Navn, vertsorganisasjon eller kommune.")
    ordering = (norwegian_order("name"), "pk")
    autocomplete_fields = ("successor",)
    actions = ("confirm",)
    fieldsets = (
        (
            _("Hva det er"),
            {"fields": ("name", "slug", "host_kind", "host_name", "organisation_number", "summary")},
        ),
        (_("Hvor det er"), {"fields": ("meeting_form", "address", "postal_code", "municipality", "serves")}),
        (
            _("Slik når en det"),
            {"fields": (("email", "email_is_public"), ("phone", "phone_is_public"), "website")},
        ),
        (_("Slik er det å komme"), {"fields": ("accepts_new", "languages", "step_free", "access_notes")}),
        (_("Slik svarer det"), {"fields": ("working_days",)}),
        (_("Status"), {"fields": ("status", "confirmed_on", "closed_on", "successor")}),
        (_("Posisjon på kartet"), {"fields": ("latitude", "longitude"), "classes": ("collapse",)}),
    )

    def get_inlines(self, request: HttpRequest, obj: ContactPoint | None) -> Any:
        """The checklist as long as it is one's way into the registry."""
        is_proposed = obj is not None and obj.status == Status.PROPOSED
        return self.inlines if is_proposed else tuple(one for one in self.inlines if one is not OnboardingInline)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """As boxes to tick, which work without script and are told apart from what is only marked."""
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, "widget": forms.CheckboxSelectMultiple})

    def choices(self, request: HttpRequest, field: Any) -> QuerySet[Any]:
        """An office places contact points where it answers, and nowhere else."""
        choices = super().choices(request, field)
        if field.related_model is not Municipality:
            return choices
        choices = choices.select_related("county")
        return choices if request.user.is_national else choices.filter(pk__in=request.user.answered_municipality_ids)  # type: ignore[union-attr]

    def get_readonly_fields(self, request: HttpRequest, obj: ContactPoint | None = None) -> Any:
        """What the public has been able to find keeps its address."""
        return () if obj is None or obj.status == Status.PROPOSED else ("slug",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ContactPoint], search_term: str
    ) -> tuple[QuerySet[ContactPoint], bool]:
        """By name or municipality however they are spelled, or by host."""
        term = search_term.strip()
        if not term:
            return queryset, False
        named = Q(name_folded__contains=fold(term)) | Q(host_name__icontains=term)
        return queryset.filter(named | Q(municipality__in=municipalities_called(term))), False

    def view_on_site(self, obj: ContactPoint) -> str | None:
        """Its page, once it has one."""
        return obj.get_absolute_url() if obj.status != Status.PROPOSED else None

    @admin.action(description=_("Bekreft at opplysningene stemmer i dag"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[ContactPoint]) -> None:
        """Say of those chosen that what stands there is right."""
        count = queryset.update(confirmed_on=clock.today())
        text = ngettext("%(count)d kontaktpunkt er bekreftet.", "%(count)d kontaktpunkter er bekreftet.", count)
        messages.success(request, text % {"count": count})
