"""The maps: the same as the list, readable, and in numbers that a machine reads."""

import re
from itertools import combinations, pairwise
from math import hypot

import pytest
from django.test import Client

from contactpoints import maps, outlines
from contactpoints.finder import find
from contactpoints.models import ContactPoint, DistrictOffice, Municipality
from contactpoints.outlines import Box
from tests.conftest import make_contact_point
from tests.markup import Element, read
from tests.places import SKIEN, place_at_code


def map_of(client: Client, path: str) -> Element:
    return read(client.get(path).content).one("svg", class_="map")


def centre(link: Element) -> tuple[float, float]:
    circle = link.one("circle")
    return float(circle.attrs["cx"]), float(circle.attrs["cy"])


def crowd(count: int, where: str = "Skien") -> None:
    for number in range(count):
        make_contact_point(f"Huset {number:02}", where)


def test_the_map_is_equal_to_the_list(client: Client, bakken: ContactPoint) -> None:
    make_contact_point("Siljan <b>hus</b>", "Siljan", slug="siljan-hus")
    page = read(client.get("/kontaktpunkter/?sted=3724").content)

    hits = [one for one in page.all("li") if "data-kontaktpunkt" in one.attrs]
    pins = page.one("g", class_="pins").all("a")

    assert [pin.attrs["href"] for pin in pins] == [hit.one("a").attrs["href"] for hit in hits]
    assert [pin.one("text").text for pin in pins] == [hit.one("span", class_="pin").text for hit in hits]
    assert pins[1].one("title").text == f"2. Siljan <b>hus</b>, {hits[1].one('p', class_='result__distance').text[8:]}"
    assert pins[0].attrs.get("class") is None
    assert pins[1].attrs["class"] == "away"


@pytest.mark.parametrize("count", [2, 7, 20])
def test_pins_at_one_address_stand_apart_inside_the_frame(client: Client, tonsberg: DistrictOffice, count: int) -> None:
    crowd(count)
    drawn = map_of(client, "/kontaktpunkter/?sted=3724")
    left, top, width, height = map(float, drawn.attrs["viewbox"].split())
    pins = drawn.one("g", class_="pins").all("a")
    radius = float(pins[0].one("circle").attrs["r"])

    assert len(pins) == count
    for one, other in combinations(pins, 2):
        (x, y), (u, v) = centre(one), centre(other)
        assert hypot(x - u, y - v) > 2 * radius - 0.2
    for pin in pins:
        x, y = centre(pin)
        assert left < x - radius + 0.2
        assert x + radius - 0.2 < left + width
        assert top < y - radius + 0.2
        assert y + radius - 0.2 < top + height


def test_the_frame_holds_the_place_and_every_hit_and_little_more(client: Client, bakken: ContactPoint) -> None:
    far = make_contact_point("Langt sør", "Kristiansand")
    drawn = map_of(client, "/kontaktpunkter/?sted=3724")
    left, top, width, height = map(float, drawn.attrs["viewbox"].split())

    for grid_point in (bakken.grid_point, far.grid_point, place_at_code("3724").grid_point):
        assert left < grid_point.map_x < left + width
        assert top < grid_point.map_y < top + height
    assert 130 < width < 250


def test_one_and_the_same_page_draws_ones_own_municipality(client: Client, bakken: ContactPoint) -> None:
    drawn = map_of(client, "/kontaktpunkter/?sted=3724")

    assert len(drawn.all("path", class_="land land--own")) == 1
    names = [text.text for text in drawn.one("g", class_="names").all("text")]
    assert names[0] == "Skien"
    assert drawn.one("circle", class_="here")


def test_numbers_are_written_for_machines(client: Client, bakken: ContactPoint) -> None:
    html = client.get("/kontaktpunkter/?sted=3724").content.decode()

    drawn = html[html.index('<svg class="map"') : html.index("</figure>")]
    numbers = re.findall(r'(?:viewBox|cx|cy|r|x|y|font-size|stroke-width|transform)="([^"]*)"', drawn)
    assert numbers
    assert not [number for number in numbers if "," in number]
    assert "style=" not in drawn


def test_every_municipality_can_be_drawn(client: Client, bakken: ContactPoint) -> None:
    for one in Municipality.objects.ordinary():
        outline = outlines.all_outlines()[one.number]
        frame = Box(outline.box.left, outline.box.top, outline.box.right, outline.box.bottom)
        assert outlines.drawn(outline, frame, 2).startswith("M")
        assert outlines.chords(one.number)


def test_the_seat_of_each_municipality_lies_in_its_frame(db: None) -> None:
    for one in Municipality.objects.ordinary():
        box = outlines.all_outlines()[one.number].box
        assert box.left - 20 < one.grid_point.map_x * 10 < box.right + 20, one
        assert box.top - 20 < one.grid_point.map_y * 10 < box.bottom + 20, one


def test_what_is_cut_away_can_not_be_seen() -> None:
    # A ring around the corner of what is seen: without care its edge would run across the corner.
    ring = [(-50, 50), (-50, -20), (-40, -50), (50, -50), (50, 50)]
    box = Box(0, 0, 10, 10)

    cut = outlines._cut(ring, box)

    assert (-40, -50) in cut or (-50, -20) in cut
    assert all(not crosses(one, other, box) for one, other in pairwise(cut))


def crosses(one: tuple[int, int], other: tuple[int, int], box: Box) -> bool:
    """Whether the line comes inside the box, tried at a hundred points."""
    steps = ((one[0] + (other[0] - one[0]) * s / 100, one[1] + (other[1] - one[1]) * s / 100) for s in range(101))
    return any(box.left < x < box.right and box.top < y < box.bottom for x, y in steps)


def test_a_place_without_any_hit_still_has_a_map(db: None) -> None:
    place = place_at_code("3724")

    drawn = maps.of_hits(find(place).hits, place)

    assert drawn is not None
    assert drawn.legend == [("here", "3724 Skien")]


def test_svalbard_is_drawn_with_the_coast_it_looks_to(client: Client, bakken: ContactPoint) -> None:
    drawn = map_of(client, "/kontaktpunkter/?sted=9170")

    assert drawn.all("path", class_="land")
    assert len(drawn.one("g", class_="pins").all("a")) == 1


def test_the_page_of_a_contact_point_has_a_picture_of_where_it_is(client: Client, bakken: ContactPoint) -> None:
    bakken.serves.add(Municipality.objects.get(name="Siljan"))

    drawn = map_of(client, bakken.get_absolute_url())

    assert drawn.attrs["role"] == "img"
    assert drawn.attrs["aria-label"] == "Kart: Frivilligsentralen på Bakken ligger i Skien"
    assert SKIEN not in drawn.text
    assert drawn.all("path", class_="land land--own")
