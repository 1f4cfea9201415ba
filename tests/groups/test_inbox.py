"""The list of what waits: whose, in which order, narrowed, searched, and page by page."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Membership, User
from groups.enums import Channel, Outcome, Theme, Wish
from groups.inquiries.inbox import PER_PAGE
from groups.models import Inquiry
from groups.references import new_reference
from linkportal.kit import clock
from tests.conftest import TODAY, make_contact_point, make_user
from tests.groups.making import make_inquiry
from tests.markup import Element, read


class Inbox:
    """The list as somebody sees it."""

    def __init__(self, client: Client, user: User) -> None:
        self.client = client
        client.force_login(user)

    def page(self, **asked: str) -> Element:
        response = self.client.get(reverse("groups:inbox"), asked)
        assert response.status_code == 200
        return read(response.content)

    def rows(self, **asked: str) -> list[Element]:
        return self.page(**asked).all("li", class_="case") + self.page(**asked).all("li", class_="case case--late")

    def references(self, **asked: str) -> list[str]:
        return [each.text for each in self.page(**asked).all("span", class_="case__ref")]

    def search(self, text: str) -> Element:
        return read(self.client.post(reverse("groups:search"), {"sok": text}, follow=True).content)


def at(contact_point: ContactPoint, **wanted: Any) -> Inquiry:
    """Kari asks this contact point for a place in a group."""
    return make_inquiry(wish=Wish.JOIN, contact_point=contact_point, **wanted)


def due_in(inquiry: Inquiry, days: int) -> Inquiry:
    """It is to be answered that many days from today."""
    inquiry.answer_due_on = TODAY + timedelta(days=days)
    inquiry.save()
    return inquiry


# Whose


def test_ola_sees_what_his_contact_point_is_to_answer_and_berit_what_her_office_is(
    bakken: ContactPoint, ola: User, berit: User
) -> None:
    to_bakken, to_office = at(bakken), make_inquiry(wish=Wish.START)

    assert Inbox(Client(), ola).references() == [to_bakken.reference]
    assert Inbox(Client(), berit).references() == [to_office.reference]
    assert Inbox(Client(), berit).references(hos="kontaktpunkter") == [to_bakken.reference]
    assert Inbox(Client(), berit).references(hos=f"kontaktpunkt:{bakken.slug}") == [to_bakken.reference]


def test_the_coordinator_far_away_sees_nothing_of_it(client: Client, bakken: ContactPoint, outsider: User) -> None:
    at(bakken)
    make_inquiry(wish=Wish.START)
    inbox = Inbox(client, outsider)

    assert inbox.references() == inbox.references(hos="kontaktpunkter") == []
    assert "Der har dere ingen henvendelser" in inbox.page(hos=f"kontaktpunkt:{bakken.slug}").one("main").text
    assert inbox.references(hos="kontor:tonsberg") == []


def test_who_works_at_two_places_has_one_list_in_one_order(client: Client, ola: User, tonsberg: DistrictOffice) -> None:
    other = make_contact_point("Mestringshuset i Bamble", "Bamble")
    Membership.objects.create(user=ola, role=Role.STAFF, contact_point=other, valid_from=TODAY)
    Membership.objects.create(user=ola, role=Role.COORDINATOR, office=tonsberg, valid_from=TODAY)
    bakken = ContactPoint.objects.get(slug="frivilligsentralen-pa-bakken")
    late, soon, later = due_in(at(other), -3), due_in(make_inquiry(), 1), due_in(at(bakken), 4)
    inbox = Inbox(client, ola)

    assert inbox.references() == [late.reference, soon.reference, later.reference]
    assert inbox.references(hos=f"kontaktpunkt:{other.slug}") == [late.reference]
    assert inbox.references(hos="kontor:tonsberg") == [soon.reference]
    assert "Mestringshuset i Bamble" in inbox.rows()[-1].text


def test_what_was_left_when_an_office_closed_is_the_administrators(
    client: Client, admin: User, national_desk: DistrictOffice, tonsberg: DistrictOffice
) -> None:
    left, at_desk = make_inquiry("3724"), make_inquiry("0150")
    tonsberg.closed_on = TODAY
    tonsberg.save()

    assert set(Inbox(client, admin).references()) == {left.reference, at_desk.reference}


def test_only_who_answers_somewhere_has_an_inbox(client: Client, tonsberg: DistrictOffice) -> None:
    assert client.get(reverse("groups:inbox")).status_code == 302
    client.force_login(make_user("revisor@example.no", Role.AUDITOR, office=tonsberg))
    assert client.get(reverse("groups:inbox")).status_code == client.get(reverse("groups:search")).status_code == 404
    client.force_login(User.objects.create_user("ingen@example.no"))
    assert client.get(reverse("groups:inbox")).status_code == client.get(reverse("groups:desk")).status_code == 404


# Which, and in which order


def test_what_is_due_first_is_on_top_and_what_is_answered_last(client: Client, bakken: ContactPoint, ola: User) -> None:
    answered, later, late = at(bakken), due_in(at(bakken), 4), due_in(at(bakken), -2)
    answered.contact(by=ola)

    inbox = Inbox(client, ola)

    assert inbox.references() == [late.reference, later.reference, answered.reference]
    assert "Fristen gikk ut lør. 30. mai" in inbox.page().one("li", class_="case case--late").text
    assert "Svar innen fre. 5. juni" in inbox.rows()[0].text


def test_each_list_has_its_own(client: Client, bakken: ContactPoint, ola: User) -> None:
    new, mine, waiting, late, ended = (at(bakken) for _ in range(5))
    mine.take(by=ola)
    waiting.wait(by=ola)
    due_in(late, -1)
    ended.close(Outcome.JOINED, by=ola)
    inbox = Inbox(client, ola)

    assert set(inbox.references(utvalg="nye")) == {new.reference, late.reference}
    assert set(inbox.references(utvalg="mine")) == {mine.reference, waiting.reference}
    assert inbox.references(utvalg="venter") == [waiting.reference]
    assert inbox.references(utvalg="over-fristen") == [late.reference]
    assert inbox.references(utvalg="avsluttet") == [ended.reference]
    assert "Ble med i en gruppe" in inbox.rows(utvalg="avsluttet")[0].text


def test_the_tabs_and_the_menu_say_how_many(client: Client, bakken: ContactPoint, ola: User) -> None:
    at(bakken)
    at(bakken).take(by=ola)
    due_in(at(bakken), -1)
    page = Inbox(client, ola).page()

    tabs = [each.text for each in page.one("nav", class_="views").all("a")]
    assert tabs == ["Åpne 3", "Nye 2", "Mine 1", "Venter på gruppe", "Over fristen 1", "Avsluttet"]
    assert page.one("nav", aria_label="Arbeidsflate").one("a", aria_current="true").text.startswith("Henvendelser3")
    assert [each.text for each in page.one("ul", class_="tally").all("strong")] == ["3", "1", "0"]


def test_a_count_goes_no_further_than_99(client: Client, bakken: ContactPoint, ola: User) -> None:
    copies_of(at(bakken), 120)

    assert Inbox(client, ola).page().one("nav", class_="views").all("a")[0].text == "Åpne 99+"


def test_what_looks_like_a_machines_waits_for_the_office_alone(bakken: ContactPoint, ola: User, berit: User) -> None:
    held = at(bakken, suspicious=True)

    assert Inbox(Client(), ola).references() == Inbox(Client(), ola).references(utvalg="til-kontroll") == []
    assert Inbox(Client(), berit).references() == []
    assert Inbox(Client(), berit).references(utvalg="til-kontroll") == [held.reference]


# Narrowed


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"onske": "start"}, 1),
        ({"onske": "information"}, 0),
        ({"tema": "grief"}, 1),
        ({"kanal": "phone"}, 1),
        ({"kommune": "3724"}, 1),
        ({"kommune": "bamble"}, 1),
        ({"kommune": "Telemark"}, 2),
        ({"kommune": "Vestfold"}, 0),
        ({"alder": "7"}, 1),
        ({"alder": "90"}, 1),
        ({"alder": "eldre"}, 1),
        ({"onske": "start", "tema": "grief"}, 0),
    ],
)
def test_narrowed_by_wish_theme_place_channel_and_age(
    client: Client, berit: User, asked: dict[str, str], count: int
) -> None:
    make_inquiry("3724", wish=Wish.START)
    old = make_inquiry("3970", wish=Wish.JOIN, theme=Theme.GRIEF)
    old.channel, old.received_at = Channel.PHONE, clock.now() - timedelta(days=100)
    old.save()

    assert len(Inbox(client, berit).references(**asked)) == count


def test_a_place_that_nobody_knows_is_told_and_left_out(client: Client, berit: User) -> None:
    make_inquiry("3724")
    inbox = Inbox(client, berit)

    assert "Vi fant ikke «Atlantis»" in inbox.page(kommune="Atlantis").one("p", class_="remark").text
    assert "Flere steder heter «Herøy»" in inbox.page(kommune="Herøy").one("p", class_="remark").text
    assert len(inbox.references(kommune="Atlantis", onske="noe annet", side="-3", utvalg="alle")) == 1


def test_what_is_chosen_stays_when_one_goes_to_another_list(client: Client, berit: User) -> None:
    page = Inbox(client, berit).page(onske="start", kommune="Skien", utvalg="nye")

    links = [each.attrs["href"] for each in page.one("nav", class_="views").all("a")]
    assert links[0] == "?utvalg=apne&onske=start&kommune=Skien"
    assert "Ingen passer til valgene" in page.one("main").text
    assert page.one("form", class_="filters__form").one("input", name="utvalg").attrs["value"] == "nye"


# Searched


@pytest.mark.parametrize("typed", ["kari@example.no", " Kari@Example.NO ", "40612345", "+47 406 12 345"])
def test_found_by_exactly_the_address_or_number(client: Client, bakken: ContactPoint, ola: User, typed: str) -> None:
    found = at(bakken, phone="+4740612345")
    at(bakken, email="per@example.no")

    page = Inbox(client, ola).search(typed)

    assert [each.text for each in page.all("span", class_="case__ref")] == [found.reference]


def test_a_reference_however_it_is_typed_leads_to_the_case(client: Client, bakken: ContactPoint, ola: User) -> None:
    inquiry = at(bakken)
    client.force_login(ola)

    response = client.post(reverse("groups:search"), {"sok": inquiry.reference.lower().replace("-", " ")})

    assert response["Location"] == f"/arbeidsflate/henvendelser/{inquiry.reference}/"


def test_a_search_finds_nothing_of_others_and_part_of_an_address_nothing(
    client: Client, bakken: ContactPoint, outsider: User
) -> None:
    inquiry = at(bakken)
    inbox = Inbox(client, outsider)

    assert "Vi fant ingen henvendelse" in inbox.search("kari@example.no").one("main").text
    assert "Vi fant ingen henvendelse" in inbox.search(inquiry.reference).one("main").text
    response = client.post(reverse("groups:search"), {"sok": "kari"})
    assert response.status_code == 422
    assert "Skriv en referanse som K7M-49Q" in read(response.content).one(id="feil").text


def test_what_was_searched_stands_in_no_address_and_no_log(
    client: Client, bakken: ContactPoint, ola: User, caplog: pytest.LogCaptureFixture
) -> None:
    form = Inbox(client, ola).page().one("search").one("form")
    with caplog.at_level("DEBUG"):
        client.post(reverse("groups:search"), {"sok": "kari@example.no"})

    assert form.attrs["method"] == "post"
    assert "kari" not in caplog.text


# Page by page


def copies_of(inquiry: Inquiry, count: int) -> None:
    """As many more, each a day later than the one before."""
    for number in range(count):
        copy = Inquiry.objects.get(pk=inquiry.pk)
        copy.pk = None
        copy.public_id, copy.submission_id, copy.reference = uuid.uuid4(), uuid.uuid4(), new_reference()
        copy.answer_due_on = TODAY + timedelta(days=number + 10)
        copy.save()


def test_forward_and_back_without_counting(client: Client, bakken: ContactPoint, ola: User) -> None:
    first = at(bakken)
    copies_of(first, PER_PAGE)
    inbox = Inbox(client, ola)

    page = inbox.page()
    assert len(inbox.references()) == PER_PAGE
    assert page.one("a", rel="next").attrs["href"] == "?side=2"
    assert not page.all("a", rel="prev")
    assert len(inbox.references(side="2")) == 1
    assert inbox.page(side="2").one("a", rel="prev").attrs["href"] == "?side=1"
    assert "Til den første siden" in inbox.page(side="9").one("main").text


def test_a_list_reads_nothing_that_is_personal(client: Client, bakken: ContactPoint, ola: User) -> None:
    at(bakken, message="Jeg har det tungt.")
    with CaptureQueriesContext(connection) as asked:
        page = Inbox(client, ola).page()

    assert "Kari" not in page.text
    assert not [each for each in asked if '"groups_inquiry"."message"' in each["sql"] and "SELECT" in each["sql"]]


@pytest.mark.parametrize("count", [1, 500])
def test_the_list_asks_the_database_at_most_eight_times(
    client: Client,
    bakken: ContactPoint,
    ola: User,
    tonsberg: DistrictOffice,
    count: int,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    Membership.objects.create(user=ola, role=Role.COORDINATOR, office=tonsberg, valid_from=TODAY)
    make_inquiry()
    copies_of(at(bakken), count - 1)
    client.force_login(ola)
    client.get(reverse("groups:inbox"))  # whether examples are shown is asked once a minute

    with django_assert_max_num_queries(8):
        client.get(reverse("groups:inbox"))


# Besides


def test_a_page_that_nobody_has_confirmed_for_a_year_is_asked_about(
    client: Client, bakken: ContactPoint, ola: User
) -> None:
    assert "fortsatt riktige" not in Inbox(client, ola).page().text
    bakken.confirmed_on = TODAY - timedelta(days=366)
    bakken.save()

    strip = Inbox(client, ola).page().one("div", class_="confirm")

    assert "Sist bekreftet 31. mai 2025." in strip.text
    assert strip.one("form").attrs["action"] == reverse("contactpoints:place_confirm", args=[bakken.slug])


def test_an_empty_list_says_what_to_do(client: Client, ola: User) -> None:
    inbox = Inbox(client, ola)

    assert "Alle har fått svar" in inbox.page().one("div", class_="nothing").text
    assert "Jeg tar den" in inbox.page(utvalg="mine").one("div", class_="nothing").text
