"""The page of one contact point: what it is, how one reaches it, and where to go if it is not there."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import HostKind, MeetingForm, Status, StepFree, Weekday
from contactpoints.hours import in_words
from contactpoints.models import ClosedPeriod, ContactPoint, DistrictOffice, OpeningHours, PostalCode
from linkportal.kit import clock
from tests.conftest import make_contact_point
from tests.markup import Element, read
from tests.places import municipality

JUNE = datetime(2026, 6, 1, 10, tzinfo=UTC)


def page_of(client: Client, contact_point: ContactPoint, *, at: datetime = JUNE) -> Element:
    with clock.moved_to(at):
        response = client.get(contact_point.get_absolute_url())
    assert response.status_code == 200
    return read(response.content)


def rows(page: Element) -> dict[str, str]:
    """What the list of facts says, by its terms."""
    return {row.one("dt").text: row.one("dd").text for row in page.one("dl").children}


def open_at(contact_point: ContactPoint, *spans: tuple[Weekday, str, str]) -> None:
    for day, opens, closes in spans:
        OpeningHours.objects.create(
            contact_point=contact_point,
            weekday=day,
            opens=time.fromisoformat(opens),
            closes=time.fromisoformat(closes),
        )


def test_kari_reads_what_it_is_where_it_is_and_when_it_is_open(client: Client, bakken: ContactPoint) -> None:
    bakken.address, bakken.postal_code = "Eksempelveien 12", PostalCode.objects.get(code="3724")
    bakken.languages, bakken.access_notes = ["no", "se"], "Ring på ved porten"
    bakken.save()
    bakken.serves.add(municipality("4010"), municipality("4012"))
    open_at(bakken, (Weekday.MONDAY, "10:00", "14:00"), (Weekday.WEDNESDAY, "10:00", "14:00"))

    page = page_of(client, bakken)

    assert page.one("h1").text == "Frivilligsentralen på Bakken"
    assert "En frivilligsentral er en åpen møteplass i nærmiljøet" in page.text
    facts = rows(page)
    assert facts["Adresse"] == "Eksempelveien 12, 3724 Skien"
    assert facts["Åpent"] == "Mandag og onsdag 10 til 14"
    assert facts["Adkomst"] == "Trinnfritt. Ring på ved porten"
    assert facts["Språk"] == "Norsk, Davvisámegiella"
    assert facts["For"].startswith("Skien, ")
    assert "Sist bekreftet 12. mai 2026" in page.text
    assert page.one("a", href="/henvendelse/?kontaktpunkt=frivilligsentralen-pa-bakken").text == "Spør om en gruppe her"
    assert client.get("/henvendelse/?kontaktpunkt=frivilligsentralen-pa-bakken").status_code == 200


def test_only_public_ways_of_contact_are_shown(client: Client, tonsberg: DistrictOffice) -> None:
    hidden = make_contact_point(
        "Lukket linje", "Skien", phone="00 00 11 11", phone_is_public=False, email="hemmelig@example.no",
        email_is_public=False, website="https://example.no/lukket",
    )  # fmt: skip
    shown = make_contact_point("Åpen linje", "Skien", phone="+47 00 00 22 22")

    assert "00 00 11 11" not in page_of(client, hidden).text
    assert "hemmelig@example.no" not in page_of(client, hidden).text
    assert page_of(client, hidden).one("a", href="https://example.no/lukket")
    assert page_of(client, shown).one("a", href="tel:+4700002222").text == "+47 00 00 22 22"
    assert page_of(client, shown).one("a", href="mailto:apen-linje@example.no")


def test_the_office_behind_it_is_named_with_the_reason(client: Client, bakken: ContactPoint) -> None:
    office = page_of(client, bakken).one("section", aria_labelledby="kontor")

    assert "Distriktskontoret i Tønsberg" in office.text
    assert "Fordi Frivilligsentralen på Bakken ligger i Skien i Telemark" in office.text


def test_closed_days_are_told_now_and_beforehand(client: Client, bakken: ContactPoint) -> None:
    ClosedPeriod.objects.create(
        contact_point=bakken, first_day=date(2026, 6, 29), last_day=date(2026, 8, 9), reason="Sommerstengt"
    )

    before, during = page_of(client, bakken), page_of(client, bakken, at=datetime(2026, 7, 1, tzinfo=UTC))
    after = page_of(client, bakken, at=datetime(2026, 8, 10, tzinfo=UTC))

    assert "Sommerstengt fra 29. juni til og med 9. august 2026." in before.text
    assert "Sommerstengt til og med 9. august 2026" in during.text
    assert "Så lenge svarer Distriktskontoret i Tønsberg." in during.text
    assert "Sommerstengt" not in after.text


def test_what_nobody_has_confirmed_for_a_year_says_so(client: Client, bakken: ContactPoint) -> None:
    a_year_later = page_of(client, bakken, at=datetime(2027, 5, 13, tzinfo=UTC))
    never = make_contact_point("Ny i registeret", "Skien", confirmed_on=None)

    assert "Det er mer enn ett år siden." not in page_of(client, bakken).text
    assert "Det er mer enn ett år siden." in a_year_later.text
    assert "Ingen har bekreftet opplysningene ennå." in page_of(client, never).text


def test_neighbours_are_the_nearest_with_their_distance(client: Client, bakken: ContactPoint) -> None:
    for name, where in (("Nome hus", "Nome"), ("Siljan hus", "Siljan"), ("Porsgrunn hus", "Porsgrunn")):
        make_contact_point(name, where)

    near = page_of(client, bakken).one("ul", class_="near")

    found = [one for one in near.all("li") if "data-kontaktpunkt" in one.attrs]
    assert bakken.slug not in {one.attrs["data-kontaktpunkt"] for one in found}
    assert [one.attrs["data-kontaktpunkt"] for one in found] == ["porsgrunn-hus", "siljan-hus", "nome-hus"]
    assert [float(one.attrs["data-km"]) for one in found] == sorted(float(one.attrs["data-km"]) for one in found)


def test_one_on_the_telephone_has_no_address_and_no_map(client: Client, tonsberg: DistrictOffice) -> None:
    line = make_contact_point("Selvhjelp på telefon", "Skien", meeting_form=MeetingForm.PHONE, address="Gata 1")

    page = page_of(client, line)

    assert "Adresse" not in rows(page)
    assert not page.all("svg", class_="map")
    assert "Alle, uansett hvor de bor" in page.text


def test_a_paused_one_says_so_and_shows_who_else_there_is(client: Client, bakken: ContactPoint) -> None:
    make_contact_point("Porsgrunn hus", "Porsgrunn")
    bakken.status = Status.PAUSED
    bakken.save()

    page = page_of(client, bakken)

    assert "Dette kontaktpunktet har pause" in page.text
    assert "Distriktskontoret i Tønsberg" in page.text
    assert "Porsgrunn hus" in page.text
    assert not page.all("a", href=f"/henvendelse/?kontaktpunkt={bakken.slug}")
    assert page.one("a", href="/henvendelse/?sted=Skien").text == "Spør distriktskontoret"


def test_a_closed_one_is_gone_and_leads_to_who_took_over(client: Client, bakken: ContactPoint) -> None:
    third = make_contact_point("Tredje huset", "Skien")
    second = make_contact_point("Andre huset", "Skien", status=Status.CLOSED, successor=third)
    bakken.status, bakken.successor = Status.CLOSED, second
    bakken.save()

    response = client.get(bakken.get_absolute_url())

    assert response.status_code == 410
    assert read(response.content).one("a", href=third.get_absolute_url()).text == "Tredje huset"


def test_a_closed_one_without_successor_leads_to_the_office(client: Client, bakken: ContactPoint) -> None:
    bakken.status = Status.CLOSED
    bakken.save()

    response = client.get(bakken.get_absolute_url())

    assert response.status_code == 410
    assert "Distriktskontoret i Tønsberg" in response.content.decode()


def test_successors_in_a_circle_lead_to_the_office(client: Client, bakken: ContactPoint) -> None:
    other = make_contact_point("Andre huset", "Skien", status=Status.CLOSED, successor=bakken)
    bakken.status, bakken.successor = Status.CLOSED, other
    bakken.save()

    assert client.get(bakken.get_absolute_url()).status_code == 410


def test_a_proposed_one_is_nobodys_business_yet(client: Client, tonsberg: DistrictOffice) -> None:
    proposed = make_contact_point("Kanskje", "Skien", status=Status.PROPOSED)

    assert client.get(proposed.get_absolute_url()).status_code == 404
    assert client.get("/kontaktpunkter/finnes-ikke/").status_code == 404
    assert client.get(f"/kontaktpunkter/{'a' * 3000}/").status_code == 404


@pytest.mark.parametrize("kind", list(HostKind))
def test_every_kind_says_what_it_is(client: Client, tonsberg: DistrictOffice, kind: HostKind) -> None:
    one = make_contact_point("Huset", "Skien", host_kind=kind, step_free=StepFree.UNKNOWN)

    assert one.what_it_is in page_of(client, one).text


def test_a_contact_point_asks_the_database_at_most_eight_times(
    client: Client, bakken: ContactPoint, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bakken.serves.add(*[municipality(number) for number in ("4001", "4010", "4012", "4014")])
    open_at(bakken, *[(day, "10:00", "14:00") for day in Weekday])
    for number in range(10):
        make_contact_point(f"Hus {number}", "Porsgrunn")

    with django_assert_max_num_queries(8):
        page_of(client, bakken)


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([(1, "10:00", "14:00")], ["Mandag 10 til 14"]),
        ([(day, "09:00", "15:30") for day in range(1, 6)], ["Mandag til fredag 9 til 15.30"]),
        (
            [(1, "10:00", "12:00"), (1, "13:00", "15:00"), (3, "16:00", "19:00")],
            ["Mandag 10 til 12 og 13 til 15", "Onsdag 16 til 19"],
        ),
        (
            [(4, "16:00", "19:00"), (1, "10:00", "14:00"), (3, "10:00", "14:00"), (5, "10:00", "14:00")],
            ["Mandag, onsdag og fredag 10 til 14", "Torsdag 16 til 19"],
        ),
        ([], []),
    ],
)
def test_hours_are_said_as_people_say_them(spans: list[tuple[int, str, str]], words: list[str]) -> None:
    hours = [
        OpeningHours(weekday=day, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
        for day, opens, closes in spans
    ]
    assert in_words(hours) == words
