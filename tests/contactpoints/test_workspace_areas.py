"""Several municipalities and counties, as one types them in a list."""

import pytest
from pytest_django import DjangoAssertNumQueries

from contactpoints.areas import Area, NotUnderstood, areas_called, typed
from contactpoints.models import County, Municipality

pytestmark = pytest.mark.django_db


def test_every_municipality_and_county_is_understood_as_it_is_shown(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    everything: list[Area] = [*Municipality.objects.ordinary().select_related("county"), *County.objects.all()]
    assert len(everything) == 357 + 15

    with django_assert_num_queries(2):
        assert areas_called(typed(everything)) == everything


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Skien, porsgrunn;  SKIEN\n", ["Skien", "Porsgrunn"]),
        ("Oslo", ["Oslo"]),
        ("Kárášjohka\nSnåase kommune", ["Karasjok", "Snåsa"]),
        ("heroy (nordland)", ["Herøy (Nordland)"]),
        ("Telemark\nfinnmark fylke", ["Telemark", "Finnmark"]),
        ("  \n , ", []),
    ],
)
def test_what_people_type(text: str, names: list[str]) -> None:
    assert [str(one) for one in areas_called(text)] == names


def test_a_county_is_none_where_only_municipalities_are_meant() -> None:
    assert isinstance(areas_called("Oslo fylke")[0], County)
    with pytest.raises(NotUnderstood, match="Vi kjenner ikke «Telemark»"):
        areas_called("Telemark", counties=False)


def test_svalbard_is_nobodys_to_cover() -> None:
    with pytest.raises(NotUnderstood, match="Vi kjenner ikke «Svalbard»"):
        areas_called("Svalbard")
