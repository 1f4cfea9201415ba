"""When a place answers: working days and absences, of a contact point and of an office."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.enums import Role
from contactpoints.models import Absence, ContactPoint, DistrictOffice, User
from contactpoints.working_days import calendar_of
from linkportal.kit import clock
from tests.conftest import TODAY, make_user
from tests.markup import read

JULY_6, JULY_10, JULY_19 = date(2026, 7, 6), date(2026, 7, 10), date(2026, 7, 19)


@pytest.fixture(autouse=True)
def first_of_june() -> Iterator[None]:
    with clock.moved_to(datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)):
        yield


def away(place: ContactPoint | DistrictOffice) -> str:
    kind = "place" if isinstance(place, ContactPoint) else "office"
    return reverse(f"contactpoints:{kind}_absences", args=[place.slug])


def remove(place: ContactPoint | DistrictOffice, absence: Absence) -> str:
    kind = "place" if isinstance(place, ContactPoint) else "office"
    return reverse(f"contactpoints:{kind}_absence_remove", args=[place.slug, absence.pk])


def office_page(office: DistrictOffice) -> str:
    return reverse("contactpoints:office", args=[office.slug])


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (JULY_6, JULY_19, "går rett til distriktskontoret. Den som spør, får vite det."),
        (JULY_10, date(2026, 7, 11), "Kortere enn tre arbeidsdager: Henvendelser venter på dere"),
    ],
)
def test_ola_says_when_he_is_away_and_is_told_what_that_does(
    client: Client, ola: User, bakken: ContactPoint, first: date, last: date, says: str
) -> None:
    client.force_login(ola)

    page = client.post(away(bakken), {"first_day": first.isoformat(), "last_day": last.isoformat()}, follow=True)

    assert says in read(page.content).one("li", class_="case").text
    assert calendar_of(bakken).is_away(first)
    assert f"{first.day}. juli" not in client.get(bakken.get_absolute_url()).text


@pytest.mark.parametrize(
    ("first", "last", "field", "says"),
    [
        ("", "2026-07-19", "first_day", "Velg den første dagen."),
        ("2026-07-19", "2026-07-06", "last_day", "Siste dag kan ikke være før første dag."),
        ("2026-05-01", "2026-05-31", "last_day", "Dagen er passert. Velg 1. juni 2026 eller senere."),
        ("i morgen", "2026-07-19", "first_day", "Skriv datoen som dag, måned og år, for eksempel 31.12.2026."),
        ("0001-01-01", "2026-07-03", "first_day", "Det er lenge siden. Se om årstallet er riktig."),
        ("2026-07-06", "2206-07-19", "last_day", "Det er langt fram. Se om årstallet er riktig."),
        ("2026-07-01", "2026-07-06", "first_day", "Noen av disse dagene står der allerede. Velg dager utenom."),
    ],
)
def test_days_that_can_not_be(
    client: Client, ola: User, bakken: ContactPoint, first: str, last: str, field: str, says: str
) -> None:
    bakken.absences.create(first_day=JULY_6, last_day=JULY_10)
    client.force_login(ola)

    page = client.post(away(bakken), {"first_day": first, "last_day": last})

    assert page.status_code == 422
    assert read(page.content).one(id=f"id_{field}_error").text == says
    assert bakken.absences.count() == 1


def test_an_absence_is_taken_back_by_those_of_the_place_alone(
    client: Client, ola: User, outsider: User, bakken: ContactPoint, alta: DistrictOffice
) -> None:
    absence = bakken.absences.create(first_day=JULY_6, last_day=JULY_10)
    client.force_login(outsider)
    assert client.post(remove(bakken, absence)).status_code == 404
    assert client.post(remove(alta, absence)).status_code == 404
    client.force_login(ola)

    client.post(remove(bakken, absence))

    assert not bakken.absences.exists()


def test_ola_answers_on_two_days_of_the_week(client: Client, ola: User, bakken: ContactPoint) -> None:
    client.force_login(ola)
    days = reverse("contactpoints:place_working_days", args=[bakken.slug])

    none = client.post(days, {})
    client.post(days, {"working_days": ["2", "4"]})

    bakken.refresh_from_db()
    assert none.status_code == 422
    assert "Velg minst én dag i uken." in none.text
    assert bakken.working_days == [2, 4]


# The office


def test_berit_keeps_what_people_see_of_her_office(client: Client, berit: User, tonsberg: DistrictOffice) -> None:
    client.force_login(berit)
    known = {"email": "ny@example.no", "phone": "33 00 00 00", "hours": "Onsdag 10 til 12", "working_days": ["1", "3"]}

    wrong = client.post(office_page(tonsberg), known | {"email": ""})
    client.post(office_page(tonsberg), known)

    tonsberg.refresh_from_db()
    assert wrong.status_code == 422
    assert "Skriv e-postadressen der henvendelser varsles." in wrong.text
    assert (tonsberg.hours, tonsberg.working_days) == ("Onsdag 10 til 12", [1, 3])


def test_an_office_is_away_too(client: Client, berit: User, tonsberg: DistrictOffice) -> None:
    client.force_login(berit)

    page = client.post(away(tonsberg), {"first_day": "2026-07-06", "last_day": "2026-07-19"}, follow=True)

    assert "går rett til det nasjonale kontoret" in read(page.content).one("li", class_="case").text
    assert calendar_of(tonsberg).is_away(JULY_6 + timedelta(days=1))


def test_behind_the_national_desk_there_is_nobody(client: Client, admin: User, national_desk: DistrictOffice) -> None:
    client.force_login(admin)

    page = client.post(away(national_desk), {"first_day": "2026-07-06", "last_day": "2026-07-19"}, follow=True)

    assert "det nasjonale kontoret" not in page.text
    assert "Fristene teller ikke disse dagene." in read(page.content).one("li", class_="case").text


def test_the_office_is_its_coordinators_and_the_national_administrators(
    client: Client, berit: User, admin: User, ola: User, outsider: User, tonsberg: DistrictOffice
) -> None:
    absence = tonsberg.absences.create(first_day=JULY_6, last_day=JULY_10)
    pages = [office_page(tonsberg), away(tonsberg)]
    for user in (berit, admin):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [200, 200]
        assert client.get(remove(tonsberg, absence)).status_code == 405
    auditor = make_user("revisor@example.no", Role.AUDITOR, office=tonsberg)
    for user in (ola, outsider, auditor):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {404}
        assert {client.post(page).status_code for page in [*pages, remove(tonsberg, absence)]} == {404}
    client.logout()
    for page in pages:
        assert client.get(page).headers["Location"].startswith(reverse("account_login"))
