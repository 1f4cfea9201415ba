"""The public list of projects, and the way there."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import County, DistrictOffice
from partners.enums import ProjectStatus
from partners.models import PartnershipProject
from tests.markup import read
from tests.partners.making import make_organisation, make_project
from tests.partners.public_page import with_everything

ALL = "/samarbeid/"
HIDDEN = "Bare for kontoret"


class TestList:
    def test_shows_what_goes_on_before_what_is_over(
        self, client: Client, link: PartnershipProject, alta: DistrictOffice
    ) -> None:
        make_project(alta, "Over og ut", status=ProjectStatus.ENDED)
        make_project(alta, "Ny plan", status=ProjectStatus.IDEA, starts_on=date(2027, 1, 1))
        link.partners.create(organisation=make_organisation(), valid_from=date(2021, 1, 1))
        link.updates.create(title="Hei", is_published=True)

        page = read(client.get(ALL).content)

        parts = [
            (each.one("h2").text, [title.text for title in each.all("h3")])
            for each in page.all("section", class_="part part--beside")
        ]
        assert parts == [("I gang og på vei", ["Ny plan", link.name]), ("Avsluttet", ["Over og ut"])]
        assert "Én partner" in page.text
        assert "Læring, Informasjon, Nettverk og Kunnskap" in page.text
        assert page.one("a", href=f"{link.get_absolute_url()}#nytt-{link.updates.get().public_id}").text == "Hei"

    def test_is_filtered_by_county_and_status(
        self, client: Client, link: PartnershipProject, alta: DistrictOffice
    ) -> None:
        link.counties.set(County.objects.filter(name__in=("Vestfold", "Telemark")))
        make_project(alta, "Ny plan", status=ProjectStatus.IDEA)

        def found(**query: str) -> list[str]:
            return [each.text for each in read(client.get(ALL, query).content).all("h3")]

        assert found(fylke="telemark") == [link.name]
        assert found(status="idea") == ["Ny plan"]
        assert found(fylke="telemark", status="idea") == []
        assert sorted(found(fylke="atlantis")) == sorted(["Ny plan", link.name])

    def test_with_nothing_in_it_shows_ways_on(self, client: Client, db: None) -> None:
        page = read(client.get(ALL).content)

        assert "Det står ingen samarbeid her ennå" in page.text
        assert page.one("main").all("a", href="/kontaktpunkter/")

    def test_goes_on_after_thirty(self, client: Client, tonsberg: DistrictOffice) -> None:
        for number in range(31):
            make_project(tonsberg, f"Samarbeid {number}")

        first = read(client.get(ALL).content)

        assert len(first.all("h3")) == 30
        assert len(read(client.get(ALL, {"side": "2"}).content).all("h3")) == 1
        assert first.one("a", rel="next").attrs["href"] == "?side=2"


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_takes_at_most_ten_queries(
    client: Client, tonsberg: DistrictOffice, django_assert_max_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for each in range(number):
        with_everything(make_project(tonsberg, f"Samarbeid {each}"), 1)
    client.get(ALL)

    with django_assert_max_num_queries(6):
        client.get(ALL)


@pytest.mark.parametrize("path", ["/", "/om/", ALL])
def test_the_way_there_is_in_the_menu_and_at_the_foot(client: Client, db: None, path: str) -> None:
    page = read(client.get(path).content)

    assert page.one("nav", class_="topnav").one("a", href=ALL).text == "Samarbeid"
    assert page.one("footer").one("a", href=ALL)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_to_them(client: Client, link: PartnershipProject, method: str) -> None:
    send: Callable[[str], object] = getattr(client, method)
    for path in (ALL, link.get_absolute_url(), "/samarbeid/oppdateringer.atom"):
        assert getattr(send(path), "status_code", None) == 405
