"""Understands what a person types for a place (`sted`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from contactpoints.models import County
from contactpoints.place import Place


@dataclass(frozen=True, slots=True)
class OnePlace:
    """It means one place. `typed` is what was typed if it had to be corrected, as in `tronheim`; else empty."""

    place: Place
    typed: str = ""


@dataclass(frozen=True, slots=True)
class OneCounty:
    """It means a whole county."""

    county: County


@dataclass(frozen=True, slots=True)
class SeveralPlaces:
    """It means one of these; the person must say which. Each label, typed in again, means just that place."""

    places: list[Place]


@dataclass(frozen=True, slots=True)
class PartOfName:
    """It is no place, but stands in the name of a published contact point."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is called that. `suggestions` are the nearest spellings, the likeliest first."""

    text: str
    suggestions: list[str] = field(default_factory=list)


Meaning = OnePlace | OneCounty | SeveralPlaces | PartOfName | Unknown


def understand(text: str) -> Meaning:
    """What `text` means: postal code (`3126`, `N-3126`, `3126 Tønsberg`), any official name, part of a contact point's name,
    or a name with a typing error; in this order, so that the costly ways are tried only where the exact ones found nothing.
    """
    raise NotImplementedError
