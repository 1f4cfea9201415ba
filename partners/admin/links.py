"""Parts of a page of the admin that have a page of their own: named there, and opened by a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import ScopedInline

if TYPE_CHECKING:
    _FormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    _FormSet = forms.BaseInlineFormSet


def page_of(row: Model) -> str:
    """Where the admin shows the row."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


@admin.display(description=_("navn"))
def link(row: Model) -> str:
    """The row's name, as a link to its page."""
    return format_html('<a href="{}">{}</a>', page_of(row), row)


class _OnlyShown(_FormSet):
    """Rows that the page shows and nobody sends: what comes back with the form is not asked about them."""

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []

    def is_valid(self) -> bool:
        return True

    def save(self, commit: bool = True) -> list[Any]:
        """Nothing."""
        return []


class LinkedInline(ScopedInline):
    """Rows that are looked after elsewhere. Under them is a link to a form for one more, which knows whose it is."""

    formset = _OnlyShown
    template = "admin/partners/linked.html"
    readonly_fields: ClassVar[Any] = (link,)
    extra = 0
    can_delete = False
    restorable = False
    add_words: ClassVar[Any] = ""  # of the link; without words there is none
    add_with: ClassVar[Any] = {}  # what the form is filled in with, beside whose it is

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        """With `add_address`, where one more is made, for whom may."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        may = request.user.has_perm(f"{self.opts.app_label}.add_{self.opts.model_name}")
        formset.add_address = self._add_address(formset.fk.name, obj) if obj and self.add_words and may else ""
        return formset

    def _add_address(self, relation: str, obj: Model) -> str:
        form = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return f"{form}?{urlencode({relation: obj.pk, **self.add_with})}"
