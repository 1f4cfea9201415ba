"""What people type for a place, and what the portal takes it to mean."""

import pytest
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import PlaceKind, Status
from contactpoints.gazetteer import LONGEST_TEXT, OneCounty, OnePlace, PartOfName, SeveralPlaces, Unknown, understand
from contactpoints.models import ContactPoint, Municipality, PlaceName
from tests.conftest import make_contact_point
from tests.places import (
    HEROY_IN_MORE_OG_ROMSDAL,
    HEROY_IN_NORDLAND,
    KARASJOK,
    OSLO,
    SKIEN,
    SVALBARD,
    TONSBERG,
    TROMSO,
    VALER_IN_INNLANDET,
    VALER_IN_OSTFOLD,
    place_typed,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        *("3126", " 3126 ", "31 26", "N-3126", "NO-3126", "no 3126"),
        *("3126 Tønsberg", "3126 tonsberg", "3126 TØNSBERG, Norge", "Tønsberg 3126", "3126 Vestfold", "3126 tnsberg"),
        "Eksempelveien 12, 3126 Tønsberg",
    ],
)
def test_a_postal_code_in_any_form(text: str) -> None:
    place = place_typed(text)

    assert (place.label, place.postal_code, place.municipality.number) == ("3126 Tønsberg", "3126", TONSBERG)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tromso", TROMSO),
        ("TROMSØ", TROMSO),
        ("karasjok", KARASJOK),
        ("Kárášjohka", KARASJOK),
        ("karasjohka", KARASJOK),
        ("Kárášjohka - Karasjok", KARASJOK),
        ("snasa", "5041"),
        ("Snåase", "5041"),
        ("Aalesund", "1508"),
        ("aurskog høland", "3226"),
        ("Kaivuono", "5540"),
        ("Svalbard", SVALBARD),
        ("Longyearbyen", SVALBARD),
        ("Mo i Rana", "1833"),
        ("Mo", "1833"),
        ("Skien kommune", SKIEN),
        ("Skien sentrum", SKIEN),
        ("Skien, Telemark, Norge", SKIEN),
        ("Herøy (Nordland)", HEROY_IN_NORDLAND),
        ("Herøy, Nordland", HEROY_IN_NORDLAND),
        ("heroy i more og romsdal", HEROY_IN_MORE_OG_ROMSDAL),
        ("Våler i Innlandet", VALER_IN_INNLANDET),
        ("Våler i Østfold", VALER_IN_OSTFOLD),
        ("Bø i Telemark (Midt-Telemark)", "4020"),
    ],
)
def test_a_name_in_any_language_with_or_without_its_letters(text: str, number: str) -> None:
    meaning = understand(text)

    assert isinstance(meaning, OnePlace)
    assert meaning.place.municipality.number == number
    assert meaning.typed == ""


def test_every_official_name_means_its_municipality() -> None:
    for one in Municipality.objects.select_related("county"):
        for name in (one.name, one.official_name, *one.official_name.split(" - "), f"{one.name} kommune"):
            match understand(name):
                case OnePlace(place=place):
                    assert place.municipality == one, name
                case SeveralPlaces(places=places):
                    assert one.shares_name, name
                    assert one in [place.municipality for place in places], name
                case other:
                    pytest.fail(f"{name}: {other}")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Herøy", ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]),
        ("valer", ["Våler (Innlandet)", "Våler (Østfold)"]),
        ("Hovin", ["Hovin i Gauldal", "Hovin i Telemark"]),
        ("3126 Oslo", ["3126 Tønsberg", "Oslo"]),
    ],
)
def test_what_may_be_several_places_is_asked_about(text: str, labels: list[str]) -> None:
    meaning = understand(text)

    assert isinstance(meaning, SeveralPlaces)
    assert [place.label for place in meaning.places] == labels


def test_each_label_typed_in_again_means_just_that_place() -> None:
    several = (
        PlaceName.objects.exclude(kind=PlaceKind.COUNTY)
        .values("folded")
        .annotate(times=Count("municipality", distinct=True))
        .filter(times__gt=1)
    )
    assert len(several) > 15
    for text in several.values_list("folded", flat=True):
        match understand(text):
            case OnePlace() as one if one.others:
                choices = one.as_question().places
            case SeveralPlaces(places=choices):
                pass
            case OnePlace(place=place):
                choices = [place]
        for choice in choices:
            meant = understand(choice.label)
            assert isinstance(meant, OnePlace), choice.label
            assert (meant.place.municipality, meant.others) == (choice.municipality, []), choice.label


