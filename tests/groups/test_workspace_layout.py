"""What all pages of the workspace have: the menu, for whom it is, the way past it and the way out."""

from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import Wish
from tests.groups.making import make_inquiry
from tests.markup import Element, read
from tests.test_look import LIMIT, collected, weight

__all__ = ["collected"]

PAGES = (
    "groups:inbox",
    "groups:search",
    "groups:log",
    "groups:overview",
    "groups:routing_test",
    "groups:group_list",
    "groups:group_reach",
    "groups:group_new",
    "groups:meeting_list",
    "groups:meeting_new",
    "groups:initiator_list",
    "groups:initiator_new",
    "groups:material",
    "groups:material_print",
    "contactpoints:coverage",
)


def page_at(client: Client, route: str) -> Element:
    return read(client.get(reverse(route)).content)


def menu(page: Element) -> list[str]:
    return [link.one("span").text for part in page.all("ul", class_="work__nav") for link in part.all("a")]


@pytest.mark.parametrize("route", PAGES)
def test_a_page_has_one_heading_its_landmarks_and_a_way_past_the_menu(
    client: Client, berit: User, bakken: ContactPoint, route: str
) -> None:
    client.force_login(berit)
    page = page_at(client, route)

    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("header")) == 1
    assert page.one("body").all("a")[0].attrs["href"] == f"#{page.one('main').attrs['id']}"
    assert page.one("meta", name="robots").attrs["content"] == "noindex"
    headings = [int(each.tag[1]) for each in page.one("main") if each.tag in {"h1", "h2", "h3", "h4"}]
    assert all(after - before <= 1 for before, after in pairwise(headings))
    ids = [each.attrs["id"] for each in page if "id" in each.attrs]
    assert len(ids) == len(set(ids))
    assert {each.attrs["href"][1:] for each in page.all("use")} <= set(ids)
    assert {each.attrs["for"] for each in page.all("label")} <= set(ids)


def test_everyone_has_the_menu_of_their_work(ola: User, berit: User, admin: User) -> None:
    menus = {}
    for user in (ola, berit, admin):
        client = Client()
        client.force_login(user)
        menus[user] = menu(page_at(client, "groups:inbox"))

    assert menus[ola] == ["Henvendelser", "Grupper", "Arrangementer", "Vår side", "Materiell"]
    everything = [
        "Henvendelser",
        "Grupper",
        "Arrangementer",
        "Oversikt",
        "Kontaktpunkter",
        "Kontoret",
        "Dekning",
        "Materiell",
        "Samarbeid",
        "Admin",
    ]
    assert menus[berit] == menus[admin] == everything


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("groups:inbox", "Henvendelser"),
        ("groups:log", "Henvendelser"),
        ("groups:group_list", "Grupper"),
        ("groups:group_reach", "Grupper"),
        ("groups:initiator_list", "Grupper"),
        ("groups:meeting_list", "Arrangementer"),
        ("groups:meeting_new", "Arrangementer"),
        ("groups:overview", "Oversikt"),
        ("groups:routing_test", "Oversikt"),
        ("contactpoints:coverage", "Dekning"),
        ("contactpoints:gaps", "Dekning"),
        ("contactpoints:unconfirmed", "Kontaktpunkter"),
        ("groups:initiator_new", "Grupper"),
        ("groups:material", "Materiell"),
        ("groups:material_print", "Materiell"),
        ("partners:deadlines", "Samarbeid"),
    ],
)
def test_the_menu_says_where_one_is(client: Client, berit: User, bakken: ContactPoint, route: str, words: str) -> None:
    client.force_login(berit)

    here = page_at(client, route).one("nav", class_="work__bar").all("a", aria_current="true")

    assert [each.one("span").text for each in here] == [words]


def test_closing_the_office_is_the_offices(client: Client, berit: User, tonsberg: DistrictOffice) -> None:
    client.force_login(berit)

    page = read(client.get(reverse("contactpoints:office_close", args=[tonsberg.slug])).content)

    here = page.one("nav", class_="work__bar").all("a", aria_current="true")
    assert [each.one("span").text for each in here] == ["Kontoret"]


def test_the_menu_counts_what_waits_for_an_answer_and_nothing_else(
    client: Client, bakken: ContactPoint, ola: User
) -> None:
    make_inquiry(wish=Wish.JOIN, contact_point=bakken).contact(by=ola)
    client.force_login(ola)
    assert not page_at(client, "groups:inbox").all("span", class_="work__count")

    make_inquiry(wish=Wish.JOIN, contact_point=bakken)

    assert page_at(client, "groups:log").one("span", class_="work__count").text == "1 venter på svar"


def test_it_says_who_is_logged_in_and_lets_them_out(client: Client, ola: User) -> None:
    ola.name = "Ola Eksempel"
    ola.save()
    client.force_login(ola)

    me = page_at(client, "groups:inbox").one("div", class_="work__me")

    assert "Logget inn som Ola Eksempel" in me.text
    assert me.one("form").attrs == {"method": "post", "action": reverse("account_logout")}
    client.post(reverse("account_logout"))
    assert client.get(reverse("groups:inbox")).status_code == 302


def test_a_phone_shows_the_inquiries_and_keeps_the_rest_behind_one_word(client: Client, berit: User) -> None:
    client.force_login(berit)

    bar = page_at(client, "groups:inbox").one("nav", class_="work__bar")

    assert bar.one("summary").text == "Meny"
    behind = [link.attrs["href"] for link in bar.one("details").all("a")]
    assert reverse("groups:inbox") not in behind
    assert {reverse("groups:overview"), reverse("contactpoints:coverage"), reverse("mfa_index")} <= set(behind)


def test_what_is_elsewhere_by_now_is_no_dead_end(client: Client, ola: User) -> None:
    client.force_login(ola)

    gone = client.get(reverse("groups:case", args=["K7M-42Q"]))

    assert gone.status_code == 404
    assert "hos noen andre nå" in gone.text
    assert reverse("groups:desk") in gone.text
    assert reverse("groups:desk") not in client.get("/finnes-ikke/").text


@pytest.mark.parametrize("route", PAGES)
def test_the_first_view_weighs_at_most_60_kb(
    client: Client, collected: Path, berit: User, bakken: ContactPoint, route: str
) -> None:
    for _ in range(40):
        make_inquiry()
    client.force_login(berit)

    assert weight(client, collected, reverse(route)) <= LIMIT
