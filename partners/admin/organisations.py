"""Organisations in the admin: who they are, how one reaches them, and who came after those that are no more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contactpoints.validators import organisation_number
from linkportal.kit import clock
from linkportal.kit.admin import ScopedForm, ScopedInline, scope
from linkportal.kit.exchange.importing import ImportAdmin
from linkportal.kit.money import in_threes
from linkportal.kit.text import norwegian_order
from partners.admin.filters import InWords
from partners.admin.held_by import ORGANISATION_HELD_BY
from partners.admin.links import page_of
from partners.admin.resources import OrganisationResource
from partners.admin.resources.shared import digits
from partners.models import Grant, Organisation, ProjectPartner, Succession
from partners.succession import ended_too_early, successors_are_wrong

if TYPE_CHECKING:
    _FormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    _FormSet = forms.BaseInlineFormSet

# Where people have addresses of their own. An organisation may have one there too, so that it is only asked about.
_PRIVATE = frozenset({"gmail.com", "hotmail.com", "hotmail.no", "icloud.com", "live.no", "online.no", "outlook.com"})


class NumberField(forms.CharField):
    """An organisation number as one writes it: with spaces, and NO and MVA around it."""

    def prepare_value(self, value: Any) -> Any:
        """In groups of three."""
        return in_threes(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        return digits(super().to_python(value) or "")


class OrganisationForm(ScopedForm):
    """An organisation, its number in groups of three."""

    number = NumberField(
        label=_("Organisasjonsnummer"),
        required=False,
        max_length=30,
        help_text=_("Ni siffer, for eksempel 974 760 673"),
        error_messages={"max_length": _("Skriv organisasjonsnummeret med ni siffer, for eksempel 974 760 673.")},
    )

    def clean_number(self) -> str:
        """Says what is wrong with a number, or whose it already is."""
        number: str = self.cleaned_data["number"]
        if number:
            organisation_number(number)
        other = number and Organisation.objects.filter(number=number).exclude(pk=self.instance.pk).first()
        if other:
            raise forms.ValidationError(_("Dette er organisasjonsnummeret til %(name)s.") % {"name": other})
        return number

    def clean_dissolved_on(self) -> date | None:
        """It was there on the day on which it took over after another."""
        ended: date | None = self.cleaned_data["dissolved_on"]
        if ended and (sentence := ended_too_early(self.instance, ended)):
            raise forms.ValidationError(sentence)
        return ended


class SuccessionFormSet(_FormSet):
    """Who came after. The rows must agree with each other, and with the day on which the organisation ended."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            row = form.instance
            if form in self.deleted_forms or not getattr(form, "cleaned_data", None) or row.successor_id is None:
                continue
            if sentence := successors_are_wrong(self.instance, row.successor):
                form.add_error("successor", sentence)


class SuccessionInline(ScopedInline):
    model = Succession
    formset = SuccessionFormSet
    fk_name = "organisation"
    fields = ("successor",)
    autocomplete_fields = ("successor",)


class DissolvedFilter(InWords):
    """Whether it exists today."""

    title = _("finnes")
    parameter_name = "finnes"
    answers = {
        "ja": (_("Finnes i dag"), lambda rows: rows.standing_on(clock.today())),
        "nei": (_("Lagt ned"), lambda rows: rows.filter(dissolved_on__lte=clock.today())),
    }


class TakesPartFilter(admin.SimpleListFilter):
    """Whether it takes part today in a project that one sees, or gives money to one."""

    title = _("med i prosjekter")
    parameter_name = "med"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ja", _("Er med i dag")), ("gir", _("Har tildelt penger")), ("nei", _("Er ikke med"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        partners = scope(request, ProjectPartner).on(clock.today()).order_by().values("organisation")  # type: ignore[attr-defined]
        givers = scope(request, Grant).order_by().values("granted_by")
        return {
            "ja": queryset.filter(pk__in=partners),
            "gir": queryset.filter(pk__in=givers),
            "nei": queryset.exclude(Q(pk__in=partners) | Q(pk__in=givers)),
        }.get(self.value() or "", queryset)


