"""Where something lies, for people who don't know its degrees."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contactpoints.models.places import Positioned
from linkportal.kit.admin import ScopedForm


class PositionForm(ScopedForm):
    """Degrees that may be left out: then the position is that of the place the form names."""

    latitude = forms.FloatField(label=_("Breddegrad"), required=False, min_value=57, max_value=82)
    longitude = forms.FloatField(
        label=_("Lengdegrad"),
        required=False,
        min_value=-10,
        max_value=35,
        help_text=_("La begge stå tomme, så brukes stedets egen posisjon."),
    )

    def nearest_known(self, cleaned: dict[str, Any]) -> Positioned | None:
        """Whose position is used where none is typed."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed = [cleaned.get("latitude"), cleaned.get("longitude")]
        if "latitude" not in self.fields or any(name in self.errors for name in ("latitude", "longitude")):
            return cleaned
        if typed == [None, None] and (known := self.nearest_known(cleaned)):
            cleaned["latitude"], cleaned["longitude"] = known.latitude, known.longitude
        elif None in typed:
            self.add_error("longitude", _("Skriv både breddegrad og lengdegrad, eller ingen av dem."))
        return cleaned
