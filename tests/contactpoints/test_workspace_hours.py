"""When a contact point is open, and when it is closed, as the public reads it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

import pytest
from django.test import Client

from contactpoints.models import ClosedPeriod, ContactPoint, OpeningHours, User
from linkportal.kit import clock
from tests.conftest import TODAY, make_contact_point
from tests.contactpoints.workspace import filled, url
from tests.markup import read


@pytest.fixture(autouse=True)
def first_of_june() -> Iterator[None]:
    with clock.moved_to(datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)):
        yield


def test_opening_hours_are_written_as_one_says_them(client: Client, ola: User, bakken: ContactPoint) -> None:
    OpeningHours.objects.create(contact_point=bakken, weekday=5, opens=time(9), closes=time(10))
    client.force_login(ola)
    sent = filled(client.get(url("place_hours", bakken)).content)
    assert sent["day_5"] == "9–10"

    response = client.post(
        url("place_hours", bakken), sent | {"day_1": "10-14", "day_2": "kl. 9.30 til 12 og 16:00–18", "day_5": "stengt"}
    )

    assert response.status_code == 302
    assert [str(one) for one in bakken.opening_hours.all()] == [
        "Mandag 10.00–14.00",
        "Tirsdag 09.30–12.00",
        "Tirsdag 16.00–18.00",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("av og til", "Skriv for eksempel 10–14"),
        ("10–25", "Skriv for eksempel 10–14"),
        ("14–10", "Stengetid må være etter åpningstid."),
        ("10–14 og 13–15", "Tidene går over i hverandre."),
    ],
)
def test_hours_that_can_not_be(client: Client, ola: User, bakken: ContactPoint, text: str, says: str) -> None:
    client.force_login(ola)

    response = client.post(url("place_hours", bakken), {"day_1": text, "seen": ""})

    assert response.status_code == 422
    assert says in read(response.content).one(id="id_day_1_error").text


def test_hours_that_somebody_changed_meanwhile_are_not_overwritten(
    client: Client, ola: User, bakken: ContactPoint
) -> None:
    client.force_login(ola)
    sent = filled(client.get(url("place_hours", bakken)).content)
    OpeningHours.objects.create(contact_point=bakken, weekday=5, opens=time(9), closes=time(10))

    told = client.post(url("place_hours", bakken), sent | {"day_1": "10–14"})

    assert told.status_code == 409
    assert "Åpningstider: Fredag 9 til 10" in read(told.content).one(role="alert").text
    assert bakken.opening_hours.count() == 1
    assert client.post(url("place_hours", bakken), filled(told.content)).status_code == 302
    assert [str(one) for one in bakken.opening_hours.all()] == ["Mandag 10.00–14.00"]


def test_a_closed_period_stands_on_the_page_until_it_is_taken_away(
    client: Client, ola: User, bakken: ContactPoint
) -> None:
    client.force_login(ola)
    summer = {"first_day": "2026-06-29", "last_day": "2026-08-09", "reason": "Sommerstengt"}

    client.post(url("place_closed", bakken), summer)
    twice = client.post(url("place_closed", bakken), summer)

    assert twice.status_code == 422
    assert "Det er allerede stengt noen av disse dagene." in twice.text
    assert "Sommerstengt" in client.get(bakken.get_absolute_url()).text
    client.post(url("place_closed_remove", bakken, bakken.closed_periods.get().pk))
    assert not bakken.closed_periods.exists()


def test_a_period_of_another_place_is_not_there(client: Client, ola: User, bakken: ContactPoint) -> None:
    other = make_contact_point("Frivilligsentralen i Alta", "Alta")
    period = ClosedPeriod.objects.create(contact_point=other, first_day=TODAY, last_day=TODAY)
    client.force_login(ola)

    assert client.post(url("place_closed_remove", bakken, period.pk)).status_code == 404
