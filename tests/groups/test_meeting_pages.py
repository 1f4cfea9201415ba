"""The lists of events in the workspace and the page of one, and who sees them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import EventKind, SignUpStatus
from groups.forming import meeting
from groups.models import Event
from linkportal.kit import clock
from tests.conftest import make_contact_point, make_user
from tests.groups.forming import make_event, make_group, make_sign_up
from tests.groups.meeting_page import ACTIONS, LIST, NEW, PAGES, address, names, planned, sent, words
from tests.markup import read


def test_each_list_has_its_own(as_ola: Client, bakken: ContactPoint, tonsberg: DistrictOffice) -> None:
    def made(title: str, days: int, **fields: Any) -> Event:
        at = clock.now() + timedelta(days=days)
        fields = {"contact_points": [bakken], **fields}
        return make_event(
            tonsberg, bakken.municipality, title=title, starts_at=at, ends_at=at + timedelta(hours=2), **fields
        )

    made("Til høsten", 90)
    flyttet = made("Flyttet", 9)
    make_sign_up(flyttet, email="", phone="+4740612345", to_call=True)
    made("I forrige uke", -7)
    made("I vår", -60, attendance=14)
    made("Utkast fra i vår", -61, is_public=False, takes_sign_ups=False, places=None)
    made("Kontorets eget", 5, contact_points=[])

    assert names(as_ola.get(LIST)) == ["Flyttet", "Til høsten"]
    assert names(as_ola.get(LIST, {"utvalg": "ringes"})) == ["Flyttet"]
    assert names(as_ola.get(LIST, {"utvalg": "oppmote"})) == ["I forrige uke"]
    assert names(as_ola.get(LIST, {"utvalg": "tidligere"})) == ["I forrige uke", "I vår", "Utkast fra i vår"]
    assert names(as_ola.get(LIST, {"utvalg": "tull", "side": "-1"})) == ["Flyttet", "Til høsten"]
    tabs = [each.text for each in read(as_ola.get(LIST).content).one("nav", class_="views").all("a")]
    assert tabs == ["Kommende", "Må ringes 1", "Oppmøte 1", "Tidligere"]


@pytest.mark.parametrize("selection", ["kommende", "ringes", "oppmote", "tidligere"])
def test_an_empty_list_says_what_one_can_do(as_ola: Client, selection: str) -> None:
    assert len(read(as_ola.get(LIST, {"utvalg": selection}).content).one("div", class_="nothing").text) > 20


def test_the_list_says_where_each_stands(as_ola: Client, evening: Event, bakken: ContactPoint) -> None:
    def tag() -> str:
        return read(as_ola.get(LIST).content).one("span", class_="ds-tag").text

    assert tag() == "0 av 2 plasser"
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="per@example.no")
    assert tag() == "Fullt, 2 av 2"
    make_sign_up(evening, name="Lise", email="lise@example.no", seat=None, status=SignUpStatus.WAITING)
    assert tag() == "Fullt, 1 på venteliste"
    sent(as_ola, "cancel", evening)
    assert tag() == "Avlyst"


@pytest.mark.parametrize("number", [1, 50])
@pytest.mark.parametrize("selection", ["kommende", "tidligere"])
def test_a_list_asks_as_often_with_fifty_as_with_one(
    as_ola: Client,
    bakken: ContactPoint,
    tonsberg: DistrictOffice,
    selection: str,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for which in range(number):
        at = clock.now() + timedelta(days=which + 1) * (1 if selection == "kommende" else -1)
        event = make_event(
            tonsberg, bakken.municipality, contact_points=[bakken], starts_at=at, ends_at=at + timedelta(hours=1)
        )
        make_sign_up(event)

    with django_assert_max_num_queries(12):
        page = as_ola.get(LIST, {"utvalg": selection})

    assert len(page.context["page"].rows) == min(number, 30)
    assert bool(page.context["next"]) == (number > 30)
    if number > 30:
        second = as_ola.get(LIST + page.context["next"])
        assert (len(second.context["page"].rows), second.context["next"]) == (20, "")


# The page


def test_the_page_has_the_facts_and_those_who_come_in_their_order(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="", phone="+4740612345")
    for name in ("Lise", "Tor"):
        make_sign_up(evening, name=name, email=f"{name}@example.no", seat=None, status=SignUpStatus.WAITING)

    page = as_ola.get(address("page", evening))

    assert names(page) == ["1. Siri", "2. Per", "1. Lise", "2. Tor"]
    assert "40 61 23 45" in words(page)
    assert "Har plass: 2 av 2" in words(page)
    assert settings.SITE_URL + evening.get_absolute_url() in words(page)
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.parametrize("number", [1, 40])
def test_the_page_asks_as_often_with_forty_people_as_with_one(
    as_ola: Client, evening: Event, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Event.objects.update(places=50)
    for which in range(number):
        make_sign_up(evening, email=f"nr{which}@example.no")

    with django_assert_max_num_queries(12):
        as_ola.get(address("page", evening))


def test_after_the_erasure_the_number_is_left(as_ola: Client, evening: Event) -> None:
    Event.objects.update(starts_at=clock.now() - timedelta(days=9), ends_at=clock.now() - timedelta(days=8))
    Event.objects.update(signed_up=17, attendance=14)

    page = as_ola.get(address("page", evening))

    assert "17. Det de skrev, er slettet." in words(page)
    assert names(page) == []


def test_the_list_at_the_door_has_names_and_nothing_else_of_them(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Anne", email="", phone="+4740612345")
    make_sign_up(evening, name="Lise", email="lise@example.no", seat=None, status=SignUpStatus.WAITING)

    page = as_ola.get(address("attendees", evening))

    rows = [each.text for each in read(page.content).one("tbody").all("th")]
    assert rows == ["Anne", "Siri"]
    assert "@" not in read(page.content).one("table").text


def test_a_meeting_of_a_group_is_shown_with_the_way_to_its_group_and_changed_there(
    as_ola: Client, ola: User, bakken: ContactPoint
) -> None:
    group = make_group(bakken, by=ola)
    starts_at = datetime(2026, 6, 15, 16, tzinfo=UTC)
    when = meeting.Appointment(starts_at, starts_at + timedelta(hours=2), "Biblioteket")
    event = meeting.plan(group, EventKind.STARTUP_MEETING, when, by=ola)

    page = as_ola.get(address("page", event))

    assert names(as_ola.get(LIST)) == ["Oppstartsmøte"]
    assert read(page.content).one("main").all("a", href=f"/arbeidsflate/grupper/{group.reference}/")
    assert "Det flyttes, avlyses og følges opp på siden til gruppen." in words(page)
    assert not read(page.content).one("main").all("form")
    for name in (*ACTIONS, "edit", "move"):
        assert as_ola.post(address(name, event)).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, *ACTIONS])
def test_another_office_finds_nothing_here(client: Client, outsider: User, evening: Event, name: str) -> None:
    client.force_login(outsider)

    answer = client.post(address(name, evening)) if name in ACTIONS else client.get(address(name, evening))

    assert answer.status_code == 404
    assert names(client.get(LIST)) == []


def test_a_contact_point_sees_what_it_organises_and_not_the_rest(as_ola: Client, evening: Event) -> None:
    evening.contact_points.set([make_contact_point("Frisklivssentralen", "Porsgrunn")])

    assert as_ola.get(address("page", evening)).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, *ACTIONS])
def test_nobody_gets_in_without_a_login(client: Client, evening: Event, name: str) -> None:
    assert client.post(address(name, evening))["Location"].startswith("/konto/logg-inn/?next=")
    assert client.get(LIST)["Location"] == f"/konto/logg-inn/?next={LIST}"


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_a_post(as_ola: Client, evening: Event, name: str) -> None:
    assert as_ola.get(address(name, evening)).status_code == 405


def test_who_only_reads_has_no_events(client: Client, tonsberg: DistrictOffice, evening: Event) -> None:
    client.force_login(make_user("revisor@example.no", Role.AUDITOR, office=tonsberg))

    assert [client.get(path).status_code for path in (LIST, NEW, address("page", evening))] == [404, 404, 404]


def test_the_day_of_an_event_late_at_night_is_the_one_in_norway(as_ola: Client) -> None:
    planned(as_ola, begins="00.30", ends="01.30")

    event = Event.objects.get()
    assert timezone.localtime(event.starts_at).date() == date(2026, 6, 8)
    assert "2026-06-08" in event.slug
