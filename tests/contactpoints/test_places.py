"""The places of Norway come into the database, and come again without harm."""

import csv
import re
from collections import Counter

import pytest
from pytest_django import DjangoAssertNumQueries

from contactpoints import places_loader
from contactpoints.enums import PlaceKind
from contactpoints.models import County, Municipality, PlaceName, PostalCode
from tests.places import HEROY_IN_NORDLAND, JAN_MAYEN, KARASJOK, OSLO, SKIEN, SVALBARD, municipality

pytestmark = pytest.mark.django_db

NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


def test_all_of_norway_is_there() -> None:
    assert County.objects.count() == 15
    assert Municipality.objects.ordinary().count() == 357
    assert PostalCode.objects.count() == 5122


def test_svalbard_and_jan_mayen_are_territories_without_a_county() -> None:
    territories = Municipality.objects.filter(is_territory=True)

    assert {one.number: one.name for one in territories} == {SVALBARD: "Svalbard", JAN_MAYEN: "Jan Mayen"}
    assert all(one.county is None for one in territories)


def test_namesakes_are_told_apart_by_their_county() -> None:
    labels = [one.label for one in Municipality.objects.filter(shares_name=True).select_related("county").by_name()]

    assert sorted(labels) == ["Herøy (Møre og Romsdal)", "Herøy (Nordland)", "Våler (Innlandet)", "Våler (Østfold)"]
    assert municipality(SKIEN).label == "Skien"


def test_karasjok_is_found_by_each_of_its_names() -> None:
    names = PlaceName.objects.filter(municipality__number=KARASJOK, kind=PlaceKind.MUNICIPALITY)

    assert {name.folded for name in names} == {"karasjok", "karasjohka", "karasjohka karasjok"}


def test_a_postal_place_lies_in_the_middle_of_its_codes() -> None:
    codes = PostalCode.objects.filter(name="Larkollen", is_exact=True)
    name = PlaceName.objects.get(text="Larkollen")

    assert name.latitude == pytest.approx(sum(code.latitude for code in codes) / len(codes), abs=1e-5)
    assert name.municipality == codes[0].municipality


def test_loading_again_writes_nothing(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    before = list(PlaceName.objects.order_by("pk").values_list())

    with django_assert_max_num_queries(12):
        loaded = places_loader.load()

    assert not loaded
    assert list(PlaceName.objects.order_by("pk").values_list()) == before


def test_loading_again_mends_what_differs() -> None:
    skien = municipality(SKIEN)
    Municipality.objects.filter(pk=skien.pk).update(name="Skeidi", latitude=0.0)
    PlaceName.objects.filter(municipality=skien).delete()

    loaded = places_loader.load()

    mended = municipality(SKIEN)
    assert (mended.pk, mended.name, mended.position) == (skien.pk, "Skien", skien.position)
    assert loaded.municipalities == 1
    assert PlaceName.objects.filter(folded="skien", municipality=skien).exists()


def test_a_postal_code_that_the_data_no_longer_has_stays_and_an_old_name_goes() -> None:
    oslo = municipality(OSLO)
    here = {"latitude": oslo.latitude, "longitude": oslo.longitude}
    PostalCode.objects.create(code="0002", name="Oslo", municipality=oslo, is_exact=True, **here)
    PlaceName.objects.create(
        text="Kristiania", folded="kristiania", kind=PlaceKind.MUNICIPALITY, municipality=oslo, **here
    )

    loaded = places_loader.load()

    assert loaded.names_removed == 1
    assert PostalCode.objects.filter(code="0002").exists()
    assert not PlaceName.objects.filter(text="Kristiania").exists()


@pytest.mark.parametrize(
    ("capitals", "readable"),
    [
        ("TØNSBERG", "Tønsberg"),
        ("MO I RANA", "Mo i Rana"),
        ("NES PÅ HEDMARKEN", "Nes på Hedmarken"),
        ("NY-ÅLESUND", "Ny-Ålesund"),
        ("KLEPP STASJON", "Klepp stasjon"),
        ("BÆRUMS VERK", "Bærums Verk"),
        ("KÁRÁŠJOHKA/KARASJOK", "Kárášjohka/Karasjok"),
        ("I", "I"),
    ],
)
def test_postal_places_read_as_one_writes_them(capitals: str, readable: str) -> None:
    assert places_loader.readable(capitals) == readable


def test_names_stand_in_norwegian_order() -> None:
    names = list(Municipality.objects.by_name().values_list("name", flat=True))

    assert names[0] == "Alstahaug"
    assert names[-7:] == ["Ålesund", "Åmli", "Åmot", "Årdal", "Ås", "Åseral", "Åsnes"]
    assert names.index("Voss") < names.index("Vågå") < names.index("Ørland") < names.index("Øyer") < names.index("Ål")
    assert [county.name for county in County.objects.by_name()][-3:] == ["Vestfold", "Vestland", "Østfold"]


def test_every_municipality_and_county_has_an_outline_around_its_seat() -> None:
    with (places_loader.DATA / "outlines.tsv").open(encoding="utf-8", newline="") as lines:
        outlines = {row["number"]: row for row in csv.DictReader(lines, delimiter="\t")}

    assert outlines.keys() == {*_numbers(County), *_numbers(Municipality)} - {SVALBARD, JAN_MAYEN}
    for one in Municipality.objects.ordinary():
        left, top, right, bottom = (float(outlines[one.number][side]) for side in ("left", "top", "right", "bottom"))
        assert left - 2 <= one.grid_point.map_x <= right + 2, one
        assert top - 2 <= one.grid_point.map_y <= bottom + 2, one
    assert outlines["1508"]["path"] == outlines["1580"]["path"]


def _numbers(model: type[County] | type[Municipality]) -> list[str]:
    return list(model.objects.values_list("number", flat=True))


def test_outlines_reach_just_as_far_as_they_say() -> None:
    with (places_loader.DATA / "outlines.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            points = [point for ring in row["path"].split("z") if ring for point in _corners(ring)]
            eastings, northings = zip(*points, strict=True)
            said = tuple(float(row[side]) for side in ("left", "top", "right", "bottom"))
            assert said == pytest.approx((min(eastings), min(northings), max(eastings), max(northings)), abs=1e-6)


def _corners(ring: str) -> list[tuple[float, float]]:
    """The points of `M10 20l1-2 3 4`."""
    numbers = [float(number) for number in NUMBER.findall(ring)]
    corners = [(numbers[0], numbers[1])]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        corners.append((corners[-1][0] + dx, corners[-1][1] + dy))
    return corners


def test_no_number_stands_twice_in_the_data() -> None:
    for file, number in (
        ("counties", "fylkesnummer"),
        ("municipalities", "kommunenummer"),
        ("postal_codes", "postnummer"),
    ):
        with (places_loader.DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
            times = Counter(row[number] for row in csv.DictReader(lines))
        assert set(times.values()) == {1}, file


def test_heroy_in_nordland_lies_in_nordland() -> None:
    heroy = municipality(HEROY_IN_NORDLAND)

    assert heroy.county is not None
    assert heroy.county.name == "Nordland"
    assert heroy.position.latitude > 65
