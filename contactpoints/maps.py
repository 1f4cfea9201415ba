"""Local maps as SVG, drawn by the server: the unit is a kilometre of the national grid (DESIGN §3).

Numbers are written with a decimal point whatever the language. Sizes are shares of the map's width, so that a map
of a town and one of Finnmark look alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from typing import TypeAlias

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contactpoints import outlines
from contactpoints.hits import Hit
from contactpoints.models import ContactPoint, County, Municipality
from contactpoints.outlines import Box, Outline
from contactpoints.place import Place

Spot: TypeAlias = tuple[float, float]

TALL, LOW = 0.97, 0.62  # height of a map by its width
LEAST_KM = 20.0  # narrower than this the outlines are too coarse
MARGIN = 0.13  # of the width, around all that must be seen
MOST_KM_WITH_MUNICIPALITIES = 220.0  # in a wider map there are too many, and the counties are drawn
MOST_NAMES = 9

MOST_REMEMBERED = 200  # maps, of about 10 kB; many people live in few places

# Shares of the width
PIN, DOT, HERE, HALO = 0.036, 0.0095, 0.02, 0.052
PIN_TEXT, NAME_TEXT = 0.039, 0.036
_OWN, _AWAY = "", ' class="away"'
LETTER = 0.54  # mean width of a letter by the size of the type


@dataclass(frozen=True, slots=True)
class LocalMap:
    """An SVG to be, and the words about it."""

    view_box: str
    label: str
    inside: SafeString
    legend: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered mark: `spot` is where the contact point is, `at` where there is room for the number."""

    hit: Hit
    spot: Spot
    at: Spot


def of_hits(hits: Sequence[Hit], place: Place | None) -> LocalMap | None:
    """The hits of a page, with the numbers they have in the list, around the place that was asked from."""
    if place is None:
        return _of_hits(tuple(hits)) if hits else None
    here = place.grid_point
    return _of_hits(
        tuple(hits), (here.map_x, here.map_y), place.label, place.municipality.number, place.municipality.name
    )


@lru_cache(maxsize=MOST_REMEMBERED)
def _of_hits(
    hits: tuple[Hit, ...], here: Spot | None = None, name: str = "", number: str = "", municipality: str = ""
) -> LocalMap:
    spots = [_spot(hit) for hit in hits]
    frame = _frame([*spots, here] if here else spots, TALL)
    legend = [("here", name)] if here else []
    if here and any(hit.is_own for hit in hits):
        legend.append(("own", _("I %(municipality)s") % {"municipality": municipality}))
    if here and not all(hit.is_own for hit in hits):
        legend.append(("away", _("Andre kommuner")))
    return _drawn(frame, _label(name, len(hits)), legend, own=[number], hits=hits, here=here)


def of_county(county: County, hits: Sequence[Hit]) -> LocalMap | None:
    """A whole county with the hits of a page of its list."""
    outline = outlines.all_outlines().get(county.number)
    if outline is None:
        return None
    box = outline.box
    frame = _frame([(box.left / 10, box.top / 10), (box.right / 10, box.bottom / 10)], TALL, margin=0.03)
    return _drawn(frame, _label(county.name, len(hits)), [], own=[], near=county.number, hits=hits)


def of_contact_point(contact_point: ContactPoint, serves: Iterable[Municipality]) -> LocalMap:
    """Where one contact point is, and the municipalities that it is for."""
    grid_point, own = contact_point.grid_point, contact_point.municipality
    numbers = (own.number, *(each.number for each in serves))
    return _of_one((grid_point.map_x, grid_point.map_y), contact_point.name, own.name, numbers)


@lru_cache(maxsize=MOST_REMEMBERED)
def _of_one(here: Spot, name: str, municipality: str, numbers: tuple[str, ...]) -> LocalMap:
    label = _("Kart: %(name)s ligger i %(municipality)s") % {"name": name, "municipality": municipality}
    return _drawn(_frame([here], LOW, least=44.0), label, [], own=numbers, here=here)


