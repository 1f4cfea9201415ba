"""Tranches of all awards in one list, where they are marked as paid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from linkportal.kit import clock
from linkportal.kit.admin import ScopedInline
from linkportal.kit.exchange.importing import ImportAdmin
from linkportal.kit.totals import kroner_column
from partners import tranches
from partners.admin.filters import LateTrancheFilter, YearFilter
from partners.admin.formsets import TrancheFormSet, not_of_the_years
from partners.admin.moves import MovesForm, OneAtATime
from partners.admin.reminding import RemindsAdmin
from partners.admin.resources import TrancheResource
from partners.enums import GrantStatus, TrancheStatus
from partners.models import Tranche


class TrancheForm(MovesForm):
    """A tranche. The day it came and that it has come are said together."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"status", "paid_on"} & set(self.errors):
            return cleaned
        status, paid_on = cleaned.get("status", self.instance.status), cleaned.get("paid_on")
        if status == TrancheStatus.PAID and paid_on is None:
            self.add_error("paid_on", gettext("Skriv hvilken dag raten kom."))
        elif status != TrancheStatus.PAID and paid_on is not None:
            paid = TrancheStatus.PAID.label
            self.add_error("paid_on", gettext("Sett statusen til «%(paid)s», eller ta bort dagen.") % {"paid": paid})
        elif paid_on is not None and paid_on > clock.today():
            self.add_error("paid_on", gettext("Dagen raten kom, kan ikke være etter i dag."))
        return cleaned


class TrancheInline(ScopedInline):
    model = Tranche
    form = TrancheForm
    formset = TrancheFormSet
    fields = ("year", "amount", "due_on", "is_conditional", "status", "paid_on")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """An award often lasts some years, and each has one."""
        return self.extra if obj and obj.tranches.exists() else 4


class DayForm(forms.Form):
    """The day on which money came."""

    day = forms.DateField(
        label=_("Dagen pengene kom"),
        widget=forms.DateInput(format="%d.%m.%Y"),
        help_text=_("For eksempel 15.6.2026"),
        error_messages={
            "required": _("Skriv hvilken dag pengene kom, for eksempel 15.6.2026."),
            "invalid": _("Skriv dagen som dag, måned og år, for eksempel 15.6.2026."),
        },
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError(gettext("Dagen pengene kom, kan ikke være etter i dag."))
        return day


class SingleTrancheForm(TrancheForm):
    """A tranche by itself: in a draft, which need not add up yet."""

    def clean_grant(self) -> Any:
        grant = self.cleaned_data["grant"]
        if not grant.is_draft:
            said = gettext("Denne tildelingen er ikke en kladd. Legg til raten på siden for tildelingen.")
            raise forms.ValidationError(said)
        return grant

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        grant, year = cleaned.get("grant"), cleaned.get("year")
        if grant and year and year not in grant.years:
            self.add_error("year", not_of_the_years(grant))
        settled = self.instance.pk is not None and self.instance.grant.status == GrantStatus.SETTLED
        if settled and cleaned.get("status") == TrancheStatus.PLANNED:
            self.add_error("status", gettext("Tildelingen er gjort opp, og ingen rate kan vente. Gjenåpne den først."))
        return cleaned


@admin.register(Tranche)
class TrancheAdmin(RemindsAdmin, OneAtATime, ImportAdmin):
    """What is to come, has come and came never. Amount and year are the award's, and changed there."""

    form = SingleTrancheForm
    resource = TrancheResource
    actions = ("mark_paid", "remind", *ImportAdmin.actions)
    list_display = (
        *("year", "project", "grant", "due_on", "stands"),
        kroner_column("amount", _("beløp")),
    )
    list_display_links = ("year", "grant")
    list_filter = (LateTrancheFilter, "status", YearFilter, "is_conditional", "grant__project", "grant__scheme")
    list_select_related = ("grant__project",)
    search_fields = ("grant__title", "grant__reference", "grant__project__name")
    search_help_text = _("Tildeling, referanse eller prosjekt.")
    ordering = ("due_on", "pk")
    autocomplete_fields = ("grant",)
    fields = ("grant", "year", "amount", "due_on", "is_conditional", "status", "paid_on")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("grant", "year", "amount") if obj else ()

    @admin.display(description=_("prosjekt"), ordering="grant__project__name")
    def project(self, row: Tranche) -> str:
        """Whose award it is a part of."""
        return str(row.grant.project)

    @admin.display(description=_("status"), ordering="status")
    def stands(self, row: Tranche) -> str:
        """Whether it has come, and when."""
        words = str(row.get_status_display())
        return f"{words} {date_format(row.paid_on, 'j.n.Y')}" if row.paid_on else words

    @admin.action(description=_("Merk som utbetalt"), permissions=["change"])
    def mark_paid(self, request: HttpRequest, queryset: QuerySet[Tranche]) -> HttpResponse | None:
        """Ask on which day they came, then say so."""
        form = DayForm(request.POST if "day" in request.POST else None, initial={"day": clock.today()})
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Merk som utbetalt"),
                "form": form,
                "rows": queryset.select_related("grant__project"),
                "opts": self.opts,
            }
            status = 422 if form.is_bound else 200
            return TemplateResponse(request, "admin/partners/tranche/mark_paid.html", context, status=status)
        chosen, marked = queryset.count(), tranches.mark_paid(queryset, form.cleaned_data["day"])
        if marked:
            said = ngettext("%(count)d rate er merket som utbetalt.", "%(count)d rater er merket som utbetalt.", marked)
            self.message_user(request, said % {"count": marked}, messages.SUCCESS)
        if left := chosen - marked:
            said = ngettext(
                "%(count)d rate er som før: den er utbetalt eller falt bort, eller tildelingen gjelder ikke.",
                "%(count)d rater er som før: de er utbetalt eller falt bort, eller tildelingen gjelder ikke.",
                left,
            )
            self.message_user(request, said % {"count": left}, messages.WARNING)
        return None
