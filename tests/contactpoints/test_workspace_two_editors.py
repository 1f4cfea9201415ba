"""Two people put one page right: the second is told what the first has changed, and nothing is overwritten."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from contactpoints.models import ContactPoint, User
from linkportal.kit import clock
from tests.conftest import TODAY
from tests.contactpoints.workspace import filled, url
from tests.markup import read
from tests.places import municipality


@pytest.fixture(autouse=True)
def first_of_june() -> Iterator[None]:
    with clock.moved_to(datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)):
        yield


def test_the_second_of_two_is_told_what_the_first_changed(
    client: Client, ola: User, berit: User, admin: User, bakken: ContactPoint
) -> None:
    client.force_login(ola)
    olas = filled(client.get(url("place", bakken)).content) | {"postal_code": "3724", "summary": "Kaffe og prat."}
    client.force_login(berit)
    berits = filled(client.get(url("place", bakken)).content)
    berits |= {"postal_code": "3724", "phone": "35 00 00 00", "summary": "Grupper."}
    assert client.post(url("place", bakken), berits).status_code == 302
    client.force_login(admin)
    client.post(url("place_confirm", bakken))
    client.force_login(ola)

    told = client.post(url("place", bakken), olas)

    assert told.status_code == 409
    page = read(told.content)
    alert = page.one(role="alert")
    assert f"{berit} lagret noe annet " in alert.text
    assert [one.text for one in alert.all("li")] == ["Hva en kan komme for: Grupper.", "Telefon: 35 00 00 00"]
    bakken.refresh_from_db()
    assert bakken.summary == "Grupper."
    # Ola's own words stand in the form; what only Berit changed is there too
    again = filled(told.content)
    assert (again["summary"], again["phone"]) == ("Kaffe og prat.", "35 00 00 00")
    assert client.post(url("place", bakken), again).status_code == 302
    bakken.refresh_from_db()
    assert (bakken.summary, bakken.phone) == ("Kaffe og prat.", "35 00 00 00")


def test_who_confirms_meanwhile_disturbs_nobody(client: Client, ola: User, berit: User, bakken: ContactPoint) -> None:
    client.force_login(ola)
    olas = filled(client.get(url("place", bakken)).content) | {"postal_code": "3724", "phone": "35 00 00 00"}
    client.force_login(berit)
    client.post(url("place_confirm", bakken))
    client.force_login(ola)

    assert client.post(url("place", bakken), olas).status_code == 302
    bakken.refresh_from_db()
    assert (bakken.phone, bakken.confirmed_on) == ("35 00 00 00", TODAY)


@pytest.mark.parametrize("seen", ["", "0", "x-y-z", "99999999999999999999999-1-1", "1"])
def test_a_forged_version_overwrites_nothing(client: Client, ola: User, bakken: ContactPoint, seen: str) -> None:
    client.force_login(ola)
    sent = filled(client.get(url("place", bakken)).content) | {"postal_code": "3724"}

    response = client.post(url("place", bakken), sent | {"name": "Noe annet", "seen": seen})

    assert response.status_code == 409
    bakken.refresh_from_db()
    assert bakken.name == "Frivilligsentralen på Bakken"


def test_other_municipalities_changed_meanwhile_are_told_too(client: Client, ola: User, bakken: ContactPoint) -> None:
    bakken.serves.add(municipality("4012"))
    client.force_login(ola)
    sent = filled(client.get(url("place", bakken)).content) | {"postal_code": "3724"}
    bakken.serves.set([municipality("4010")])

    told = client.post(url("place", bakken), sent)

    assert "Er også for disse kommunene: Siljan" in read(told.content).one(role="alert").text
    assert filled(told.content)["serves"] == "Siljan"