@admin.register(Organisation)
class OrganisationAdmin(ImportAdmin):
    """The one register of organisations that all offices share."""

    deleted_by = ()
    held_by = ORGANISATION_HELD_BY
    instead_of_deleting = _("Sett heller dato for når den ble lagt ned.")
    resource = OrganisationResource
    form = OrganisationForm
    inlines = (SuccessionInline,)
    list_display = ("named", "short_name", "kind", "number_in_threes", "dissolved_on", "successors")
    list_filter = ("kind", DissolvedFilter, TakesPartFilter)
    search_fields = ("name", "short_name", "number")
    search_help_text = _("Navn, kortnavn eller organisasjonsnummer.")
    ordering = (norwegian_order("name"), "pk")
    _reached = {"fields": ("contact_role", "email", "phone", "website")}

    @admin.display(description=_("navn"), ordering=norwegian_order("name"))
    def named(self, row: Organisation) -> str:
        """Its name, by which the list is ordered the Norwegian way, backwards too."""
        return row.name

    def get_fieldsets(self, request: HttpRequest, obj: Organisation | None = None) -> Any:
        """What it does here, and who answers for it, is asked of one that is there."""
        known = (None, {"fields": ("name", "short_name", "kind", "number", "about")})
        ended: Any = {"fields": ("dissolved_on",)}
        if obj is None:
            return (known, (_("Slik når en dem"), self._reached), (_("Når den er lagt ned"), ended))
        here = {"fields": ("memberships", "awards")}
        ended = {"fields": ("dissolved_on", "answering_now")} if obj.dissolved_on else ended
        return (
            known,
            (_("Slik når en dem"), self._reached),
            (_("Her i portalen"), here),
            (_("Når den er lagt ned"), ended),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> Any:
        return ("memberships", "awards", "answering_now") if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        after = Prefetch("successions", Succession.objects.select_related("successor"))
        return super().get_queryset(request).prefetch_related(after)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A number is found however it is grouped, and also by its beginning."""
        if (number := digits(search_term)).isdecimal():
            return queryset.filter(Q(number__startswith=number) | Q(name__icontains=search_term.strip())), False
        return super().get_search_results(request, queryset, search_term)

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        """Ask whether an address that looks like somebody's own is meant."""
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data and obj.email.partition("@")[2].lower() in _PRIVATE:
            said = gettext("Adressen %(email)s ser ut som en privat. Skriv organisasjonens egen hvis den har en.")
            messages.warning(request, said % {"email": obj.email})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """What is listed on the page is of the projects that who asks may see."""
        if organisation := context.get("original"):
            vars(organisation)["_asking"] = request
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("organisasjonsnummer"), ordering="number")
    def number_in_threes(self, organisation: Organisation) -> str:
        return in_threes(organisation.number)

    @admin.display(description=_("etterfølgere"))
    def successors(self, organisation: Organisation) -> str:
        return ", ".join(row.successor.name for row in organisation.successions.all())

    @admin.display(description=_("svarer for den nå"))
    def answering_now(self, organisation: Organisation) -> str:
        """Those who came after, and after them, until today."""
        answering = [one for one in organisation.answering_now if one != organisation]
        return _listed(answering) if answering else gettext("Ingen. Legg til etterfølgerne nederst, om den har noen.")

    @admin.display(description=_("medlem av prosjekter"))
    def memberships(self, organisation: Any) -> str:
        """Its roles in the projects that one sees, also those it has left."""
        rows = scope(organisation._asking, ProjectPartner).filter(organisation=organisation)
        return _lines([(row.project, _role(row)) for row in rows.select_related("project").order_by("-valid_from")])

    @admin.display(description=_("har tildelt"))
    def awards(self, organisation: Any) -> str:
        """What it has granted to the projects that one sees: that stays true when it has ended."""
        rows = scope(organisation._asking, Grant).filter(granted_by=organisation).select_related("project")
        return _lines([(row, f"{row.project}, {_period(row)}") for row in rows.order_by("-valid_from")])


def _role(row: ProjectPartner) -> str:
    return f"{row.get_role_display()}, {_period(row)}"


def _period(row: ProjectPartner | Grant) -> str:
    """The first day and the last, as one says it: `1. januar 2021 til 31. desember 2024`."""
    first = date_format(row.valid_from, "j. F Y")
    if row.valid_until is None:
        return gettext("fra %(first)s") % {"first": first}
    last = date_format(row.valid_until - timedelta(days=1), "j. F Y")
    return gettext("%(first)s til %(last)s") % {"first": first, "last": last}


def _lines(rows: list[tuple[Model, str]]) -> str:
    """A line for each: a link, and what is to be said of it."""
    linked = ((page_of(row), row, words) for row, words in rows)
    return format_html_join(SafeString("<br>"), '<a href="{}">{}</a> ({})', linked) or "–"


def _listed(rows: list[Organisation]) -> str:
    return format_html_join(", ", '<a href="{}">{}</a>', ((page_of(row), row) for row in rows))
