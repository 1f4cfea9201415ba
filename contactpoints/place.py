"""A place as someone meant it: what it is called, which municipality it lies in, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contactpoints.grid import GridPoint, Position, to_grid

if TYPE_CHECKING:
    from contactpoints.models.places import Municipality, PlaceName, PostalCode
    from contactpoints.models.registry import ContactPoint


@dataclass(frozen=True, slots=True)
class Place:
    """What a search, an inquiry or a routing is about. `is_exact` is False where the position is only the seat's."""

    label: str
    municipality: Municipality
    position: Position
    postal_code: str | None = None
    is_exact: bool = True

    @property
    def grid_point(self) -> GridPoint:
        return to_grid(self.position)

    @classmethod
    def of_municipality(cls, municipality: Municipality) -> Place:
        """The municipality's seat stands for the whole."""
        return cls(municipality.label, municipality, municipality.position, is_exact=False)

    @classmethod
    def of_postal_code(cls, postal_code: PostalCode) -> Place:
        return cls(
            str(postal_code), postal_code.municipality, postal_code.position, postal_code.code, postal_code.is_exact
        )

    @classmethod
    def of_name(cls, name: PlaceName) -> Place:
        """A postal place or municipality by one of its names. Raises `ValueError` for a county, which is many."""
        if name.municipality is None:
            raise ValueError(f"{name} is a county")
        return cls(name.text, name.municipality, name.position)

    @classmethod
    def of_contact_point(cls, contact_point: ContactPoint) -> Place:
        """Where a contact point is, or where its host is if it has no place itself."""
        return cls(contact_point.name, contact_point.municipality, contact_point.position)

    @classmethod
    def at(cls, position: Position, municipality: Municipality, label: str) -> Place:
        """A position that the visitor's own device gave."""
        return cls(label, municipality, position)
