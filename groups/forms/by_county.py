"""What a public list by county is asked for: the county, one other choice, and the page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contactpoints.models import County

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text


class ByCounty(forms.Form):
    """A search by GET. What can't be understood is left out of the search, and `remarks` says so.

    `other` is the name of the second choice, a `ChoiceField` that the list itself has; `all_of_them` are the words for
    choosing none.
    """

    other: ClassVar[str]
    all_of_them: ClassVar[Text]

    fylke = forms.SlugField(label=gettext_lazy("Fylke"), required=False)
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
    def other_field(self) -> forms.Field:
        """The second choice, with its label and what one may choose."""
        return self.fields[self.other]

    @property
    def choice(self) -> str:
        """What was chosen besides the county; nothing if it is unknown."""
        return str(self.cleaned_data.get(self.other, ""))

    @property
    def page(self) -> int:
        return self.cleaned_data.get("side") or 1

    @cached_property
    def remarks(self) -> list[str]:
        """What was left out of the search."""
        wrong, found = set(self.errors), []
        if wrong & {"fylke", self.other} or (self.cleaned_data.get("fylke") and not self.county):
            found.append(_("Vi kjenner ikke alle valgene i adressen. Listen er uten dem vi ikke kjenner."))
        if "side" in wrong:
            found.append(_("Vi kjenner ikke den siden. Her er den første."))
        return found

    @property
    def chosen(self) -> int:
        """How many filters are in use."""
        return bool(self.county) + bool(self.choice)

    def query(self, **more: str) -> str:
        """The search as the query of an address, from the first page, with `more` in it."""
        asked = {"fylke": self.county.slug if self.county else "", self.other: self.choice, **more}
        return urlencode({name: value for name, value in asked.items() if value})
