"""The pages of counties and municipalities: who is there, who answers, and never a dead end."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import ContactPoint, County, CoverageArea, DistrictOffice, Municipality
from tests.conftest import make_contact_point, make_office
from tests.markup import Element, read
from tests.places import HEROY_IN_NORDLAND, municipality


def get(client: Client, path: str) -> Element:
    response = client.get(path)
    assert response.status_code == 200
    return read(response.content)


def slugs(page: Element) -> list[str]:
    return [one.attrs["data-kontaktpunkt"] for one in page.all("li") if "data-kontaktpunkt" in one.attrs]


def test_a_county_shows_its_contact_points_in_norwegian_order(client: Client, bakken: ContactPoint) -> None:
    for name, where in (
        ("Åpen dør", "Porsgrunn"),
        ("Aakerhus", "Skien"),
        ("Ærfuglen", "Bamble"),
        ("Utenfor", "Larvik"),
    ):
        make_contact_point(name, where)

    page = get(client, "/fylke/telemark/")

    names = [one.one("h3").text for one in page.all("li") if "data-kontaktpunkt" in one.attrs]
    assert names == ["Frivilligsentralen på Bakken", "Ærfuglen", "Aakerhus", "Åpen dør"]
    assert page.one("a", href="/kommune/4003-skien/").text == "Skien"
    assert "Fordi Distriktskontoret i Tønsberg har svart for Telemark siden 1. januar 2024." in page.text
    assert page.one("svg", class_="map")


def test_a_county_says_where_another_office_answers(client: Client, tonsberg: DistrictOffice) -> None:
    skien = make_office("Skien")
    CoverageArea.objects.create(office=skien, municipality=municipality("4012"), valid_from=date(2024, 1, 1))

    page = get(client, "/fylke/telemark/")

    other = page.one("section", id="unntak")
    assert "Bamble: Distriktskontoret i Skien." in other.text
    assert "Distriktskontoret i Tønsberg" in page.one("section", aria_labelledby="kontor").text


def test_a_county_keeps_the_filters_of_the_search(client: Client, bakken: ContactPoint) -> None:
    make_contact_point("Fullt hus", "Skien", accepts_new=False)

    assert slugs(get(client, "/fylke/telemark/?ny=1")) == [bakken.slug]


def test_a_county_with_thousands_is_shown_in_pages(
    client: Client, tonsberg: DistrictOffice, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        make_contact_point(f"Huset {number:02}", "Skien")

    with django_assert_max_num_queries(8):
        page = get(client, "/fylke/telemark/?side=3")

    assert slugs(page) == [f"huset-{number:02}" for number in range(40, 60)]
    assert page.one("a", rel="prev").attrs["href"] == "?side=2"


@pytest.mark.parametrize("slug", ["oslo", "troms", "more-og-romsdal"])
def test_every_county_has_a_page_even_without_contact_points(
    client: Client, national_desk: DistrictOffice, slug: str
) -> None:
    page = get(client, f"/fylke/{slug}/")

    assert "Distriktskontoret i Oslo" in page.text


def test_a_municipality_shows_its_own_first_and_then_those_around(client: Client, bakken: ContactPoint) -> None:
    make_contact_point("Siljan hus", "Siljan")

    page = get(client, "/kommune/4003-skien/")

    assert page.one("h1").text == "Kontaktpunkter i Skien"
    assert slugs(page) == [bakken.slug, "siljan-hus"]
    assert "Fordi Distriktskontoret i Tønsberg" in page.text or "Fordi Skien ligger i Telemark" in page.text
    start = page.one("section", aria_labelledby="starte").one("a").attrs["href"]
    assert start == "/henvendelse/?wish=start&sted=Skien"


def test_a_municipality_without_any_shows_the_nearest(client: Client, bakken: ContactPoint) -> None:
    page = get(client, "/kommune/4010-siljan/")

    assert "Det er ingen kontaktpunkter i Siljan ennå. Her er de nærmeste." in page.text
    assert slugs(page) == [bakken.slug]
    assert page.one("a", href="/kontaktpunkter/?sted=Siljan")


def test_a_wrong_name_in_the_address_leads_to_the_right_one(client: Client, tonsberg: DistrictOffice) -> None:
    response = client.get("/kommune/4003-skein/")

    assert (response.status_code, response["Location"]) == (301, "/kommune/4003-skien/")
    assert client.get("/kommune/9999-skien/").status_code == 404


def test_sami_names_with_hyphens_have_working_addresses(client: Client, alta: DistrictOffice) -> None:
    for number in ("5610", "5612", "1841", "5540"):
        one = municipality(number)
        page = get(client, one.get_absolute_url())
        assert one.official_name in page.text


@pytest.mark.parametrize(("path", "name"), [("2100-svalbard", "Svalbard"), ("2211-jan-mayen", "Jan Mayen")])
def test_territories_have_pages_and_the_national_desk(
    client: Client, bakken: ContactPoint, path: str, name: str
) -> None:
    page = get(client, f"/kommune/{path}/")

    assert page.one("h1").text == f"Kontaktpunkter på {name}"
    assert "Distriktskontoret i Oslo, som er nasjonal mottaker" in page.text
    assert slugs(page) == [bakken.slug]


def test_of_two_with_one_name_the_county_is_said(client: Client, alta: DistrictOffice) -> None:
    page = get(client, municipality(HEROY_IN_NORDLAND).get_absolute_url())

    assert page.one("h1").text == "Kontaktpunkter i Herøy (Nordland)"


def test_a_municipality_that_ended_names_what_came_after(client: Client, tonsberg: DistrictOffice) -> None:
    siljan = municipality("4010")
    siljan.valid_until = date(2026, 1, 1)
    siljan.save()
    siljan.successors.add(municipality("4003"))

    page = get(client, siljan.get_absolute_url())

    assert "Finnes ikke lenger" in page.text
    assert page.one("div", class_="ds-alert").one("a").text == "Skien"


def test_a_county_that_ended_names_what_came_after(client: Client, tonsberg: DistrictOffice) -> None:
    old = County.objects.create(
        number="38", name="Vestfold og Telemark", official_name="Vestfold og Telemark", slug="vestfold-og-telemark",
        valid_from=date(2020, 1, 1), valid_until=date(2024, 1, 1),
    )  # fmt: skip
    old.successors.set(County.objects.filter(name__in=("Vestfold", "Telemark")))

    page = get(client, "/fylke/vestfold-og-telemark/")

    assert {one.text for one in page.one("div", class_="ds-alert").all("a")} == {"Vestfold", "Telemark"}


def test_every_municipality_has_a_page(client: Client, bakken: ContactPoint) -> None:
    for one in Municipality.objects.select_related("county"):
        assert client.get(one.get_absolute_url()).status_code == 200, one
