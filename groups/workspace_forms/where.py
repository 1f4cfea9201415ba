"""In which municipality something takes place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contactpoints.models import DistrictOffice, Municipality
from groups import fields


class MunicipalityField(fields.PlaceField):
    """The municipality of what is typed: its name, or a postal code in it."""

    def clean(self, value: Any) -> Municipality:  # type: ignore[override]  # the whole of it, not a place in it
        """The municipality. Raises `ValidationError` as a `PlaceField` does."""
        found: Municipality = super().clean(value).municipality
        return found


def municipality(**words: Any) -> MunicipalityField:
    """Where it is."""
    sentence = _("Skriv kommunen eller postnummeret, for eksempel Skien eller 3724.")
    return MunicipalityField(
        **{
            "label": _("Kommune"),
            "help_text": _("Kommune eller postnummer"),
            "max_length": 100,
            "error_messages": {"required": sentence, "max_length": sentence},
            **words,
        }
    )


def refuse_ended(place: Municipality, on: date) -> None:
    """Raises `ValidationError`, with the names to write instead, for a municipality that there is no more on that day.

    One query where it has ended.
    """
    if place.valid_until is None or on < place.valid_until:
        return
    words = {"name": place.label, "new": _(" eller ").join(one.label for one in place.successors.by_name())}
    if words["new"]:
        raise ValidationError(_("%(name)s er ikke egen kommune lenger. Skriv %(new)s."), "ended", words)
    raise ValidationError(_("%(name)s er ikke egen kommune lenger. Skriv den nye kommunen."), "ended", words)


def require_office(found: DistrictOffice | None, place: Municipality, office: DistrictOffice | None = None) -> int:
    """The key of the office that was `found` to gather people there. Raises `ValidationError` where there is none, or
    it is another than `office`.
    """
    if found is None or (office is not None and found != office):
        sentence = _("%(name)s hører til et annet kontor. Skriv en kommune i deres område.")
        raise ValidationError(sentence, "elsewhere", {"name": place.label})
    return found.pk
