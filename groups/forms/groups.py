"""What the public list of groups is asked for."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contactpoints.models import County
from groups.enums import GROUP_THEMES

FILTERS = ("fylke", "tema")


class GroupsForm(forms.Form):
    """A search by GET. What can't be understood is left out of the search, and `remarks` says so."""

    fylke = forms.SlugField(label=gettext_lazy("Fylke"), required=False)
    tema = forms.ChoiceField(
        label=gettext_lazy("Tema"), choices=[(theme.value, theme.label) for theme in GROUP_THEMES], required=False
    )
    side = forms.IntegerField(min_value=1, max_value=10**4, required=False)

    @cached_property
    def counties(self) -> list[County]:
        """Those one may choose, in the order of a Norwegian list."""
        return list(County.objects.filter(valid_until=None).by_name())

    @cached_property
    def county(self) -> County | None:
        """The one that was chosen; None if none was, or one that we don't know."""
        asked = self.cleaned_data.get("fylke")
        return next((county for county in self.counties if county.slug == asked), None) if asked else None

    @property
    def theme(self) -> str:
        return str(self.cleaned_data.get("tema", ""))

    @property
    def page(self) -> int:
        return self.cleaned_data.get("side") or 1

    @cached_property
    def remarks(self) -> list[str]:
        """What was left out of the search."""
        wrong, found = set(self.errors), []
        if wrong & set(FILTERS) or (self.cleaned_data.get("fylke") and not self.county):
            found.append(_("Vi kjenner ikke alle valgene i adressen. Listen er uten dem vi ikke kjenner."))
        if "side" in wrong:
            found.append(_("Vi kjenner ikke den siden. Her er den første."))
        return found

    @property
    def chosen(self) -> int:
        """How many filters are in use."""
        return bool(self.county) + bool(self.theme)

    def query(self, **more: str) -> str:
        """The search as the query of an address, from the first page, with `more` in it."""
        asked = {"fylke": self.county.slug if self.county else "", "tema": self.theme, **more}
        return urlencode({name: value for name, value in asked.items() if value})
