"""The admin's one rule: lists, single objects, choices, filters, autocomplete and actions all go through `visible_to`.

What one doesn't see is 404. A model without `visible_to` belongs to nobody: everyone may read it, nobody change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from linkportal.kit.changes import is_tracked, saves_of
from linkportal.kit.days import WrittenDay, WrittenMoment
from linkportal.kit.deleting import Phrase, SaysWhyNotDeleted, says_why_kept, why_kept
from linkportal.kit.filters import VisibleRelatedFilter
from linkportal.kit.numbers import WrittenDecimal
from linkportal.kit.refusals import words_of
from linkportal.kit.restoring.pages import deleted_view, restore_view, what_it_offers
from linkportal.kit.scope import has_owner, scope
from linkportal.kit.suggesting import SuggestingSelect, called
from linkportal.kit.totals import SummingPaginator

__all__ = [
    "ScopedAdmin",
    "ScopedForm",
    "ScopedInline",
    "VisibleRelatedFilter",
    "has_owner",
    "scope",
]

if TYPE_CHECKING:
    _Base = admin.options.BaseModelAdmin[Any]
    _ModelAdmin = admin.ModelAdmin[Any]
    _TabularInline = admin.TabularInline[Any, Any]
    _ModelForm = forms.ModelForm[Any]
else:
    _Base, _ModelAdmin, _TabularInline, _ModelForm = object, admin.ModelAdmin, admin.TabularInline, forms.ModelForm


@dataclass(frozen=True, slots=True)
class Tool:
    """A link over a list: where it leads, and its words."""

    address: str
    words: Any


# What may follow the name of a filter in an address; anything else could ask about what a list does not show.
_LOOKUPS = {"", "exact", "in", "isnull", "gte", "lt", "id__exact"}


class ScopedForm(_ModelForm):
    """A form that keeps what it was given: a choice made by someone who sees more stays, and can be saved again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and (chosen := self.initial.get(name)):
                kept = [getattr(one, "pk", one) for one in (chosen if isinstance(chosen, list) else [chosen])]
                rows: Any = field.queryset
                field.queryset = rows | rows.model._default_manager.filter(pk__in=kept)


