"""The outlines of counties and municipalities as a local map draws them: coarser from afar, cut to what is seen.

Lengths are hectometres of the map of Norway (DESIGN §3), as in `data/outlines.tsv`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

Point: TypeAlias = tuple[int, int]
Ring: TypeAlias = list[Point]

DATA = Path(__file__).resolve().parent / "data"
GRAINS = (16, 8, 4, 2, 1)
SHORT_ENOUGH = 400  # characters of a path that are not worth cutting
CHORDS = 9


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map, in hectometres."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Chord:
    """A level line inside an outline, where its name has room."""

    left: float
    right: float
    y: float


@dataclass(frozen=True)
class Outline:
    """The land of a county (two digits) or municipality (four)."""

    number: str
    name: str
    box: Box
    rings: list[Ring]

    @property
    def county(self) -> str:
        return self.number[:2]


@cache
def all_outlines() -> dict[str, Outline]:
    """Every outline by its number. Read once by each process: 0.2 s, 5 MB."""
    with (DATA / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        names = {row["kommunenummer"]: row["name"] for row in csv.DictReader(file)}
    with (DATA / "outlines.tsv").open(encoding="utf-8", newline="") as file:
        found = {}
        for row in csv.DictReader(file, delimiter="\t"):
            sides = (float(row[side]) * 10 for side in ("left", "top", "right", "bottom"))
            number = row["number"]
            found[number] = Outline(number, names.get(number, ""), Box(*sides), list(_rings(row["path"])))
    return found


def municipalities_in(box: Box) -> list[Outline]:
    """Those of which something may be seen in the box."""
    return [one for one in all_outlines().values() if len(one.number) == 4 and one.box.meets(box)]


def counties_in(box: Box) -> list[Outline]:
    """Those of which something may be seen in the box."""
    return [one for one in all_outlines().values() if len(one.number) == 2 and one.box.meets(box)]


def grain_for(width: float) -> int:
    """How many hectometres a map of that width need not tell apart: about one and a half points of a screen."""
    return next((grain for grain in GRAINS if grain * 300 <= width), 1)


def drawn(outline: Outline, box: Box, grain: int) -> str:
    """The SVG path of what is seen of it, in units of `grain` hectometres."""
    whole = _path(outline.number, grain)
    if len(whole) < SHORT_ENOUGH or box.holds(outline.box):
        return whole
    seen = Box(box.left / grain, box.top / grain, box.right / grain, box.bottom / grain)
    return "".join(_as_path(ring) for ring in (_cut(ring, seen) for ring in _coarse(outline.number, grain)) if ring)


@lru_cache(maxsize=400)
def chords(number: str) -> list[Chord]:
    """Where a name has room, the longest line first."""
    outline = all_outlines()[number]
    height = outline.box.bottom - outline.box.top
    ring = max(outline.rings, key=len)
    found = []
    for part in range(1, CHORDS + 1):
        y = outline.box.top + height * part / (CHORDS + 1) + 0.5  # between two whole hectometres: never on a corner
        crossings = sorted(
            x + (y - v) * (w - x) / (z - v)
            for (x, v), (w, z) in zip(ring, ring[1:] + ring[:1], strict=True)
            if (v < y) != (z < y)
        )
        found += [Chord(left, right, y) for left, right in zip(crossings[::2], crossings[1::2], strict=False)]
    return sorted(found, key=lambda chord: chord.left - chord.right)


def _rings(path: str) -> Iterator[Ring]:
    """The closed lines of a path of absolute moves and relative lines, in kilometres."""
    for part in path.split("M")[1:]:
        numbers = [round(float(each) * 10) for each in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", part)]
        x, y = numbers[0], numbers[1]
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        yield ring


@lru_cache(maxsize=2000)
def _coarse(number: str, grain: int) -> list[Ring]:
    """The rings in whole grains, without points that then say nothing. Neighbours still share their borders."""
    found = []
    for ring in all_outlines()[number].rings:
        coarse: Ring = []
        for x, y in ring:
            point = (round(x / grain), round(y / grain))
            if coarse and point == coarse[-1]:
                continue
            if len(coarse) > 1 and _in_line(coarse[-2], coarse[-1], point):
                coarse.pop()
            coarse.append(point)
        if len(coarse) > 2:
            found.append(coarse)
    return found


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


@lru_cache(maxsize=2000)
def _path(number: str, grain: int) -> str:
    return "".join(_as_path(ring) for ring in _coarse(number, grain))


def _as_path(ring: Ring) -> str:
    x, y = ring[0]
    parts = [f"M{x} {y}l"]
    for v, w in ring[1:]:
        parts.append(f"{v - x} {w - y} ")
        x, y = v, w
    return "".join(parts)[:-1] + "z"


def _cut(ring: Ring, box: Box) -> Ring:
    """The ring without points out of sight on the same side as those before and after them: it looks the same."""
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    sides = [(x < left) | (x > right) << 1 | (y < top) << 2 | (y > bottom) << 3 for x, y in ring]
    kept, last = [ring[0]], sides[0]
    for index in range(1, len(ring) - 1):
        side = sides[index]
        if not last & side & sides[index + 1]:
            kept.append(ring[index])
            last = side
    kept.append(ring[-1])
    return [] if len(kept) < 3 or sides[0] & sides[-1] & _common(kept, box) else kept


def _common(ring: Ring, box: Box) -> int:
    """The sides on which all of the ring lies out of sight."""
    found = 15
    for x, y in ring:
        found &= (x < box.left) | (x > box.right) << 1 | (y < box.top) << 2 | (y > box.bottom) << 3
    return found
