"""The overview of a contact point and of an office: where each group stands, and the one thing to do next."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import CancelReason, EndReason, StartItem, Theme
from groups.forming import asking, starting
from groups.forming.summary import PER_PAGE
from groups.models import SelfHelpGroup
from linkportal.kit import clock
from tests.conftest import TODAY, make_contact_point
from tests.groups.conftest import FIRST_OF_JUNE
from tests.groups.forming import make_group, make_waiting
from tests.markup import Element, read

pytestmark = pytest.mark.django_db


def groups(client: Client, user: User, **asked: str) -> Element:
    client.force_login(user)
    response = client.get(reverse("groups:group_list"), asked)
    assert response.status_code == 200
    return read(response.content).one("main")


def started(group: SelfHelpGroup, by: User, *, runs: bool = False) -> SelfHelpGroup:
    """Six came, and all is in order."""
    starting.start(group, [], others=6, on=TODAY, by=by, checklist=list(StartItem))
    if runs:
        group.run(by=by)
    return group


def lines(page: Element) -> list[tuple[str, str, str]]:
    """Status, title and what is next of each row."""
    return [
        (part.one("h2").text, row.one("a").text.partition(" ")[2], row.one("span", class_="ds-tag").text)
        for part in page.all("section")
        for row in [*part.all("li", class_="case"), *part.all("li", class_="case case--late")]
    ]


def test_by_status_with_the_next_step_of_each(client: Client, bakken: ContactPoint, ola: User) -> None:
    started(make_group(bakken, by=ola, theme=Theme.WORK), ola, runs=True)
    started(make_group(bakken, by=ola, theme=Theme.LOW), ola)
    kari = make_waiting("3724", contact_point=bakken, by=ola)
    group = make_group(bakken, by=ola)
    asking.ask(group, [kari], by=ola)
    page = groups(client, ola)

    assert lines(page) == [
        ("Samles", "Sorg og tap, Skien", "Finn flere: 3–4 til trengs, innen man. 15. juni"),
        ("I oppstart", "Tungsinn og depresjon, Skien", "Si fra når gruppen klarer seg selv, innen man. 22. juni"),
        ("Selvgående", "Arbeid, stress og utmattelse, Skien", "Avtal oppfølgingsmøte, innen man. 13. juli"),
    ]
    about = [one.text for one in page.all("p", class_="case__meta")]
    assert about == [
        "Frivilligsentralen på Bakken · samles siden 1. juni · 0 av 1 har sagt ja",
        "Frivilligsentralen på Bakken · i oppstart siden 1. juni · 6 deltakere",
        "Frivilligsentralen på Bakken · selvgående siden 1. juni · 6 deltakere",
    ]
    assert page.one("section", aria_labelledby="status-1").one("a").attrs["href"] == reverse(
        "groups:group_page", args=[group.reference]
    )


def test_the_one_thing_to_do_next_of_all_stands_on_top(client: Client, bakken: ContactPoint, ola: User) -> None:
    make_group(bakken, by=ola)
    with clock.moved_to(FIRST_OF_JUNE - timedelta(days=30)):
        make_group(bakken, by=ola, theme=Theme.ANXIETY)
    page = groups(client, ola)

    first = page.one("div", class_="confirm part")
    assert first.one("strong").text == "Finn flere: 4–5 til trengs. Fristen var lør. 16. mai"
    assert "Angst og uro, Skien" in first.text
    assert [one.one("a").text.partition(" ")[2] for one in page.all("h3")] == [
        "Angst og uro, Skien",
        "Sorg og tap, Skien",
    ]
    (late,) = page.all("li", class_="case case--late")
    assert late.one("a").text.endswith("Angst og uro, Skien")
    assert late.one("span", class_="ds-tag").attrs["data-color"] == "danger"


def test_an_office_sees_those_of_its_contact_points_and_whose_each_is(
    client: Client, bakken: ContactPoint, ola: User, berit: User, outsider: User, tonsberg: DistrictOffice
) -> None:
    make_group(bakken, by=ola)
    make_group(make_contact_point("Huset", "Porsgrunn"), by=berit)
    make_group(tonsberg, by=berit, municipality=bakken.municipality)

    def hosts(user: User) -> list[str]:
        return sorted(one.text.partition(" · ")[0] for one in groups(client, user).all("p", class_="case__meta"))

    assert hosts(berit) == ["Distriktskontoret i Tønsberg", "Frivilligsentralen på Bakken", "Huset"]
    assert hosts(ola) == ["Frivilligsentralen på Bakken"]
    assert hosts(outsider) == []
    assert "Dere har ingen grupper i gang." in groups(client, outsider).text


def test_those_that_are_over_have_a_list_of_their_own(client: Client, bakken: ContactPoint, ola: User) -> None:
    ended = started(make_group(bakken, by=ola, theme=Theme.WORK), ola)
    starting.end(ended, EndReason.FINISHED, by=ola)
    starting.cancel(make_group(bakken, by=ola), CancelReason.NOT_ENOUGH, by=ola)

    assert not lines(groups(client, ola))
    assert lines(groups(client, ola, utvalg="avsluttet")) == [
        ("Ble ikke noe av", "Sorg og tap, Skien", "Ble ikke noe av 1. juni"),
        ("Avsluttet", "Arbeid, stress og utmattelse, Skien", "Avsluttet 1. juni"),
    ]


@pytest.mark.parametrize("asked", [{}, {"utvalg": "avsluttet"}])
def test_page_by_page(client: Client, bakken: ContactPoint, ola: User, asked: dict[str, str]) -> None:
    for _ in range(PER_PAGE + 1):
        group = make_group(bakken, by=ola)
        if asked:
            starting.cancel(group, CancelReason.MISTAKE, by=ola)

    first, second = groups(client, ola, **asked), groups(client, ola, **asked, side="2")
    assert (len(lines(first)), len(lines(second))) == (PER_PAGE, 1)
    assert [one.attrs["rel"] for one in first.all("a") if "rel" in one.attrs] == ["next"]
    assert [one.attrs["rel"] for one in second.all("a") if "rel" in one.attrs] == ["prev"]
    assert len(lines(groups(client, ola, **asked, side="null"))) == PER_PAGE


@pytest.mark.parametrize("number", [1, 50])
def test_asks_the_database_as_often_for_fifty_as_for_one(
    client: Client,
    bakken: ContactPoint,
    berit: User,
    number: int,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for _ in range(number):
        make_group(bakken, by=berit)
    client.force_login(berit)

    with django_assert_max_num_queries(12):
        client.get(reverse("groups:group_list"))


def test_it_is_in_the_menu(client: Client, ola: User) -> None:
    client.force_login(ola)
    page = read(client.get(reverse("groups:inbox")).content)
    assert page.one("a", href=reverse("groups:group_list")).text == "Grupper"
