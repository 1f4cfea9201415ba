"""The public events: the list, its filters, and a page for each."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Status
from contactpoints.models import ContactPoint, DistrictOffice, Municipality
from groups.enums import EventKind, SignUpStatus
from groups.forming.meeting import call_off
from groups.models import Event
from linkportal.kit import clock
from tests.conftest import make_contact_point
from tests.groups.forming import make_event, make_sign_up
from tests.markup import Element, read

LIST = "/arrangementer/"


def page(client: Client, path: str, **query: str) -> Element:
    response = client.get(path, query)
    assert response.status_code == 200
    return read(response.content)


def titles(client: Client, **query: str) -> list[str]:
    return [each.text for each in page(client, LIST, **query).all("h3", class_="result__title")]


def in_days(days: int) -> dict[str, object]:
    starts_at = clock.now() + timedelta(days=days)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """An open meeting in Skien, that the office organises with the volunteer centre."""
    return make_event(tonsberg, bakken.municipality, contact_points=[bakken])


def test_what_is_to_come_stands_month_by_month_the_next_one_first(
    client: Client, tonsberg: DistrictOffice, bakken: ContactPoint
) -> None:
    skien = bakken.municipality
    make_event(tonsberg, skien, title="Seminar i juli", **in_days(40))
    make_event(tonsberg, skien, title="Møte i juni", **in_days(3))
    make_event(tonsberg, skien, title="Møte i mai", **in_days(-3))
    make_event(tonsberg, skien, title="Ikke kunngjort", is_public=False, takes_sign_ups=False, places=None)

    shown = page(client, LIST)

    assert [each.text for each in shown.all("h2", class_="title-section")] == ["Juni 2026", "Juli 2026"]
    assert titles(client) == ["Møte i juni", "Seminar i juli"]


def test_the_list_is_filtered_by_county_and_kind(
    client: Client, tonsberg: DistrictOffice, alta: DistrictOffice, bakken: ContactPoint
) -> None:
    tromso = Municipality.objects.get(name="Tromsø")
    make_event(tonsberg, bakken.municipality, title="Åpent i Skien")
    make_event(tonsberg, bakken.municipality, title="Kurs i Skien", kind=EventKind.INITIATOR_TRAINING)
    make_event(alta, tromso, title="Åpent i Tromsø")

    assert titles(client, fylke="telemark") == ["Åpent i Skien", "Kurs i Skien"]
    assert titles(client, fylke="telemark", slag="initiator_training") == ["Kurs i Skien"]
    assert titles(client, slag="open_meeting") == ["Åpent i Skien", "Åpent i Tromsø"]
    chosen = page(client, LIST, fylke="troms", slag="open_meeting")
    assert [each.text for each in chosen.all("option") if "selected" in each.attrs] == ["Troms", "Åpent møte"]


@pytest.mark.parametrize(
    "query", [{"fylke": "atlantis"}, {"fylke": "<b>"}, {"slag": "startup_meeting"}, {"slag": "x" * 999}]
)
def test_a_choice_that_nobody_knows_is_left_out_and_the_page_says_so(
    client: Client, evening: Event, query: dict[str, str]
) -> None:
    assert titles(client, **query) == [evening.title]
    assert "Vi kjenner ikke alle valgene" in page(client, LIST, **query).text


def test_where_nothing_is_announced_the_page_shows_ways_on(client: Client, db: None) -> None:
    shown = page(client, LIST)

    assert "Ingen arrangementer er kunngjort nå" in shown.text
    assert {"/kontaktpunkter/", "/henvendelse/"} <= {each.attrs.get("href") for each in shown.one("main").all("a")}


def test_where_the_choice_leaves_nothing_one_click_shows_all(client: Client, evening: Event) -> None:
    shown = page(client, LIST, fylke="oslo")

    assert "Ingen arrangementer med disse valgene" in shown.text
    assert "Se alle arrangementer" in shown.text


@pytest.mark.parametrize("number", [1, 29])
def test_a_list_of_one_and_of_many_asks_the_database_as_often(
    client: Client,
    tonsberg: DistrictOffice,
    bakken: ContactPoint,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _each in range(number):
        make_sign_up(make_event(tonsberg, bakken.municipality, contact_points=[bakken]))

    with django_assert_max_num_queries(4):
        assert len(titles(client)) == number


def test_a_long_list_goes_on_page_by_page(client: Client, tonsberg: DistrictOffice, bakken: ContactPoint) -> None:
    for number in range(31):
        make_event(tonsberg, bakken.municipality, title=f"Nr {number}", **in_days(number + 1))

    first = page(client, LIST, fylke="telemark")
    assert first.one("a", rel="next").attrs["href"] == "?fylke=telemark&side=2"
    assert titles(client, fylke="telemark", side="2") == ["Nr 30"]
    assert "Så langt går ikke listen" in page(client, LIST, side="3").text
    assert len(titles(client, side="minus")) == 30


def test_the_page_says_what_when_where_and_by_whom(client: Client, evening: Event, bakken: ContactPoint) -> None:
    shown = page(client, evening.get_absolute_url()).one("main")

    assert shown.one("h1").text == "Åpent møte om sorg"
    for words in (
        "mandag 8. juni 2026 kl. 18.00–20.00",
        "Biblioteket, store sal",
        "Skien",
        "Distriktskontoret i Tønsberg",
    ):
        assert words in shown.text
    links = {each.attrs.get("href") for each in shown.all("a")}
    assert {bakken.get_absolute_url(), reverse("groups:sign_up", args=[evening.slug])} <= links


def test_the_page_asks_the_database_at_most_five_times(
    client: Client,
    evening: Event,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(10):
        make_sign_up(evening, email=f"nr{number}@example.no")
        evening.contact_points.add(make_contact_point(f"Sentral nr {number}", "Skien"))

    with django_assert_max_num_queries(5):
        client.get(evening.get_absolute_url())


def test_a_contact_point_that_is_not_published_is_named_without_a_link(
    client: Client, evening: Event, bakken: ContactPoint
) -> None:
    ContactPoint.objects.filter(pk=bakken.pk).update(status=Status.PROPOSED)

    shown = page(client, evening.get_absolute_url()).one("main")

    assert bakken.name in shown.text
    assert bakken.get_absolute_url() not in {each.attrs.get("href") for each in shown.all("a")}


@pytest.mark.parametrize(("taken", "words"), [(0, "Ledige plasser"), (4, "Få plasser igjen"), (5, "Fullt, venteliste")])
def test_how_much_room_there_is_is_said_in_words_and_never_as_a_number(
    client: Client, tonsberg: DistrictOffice, bakken: ContactPoint, taken: int, words: str
) -> None:
    evening = make_event(tonsberg, bakken.municipality, places=5)
    for number in range(taken):
        make_sign_up(evening, email=f"nr{number}@example.no")

    for shown in (page(client, LIST), page(client, evening.get_absolute_url())):
        assert shown.one("span", class_="ds-tag").text == words


def test_a_place_that_somebody_waits_for_is_not_announced_as_free(
    client: Client, tonsberg: DistrictOffice, bakken: ContactPoint
) -> None:
    evening = make_event(tonsberg, bakken.municipality, places=5)
    make_sign_up(evening, status=SignUpStatus.WAITING, seat=None)

    assert "Fullt, venteliste" in page(client, evening.get_absolute_url()).text


def test_what_takes_no_sign_ups_says_that_one_may_just_come(client: Client, evening: Event) -> None:
    Event.objects.filter(pk=evening.pk).update(takes_sign_ups=False, places=None)

    shown = page(client, evening.get_absolute_url())

    assert "Du trenger ikke melde deg på." in shown.text
    assert reverse("groups:sign_up", args=[evening.slug]) not in {each.attrs.get("href") for each in shown.all("a")}


def test_what_is_cancelled_says_so_in_the_list_and_on_its_page(client: Client, evening: Event) -> None:
    call_off(evening)

    assert "Avlyst" in page(client, LIST).one("main").text
    shown = page(client, evening.get_absolute_url()).one("main")
    assert "Arrangementet er avlyst." in shown.text
    assert reverse("groups:sign_up", args=[evening.slug]) not in {each.attrs.get("href") for each in shown.all("a")}


def test_what_is_over_keeps_its_page(client: Client, evening: Event) -> None:
    with clock.moved_to(evening.ends_at + timedelta(days=1)):
        assert "Dette arrangementet er over." in page(client, evening.get_absolute_url()).text


def test_what_is_not_public_is_not_there(client: Client, evening: Event) -> None:
    Event.objects.filter(pk=evening.pk).update(is_public=False, takes_sign_ups=False, places=None)

    for path in (
        evening.get_absolute_url(),
        reverse("groups:sign_up", args=[evening.slug]),
        "/arrangementer/finnes-ikke/",
    ):
        assert client.get(path).status_code == 404


def test_readers_of_events_get_no_cookie(client: Client, evening: Event) -> None:
    for path in (LIST, evening.get_absolute_url()):
        assert not client.get(path).cookies
        assert client.post(path).status_code == 405
