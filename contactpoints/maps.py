"""Local maps as SVG, drawn by the server: the unit is a kilometre of the national grid (DESIGN §3)."""

from __future__ import annotations

from contactpoints.finder import Hit
from contactpoints.models import ContactPoint
from contactpoints.place import Place


def of_hits(hits: list[Hit], place: Place | None) -> None:
    return None


def of_contact_point(contact_point: ContactPoint) -> None:
    return None


def of_county(county: object, hits: list[Hit]) -> None:
    return None
