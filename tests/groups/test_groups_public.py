"""/grupper/: what everybody may know of a group, and nothing else."""

import re
from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from contactpoints.enums import Status as PlaceStatus
from contactpoints.enums import Weekday
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import CancelReason, ContactTime, EndReason, Theme
from groups.forming import starting
from groups.forming.words import public_words
from groups.models import Inquiry, SelfHelpGroup
from tests.conftest import TODAY, make_contact_point
from tests.groups.conftest import Kari
from tests.groups.forming import make_group
from tests.markup import read

PAGE = "/grupper/"


def shown(host: ContactPoint, by: User, **fields: Any) -> SelfHelpGroup:
    """A group about grief in Skien that gathers, which its contact point chose to show."""
    group = make_group(host, by=by, **fields)
    group.show(True, by=by)
    return group


def words(client: Client, query: str = "") -> str:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return inside_main(response.content.decode())


def inside_main(page: str) -> str:
    """What one reads there, and where its links lead."""
    main = re.sub(r'<a [^>]*href="([^"]*)"[^>]*>', r" \1 ", page.partition("<main")[2].partition("</main>")[0])
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


class TestWhatItTells:
    def test_theme_municipality_where_it_stands_and_whom_to_ask(
        self, client: Client, bakken: ContactPoint, ola: User
    ) -> None:
        shown(bakken, ola)

        page = words(client)

        assert "Telemark Gruppe om sorg og tap Skien Starter snart, det er plass" in page
        assert "Spør /kontaktpunkter/frivilligsentralen-pa-bakken/ Frivilligsentralen på Bakken" in page

    def test_across_problems_in_those_words(self, client: Client, bakken: ContactPoint, ola: User) -> None:
        shown(bakken, ola, theme=Theme.ACROSS)

        assert "Gruppe på tvers av problemer" in words(client)

    def test_one_that_has_begun_takes_new_ones(self, client: Client, bakken: ContactPoint, ola: User) -> None:
        group = shown(bakken, ola)
        starting.start(group, [], others=5, on=TODAY, by=ola)
        assert "I gang, og tar imot nye" in words(client)

        group.run(by=ola)
        assert "I gang, og tar imot nye" in words(client)

    def test_never_where_when_who_or_how_many(self, client: Client, bakken: ContactPoint, ola: User) -> None:
        secrets = {
            "meeting_place": "Kjelleren i Storgata 99",
            "weekday": Weekday.THURSDAY,
            "meets_at": time(18, 37),
            "time_of_day": ContactTime.EVENING,
        }
        group = shown(bakken, ola, **secrets)
        starting.start(group, [], others=17, on=TODAY, by=ola)

        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = words(client)

        for secret in (group.reference, "Storgata", "orsdag", "18.37", "18:37", "veld", "17"):
            assert secret not in page, secret
        sql = "\n".join(query["sql"] for query in asked.captured_queries)
        for column in (*secrets, "participants", "reference", "started_on"):
            assert f'"groups_selfhelpgroup"."{column}"' not in sql, column

    def test_two_of_which_the_same_is_known_are_one(self, client: Client, bakken: ContactPoint, ola: User) -> None:
        shown(bakken, ola)
        shown(bakken, ola)

        assert words(client).count("Gruppe om sorg og tap Skien Starter") == 1


@pytest.mark.parametrize(
    "hide",
    [
        lambda group, by: group.show(False, by=by),
        lambda group, by: group.open(False, by=by),
        lambda group, by: starting.cancel(group, CancelReason.NOT_ENOUGH, by=by),
        lambda group, by: (
            starting.start(group, [], others=5, on=TODAY, by=by),
            starting.end(group, EndReason.FINISHED, by=by),
        ),
        lambda _group, _by: ContactPoint.objects.update(status=PlaceStatus.PAUSED),
    ],
)
def test_not_shown_where_one_cannot_join_or_nobody_chose_it(
    client: Client, bakken: ContactPoint, ola: User, hide: Any
) -> None:
    group = shown(bakken, ola)
    detail = "/kontaktpunkter/frivilligsentralen-pa-bakken/"
    assert "Gruppe om sorg og tap" in client.get(detail).content.decode()

    hide(group, ola)

    assert "Gruppe om sorg" not in words(client)
    assert "Gruppe om sorg" not in client.get(detail).content.decode()
    group.refresh_from_db()
    assert not group.is_alive or public_words(group).startswith("Vises ikke")


