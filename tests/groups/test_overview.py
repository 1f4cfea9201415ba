"""The coordinator's start page, and where an inquiry would go."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.enums import Role, Status
from contactpoints.models import ContactPoint, DistrictOffice, Onboarding, User
from groups.enums import Theme, Wish
from groups.models import Inquiry
from tests.conftest import TODAY, make_contact_point, make_user
from tests.groups.forming import make_group, make_waiting
from tests.groups.making import make_inquiry
from tests.markup import Element, read


def overview(client: Client, user: User) -> Element:
    client.force_login(user)
    response = client.get(reverse("groups:overview"))
    assert response.status_code == 200
    return read(response.content)


def test_everyone_begins_where_their_work_is(
    bakken: ContactPoint, ola: User, berit: User, admin: User, tonsberg: DistrictOffice
) -> None:
    auditor = make_user("revisor@example.no", Role.AUDITOR, office=tonsberg)
    begins = {ola: "groups:inbox", berit: "groups:overview", admin: "groups:overview", auditor: "admin:index"}

    for user, page in begins.items():
        client = Client()
        client.force_login(user)
        assert client.get(reverse("groups:desk"))["Location"] == reverse(page)


def test_berit_sees_what_is_new_and_late_and_where(
    client: Client, bakken: ContactPoint, berit: User, outsider: User
) -> None:
    make_inquiry(wish=Wish.START)
    make_inquiry(wish=Wish.JOIN, contact_point=bakken)
    late = make_inquiry(wish=Wish.JOIN, contact_point=bakken)
    late.answer_due_on = TODAY - timedelta(days=1)
    late.save()

    rows = overview(client, berit).one("table", class_="numbers").one("tbody").all("tr")

    figures = [(row.one("th").text, *(cell.text for cell in row.all("td"))) for row in rows]
    assert figures == [("Distriktskontoret i Tønsberg", "1", "0"), ("Frivilligsentralen på Bakken", "2", "1")]
    there = client.get(rows[1].all("a")[1].attrs["href"])
    assert [each.text for each in read(there.content).all("span", class_="case__ref")] == [late.reference]
    assert "Ingenting nytt" in overview(Client(), outsider).one("main").text


def test_what_should_be_looked_at_in_the_area(client: Client, bakken: ContactPoint, berit: User) -> None:
    bakken.confirmed_on = None
    bakken.save()
    begun = make_contact_point("Huset i Porsgrunn", "Porsgrunn", status=Status.PROPOSED)
    Onboarding.objects.create(contact_point=begun, talked_on=TODAY)
    make_contact_point("Huset i Tromsø", "Tromsø", status=Status.PROPOSED)

    page = overview(client, berit)

    assert page.one("section", aria_labelledby="bekreft").all("a")[0].text == bakken.name
    assert page.one("section", aria_labelledby="foreslatt").one("li").text == (
        "Huset i Porsgrunn Porsgrunn · 1 av fem steg gjort"
    )
    assert "kommuner uten dekning" in page.one("section", aria_labelledby="dekning").text


def test_a_contact_point_has_no_overview(client: Client, ola: User) -> None:
    for route in ("groups:overview", "groups:routing_test"):
        assert client.get(reverse(route))["Location"].startswith(reverse("account_login"))
    client.force_login(ola)
    for route in ("groups:overview", "groups:routing_test"):
        assert client.get(reverse(route)).status_code == 404
        assert client.post(reverse(route)).status_code == 405


@pytest.mark.parametrize("count", [1, 60])
def test_the_overview_asks_a_bounded_number_of_times(
    client: Client,
    berit: User,
    bakken: ContactPoint,
    count: int,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for number in range(count):
        place = make_contact_point(f"Hus {number}", "Skien", confirmed_on=None)
        make_contact_point(f"Snart hus {number}", "Skien", status=Status.PROPOSED)
        Inquiry.objects.filter(pk=make_inquiry().pk).update(contact_point=place)
    overview(client, berit)

    with django_assert_max_num_queries(18):
        client.get(reverse("groups:overview"))


# Where would it go?


def test_where_would_3915_go_and_why(client: Client, bakken: ContactPoint, berit: User) -> None:
    client.force_login(berit)

    main = read(client.get(reverse("groups:routing_test"), {"sted": "3915"}).content).one("main")

    assert "Fordi 3915 ligger i Porsgrunn i Telemark, og Distriktskontoret i Tønsberg har svart" in main.text
    assert "Dekker fylket" in main.text
    join, start = (each.text for each in main.one("section", aria_labelledby="onsker").all("dd")[:2])
    assert join == "Distriktskontoret i TønsbergVelger personen Frivilligsentralen på Bakken, svarer de."
    assert start == "Distriktskontoret i Tønsberg"
    assert main.one("ol", class_="plain").one("a").text == bakken.name


def test_where_nobody_has_a_contact_point_yet(client: Client, berit: User) -> None:
    client.force_login(berit)

    main = read(client.get(reverse("groups:routing_test"), {"sted": "Karasjok"}).content).one("main")

    assert "Nærmeste kontor" in main.text
    assert "ingen publiserte kontaktpunkter" in main.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Skriv et postnummer eller navnet"), ("Atlantis", "Vi fant ikke"), ("Herøy", "Flere steder heter dette")],
)
def test_what_can_not_be_placed_is_asked_about(client: Client, berit: User, typed: str, said: str) -> None:
    client.force_login(berit)

    response = client.get(reverse("groups:routing_test"), {"sted": typed})

    assert response.status_code == 422
    assert said in read(response.content).one(id="feil").text


def test_groups_in_the_area_and_where_another_is_within_reach(
    client: Client, bakken: ContactPoint, ola: User, berit: User
) -> None:
    group = make_group(bakken, by=ola, theme=Theme.WORK)
    for _ in range(2):
        make_waiting("3724", contact_point=bakken, by=ola)

    panel = overview(client, berit).one("section", aria_labelledby="grupper")

    assert panel.all("p")[0].text == "Samles: 1"
    assert "Gjør dette først: Arbeid, stress og utmattelse, Skien. Finn flere: 4–5 til trengs" in panel.text
    assert panel.one("li").text == "2 i Skien venter på en kveldsgruppe om sorg og tap. 2–3 til trengs."
    assert panel.all("a")[0].attrs["href"] == reverse("groups:group_page", args=[group.reference])
