"""Awards, with tranches, budget, what was left and what is to be reported, and what it all comes to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import ScopedInline
from linkportal.kit.exchange.importing import ImportAdmin
from linkportal.kit.totals import kroner_column
from partners import duties, money, plots, warnings
from partners.admin.documents import DocumentInline
from partners.admin.filters import GrantYearFilter, LetterFilter, RunningFilter, SpentFilter
from partners.admin.formsets import UnusedFundsFormSet, YearsFormSet
from partners.admin.moves import MovesForm, OneAtATime
from partners.admin.resources import GrantResource
from partners.admin.tranches import TrancheInline
from partners.enums import ApplicationStatus
from partners.models import BudgetLine, Grant, GrantApplication, ReportDuty, UnusedFunds


class GrantForm(MovesForm):
    """An award. Whoever offers the scheme has granted it, where nobody else is named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if granted_by := self.fields.get("granted_by"):
            granted_by.required = False
            granted_by.help_text = gettext("La det stå tomt, så er det tilskuddsgiveren bak ordningen.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        scheme = cleaned.get("scheme")
        if scheme and not cleaned.get("granted_by") and "granted_by" not in self.errors:
            cleaned["granted_by"] = scheme.funder
        self._application_is_its_own(cleaned)
        self._period_has_all_vouchers(cleaned)
        return cleaned

    def _application_is_its_own(self, cleaned: dict[str, Any]) -> None:
        application: GrantApplication | None = cleaned.get("application")
        if application is None:
            return
        project = cleaned["project"].pk if cleaned.get("project") else self.instance.project_id
        if project and application.project_id != project:
            self.add_error("application", gettext("Søknaden er fra et annet prosjekt."))
        elif cleaned.get("scheme") and application.scheme_id != cleaned["scheme"].pk:
            self.add_error("application", gettext("Søknaden gjelder en annen ordning."))

    def _period_has_all_vouchers(self, cleaned: dict[str, Any]) -> None:
        first, until = cleaned.get("valid_from"), cleaned.get("valid_until")
        if self.instance.pk is None or not (first and until):
            return
        covered = self.instance.allocations.order_by("expense__spent_on").values_list("expense__spent_on", flat=True)
        earliest, latest = covered.first(), covered.last()
        said = gettext("Tildelingen dekker et bilag fra %(day)s. Perioden må ha med den dagen.")
        if earliest and earliest < first:
            self.add_error("valid_from", said % {"day": date_format(earliest, "j. F Y")})
        if latest and latest >= until:
            self.add_error("valid_until", said % {"day": date_format(latest, "j. F Y")})


class BudgetLineInline(ScopedInline):
    model = BudgetLine
    formset = YearsFormSet
    extra = 3


class UnusedFundsInline(ScopedInline):
    model = UnusedFunds
    formset = UnusedFundsFormSet


class ReportDutyInline(ScopedInline):
    """What is to be reported. It follows the years of the award and the day of the scheme, or one the funder gave."""

    model = ReportDuty
    fields = readonly_fields = ("year", "due_on", "sent_on")
    show_change_link = True
    restorable = False


@admin.register(Grant)
class GrantAdmin(OneAtATime, ImportAdmin):
    """Awards to one's projects."""

    class Media:
        css = {"all": ("css/money.css",)}

    form = GrantForm
    resource = GrantResource
    inlines = (TrancheInline, BudgetLineInline, UnusedFundsInline, ReportDutyInline, DocumentInline)
    deleted_by = ("project",)
    list_display = (
        *("title", "project", "status", "period"),
        kroner_column("amount", _("beløp")),
        kroner_column("paid", _("utbetalt")),
        kroner_column("spent", _("brukt")),
        kroner_column("left", _("igjen")),
    )
    list_filter = ("status", RunningFilter, GrantYearFilter, SpentFilter, LetterFilter, "scheme", "project")
    list_select_related = ("project",)
    search_fields = ("title", "reference", "project__name", "scheme__name", "granted_by__name")
    search_help_text = _("Hva den er til, referanse, prosjekt, ordning eller hvem som har gitt den.")
    autocomplete_fields = ("project", "scheme", "application", "granted_by")
    fieldsets = (
        (None, {"fields": ("project", "scheme", "application", "title", "status")}),
        (_("Tilsagnet"), {"fields": ("amount", "valid_from", "valid_until", "letter_on", "reference", "granted_by")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return money.with_sums(super().get_queryset(request))

    def choices(self, request: HttpRequest, field: Any) -> QuerySet[Any]:
        """Only what was granted leads to an award."""
        rows = super().choices(request, field)
        return rows.filter(status=ApplicationStatus.GRANTED) if field.name == "application" else rows

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who answers now is asked of an award that is there."""
        if obj is None:
            return self.fieldsets
        first, (title, told) = self.fieldsets
        return (first, (title, {"fields": (*told["fields"], "answering_now")}))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Money stays with its project."""
        return ("project", "answering_now") if obj else ()

    @admin.display(description=_("periode"), ordering="valid_from")
    def period(self, row: Grant) -> str:
        """Its years where it has whole ones, otherwise its first and its last day."""
        first, last = row.valid_from, row.last_day
        if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
            return f"{date_format(first, 'j.n.Y')}–{date_format(last, 'j.n.Y')}"
        return f"{first.year}–{last.year}" if first.year != last.year else str(first.year)

    @admin.display(description=_("svarer for den i dag"))
    def answering_now(self, row: Grant) -> str:
        """Who has taken over after whoever granted it."""
        return ", ".join(str(one) for one in row.answering_now)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        duties.keep(form.instance)

    def when_restored(self, obj: Grant) -> None:
        duties.keep(obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With what the award comes to, and what is to be said of it."""
        if grant := context.get("original"):
            found = money.money_of(grant)
            context |= {
                "findings": warnings.of_grant(grant),
                "money": found,
                "plot": plots.money_by_year(found.years),
            }
        return super().render_change_form(request, context, *args, **kwargs)
