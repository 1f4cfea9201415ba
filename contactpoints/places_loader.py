"""Brings the places of Norway from `contactpoints/data` into the database, as often as one likes.

What stands is compared with what should stand, and only differences are written: the second time costs four queries.
A row that disappears from the data stays, because contact points and inquiries may point to it; only names, which
nothing points to, are taken away.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.text import capfirst

from contactpoints.coverage import FIRST_DAY
from contactpoints.enums import PlaceKind
from contactpoints.grid import GridPoint, Position, to_grid
from contactpoints.models import County, Municipality, PlaceName, PostalCode
from contactpoints.models.places import Positioned
from linkportal.kit.text import fold

DATA = Path(__file__).parent / "data"

# Words that stand small inside the name of a postal place.
_SMALL_WORDS = {"i", "på", "og", "by", "stasjon", "kloster", "skjærgård"}
# «Mo i Rana» is also found as «Mo».
_LINKS = (" i ", " pa ")

Row = dict[str, str]
P = TypeVar("P", bound=Positioned)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load has written (new or changed), and how many names it has taken away."""

    counties: int
    municipalities: int
    postal_codes: int
    names: int
    names_removed: int

    def __bool__(self) -> bool:
        return any((self.counties, self.municipalities, self.postal_codes, self.names, self.names_removed))


def load() -> Loaded:
    """Make the places in the database those of the data, in one transaction."""
    rows = _rows("municipalities")
    with transaction.atomic():
        counties = _write(_counties(), "number", fields=("name", "official_name", "slug"))
        county_of = dict(County.objects.values_list("number", "pk"))
        municipalities = _write(
            _municipalities(rows, county_of),
            "number",
            fields=(
                *("name", "official_name", "name_se", "name_smj", "name_sma", "name_fkv", "slug", "county_id"),
                *("is_territory", "shares_name", "latitude", "longitude", "easting", "northing"),
            ),
        )
        seats = {one.number: one for one in Municipality.objects.all()}
        codes = list(_postal_codes(seats))
        postal_codes = _write(
            codes,
            "code",
            fields=("name", "municipality_id", "is_exact", "latitude", "longitude", "easting", "northing"),
        )
        names = list(_names(seats, codes))
        written = _write(
            names,
            *("folded", "kind", "county_id", "municipality_id"),
            fields=("text", "latitude", "longitude", "easting", "northing"),
        )
        removed = _remove_names_but(names)
    return Loaded(counties, municipalities, postal_codes, written, removed)


def readable(capitals: str) -> str:
    """The name of a postal place as one writes it: `MO I RANA` → `Mo i Rana`, `NY-ÅLESUND` → `Ny-Ålesund`."""
    words = [
        word if place and word in _SMALL_WORDS else _capitalised(word)
        for place, word in enumerate(capitals.lower().split(" "))
    ]
    return " ".join(words)


def _capitalised(word: str) -> str:
    for separator in "-/":
        if separator in word:
            return separator.join(_capitalised(part) for part in word.split(separator))
    return str(capfirst(word))


def official_names(whole: str) -> list[str]:
    """The parts of an official name: `Guovdageaidnu - Kautokeino` → both."""
    return whole.split(" - ")


def _rows(file: str) -> list[Row]:
    with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _slug(name: str) -> str:
    return fold(name).replace(" ", "-")


def _counties() -> Iterator[County]:
    for row in _rows("counties"):
        yield County(
            number=row["fylkesnummer"],
            name=row["name"],
            official_name=row["official_name"],
            slug=_slug(row["name"]),
            valid_from=FIRST_DAY,
        )


def _municipalities(rows: list[Row], county_of: dict[str, int]) -> Iterator[Municipality]:
    times = Counter(row["name"] for row in rows)
    for row in rows:
        county = row["fylkesnummer"]
        yield _at(
            Municipality(
                number=row["kommunenummer"],
                **{field: row[field] for field in ("name", "official_name")},
                **{field: row[field] for field in ("name_se", "name_smj", "name_sma", "name_fkv")},
                slug=_slug(row["name"]),
                county_id=county_of[county] if county else None,
                is_territory=not county,
                shares_name=times[row["name"]] > 1,
                valid_from=FIRST_DAY,
            ),
            Position(float(row["latitude"]), float(row["longitude"])),
        )