def _drawn(
    frame: Box,
    label: str,
    legend: list[tuple[str, str]],
    *,
    own: Sequence[str],
    near: str = "",
    hits: Sequence[Hit] = (),
    here: Spot | None = None,
) -> LocalMap:
    width = frame.right - frame.left
    pins = _spread(hits, frame, here)
    taken = [*(pin.at for pin in pins), *{pin.spot for pin in pins}, *([here] if here else [])]
    seen = outlines.municipalities_in(_hectometres(frame)) if width <= MOST_KM_WITH_MUNICIPALITIES else []
    layers = _land(seen, frame, own, near or (own[0][:2] if own else ""))
    layers += _names([one for one in seen if not near or one.county == near], frame, own, taken)
    layers += [_halo(here, HALO * width, "here-ring")] if here else []
    layers += _stems(pins, width)
    layers += [_halo(here, HERE * width, "here")] if here else []
    layers += _numbers(pins, width)
    view_box = f"{frame.left:.1f} {frame.top:.1f} {width:.1f} {frame.bottom - frame.top:.1f}"
    return LocalMap(view_box, label, mark_safe("".join(layers)), legend)  # noqa: S308 (numbers, and names escaped)


def _halo(at: Spot, radius: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.2f}"/>'


def _spot(hit: Hit) -> Spot:
    return hit.grid_point.map_x, hit.grid_point.map_y


def _label(name: str, count: int) -> str:
    around = _("Kart over %(place)s og omegn") % {"place": name} if name else _("Kart")
    numbered = ngettext(
        "%(count)s kontaktpunkt med samme nummer som i listen",
        "%(count)s kontaktpunkter med samme numre som i listen",
        count,
    )
    return f"{around}: {numbered % {'count': count}}" if count else around


def _frame(spots: Sequence[Spot], height: float, *, margin: float = MARGIN, least: float = LEAST_KM) -> Box:
    """The box in kilometres that shows all spots, `height` times as high as wide."""
    left, right = min(x for x, _y in spots), max(x for x, _y in spots)
    top, bottom = min(y for _x, y in spots), max(y for _x, y in spots)
    width = max((right - left) / (1 - 2 * margin), (bottom - top) / (height - 2 * margin), least)
    x, y = (left + right) / 2, (top + bottom) / 2
    return Box(x - width / 2, y - width * height / 2, x + width / 2, y + width * height / 2)


# Land


def _land(seen: list[Outline], frame: Box, own: Sequence[str], near: str) -> list[str]:
    """The land in the frame in three layers: far, in the same county (`near`), and one's own municipalities.

    Where too much is seen for municipalities, the counties are drawn.
    """
    box = _hectometres(frame)
    grain = outlines.grain_for(box.right - box.left)
    if not seen:
        known = outlines.all_outlines()
        seen = [*outlines.counties_in(box), *(known[number] for number in own if number in known)]
    layers: dict[str, list[str]] = {"land": [], "land land--county": [], "land land--own": []}
    for outline in seen:
        kind = "land land--own" if outline.number in own else "land land--county" if outline.county == near else "land"
        layers[kind].append(outlines.drawn(outline, box, grain))
    drawn = "".join(f'<path class="{kind}" d="{"".join(paths)}"/>' for kind, paths in layers.items() if paths)
    return [f'<g transform="scale({grain / 10})">{drawn}</g>'] if drawn else []


def _hectometres(frame: Box) -> Box:
    return Box(frame.left * 10, frame.top * 10, frame.right * 10, frame.bottom * 10)


# Names


def _names(seen: list[Outline], frame: Box, own: Sequence[str], taken: Sequence[Spot]) -> list[str]:
    """The names of municipalities, one's own first, then the widest, where nothing else stands."""
    width = frame.right - frame.left
    size, free = NAME_TEXT * width, _Free(frame, PIN * width, taken)
    seen.sort(key=lambda one: (one.number not in own, one.box.left - one.box.right))
    written: list[str] = []
    for outline in seen:
        if len(written) == MOST_NAMES:
            break
        if at := _room(outline, frame, free, size):
            written.append(f'<text x="{at[0]:.1f}" y="{at[1] + size / 3:.1f}">{escape(outline.name)}</text>')
    return [f'<g class="names" font-size="{size:.2f}" aria-hidden="true">{"".join(written)}</g>'] if written else []


def _room(outline: Outline, frame: Box, free: _Free, size: float) -> Spot | None:
    """The middle of a place inside the outline and the frame where its name fits; from then on it is taken."""
    half = len(outline.name) * size * LETTER / 2
    for chord in outlines.chords(outline.number):
        left, right = max(chord.left / 10, frame.left), min(chord.right / 10, frame.right)
        if right - left < half:
            continue
        x = min(max((left + right) / 2, frame.left + half + size / 3), frame.right - half - size / 3)
        y = chord.y / 10
        if free.take(Box(x - half, y - size * 0.55, x + half, y + size * 0.55)):
            return x, y
    return None


