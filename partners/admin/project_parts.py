"""The parts of a project in the admin, in the order of work: partners, goals, positions, money, what happens."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groups.models import Inquiry
from linkportal.kit.admin import ScopedInline, scope
from linkportal.kit.totals import kroner_column
from partners.admin.links import LinkedInline, link
from partners.models import (
    Goal,
    Grant,
    GrantApplication,
    NetworkMeeting,
    Position,
    ProjectInterest,
    ProjectPartner,
    ProjectUpdate,
)

if TYPE_CHECKING:
    _FormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    _FormSet = forms.BaseInlineFormSet


class ProjectPartnerFormSet(_FormSet):
    """Rows that must not only agree with what is recorded, but also with each other."""

    def clean(self) -> None:
        super().clean()
        gone = self.deleted_forms
        kept = [form for form in self.forms if form not in gone and form.is_valid() and form.cleaned_data]
        for one, other in combinations(kept, 2):
            if _overlap(one.instance, other.instance):
                other.add_error("organisation", _("Organisasjonen står i to linjer med samme rolle på samme dager."))


def _overlap(one: ProjectPartner, other: ProjectPartner) -> bool:
    """Whether both say the same of one organisation on one day."""
    if (one.organisation_id, one.role) != (other.organisation_id, other.role):
        return False
    first, second = sorted((one, other), key=lambda row: row.valid_from)
    return first.valid_until is None or second.valid_from < first.valid_until


class ProjectPartnerInline(ScopedInline):
    model = ProjectPartner
    formset = ProjectPartnerFormSet
    fields = ("organisation", "role", "valid_from", "valid_until", "agreement_until")
    autocomplete_fields = ("organisation",)


class GoalInline(ScopedInline):
    """What the project wants. What was reached by hand, year by year, stands on a page of each goal's own."""

    model = Goal
    fields = ("title", "indicator", "unit", "target", "order", "results")
    readonly_fields = ("results",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Narrow fields for what is short, so that a row fits on the page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "unit":
            field.widget.attrs.update({"class": "", "size": "14"})
        elif field is not None and db_field.name in {"target", "order"}:
            field.widget.attrs["class"] = "vIntegerField"
        return field

    @admin.display(description=_("resultater"))
    def results(self, goal: Goal) -> str:
        if goal.pk is None:
            return "–"
        page = reverse("admin:partners_goal_change", args=[goal.pk])
        return format_html('<a href="{}">{}</a>', page, _("år for år"))


class PositionInline(ScopedInline):
    model = Position
    fields = ("title", "full_time_equivalents", "filled_from", "filled_until")


class ApplicationInline(LinkedInline):
    model = GrantApplication
    fields: ClassVar[Any] = (link, "scheme", kroner_column("amount", _("søkt beløp")), "status", "due_on")
    readonly_fields: ClassVar[Any] = (link, fields[2])
    add_words = _("Skriv en søknad")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("scheme")


class GrantInline(LinkedInline):
    model = Grant
    fk_name = "project"
    fields: ClassVar[Any] = (
        link,
        "granted_by",
        kroner_column("amount", _("beløp")),
        "status",
        "valid_from",
        "valid_until",
    )
    readonly_fields: ClassVar[Any] = (link, fields[2])
    add_words = _("Før inn en tildeling")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("granted_by")


class MeetingInline(LinkedInline):
    model = NetworkMeeting
    fields: ClassVar[Any] = (link, "starts_at", "venue", "is_public")
    add_words = _("Legg inn et møte")
    add_with = {"kind": "partnership"}


class UpdateInline(LinkedInline):
    model = ProjectUpdate
    fields: ClassVar[Any] = (link, "published_on", "is_published")
    add_words = _("Skriv en nyhet")


class InterestInline(LinkedInline):
    """Inquiries of those who want to take part: the reference and the day, and nothing about who they are."""

    model = ProjectInterest
    fields = ("reference", "since")
    readonly_fields: ClassVar[Any] = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the inquiry, of those that who asks may open."""
        mine = scope(request, Inquiry).order_by().values("pk")
        rows = super().get_queryset(request).filter(inquiry__in=mine)
        return rows.select_related("inquiry").only("project", "linked_on", "inquiry__reference", "inquiry__status")

    @admin.display(description=_("henvendelse"))
    def reference(self, row: ProjectInterest) -> str:
        case = reverse("groups:case", args=[row.inquiry.reference])
        return format_html('<a href="{}">{}</a> ({})', case, row.inquiry.reference, row.inquiry.get_status_display())

    @admin.display(description=_("knyttet"))
    def since(self, row: ProjectInterest) -> str:
        """The day on which somebody linked it."""
        return date_format(row.linked_on, "j. F Y") if row.linked_on else gettext("ikke ennå, kom fra prosjektets side")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As inquiries: an auditor reads none."""
        return super().has_view_permission(request, obj) and request.user.has_perm("groups.view_inquiry")