def _postal_codes(seats: dict[str, Municipality]) -> Iterator[PostalCode]:
    for row in _rows("postal_codes"):
        municipality = seats[row["kommunenummer"]]
        is_exact = bool(row["latitude"])
        yield _at(
            PostalCode(
                code=row["postnummer"], name=readable(row["poststed"]), municipality=municipality, is_exact=is_exact
            ),
            Position(float(row["latitude"]), float(row["longitude"])) if is_exact else municipality.position,
        )


def _names(seats: dict[str, Municipality], codes: list[PostalCode]) -> Iterator[PlaceName]:
    """Every name with every place it means; no name twice for one place."""
    seen: set[tuple[object, ...]] = set()
    for name in (*_county_names(seats.values()), *_municipality_names(seats.values()), *_postal_place_names(codes)):
        key = (name.folded, name.kind, name.county_id, name.municipality_id)
        if key not in seen:
            seen.add(key)
            yield name


def _county_names(municipalities: Iterable[Municipality]) -> Iterator[PlaceName]:
    seats = defaultdict(list)
    for one in municipalities:
        seats[one.county_id].append(one.position)
    for county in County.objects.all():
        for text in (county.name, county.official_name, *official_names(county.official_name)):
            yield _named(text, PlaceKind.COUNTY, _middle(seats[county.pk]), county_id=county.pk)


def _municipality_names(municipalities: Iterable[Municipality]) -> Iterator[PlaceName]:
    for one in municipalities:
        in_languages = (one.name_se, one.name_smj, one.name_sma, one.name_fkv)
        for text in (one.name, one.official_name, *official_names(one.official_name), *in_languages):
            if text:
                yield _named(text, PlaceKind.MUNICIPALITY, one.position, municipality_id=one.pk)


def _postal_place_names(codes: list[PostalCode]) -> Iterator[PlaceName]:
    places = defaultdict(list)
    for code in codes:
        places[code.municipality_id, code.name].append(code)
    short_names = []
    for (municipality, text), here in places.items():
        position = _middle([code.position for code in here if code.is_exact] or [here[0].position])
        whole = _named(text, PlaceKind.POSTAL_PLACE, position, municipality_id=municipality)
        yield whole
        for link in _LINKS:
            short, found, _ = whole.folded.partition(link)
            if found:
                short_names.append(
                    _named(text, PlaceKind.POSTAL_PLACE, position, municipality_id=municipality, folded=short)
                )
    yield from short_names  # last, so that a place really called so comes before


def _named(text: str, kind: PlaceKind, position: Position, folded: str = "", **place: int) -> PlaceName:
    return _at(PlaceName(text=text, folded=folded or fold(text), kind=kind.value, **place), position)


def _middle(positions: list[Position]) -> Position:
    return Position(
        round(fmean(one.latitude for one in positions), 5), round(fmean(one.longitude for one in positions), 5)
    )


def _at(row: P, position: Position) -> P:
    row.latitude, row.longitude = position.latitude, position.longitude
    grid = _on_grid(position)
    row.easting, row.northing = grid.easting, grid.northing
    return row


@cache
def _on_grid(position: Position) -> GridPoint:
    return to_grid(position)  # hundreds of postal codes share one point


def _write(rows: Iterable[models.Model], *key: str, fields: tuple[str, ...]) -> int:
    """Write the rows that differ in `fields` from the one with the same `key`, or have none. Returns how many."""
    rows = list(rows)
    model, columns = type(rows[0]), (*key, *fields)
    standing = set(model._default_manager.values_list(*columns))
    changed = [row for row in rows if _values(row, columns) not in standing]
    if changed:
        model._default_manager.bulk_create(
            changed, update_conflicts=True, unique_fields=key, update_fields=fields, batch_size=2000
        )
    return len(changed)


def _values(row: models.Model, columns: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in columns)


def _remove_names_but(names: list[PlaceName]) -> int:
    columns = ("folded", "kind", "county_id", "municipality_id")
    wanted = {_values(name, columns) for name in names}
    stale = [pk for pk, *key in PlaceName.objects.values_list("pk", *columns) if tuple(key) not in wanted]
    return PlaceName.objects.filter(pk__in=stale).delete()[0] if stale else 0