class _Free:
    """What is still free in a frame: outside of round things of one size, and of names."""

    def __init__(self, frame: Box, radius: float, taken: Sequence[Spot]) -> None:
        self.frame = frame
        self.boxes = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in taken]

    def take(self, wanted: Box) -> bool:
        """Whether nothing was there; now something is."""
        if not self.frame.holds(wanted) or any(wanted.meets(box) for box in self.boxes):
            return False
        self.boxes.append(wanted)
        return True


# Pins

# Where a number may stand beside its spot, in radii of a pin: there itself, else on rings around it, nearest first.
_BESIDE = [(0.0, 0.0)] + [
    (radius * cos(2 * pi * (step + 0.5) / count), radius * sin(2 * pi * (step + 0.5) / count))
    for radius, count in ((2.7, 7), (4.9, 13), (7.1, 19), (9.3, 25), (11.5, 31))
    for step in range(count)
]


def _spread(hits: Sequence[Hit], frame: Box, here: Spot | None) -> list[Pin]:
    """The pins, moved apart where they would lie on each other, on another's spot, on `here` or outside."""
    radius = PIN * (frame.right - frame.left)
    spots = {_spot(hit) for hit in hits}
    inner = Box(frame.left + radius, frame.top + radius, frame.right - radius, frame.bottom - radius)
    kept_free = [(*spot, (1.2 * radius) ** 2) for spot in spots] + ([(*here, (1.7 * radius) ** 2)] if here else [])
    placed: list[tuple[float, float, float]] = []
    tried: dict[Spot, int] = {}
    pins = []
    for hit in hits:
        spot = _spot(hit)
        at = spot
        # What had no room for one at this spot has none for the next.
        for step in range(tried.get(spot, 0), len(_BESIDE)):
            dx, dy = _BESIDE[step]
            x, y = spot[0] + dx * radius, spot[1] + dy * radius
            tried[spot] = step + 1
            if _is_free(x, y, spot if not step else None, inner, kept_free, placed):
                at = x, y
                break
        placed.append((*at, (2.15 * radius) ** 2))
        pins.append(Pin(hit, spot, at))
    return pins


def _is_free(
    x: float,
    y: float,
    its_own: Spot | None,
    inner: Box,
    kept_free: list[tuple[float, float, float]],
    placed: list[tuple[float, float, float]],
) -> bool:
    if not (inner.left <= x <= inner.right and inner.top <= y <= inner.bottom):
        return False
    for u, v, room in placed:
        if (x - u) ** 2 + (y - v) ** 2 < room:
            return False
    return all((u, v) == its_own or (x - u) ** 2 + (y - v) ** 2 >= room for u, v, room in kept_free)


def _stems(pins: Sequence[Pin], width: float) -> list[str]:
    """From where contact points are to their numbers, where these were moved."""
    moved = [pin for pin in pins if pin.at != pin.spot]
    stems = "".join(f"M{pin.spot[0]:.1f} {pin.spot[1]:.1f}L{pin.at[0]:.1f} {pin.at[1]:.1f}" for pin in moved)
    spots = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in sorted({pin.spot for pin in moved}))
    wide = f"{2 * DOT * width:.2f}"
    return [f'<path class="stem" d="{stems}"/><path class="spots" stroke-width="{wide}" d="{spots}"/>'] if moved else []


def _numbers(pins: Sequence[Pin], width: float) -> list[str]:
    """The pins, each a link with the number and name it has in the list."""
    links = "".join(
        f'<a href="{pin.hit.path}"{_OWN if pin.hit.is_own else _AWAY}>'
        f"<title>{pin.hit.number}. {escape(pin.hit.name)}{', ' if pin.hit.distance else ''}{pin.hit.distance}</title>"
        f'<circle cx="{pin.at[0]:.1f}" cy="{pin.at[1]:.1f}" r="{PIN * width:.2f}"/>'
        f'<text x="{pin.at[0]:.1f}" y="{pin.at[1]:.1f}">{pin.hit.number}</text></a>'
        for pin in pins
    )
    return [f'<g class="pins" font-size="{PIN_TEXT * width:.2f}">{links}</g>'] if pins else []
