"""The calendar one subscribes to, and the one of an event: what is in them, and who has them already."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import ContactPoint, DistrictOffice, Municipality
from groups.enums import EventKind
from groups.forming.meeting import call_off
from groups.models import Event
from linkportal.kit import clock
from tests.groups.calendars import begins, entries, subscribed
from tests.groups.forming import make_event
from tests.markup import read

ALL = "/arrangementer/kalender.ics"


def in_days(days: int) -> dict[str, object]:
    starts_at = clock.now() + timedelta(days=days)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}


def titles(client: Client, **query: str) -> list[str]:
    return [entry.summary.value for entry in subscribed(client, **query)]


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """On the eighth of June, from six to eight, in Skien."""
    return make_event(tonsberg, bakken.municipality)


def test_it_holds_what_is_public_and_what_was_in_the_last_ninety_days(
    client: Client, tonsberg: DistrictOffice, bakken: ContactPoint
) -> None:
    skien = bakken.municipality
    for title, days in (("I juli", 40), ("I mai", -10), ("I februar", -100)):
        make_event(tonsberg, skien, title=title, **in_days(days))
    make_event(tonsberg, skien, title="Ikke kunngjort", is_public=False, takes_sign_ups=False, places=None)

    assert titles(client) == ["I mai", "I juli"]


def test_it_is_filtered_like_the_list_and_says_so_in_its_name(
    client: Client, tonsberg: DistrictOffice, alta: DistrictOffice, bakken: ContactPoint
) -> None:
    make_event(tonsberg, bakken.municipality, title="Seminar i Skien", kind=EventKind.SEMINAR)
    make_event(tonsberg, bakken.municipality, title="Møte i Skien")
    make_event(alta, Municipality.objects.get(name="Alta"), title="Seminar i Alta", kind=EventKind.SEMINAR)

    assert titles(client, fylke="telemark", slag="seminar") == ["Seminar i Skien"]
    assert len(titles(client, fylke="atlantis", slag="fest")) == 3
    named = client.get(ALL, {"fylke": "telemark", "slag": "seminar"}).content.decode()
    assert "X-WR-CALNAME:LINKportal – Telemark – Seminar\r\n" in named


def test_it_comes_as_a_calendar_that_may_be_kept_for_a_while_and_sets_no_cookie(client: Client, evening: Event) -> None:
    response = client.get(ALL)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=900"}
    assert not response.cookies


def test_an_event_that_was_moved_is_the_same_one_at_another_time(client: Client, evening: Event) -> None:
    [before] = subscribed(client)
    evening.starts_at += timedelta(days=1)
    evening.ends_at += timedelta(days=1)
    evening.sequence, evening.changed_at = 1, clock.now() + timedelta(hours=1)
    evening.save()
    [after] = subscribed(client)

    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert begins(after) - begins(before) == timedelta(days=1)
    assert after.last_modified.value == datetime(2026, 6, 1, 13, tzinfo=UTC)


def test_a_cancelled_one_stays_and_says_so(client: Client, evening: Event) -> None:
    call_off(evening)

    [entry] = subscribed(client)
    assert (entry.status.value, entry.sequence.value) == ("CANCELLED", "1")


def test_who_has_it_as_it_is_gets_it_only_once(client: Client, evening: Event) -> None:
    first = client.get(ALL)
    with clock.moved_to(clock.now() + timedelta(hours=6)):
        again = client.get(ALL)
        known = client.get(ALL, headers={"if-none-match": first["ETag"]})

    assert again.content == first.content
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", first["ETag"])


@pytest.mark.parametrize("change", ["title", "place", "gone", "new"])
def test_whatever_changes_is_sent_to_who_had_it_before(client: Client, evening: Event, change: str) -> None:
    tag = client.get(ALL)["ETag"]
    match change:
        case "title":
            Event.objects.update(title="Kafé for alle")
        case "place":
            Event.objects.update(municipality=Municipality.objects.get(name="Porsgrunn"))
        case "gone":
            Event.objects.update(is_public=False, takes_sign_ups=False, places=None)
        case "new":
            make_event(evening.office, evening.municipality)

    assert client.get(ALL, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("number", [1, 60])
def test_it_asks_the_database_as_little_for_many_as_for_one(
    client: Client, evening: Event, django_assert_max_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for days in range(1, number):
        make_event(evening.office, evening.municipality, **in_days(days))

    with django_assert_max_num_queries(3):
        assert len(subscribed(client, fylke="telemark")) == number


def test_one_event_can_be_saved_from_its_page(client: Client, evening: Event) -> None:
    address = reverse("groups:event_calendar", args=[evening.slug])
    assert read(client.get(evening.get_absolute_url()).content).all("a", href=address)

    response = client.get(address)

    assert response["Content-Disposition"] == 'attachment; filename="arrangement.ics"'
    [entry] = entries(response.content)
    assert entry.summary.value == "Åpent møte om sorg"


def test_the_list_shows_the_address_of_the_calendar_with_what_was_chosen(client: Client, evening: Event) -> None:
    plain, chosen = (read(client.get("/arrangementer/", query).content) for query in ({}, {"fylke": "telemark"}))

    assert plain.all("a", href=ALL)[0].text == f"testserver{ALL}"
    assert chosen.all("a", href=f"{ALL}?fylke=telemark")


def test_what_is_not_public_has_no_calendar(client: Client, evening: Event) -> None:
    Event.objects.update(is_public=False, takes_sign_ups=False, places=None)

    assert client.get(reverse("groups:event_calendar", args=[evening.slug])).status_code == 404
    assert client.get("/arrangementer/finnes-ikke/kalender.ics").status_code == 404


@pytest.mark.parametrize("address", [ALL, "/arrangementer/apent/kalender.ics"])
def test_a_calendar_is_only_read(client: Client, db: None, address: str) -> None:
    assert client.post(address).status_code == 405
