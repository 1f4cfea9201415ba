"""What the finder is asked: the place, the filters, the page."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contactpoints.enums import HostKind, SpokenLanguage
from contactpoints.finder import Filters
from contactpoints.grid import Position

LONGEST_TEXT = 100
POSITION_DECIMALS = 2  # about a kilometre: enough to find what is near, too little to find a house


class _Shared(dict[str, forms.Field]):
    """Fields that no form changes, so that each need not have its own copy: that took longer than to read a search."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self


class FinderForm(forms.Form):
    """A search by GET. What can't be understood is left out of the search, and `remarks` says so."""

    sted = forms.CharField(label=gettext_lazy("Hvor bor du?"), max_length=LONGEST_TEXT, required=False)
    type = forms.ChoiceField(label=gettext_lazy("Slags sted"), choices=HostKind, required=False)
    ny = forms.ChoiceField(label=gettext_lazy("Tar imot nye nå"), choices=[("1", "1")], required=False)
    trinnfri = forms.ChoiceField(label=gettext_lazy("Trinnfritt"), choices=[("1", "1")], required=False)
    sprak = forms.ChoiceField(label=gettext_lazy("Språk"), choices=SpokenLanguage, required=False)
    side = forms.IntegerField(min_value=1, max_value=10**6, required=False)
    # the mainland and Svalbard with a good margin; further away the national grid means nothing
    lat = forms.FloatField(min_value=56, max_value=83, required=False)
    lon = forms.FloatField(min_value=-12, max_value=36, required=False)

    use_required_attribute = False

    @cached_property
    def text(self) -> str:
        """The place or name that was typed; of one much too long its beginning."""
        return str(self.cleaned_data.get("sted") or self.data.get("sted", "").strip()[:LONGEST_TEXT])

    @cached_property
    def filters(self) -> Filters:
        asked = self.cleaned_data
        return Filters(
            kind=asked.get("type", ""),
            accepts_new=bool(asked.get("ny")),
            step_free=bool(asked.get("trinnfri")),
            language=asked.get("sprak", ""),
        )

    @property
    def page(self) -> int:
        return self.cleaned_data.get("side") or 1

    @cached_property
    def position(self) -> Position | None:
        """The visitor's own position, if it was sent, as coarse as the search uses it."""
        latitude, longitude = self.cleaned_data.get("lat"), self.cleaned_data.get("lon")
        if latitude is None or longitude is None:
            return None
        return Position(round(latitude, POSITION_DECIMALS), round(longitude, POSITION_DECIMALS))

    @cached_property
    def remarks(self) -> list[str]:
        """What was left out of the search, and what to do about it."""
        wrong, found = set(self.errors), []
        if "sted" in wrong:
            found.append(_("Vi leser bare de første hundre tegnene. Skriv et postnummer eller navnet på et sted."))
        if wrong & {"lat", "lon"}:
            found.append(_("Vi kan ikke bruke den posisjonen. Skriv heller et postnummer eller navnet på et sted."))
        if wrong & {"type", "ny", "trinnfri", "sprak"}:
            found.append(_("Vi kjenner ikke alle valgene i adressen. Listen er uten dem vi ikke kjenner."))
        if "side" in wrong:
            found.append(_("Vi kjenner ikke den siden. Her er den første."))
        return found

    @property
    def without_filters(self) -> str:
        """The query of the same search with no filter in use."""
        return self.query(type="", ny="", trinnfri="", sprak="")

    def query(self, **changed: str) -> str:
        """The search as the query of an address, from the first page; `changed` replaces or, if empty, removes."""
        understood = {name: self.data[name] for name in ("type", "ny", "trinnfri", "sprak") if self._is_used(name)}
        asked = {"sted": self.text, **understood}
        if self.position:
            asked |= {"lat": f"{self.position.latitude}", "lon": f"{self.position.longitude}"}
        return urlencode({name: value for name, value in (asked | changed).items() if value})

    def _is_used(self, name: str) -> bool:
        return bool(self.cleaned_data.get(name))


FinderForm.base_fields = _Shared(FinderForm.base_fields)
