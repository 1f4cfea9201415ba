"""Budget lines across all awards: to be filtered, taken along and read from files.

Each stands in the form of its award too, where one sees what they add up to.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import ScopedForm
from linkportal.kit.exchange.importing import ImportAdmin
from linkportal.kit.totals import kroner_column
from partners.admin.filters import YearFilter
from partners.admin.formsets import not_of_the_years
from partners.admin.resources import BudgetLineResource
from partners.models import BudgetLine


class BudgetLineForm(ScopedForm):
    """A line of a year that the award has days in."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        grant, year = cleaned.get("grant", self.instance.grant if self.instance.pk else None), cleaned.get("year")
        if grant and year and year not in grant.years:
            self.add_error("year", not_of_the_years(grant))
        return cleaned


@admin.register(BudgetLine)
class BudgetLineAdmin(ImportAdmin):
    """The budgets of one's projects."""

    form = BudgetLineForm
    resource = BudgetLineResource
    list_display = ("category", "year", "project", "grant", kroner_column("amount", _("beløp")))
    list_filter = (YearFilter, "category", "grant__project", "grant")
    list_select_related = ("grant__project",)
    search_fields = ("grant__title", "grant__reference", "grant__project__name")
    search_help_text = _("Tildeling, referanse eller prosjekt.")
    autocomplete_fields = ("grant",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A line stays with its award."""
        return ("grant",) if obj else ()

    @admin.display(description=_("prosjekt"), ordering="grant__project__name")
    def project(self, row: BudgetLine) -> str:
        """Whose award it is a part of."""
        return str(row.grant.project)