def test_a_municipality_comes_before_namesakes_elsewhere_which_are_offered() -> None:
    meaning = understand("Os")

    assert isinstance(meaning, OnePlace)
    assert meaning.place.municipality.number == "3430"
    assert [place.label for place in meaning.others] == ["Os (Bjørnafjorden)"]
    assert [place.label for place in meaning.as_question().places] == ["Os kommune (Innlandet)", "Os (Bjørnafjorden)"]


def test_a_municipality_comes_before_the_county_of_the_same_name() -> None:
    assert place_typed("Oslo").municipality.number == OSLO


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Telemark", "Telemark"),
        ("telemark fylke", "Telemark"),
        ("Innlandet fylkeskommune", "Innlandet"),
        ("Finnmárku", "Finnmark"),
        ("more og romsdal", "Møre og Romsdal"),
        ("Oslo fylke", "Oslo"),
        ("telemrk", "Telemark"),
    ],
)
def test_a_whole_county(text: str, name: str) -> None:
    meaning = understand(text)

    assert isinstance(meaning, OneCounty)
    assert meaning.county.name == name


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("tronheim", "Trondheim"),
        ("lilehammer", "Lillehammer"),
        ("olso", "Oslo"),
        ("skein", "Skien"),
        ("bergn", "Bergen"),
        ("stavangr", "Stavanger"),
        ("hammarfest", "Hammerfest"),
        ("kristiansan", "Kristiansand"),
        ("trondh", "Trondheim"),
        ("Eksempelgata 3, Skien", "Skien"),
    ],
)
def test_a_typing_error_is_corrected_and_says_so(text: str, label: str) -> None:
    meaning = understand(text)

    assert isinstance(meaning, OnePlace)
    assert (meaning.place.label, meaning.typed) == (label, text)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("kristiansnd", "Kristiansund"),
        ("kristiansnd", "Kristiansand"),
        ("viken", "Buskerud"),
        ("Troms og Finnmark", "Finnmark"),
        ("Vestfold og Telemark fylke", "Telemark"),
        ("nord", "Nord-Odal"),
        ("9999", "9991 Båtsfjord"),
        ("301", "0301 Oslo"),
        ("0002", "0001 Oslo"),
    ],
)
def test_what_is_unknown_gets_the_nearest_spellings(text: str, suggestion: str) -> None:
    meaning = understand(text)

    assert isinstance(meaning, Unknown)
    assert suggestion in meaning.suggestions
    assert len(meaning.suggestions) <= 5
    assert all(isinstance(understand(each), OnePlace | OneCounty | SeveralPlaces) for each in meaning.suggestions)


def test_part_of_the_name_of_a_contact_point(bakken: ContactPoint) -> None:
    assert understand("på bakken") == PartOfName("på bakken")


def test_a_contact_point_that_is_not_published_is_not_found_by_name(bakken: ContactPoint) -> None:
    make_contact_point("Kaffekroken", "Skien", status=Status.PROPOSED)

    assert not isinstance(understand("kaffekroken"), PartOfName)


def test_a_place_comes_before_part_of_a_name(bakken: ContactPoint) -> None:
    make_contact_point("Skien frivilligsentral", "Skien")

    assert place_typed("Skien").municipality.number == SKIEN
    assert isinstance(understand("skien frivil"), PartOfName)


def test_a_code_that_does_not_exist_beside_a_name_that_does() -> None:
    assert place_typed("9999 Skien").label == "Skien"


def test_a_postal_code_without_a_position_of_its_own_says_so() -> None:
    assert place_typed("1307 Fornebu").is_exact is False  # that of Bærum's seat
    assert place_typed("3126").is_exact is True


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂🙂", "مرحبا", "%", "--", "…", "12345", "0000 0000", "\u202e\u202e"])
def test_what_holds_no_name_is_unknown(text: str) -> None:
    assert isinstance(understand(text), Unknown)


def test_a_very_long_text_is_unknown_without_a_look(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(0):
        meaning = understand("Skien " * 2000)

    assert isinstance(meaning, Unknown)
    assert len(meaning.text) <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        *(("3126", 1), ("3126 Tønsberg", 1), ("Skien", 1), ("Herøy, Nordland", 1), ("Telemark", 1)),
        *(("3126 Oslo", 2), ("tronheim", 3), ("qwertyuiop", 3), ("9999 qwertyuiop", 3)),
    ],
)
def test_it_asks_the_database_little(
    text: str, queries: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(queries):
        understand(text)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=130))
def test_no_text_is_too_strange(text: str) -> None:
    assert isinstance(understand(text), OnePlace | OneCounty | SeveralPlaces | PartOfName | Unknown)
