"""The page that says where a group is within reach."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.models import ContactPoint, User
from groups.enums import Theme
from groups.models import InquiryReading
from tests.groups.forming import make_group, make_waiting
from tests.markup import Element, read

pytestmark = pytest.mark.django_db


def reach(client: Client) -> Element:
    response = client.get(reverse("groups:group_reach"))
    assert response.status_code == 200
    return read(response.content).one("main")


def test_says_where_and_leads_to_making_it(
    as_ola: Client, bakken: ContactPoint, huset: ContactPoint, ola: User
) -> None:
    for code, place in (("3724", bakken), ("3724", bakken), ("3915", huset)):
        make_waiting(code, contact_point=place, by=ola)
    make_waiting("3724", contact_point=bakken, by=ola, theme=Theme.WORK)
    page = reach(as_ola)

    (row,) = page.all("li", class_="case")
    sentence = "3 i Skien og Porsgrunn venter på en kveldsgruppe om sorg og tap. 1–2 til trengs."
    assert row.one("p", class_="case__title").text == sentence
    assert "1 annen venter, men ingen i nærheten om det samme." in page.text
    figures = [(line.one("p").text, line.one("td").text) for line in page.one("tbody").all("tr")]
    assert figures == [("Skien 2, Porsgrunn 1", "3"), ("Skien 1", "1")]
    there = as_ola.get(reverse("groups:group_new") + row.one("a").attrs["href"].partition("ny/")[2])
    assert len(read(there.content).all("input", name="people", checked="")) == 3


def test_names_the_group_that_gathers_there_already(as_ola: Client, bakken: ContactPoint, ola: User) -> None:
    group = make_group(bakken, by=ola)
    for _ in range(2):
        make_waiting("3724", contact_point=bakken, by=ola)

    (row,) = reach(as_ola).all("li", class_="case")
    assert row.all("a")[0].attrs["href"] == reverse("groups:group_page", args=[group.reference])


def test_nobody_waits(as_ola: Client) -> None:
    assert "Ingen venter på en gruppe nå." in reach(as_ola).text


def test_no_name_and_no_reference_is_on_it(as_ola: Client, huset: ContactPoint, berit: User) -> None:
    for _ in range(2):
        one = make_waiting("3915", contact_point=huset, by=berit, name="Siri")

    page = as_ola.get(reverse("groups:group_reach")).content.decode()
    assert "Siri" not in page
    assert one.reference not in page
    assert not InquiryReading.objects.exists()


@pytest.mark.parametrize("number", [1, 50])
def test_asks_the_database_a_few_times(
    as_ola: Client,
    bakken: ContactPoint,
    ola: User,
    number: int,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for index in range(number):
        make_waiting(("3724", "3915")[index % 2], contact_point=bakken, by=ola, theme=list(Theme)[index % 12])

    with django_assert_max_num_queries(12):
        reach(as_ola)


def test_the_list_of_those_who_wait_leads_to_where_a_group_is_within_reach(as_ola: Client) -> None:
    page = read(as_ola.get(reverse("groups:inbox"), {"utvalg": "venter"}).content)
    assert page.one("a", href=reverse("groups:group_reach")).text == "Se hvor en gruppe er innen rekkevidde"


def test_another_office_sees_nothing_of_it(client: Client, bakken: ContactPoint, ola: User, outsider: User) -> None:
    for _ in range(2):
        make_waiting("3724", contact_point=bakken, by=ola)
    client.force_login(outsider)

    assert "Ingen venter på en gruppe nå." in reach(client).text
