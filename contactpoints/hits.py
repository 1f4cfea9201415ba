"""Contact points as lists and maps show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from contactpoints.enums import HostKind
from contactpoints.grid import GridPoint, Position, distance_km
from contactpoints.place import Place

COLUMNS = (
    *("slug", "name", "host_kind", "accepts_new", "step_free", "confirmed_on"),
    *("latitude", "longitude", "easting", "northing"),
    *("municipality__number", "municipality__name", "municipality__shares_name", "municipality__county__name"),
    "closed_until",
)
NEAREST_COLUMNS = (*COLUMNS, "also_serves", "distance_km")


class Hit(NamedTuple):
    """A contact point as lists and maps show it. Without a place to be near to there is no distance."""

    number: int
    slug: str
    path: str
    name: str
    what_and_where: str
    municipality_number: str
    accepts_new: bool
    step_free: str
    opens_again: date | None
    confirmed_on: date | None
    grid_point: GridPoint
    is_own: bool = False
    serves_own: bool = False
    distance: str = ""
    data_km: str = ""

    @classmethod
    def of(cls, row: dict[str, Any], number: int, words: _Words, place: Place | None = None) -> Hit:
        """The hit of a row with `COLUMNS`, seen from `place`."""
        closed_until: date | None = row["closed_until"]
        hit = cls(
            number=number,
            slug=row["slug"],
            path=path_to_all() + row["slug"] + "/",
            name=row["name"],
            what_and_where=words.about(row),
            municipality_number=row["municipality__number"],
            accepts_new=row["accepts_new"],
            step_free=row["step_free"],
            opens_again=closed_until + timedelta(days=1) if closed_until else None,
            confirmed_on=row["confirmed_on"],
            grid_point=GridPoint(row["easting"], row["northing"]),
        )
        return hit if place is None else hit.seen_from(place, row)

    def seen_from(self, place: Place, row: dict[str, Any]) -> Hit:
        """The same with its distance, and whether it is the place's own."""
        km = row.get("distance_km")
        if km is None:
            km = distance_km(place.position, Position(row["latitude"], row["longitude"]))
        is_own = self.municipality_number == place.municipality.number
        return self._replace(
            distance=distance_text(km), data_km=f"{km:.1f}", is_own=is_own, serves_own=not is_own and row["also_serves"]
        )


class _Words:
    """As in `Frivilligsentral i Skien`; with the county where two municipalities share the name."""

    def __init__(self) -> None:
        self.pattern = _("%(kind)s i %(municipality)s")
        self.kinds: dict[str, str] = {}

    def about(self, row: dict[str, Any]) -> str:
        municipality, kind = row["municipality__name"], row["host_kind"]
        if row["municipality__shares_name"]:
            municipality = f"{municipality} ({row['municipality__county__name']})"
        if kind not in self.kinds:
            self.kinds[kind] = str(HostKind(kind).label)
        return self.pattern % {"kind": self.kinds[kind], "municipality": municipality}


@cache
def path_to_all() -> str:
    """What the addresses of all contact points begin with: asking for each takes longer than all else about a hit."""
    return reverse("contactpoints:detail", args=["x"]).removesuffix("x/")


def distance_text(km: float) -> str:
    """Kilometres as one reads them: `1,2 km`, and whole ones from ten on."""
    return f"{km:.1f}".replace(".", ",") + " km" if km < 9.95 else f"{km:.0f} km"


@dataclass(frozen=True, slots=True)
class Anywhere:
    """A contact point on the telephone or on a screen."""

    slug: str
    path: str
    name: str
    form: str
    phone: str
    summary: str

    @property
    def tel(self) -> str:
        return f"tel:{self.phone.replace(' ', '')}"


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits. `without_filters`: nothing passed the filters, so these are the ones without them.
    `page_exists` is False where a page too far was asked for, and this is the first one instead.
    """

    hits: list[Hit]
    page: int = 1
    has_next: bool = False
    without_filters: bool = False
    page_exists: bool = True


def as_hits(columns: Sequence[str], rows: Iterable[tuple[Any, ...]], place: Place | None) -> list[Hit]:
    """The rows as hits, numbered from 1."""
    words = _Words()
    return [
        Hit.of(dict(zip(columns, row, strict=True)), number, words, place) for number, row in enumerate(rows, start=1)
    ]