class TestFilters:
    @pytest.fixture(autouse=True)
    def _in_two_counties(self, bakken: ContactPoint, alta: DistrictOffice, ola: User) -> None:
        shown(bakken, ola)
        shown(make_contact_point("Sanitetshuset i Tromsø", "Tromsø"), ola, theme=Theme.LONELINESS)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", {"Telemark", "Troms"}),
            ("?fylke=telemark", {"Telemark"}),
            ("?tema=loneliness", {"Troms"}),
            ("?fylke=troms&tema=loneliness", {"Troms"}),
            ("?fylke=telemark&tema=loneliness", set()),
        ],
    )
    def test_by_county_and_theme(self, client: Client, query: str, found: set[str]) -> None:
        page = read(client.get(PAGE + query).content)

        assert {each.text for each in page.one("main").all("h2")} & {"Telemark", "Troms"} == found

    def test_none_of_this_kind_says_so_and_leads_on(self, client: Client) -> None:
        page = words(client, "?tema=work")

        assert "Ingen grupper her med disse valgene" in page
        assert "Finn et kontaktpunkt" in page
        assert "Start en gruppe" in page

    @pytest.mark.parametrize("query", ["?fylke=atlantis", "?tema=tull", "?fylke=../x", "?fylke=telemark&fylke=a"])
    def test_what_is_unknown_is_left_out_and_said(self, client: Client, query: str) -> None:
        page = words(client, query)

        assert "Vi kjenner ikke alle valgene i adressen." in page
        assert "Gruppe om sorg og tap" in page

    @pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999"])
    def test_a_page_that_is_not_there_is_the_first(self, client: Client, number: str) -> None:
        assert "Vi kjenner ikke den siden. Her er den første." in words(client, f"?side={number}")


def test_no_group_at_all_says_so_honestly(client: Client, tonsberg: DistrictOffice) -> None:
    page = words(client)

    assert "Ingen grupper står her akkurat nå" in page
    assert "De fleste grupper står ikke på denne siden." in page


def test_a_page_after_the_last_one_says_so(client: Client, bakken: ContactPoint, ola: User) -> None:
    shown(bakken, ola)

    assert "Så langt går ikke listen" in words(client, "?side=2")


def test_many_come_page_by_page_in_at_most_six_queries(
    client: Client, bakken: ContactPoint, ola: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(31):
        shown(make_contact_point(f"Hus {number:02}", "Porsgrunn"), ola)

    with django_assert_max_num_queries(6):
        first = words(client)
    second = words(client, "?side=2")

    assert first.count("Gruppe om sorg og tap Porsgrunn Starter") == 30
    assert second.count("Gruppe om sorg og tap Porsgrunn Starter") == 1
    assert "Side 2" in second


class TestIWantToBeWithThem:
    def test_leads_to_the_form_filled_in(self, client: Client, bakken: ContactPoint, ola: User) -> None:
        shown(bakken, ola)

        (link,) = [each for each in read(client.get(PAGE).content).all("a") if each.text.startswith("Jeg vil være med")]
        form = client.get(link.attrs["href"]).context["form"]

        assert form["kontaktpunkt"].value() == bakken.slug
        assert (form["wish"].value(), form["theme"].value()) == ("join", "grief")

    def test_so_does_the_page_of_the_contact_point(self, client: Client, bakken: ContactPoint, ola: User) -> None:
        shown(bakken, ola)

        page = read(client.get("/kontaktpunkter/frivilligsentralen-pa-bakken/").content)
        (link,) = [each for each in page.all("a") if each.text.startswith("Jeg vil være med")]

        assert client.get(link.attrs["href"]).context["form"]["theme"].value() == "grief"

    def test_the_inquiry_knows_no_group(self, kari: Kari, bakken: ContactPoint, ola: User) -> None:
        shown(bakken, ola)

        inquiry = kari.asks(kontaktpunkt=bakken.slug)

        assert inquiry.receiver == bakken
        assert not inquiry.candidacies.exists()

    def test_a_theme_that_is_none_is_left_out(self, client: Client, tonsberg: DistrictOffice) -> None:
        assert client.get("/henvendelse/?tema=tull").context["form"]["theme"].value() == ""
        assert Inquiry.objects.count() == 0


@pytest.mark.parametrize("path", ["/", "/om/"])
def test_one_finds_the_way_there(client: Client, tonsberg: DistrictOffice, path: str) -> None:
    assert f'href="{PAGE}"' in client.get(path).content.decode()


def test_a_reader_gets_no_cookie(client: Client, bakken: ContactPoint, ola: User) -> None:
    shown(bakken, ola)

    assert not client.get(PAGE).cookies
