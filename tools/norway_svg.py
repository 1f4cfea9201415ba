"""Draw the outline of Norway for the front page: the counties, simplified until nobody sees it.

    python tools/norway_svg.py norway-counties.svg

The source has one path for each county in whole kilometres of the national grid (DESIGN §3), made of absolute moves and
relative lines. Points closer than `TOLERANCE` to the line of their neighbours go (Douglas and Peucker), islands
smaller than `SMALLEST` too. Writes `static/img/norway.svg`.
"""

import re
import sys
from math import hypot
from pathlib import Path
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

TOLERANCE = 1.7  # km
SMALLEST = 40.0  # km²
TARGET = Path(__file__).resolve().parent.parent / "static" / "img" / "norway.svg"
STYLE = (
    "path{fill:#1d5a60;stroke:#0c3a40;stroke-width:1.6;stroke-linejoin:round}"
    "@media(prefers-color-scheme:dark){path{fill:#1b4a50;stroke:#071519}}"
)


def rings(path: str) -> list[list[Point]]:
    """The closed lines of a path such as `M1 2l3 4-5 6z`, in absolute coordinates."""
    found = []
    for part in re.findall(r"M([^zZ]*)[zZ]", path):
        numbers = [float(each) for each in re.findall(r"-?[\d.]+", part)]
        points = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        found.append(points)
    return found


def area(ring: list[Point]) -> float:
    """In km² (the shoelace formula)."""
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def simplified(line: list[Point]) -> list[Point]:
    """The line without the points that lie within `TOLERANCE` of the straight way past them."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = hypot(bx - ax, by - ay)

    def off(point: Point) -> float:
        x, y = point
        return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length if length else hypot(x - ax, y - ay)

    farthest = max(range(1, len(line) - 1), key=lambda index: off(line[index]))
    if off(line[farthest]) <= TOLERANCE:
        return [line[0], line[-1]]
    return simplified(line[: farthest + 1])[:-1] + simplified(line[farthest:])


def written(ring: list[Point]) -> str:
    """The closed line as an SVG path."""
    (x, y), *rest = ring
    text = f"M{x:g} {y:g}l"
    for u, v in rest:
        text += f"{u - x:g} {v - y:g} "
        x, y = u, v
    return text.strip().replace(" -", "-") + "z"


def main(source: Path) -> None:
    """Read the counties, write the picture."""
    paths = []
    for path in re.findall(r'd="([^"]+)"', source.read_text(encoding="utf-8")):
        kept = [simplified([*ring, ring[0]])[:-1] for ring in rings(path) if area(ring) >= SMALLEST]
        paths.append(f'<path d="{"".join(written(ring) for ring in kept if len(ring) > 2)}"/>')
    style = f"<style>{STYLE}</style>"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-26 -8 1226 1512">{style}{"".join(paths)}</svg>\n'
    TARGET.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
