"""Two people at the same inquiry: the second is told what the first did, and nothing is overwritten or lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import Outcome, Status, Step
from groups.inquiries import casework
from groups.models import Inquiry
from linkportal.kit import clock
from tests.conftest import make_user
from tests.groups.conftest import FIRST_OF_JUNE
from tests.groups.making import make_inquiry


@pytest.fixture
def bjorn(tonsberg: DistrictOffice) -> User:
    """Berit's colleague."""
    return make_user("bjorn@example.no", Role.COORDINATOR, office=tonsberg)


@pytest.fixture
def at_his_desk(client: Client, bjorn: User) -> Client:
    client.force_login(bjorn)
    return client


def seen(inquiry: Inquiry) -> int:
    return inquiry.events.latest("pk").pk


def send(client: Client, inquiry: Inquiry, name: str, **answers: Any) -> Any:
    return client.post(reverse(f"groups:case_{name}", args=[inquiry.reference]), answers)


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_the_second_reads_what_the_first_did_and_when(at_his_desk: Client, berit: User) -> None:
    inquiry = make_inquiry()
    as_his_page_was = seen(inquiry)
    with clock.moved_to(FIRST_OF_JUNE - timedelta(hours=3, minutes=20)):
        inquiry.take(by=berit)

    page = send(at_his_desk, inquiry, "take", seen=as_his_page_was)

    inquiry.refresh_from_db()
    assert page.status_code == 409
    assert "berit@example.no tok den, kl. 10.40." in words(page)
    assert inquiry.assignee == berit


def test_what_he_typed_stays_in_the_form_and_can_be_sent_again(at_his_desk: Client, berit: User) -> None:
    inquiry = make_inquiry()
    as_his_page_was = seen(inquiry)
    inquiry.contact(by=berit)

    page = send(at_his_desk, inquiry, "answer", text="Vi møtes på torsdager.", seen=as_his_page_was)

    assert page.status_code == 409
    assert not inquiry.texts.exists()
    form = page.context["form"]
    assert (form["text"].value(), form["seen"].value()) == ("Vi møtes på torsdager.", str(seen(inquiry)))
    again = send(at_his_desk, inquiry, "answer", text=form["text"].value(), seen=form["seen"].value())
    assert again.status_code == 302
    assert inquiry.texts.get().text == "Vi møtes på torsdager."


def test_where_the_step_is_gone_what_he_typed_is_shown(at_his_desk: Client, berit: User) -> None:
    inquiry = make_inquiry()
    as_his_page_was = seen(inquiry)
    casework.close(inquiry, Outcome.JOINED, by=berit)

    page = send(at_his_desk, inquiry, "close", outcome="informed", note="Fikk brosjyren.", seen=as_his_page_was)

    inquiry.refresh_from_db()
    assert page.status_code == 409
    assert "berit@example.no avsluttet: ble med i en gruppe" in words(page)
    assert "Dette hadde du skrevet:" in words(page)
    assert "Fikk brosjyren." in words(page)
    assert inquiry.outcome == Outcome.JOINED


def test_where_it_went_to_others_he_is_told_and_reads_no_more_of_it(
    at_his_desk: Client, berit: User, alta: DistrictOffice
) -> None:
    inquiry = make_inquiry(message="Torsdager passer.")
    at_his_desk.get(reverse("groups:case", args=[inquiry.reference]))
    as_his_page_was = seen(inquiry)
    casework.hand_over(inquiry, alta, by=berit, reason="Hun har flyttet nordover.")

    page = send(at_his_desk, inquiry, "note", text="Ring etter fire.", seen=as_his_page_was)

    assert page.status_code == 409
    assert "berit@example.no overførte den til Distriktskontoret i Alta" in words(page)
    assert "Ring etter fire." in words(page)
    assert not any(word in words(page) for word in ("Kari", "Torsdager", "nordover"))
    assert at_his_desk.get(reverse("groups:case", args=[inquiry.reference])).status_code == 404


def test_of_what_happens_to_it_there_he_is_told_nothing(
    at_his_desk: Client, berit: User, outsider: User, alta: DistrictOffice, national_desk: DistrictOffice
) -> None:
    inquiry = make_inquiry()
    at_his_desk.get(reverse("groups:case", args=[inquiry.reference]))
    casework.hand_over(inquiry, alta, by=berit, reason="Hun har flyttet nordover.")
    there = seen(inquiry)
    inquiry.refresh_from_db()
    casework.hand_over(inquiry, national_desk, by=outsider, reason="Hun har flyttet utenlands.")

    assert send(at_his_desk, inquiry, "note", text="Ring etter fire.", seen=there).status_code == 404


def test_who_does_not_work_there_any_more_is_told_nothing(
    at_his_desk: Client, bjorn: User, berit: User, alta: DistrictOffice
) -> None:
    inquiry = make_inquiry()
    at_his_desk.get(reverse("groups:case", args=[inquiry.reference]))
    as_his_page_was = seen(inquiry)
    casework.hand_over(inquiry, alta, by=berit, reason="Hun har flyttet nordover.")
    bjorn.memberships.update(valid_until=clock.today())

    assert send(at_his_desk, inquiry, "note", text="Ring etter fire.", seen=as_his_page_was).status_code == 404


def test_who_never_read_it_is_told_nothing(at_his_desk: Client, berit: User, alta: DistrictOffice) -> None:
    inquiry = make_inquiry()
    as_the_page_was = seen(inquiry)
    casework.hand_over(inquiry, alta, by=berit, reason="Hun har flyttet nordover.")

    for sent in (str(as_the_page_was), "", "x", "9" * 40):
        assert send(at_his_desk, inquiry, "note", text="Hva skjer?", seen=sent).status_code == 404


def test_a_hand_over_is_not_made_twice(
    at_his_desk: Client, berit: User, bakken: ContactPoint, national_desk: DistrictOffice
) -> None:
    inquiry = make_inquiry()
    as_his_page_was = seen(inquiry)
    casework.hand_over(inquiry, bakken, by=berit, reason="Nærmere.")

    page = send(
        at_his_desk, inquiry, "hand_over", to="kontor:oslo", reason="De ba om det.", consent="ja", seen=as_his_page_was
    )

    inquiry.refresh_from_db()
    assert page.status_code == 409
    assert "overførte den til Frivilligsentralen på Bakken" in words(page)
    assert page.context["form"]["reason"].value() == "De ba om det."
    assert inquiry.receiver == bakken


def test_of_two_who_take_it_in_the_same_moment_one_has_it(committed_db: None, berit: User, bjorn: User) -> None:
    """Real threads, each with a connection of its own."""
    inquiry = make_inquiry()
    last, together = seen(inquiry), Barrier(2)

    def taking(user: User) -> int:
        desk = Client()
        desk.force_login(user)
        together.wait()
        try:
            return int(send(desk, inquiry, "take", seen=last).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(taking, (berit, bjorn)))

    inquiry.refresh_from_db()
    assert answers == [302, 409]
    assert (inquiry.status, inquiry.events.filter(step=Step.TAKE).count()) == (Status.TAKEN, 1)