class _Scoped(_Base):
    """What a page of the admin and its inlines have in common.

    `held_by` and `instead_of_deleting` are the words for why something can't be deleted (`linkportal.kit.deleting`).
    """

    form: Any = ScopedForm
    formfield_overrides: ClassVar[Any] = {
        models.DecimalField: {"form_class": WrittenDecimal},
        models.DateField: {"form_class": WrittenDay},
        models.DateTimeField: {"form_class": WrittenMoment},
    }
    held_by: dict[str, Phrase] = {}
    instead_of_deleting: Any = ""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The visible rows; none of what one may not read at all, so that it is 404 like what does not exist."""
        if not self.has_view_or_change_permission(request):
            nothing: models.QuerySet[Any] = self.model._default_manager.none()
            return nothing
        ordering: Any = self.get_ordering(request) or self.model._meta.ordering
        return scope(request, self.model).order_by(*ordering)

    def choices(self, request: HttpRequest, field: Any) -> models.QuerySet[Any]:
        """What may be chosen in a relation. Where that is less than what is visible, a subclass says so."""
        return scope(request, field.remote_field.model)

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        model = db_field.remote_field.model
        related = self.admin_site._registry.get(model)
        ordering = related.get_ordering(request) if related else ()
        return self.choices(request, db_field).order_by(*(ordering or model._meta.ordering))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name not in self.get_autocomplete_fields(request):
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        related: Any = self.admin_site._registry[db_field.remote_field.model]
        widget = SuggestingSelect(db_field, self.admin_site)
        widget.find = lambda text: called(text, self.choices(request, db_field), related, request)
        field = super().formfield_for_foreignkey(db_field, request, **{"widget": widget, **kwargs})
        if field is not None:
            field.error_messages["invalid_choice"] = _("Velg en av dem som blir foreslått, eller skriv hele navnet.")
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Without the buttons that open another form in another window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class ScopedInline(_Scoped, _TabularInline):
    """Rows of a part, inside the form of the whole. One is always free, also where no script can add any.

    `restorable` says whether the history of the whole offers to take back what happened to them.
    """

    extra = 1
    restorable = True

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form = says_why_kept(formset.form, lambda row: why_kept(self, request, row))
        return formset


class ScopedAdmin(_Scoped, SaysWhyNotDeleted, _ModelAdmin):
    """The base of every model in the admin.

    `restorable` says whether the history offers to take back a change. `deleted_by` names the relations of which any
    says whose a deleted row was, none where it was everybody's; as None, what is deleted can't be found again.
    """

    restorable = True
    deleted_by: tuple[str, ...] | None = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site: Any = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_owner(self.model) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return has_owner(self.model) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return has_owner(self.model) and super().has_delete_permission(request, obj)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the list's filters and its row of days ask. Django would allow the first letters of a hash too."""
        if self.date_hierarchy and lookup in {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")}:
            return True
        return any(
            lookup == name or (lookup.startswith(f"{name}__") and lookup[len(name) + 2 :] in _LOOKUPS)
            for name in _names(self.get_list_filter(request))
        )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model:
        """The object, or 404: also where Django would tell that there is none, and send one elsewhere."""
        found: models.Model | None = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, or 404 for whom there is nothing in it to read, with what its columns of money add up to."""
        if not self.has_view_or_change_permission(request):
            raise Http404
        context = {"tools": self.list_tools(request), **(extra_context or {})}
        vars(request)["_summed"] = self.get_list_display(request)
        response: Any = super().changelist_view(request, context)
        if changelist := (getattr(response, "context_data", None) or {}).get("cl"):
            response.context_data["totals"] = changelist.paginator.totals
        return response  # type: ignore[no-any-return]

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> SummingPaginator:
        """Pages, which in a list add up its columns of money; suggestions have pages too, and nothing to add up."""
        paginator = SummingPaginator(*args, **kwargs)
        paginator.columns = vars(request).get("_summed", ())
        return paginator

    def list_tools(self, request: HttpRequest) -> list[Tool]:
        """What stands over the list beside the link that adds one."""
        if self.deleted_by is None or not self.has_add_permission(request):
            return []
        return [Tool(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_deleted"), _("Slettet"))]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Two who save at the same moment can together break a rule that neither breaks alone: the later is told."""
        context = {"show_history": is_tracked(self.model), **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except IntegrityError as error:
            list(messages.get_messages(request))  # takes back that it was saved
            said = _("Noen andre lagret noe samtidig. %(why)s Se over, og lagre på nytt.")
            messages.error(request, said % {"why": words_of(error)})
            return HttpResponseRedirect(request.get_full_path())

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what, before and after, as the database wrote it down."""
        if not is_tracked(self.model):
            raise Http404
        obj = self.get_object(request, unquote(object_id))
        parts = [inline.model for inline in self.get_inline_instances(request, obj)]
        offers = what_it_offers(self, request, obj)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Endringer: %(object)s") % {"object": obj},
            "saves": [{"save": save, "can_take_back": offers(save)} for save in saves_of(obj, parts)],
            "module_name": self.opts.verbose_name_plural,
            "object": obj,
            "opts": self.opts,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/object_history.html", context)

    def restore_view(self, request: HttpRequest, object_id: str, change: str) -> HttpResponse:
        """Take back what was saved at once, after a look at what would change."""
        return restore_view(self, request, object_id, change)

    def when_restored(self, obj: Any) -> None:
        """What else belongs to it when `obj` stands as before, in the same transaction."""

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """What was deleted, to be put back."""
        return deleted_view(self, request)

    def get_urls(self) -> list[Any]:
        """With those of the history that can be restored."""
        if not is_tracked(self.model):
            return super().get_urls()
        route, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        own = []
        if self.restorable:
            own += [path("<path:object_id>/history/<slug:change>/", view(self.restore_view), name=f"{route}_restore")]
        if self.deleted_by is not None:
            own += [path("slettet/", view(self.deleted_view), name=f"{route}_deleted")]
        return [*own, *super().get_urls()]


def _names(list_filter: Iterable[Any] | Sequence[Any]) -> Iterable[str]:
    """The names that the filters of a list have in addresses."""
    for one in list_filter:
        if isinstance(one, str):
            yield one
        else:
            yield one[0] if isinstance(one, tuple) else one.parameter_name
