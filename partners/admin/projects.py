"""Partnership projects in the admin, from the idea to what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.formats import localize
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contactpoints.models import Municipality
from linkportal.kit import clock
from linkportal.kit.admin import ScopedInline
from linkportal.kit.exchange.exporting import ExportAdmin
from linkportal.kit.text import norwegian_order, slug_of
from partners import warnings
from partners.admin import project_parts as parts
from partners.admin.documents import DocumentInline
from partners.admin.moves import MovesForm, OneAtATime
from partners.admin.resources import GoalResource, ProjectResource
from partners.enums import ProjectStatus
from partners.models import Goal, GoalResult, PartnershipProject, Position

# Parts of addresses under /samarbeid/ that are no project's.
TAKEN_SLUGS = frozenset({"bli-med"})


class ProjectForm(MovesForm):
    """A project. Its address may be left out, and is made of its name."""

    class Meta:
        help_texts: ClassVar[dict[str, Any]] = {
            "slug": _("La stå tomt, så lages den av navnet. Den er fast så lenge prosjektet vises på nettsiden."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "slug" in self.fields and "slug" not in self.errors:
            cleaned["slug"] = cleaned.get("slug") or slug_of(cleaned.get("name", ""), 80)
            if cleaned["slug"] in TAKEN_SLUGS or (not cleaned["slug"] and cleaned.get("name")):
                self.add_error("slug", _("Denne adressen kan ikke brukes. Skriv en annen."))
        ends = cleaned.get("status") == ProjectStatus.ENDED
        if ends and not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Skriv hvilken dag prosjektet ble avsluttet."))
        return cleaned


class MineFilter(admin.SimpleListFilter):
    """Those of one's own office, for who sees those of others as well."""

    title = _("hvem sine")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        user: Any = request.user
        return [("ja", _("Mitt kontors"))] if user.is_national and user.office_ids else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(office__in=request.user.office_ids) if self.value() == "ja" else queryset  # type: ignore[union-attr]


@admin.register(PartnershipProject)
class PartnershipProjectAdmin(OneAtATime, ExportAdmin):
    """The projects of one's office."""

    form = ProjectForm
    deleted_by = ("office",)
    instead_of_deleting = _("Sett heller status «Avsluttet».")
    resource = ProjectResource
    list_display = ("name", "status", "starts_on", "ends_on", "positions_now", "is_public", "office")
    list_filter = (MineFilter, "status", "counties", "grants__scheme", "office")
    list_select_related = ("office",)
    search_fields = ("name",)
    search_help_text = _("Navn på prosjektet.")
    ordering = (norwegian_order("name"), "pk")
    autocomplete_fields = ("contact_point",)
    readonly_fields = ("positions_now",)
    inlines = (
        parts.ProjectPartnerInline,
        parts.GoalInline,
        parts.PositionInline,
        parts.ApplicationInline,
        parts.GrantInline,
        parts.MeetingInline,
        parts.UpdateInline,
        DocumentInline,
        parts.InterestInline,
    )
    _what = (None, {"fields": ("name", "slug", "summary", "about", "target_group")})
    _where = (_("Hvor og av hvem"), {"fields": ("office", "contact_point", "counties", "municipalities")})
    _shown = (_("På nettsiden"), {"fields": ("is_public", "shows_amounts")})
    _said = (_("Notater og beskjeder"), {"fields": ("staff_notes", "partner_remarks")})

    def get_fieldsets(self, request: HttpRequest, obj: PartnershipProject | None = None) -> Any:
        """How many positions are filled is asked of a project that is there."""
        now = ("positions_now",) if obj else ()
        stands = {"fields": ("status", ("starts_on", "ends_on"), "positions_wanted", *now)}
        return (self._what, self._where, (_("Hvor langt det er kommet"), stands), self._shown, self._said)

    def get_readonly_fields(self, request: HttpRequest, obj: PartnershipProject | None = None) -> Any:
        """What the public has been able to find keeps its address."""
        if obj is None:
            return ()
        # As it was when it was fetched: a form that is shown again, with what is wrong in it, has changed the object.
        is_public = vars(obj).setdefault("_is_found", obj.is_public)
        return ("slug", *self.readonly_fields) if is_public else self.readonly_fields

    def get_inlines(self, request: HttpRequest, obj: PartnershipProject | None) -> Any:
        """What has a page of its own needs a project first."""
        return self.inlines if obj else self.inlines[:3]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With `filled`: full-time equivalents in which somebody works today."""
        mine = Position.objects.filter(project=OuterRef("pk")).filled_on(clock.today()).order_by().values("project")
        filled = Subquery(mine.annotate(sum=Sum("full_time_equivalents")).values("sum"), output_field=DecimalField())
        nothing = Value(Decimal(0), output_field=DecimalField())
        projects: QuerySet[Any] = super().get_queryset(request).annotate(filled=Coalesce(filled, nothing))
        return projects

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """As boxes to tick, which work without script and are told apart from what is only marked."""
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, "widget": forms.CheckboxSelectMultiple})

    def choices(self, request: HttpRequest, field: Any) -> QuerySet[Any]:
        """An office chooses among the places that it answers for; what others chose stays."""
        choices = super().choices(request, field)
        if field.related_model is not Municipality:
            return choices
        user: Any = request.user
        mine = Q() if user.is_national else Q(pk__in=user.answered_municipality_ids)
        return choices.filter(mine, valid_until=None).select_related("county")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The office of who has only one."""
        offices = request.user.office_ids  # type: ignore[union-attr]
        return {**({"office": offices[0]} if len(offices) == 1 else {}), **super().get_changeform_initial_data(request)}

    def view_on_site(self, obj: PartnershipProject) -> str | None:
        """Its page, once everybody may read it."""
        return obj.get_absolute_url() if obj.is_public else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With what is over, late or missing in its awards."""
        if project := context.get("original"):
            context["findings"] = warnings.of_project(project)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("årsverk besatt"))
    def positions_now(self, project: Any) -> str:
        """So many of those wanted."""
        numbers = {"filled": _short(project.filled), "wanted": _short(project.positions_wanted)}
        return gettext("%(filled)s av %(wanted)s") % numbers


def _short(number: Decimal) -> str:
    """With one decimal, or two where it has them: `2,0`, `0,75`."""
    return str(localize(number.quantize(Decimal("0.1")) if number == number.quantize(Decimal("0.1")) else number))


class GoalResultInline(ScopedInline):
    model = GoalResult
    fields = ("year", "reached")


@admin.register(Goal)
class GoalAdmin(ExportAdmin):
    """A goal by itself, with what was reached year by year."""

    deleted_by = ("project",)
    resource = GoalResource
    list_display = ("title", "project", "indicator", "target", "unit")
    list_select_related = ("project",)
    list_filter = ("indicator", "project")
    search_fields = ("title", "project__name")
    search_help_text = _("Målet eller prosjektet.")
    autocomplete_fields = ("project",)
    inlines = (GoalResultInline,)
