"""My contact point: its page is put right by those who work there, and by the office that answers for it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import MeetingForm, Role, Status
from contactpoints.models import ClosedPeriod, ContactPoint, DistrictOffice, User
from linkportal.kit import clock
from linkportal.kit.changes import changes_of
from tests.conftest import TODAY, make_contact_point, make_user
from tests.contactpoints.workspace import filled, url
from tests.markup import read
from tests.places import municipality


@pytest.fixture(autouse=True)
def first_of_june() -> Iterator[None]:
    with clock.moved_to(datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)):
        yield


@pytest.fixture
def pages(bakken: ContactPoint) -> list[str]:
    return [url(name, bakken) for name in ("place", "place_hours", "place_closed", "place_absences")]


@pytest.fixture
def actions(bakken: ContactPoint) -> list[str]:
    period = ClosedPeriod.objects.create(contact_point=bakken, first_day=TODAY, last_day=TODAY)
    absence = bakken.absences.create(first_day=TODAY, last_day=TODAY)
    return [
        url("place_confirm", bakken),
        url("place_closed_remove", bakken, period.pk),
        url("place_absence_remove", bakken, absence.pk),
        url("place_working_days", bakken),
    ]


# The ladder


def test_those_who_look_after_it_see_every_page(
    client: Client, pages: list[str], ola: User, berit: User, admin: User
) -> None:
    for user in (ola, berit, admin):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)


def test_others_find_nothing_there(
    client: Client, pages: list[str], actions: list[str], outsider: User, tonsberg: DistrictOffice
) -> None:
    far_away = make_contact_point("Frivilligsentralen i Alta", "Alta")
    strangers = [
        outsider,
        make_user("leder@example.no", Role.LEADER, contact_point=far_away),
        make_user("revisor@example.no", Role.AUDITOR),
        make_user("revisor2@example.no", Role.AUDITOR, office=tonsberg),
    ]
    for user in strangers:
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {404}
        assert {client.post(page).status_code for page in [*pages, *actions]} == {404}


def test_without_a_login_one_is_asked_for_it(client: Client, pages: list[str], actions: list[str]) -> None:
    for page in [*pages, *actions]:
        assert client.post(page).headers["Location"].startswith(reverse("account_login"))


def test_an_action_is_no_page(client: Client, actions: list[str], ola: User) -> None:
    client.force_login(ola)

    assert {client.get(action).status_code for action in actions} == {405}


# The chooser


def test_who_works_at_one_place_is_led_there(client: Client, ola: User, bakken: ContactPoint) -> None:
    client.force_login(ola)

    assert client.get(reverse("contactpoints:my_place")).headers["Location"] == url("place", bakken)


def test_a_coordinator_searches_among_hundreds(
    client: Client, berit: User, bakken: ContactPoint, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        make_contact_point(f"Sentral {number:02}", "Horten")
    client.force_login(berit)
    mine = reverse("contactpoints:my_place")

    with django_assert_max_num_queries(12):
        first = client.get(mine)

    assert len(read(first.content).all("li", class_="case")) == 30
    assert [one.text for one in read(client.get(mine, {"q": "bakken"}).content).all("h2")] == [bakken.name]
    second = read(client.get(mine, {"q": "sentral", "side": "2"}).content)
    assert len(second.all("li", class_="case")) == 11
    assert second.one("a", rel="prev").attrs["href"] == "?q=sentral&side=1"


def test_those_not_confirmed_for_a_year_come_in_order(client: Client, berit: User, bakken: ContactPoint) -> None:
    make_contact_point("Gammel", "Horten", confirmed_on=TODAY - timedelta(days=400))
    make_contact_point("Aldri", "Horten", confirmed_on=None)
    make_contact_point("Foreslått", "Horten", confirmed_on=None, status=Status.PROPOSED)
    client.force_login(berit)

    listed = read(client.get(reverse("contactpoints:unconfirmed")).content)

    assert [one.text for one in listed.all("h2")] == ["Aldri", "Gammel"]


def test_lists_are_for_those_who_look_after_something(client: Client, ola: User, bakken: ContactPoint) -> None:
    lists = [reverse("contactpoints:my_place") + "?q=bakken", reverse("contactpoints:unconfirmed")]
    for url_of_list in lists:
        assert client.get(url_of_list).headers["Location"].startswith(reverse("account_login"))
    client.force_login(make_user("revisor@example.no", Role.AUDITOR))
    assert {client.get(url_of_list).status_code for url_of_list in lists} == {404}
    client.force_login(ola)
    assert {client.get(url_of_list).status_code for url_of_list in lists} == {200}


def test_one_that_is_closed_says_so(client: Client, berit: User, bakken: ContactPoint) -> None:
    ContactPoint.objects.filter(pk=bakken.pk).update(status=Status.CLOSED, closed_on=TODAY)
    client.force_login(berit)

    page = client.get(url("place", bakken)).text

    assert "Kontaktpunktet er lagt ned." in page
    assert "Ja, alt stemmer" not in page


# The page


def test_ola_puts_the_page_right(client: Client, ola: User, bakken: ContactPoint) -> None:
    client.force_login(ola)
    sent = filled(client.get(url("place", bakken)).content)
    sent |= {"phone": "35 00 00 00", "postal_code": "3724", "address": "Bakken 1", "serves": "Siljan\nPorsgrunn"}
    sent |= {"languages": ["no", "pl"]}
    del sent["accepts_new"]

    response = client.post(url("place", bakken), sent)

    assert response.headers["Location"] == url("place", bakken)
    bakken.refresh_from_db()
    assert (bakken.phone, bakken.accepts_new, bakken.languages) == ("35 00 00 00", False, ["no", "pl"])
    assert bakken.postal_code is not None
    assert bakken.position == bakken.postal_code.position
    assert {one.name for one in bakken.serves.all()} == {"Siljan", "Porsgrunn"}
    assert changes_of(bakken)[0].who == str(ola)
    assert "35 00 00 00" in client.get(bakken.get_absolute_url()).text


def test_a_form_sent_back_unchanged_changes_nothing(client: Client, ola: User, bakken: ContactPoint) -> None:
    ContactPoint.objects.filter(pk=bakken.pk).update(meeting_form=MeetingForm.PHONE)
    bakken.serves.add(municipality("4012"))
    before = len(changes_of(bakken))
    client.force_login(ola)

    response = client.post(url("place", bakken), filled(client.get(url("place", bakken)).content))

    assert response.status_code == 302
    assert len(changes_of(bakken)) == before
    assert [one.number for one in bakken.serves.all()] == ["4012"]


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("name", "", "Skriv hva kontaktpunktet heter."),
        ("postal_code", "9999", "Dette postnummeret finnes ikke. Skriv fire siffer, for eksempel 3724."),
        ("postal_code", "", "Skriv postnummeret til stedet, fire siffer."),
        ("postal_code", "9510", "9510 ligger i Alta. Be distriktskontoret om å flytte dere fra Skien."),
        ("email", "ola", "Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
        ("phone", "ring oss", "Skriv telefonnummeret med siffer, for eksempel 00 00 00 00."),
        ("serves", "Skein", "Vi kjenner ikke «Skein». Mente du Skien?"),
        ("website", "ikke en adresse", "Skriv «Nettsted» på nytt."),
        ("summary", "x" * 301, "Skriv høyst 300 tegn"),
    ],
)
def test_each_wrong_field_says_what_to_write(
    client: Client, ola: User, bakken: ContactPoint, field: str, text: str, says: str
) -> None:
    client.force_login(ola)
    sent = filled(client.get(url("place", bakken)).content) | {"postal_code": "3724"}

    response = client.post(url("place", bakken), sent | {field: text})

    assert response.status_code == 422
    assert says in read(response.content).one(id=f"id_{field}_error").text
    bakken.refresh_from_db()
    assert bakken.name == "Frivilligsentralen på Bakken"


def test_the_national_administrator_moves_a_place_to_another_area(
    client: Client, admin: User, bakken: ContactPoint, alta: DistrictOffice
) -> None:
    client.force_login(admin)
    sent = filled(client.get(url("place", bakken)).content)

    client.post(url("place", bakken), sent | {"postal_code": "9510"})

    bakken.refresh_from_db()
    assert bakken.municipality.name == "Alta"
    assert bakken.latitude > 69


def test_a_page_takes_as_many_queries_with_much_on_it(
    client: Client, ola: User, bakken: ContactPoint, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bakken.serves.set([municipality(number) for number in ("4001", "4010", "4012", "3905")])
    for number in range(20):
        day = TODAY + timedelta(days=3 * number)
        ClosedPeriod.objects.create(contact_point=bakken, first_day=day, last_day=day)
        bakken.absences.create(first_day=day, last_day=day)
    client.force_login(ola)

    for name in ("place", "place_hours", "place_closed", "place_absences"):
        with django_assert_max_num_queries(12):
            client.get(url(name, bakken))
