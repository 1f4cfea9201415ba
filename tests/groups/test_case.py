"""The steps one takes on the case page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.enums import HostKind
from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import ContactPoint, DistrictOffice, Onboarding, User
from groups.enums import Outcome, RoutingRule, Status, Step, TextKind, Wish
from groups.inquiries import passing
from groups.models import Inquiry
from tests.groups.case_page import STEPS, address, case, seen, take, words
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import run_jobs


class TestSteps:
    """Works → shows errors → another office's is 404 → anonymous to the login → reading an action is 405."""

    @pytest.mark.parametrize(
        ("name", "step", "status"),
        [
            ("take", Step.TAKE, Status.TAKEN),
            ("contact", Step.CONTACT, Status.TAKEN),
            ("call_attempt", Step.CALL_ATTEMPT, Status.TAKEN),
            ("wait", Step.WAIT, Status.WAITING),
            ("note", Step.NOTE, Status.NEW),
            ("answer", Step.ANSWER, Status.TAKEN),
            ("follow_up", Step.FOLLOW_UP, Status.TAKEN),
            ("decline", Step.DECLINE, Status.PASSING),
            ("close", Step.CLOSE, Status.CLOSED),
        ],
    )
    def test_each_does_what_it_says(self, as_berit: Client, berit: User, name: str, step: Step, status: Status) -> None:
        inquiry = make_inquiry(phone="+4740612345")

        page = take(as_berit, inquiry, name)

        inquiry.refresh_from_db()
        last = inquiry.events.latest("pk")
        assert page.status_code == 200
        assert (last.step, last.by, inquiry.status) == (step, berit, status)

    def test_put_back_it_is_nobodys(self, as_berit: Client, berit: User) -> None:
        inquiry = make_inquiry()
        inquiry.take(by=berit)

        take(as_berit, inquiry, "give_back")

        inquiry.refresh_from_db()
        assert (inquiry.status, inquiry.assignee) == (Status.NEW, None)

    def test_an_answer_is_read_behind_the_secret_link_and_not_in_the_mail(
        self, as_berit: Client, mailbox: Mailbox
    ) -> None:
        inquiry = make_inquiry()

        take(as_berit, inquiry, "answer", text="Gruppa møtes på torsdager.")
        run_jobs()

        mail = next(mail for mail in mailbox.mails if mail.subject == "Du har fått svar")
        assert mail.receivers == ["kari@example.no"]
        assert inquiry.secret_token in mail.text
        assert "torsdager" not in mail.text
        assert [text.text for text in inquiry.texts.shared_with_person()] == ["Gruppa møtes på torsdager."]

    def test_nobody_is_answered_by_mail_without_an_address(self, as_berit: Client) -> None:
        inquiry = make_inquiry(email="", phone="+4740612345")
        assert address(inquiry, "answer") not in words(as_berit.get(case(inquiry)))

        page = take(as_berit, inquiry, "answer")

        assert page.status_code == 409
        assert inquiry.events.count() == 1
        assert not inquiry.texts.exists()

    def test_declined_it_says_to_whom_it_goes(
        self, as_berit: Client, bakken: ContactPoint, tonsberg: DistrictOffice
    ) -> None:
        inquiry = make_inquiry(wish=Wish.JOIN, contact_point=bakken)
        assert "går til Distriktskontoret i Tønsberg når personen" in words(as_berit.get(case(inquiry)))

        take(as_berit, inquiry, "decline", why="knows_the_person")
        run_jobs()

        inquiry.refresh_from_db()
        assert (inquiry.receiver, inquiry.status) == (tonsberg, Status.NEW)
        assert [event.step for event in inquiry.events.all()][1:] == [Step.DECLINE, Step.TELL, Step.PASS_ON]

    def test_nobody_stands_behind_the_national_desk(
        self, client: Client, admin: User, tonsberg: DistrictOffice
    ) -> None:
        client.force_login(admin)
        on_svalbard = make_inquiry("9170")

        assert address(on_svalbard, "decline") not in words(client.get(case(on_svalbard)))
        assert take(client, on_svalbard, "decline").status_code == 409

    def test_closed_and_opened_again(self, as_berit: Client, berit: User) -> None:
        inquiry = make_inquiry()
        page = take(as_berit, inquiry, "close", outcome=Outcome.COULD_NOT_HELP, note="Møtte oss to ganger.")
        assert "Møttes, men kunne ikke hjelpe" in words(page)
        assert "Møtte oss to ganger." in words(page)

        take(as_berit, inquiry, "reopen")

        inquiry.refresh_from_db()
        assert (inquiry.status, inquiry.assignee, inquiry.outcome) == (Status.TAKEN, berit, "")

    def test_released_from_control_it_reaches_the_receiver(
        self, as_berit: Client, tonsberg: DistrictOffice, mailbox: Mailbox
    ) -> None:
        inquiry = make_inquiry(suspicious=True)

        take(as_berit, inquiry, "release")
        run_jobs()

        inquiry.refresh_from_db()
        assert inquiry.status == Status.NEW
        assert f"Henvendelse {inquiry.reference} venter" in mailbox.to(tonsberg)

    def test_spam_is_said_of_what_waits_for_control_alone(self, as_berit: Client) -> None:
        waiting, ordinary = make_inquiry(suspicious=True), make_inquiry()

        assert take(as_berit, ordinary, "close", outcome=Outcome.SPAM).status_code == 422
        assert take(as_berit, waiting, "close", outcome=Outcome.SPAM).status_code == 200

        waiting.refresh_from_db()
        assert waiting.outcome == Outcome.SPAM

    def test_a_contact_point_sees_nothing_of_what_waits_for_control(
        self, client: Client, ola: User, bakken: ContactPoint
    ) -> None:
        inquiry = make_inquiry(wish=Wish.JOIN, contact_point=bakken, suspicious=True)
        client.force_login(ola)

        assert client.get(case(inquiry)).status_code == 404
        assert take(client, inquiry, "release").status_code == 404

    def test_what_ola_got_he_works_on(self, client: Client, ola: User, bakken: ContactPoint) -> None:
        his, the_offices = make_inquiry(wish=Wish.JOIN, contact_point=bakken), make_inquiry()
        client.force_login(ola)

        assert [client.get(case(one)).status_code for one in (his, the_offices)] == [200, 404]
        take(client, his, "close", outcome=Outcome.JOINED)

        his.refresh_from_db()
        assert his.outcome == Outcome.JOINED

    @pytest.mark.parametrize(
        ("name", "answers", "sentence"),
        [
            ("note", {"text": " "}, "Skriv det dere skal huske."),
            ("answer", {"text": ""}, "Skriv svaret."),
            ("follow_up", {"day": ""}, "Velg dagen dere vil ta den opp igjen."),
            ("follow_up", {"day": "2026-05-31"}, "Dagen er passert."),
            ("follow_up", {"day": "2027-12-01"}, "Velg en dag innen ett år."),
            ("decline", {"why": ""}, "Velg hvorfor dere ikke kan ta den."),
            ("close", {"outcome": "", "note": "Notatet blir stående."}, "Velg hvordan det gikk."),
            ("close", {"outcome": "lapsed"}, "Velg et av svarene"),
            ("take", {"seen": ""}, "Siden var gammel."),
            ("take", {"seen": "9" * 30}, ""),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_lost(
        self, as_berit: Client, name: str, answers: dict[str, str], sentence: str
    ) -> None:
        inquiry = make_inquiry()

        page = take(as_berit, inquiry, name, **answers)

        assert page.status_code == 422
        assert sentence in words(page)
        assert answers.get("note", "") in words(page)
        assert inquiry.events.count() == 1

    @pytest.mark.parametrize("name", STEPS)
    def test_others_take_none(self, client: Client, outsider: User, tonsberg: DistrictOffice, name: str) -> None:
        inquiry = make_inquiry()
        sent = {"seen": seen(inquiry), **STEPS[name]}

        anonymous = client.post(address(inquiry, name), sent)
        client.force_login(outsider)

        assert anonymous["Location"] == f"/konto/logg-inn/?next={address(inquiry, name)}"
        assert client.post(address(inquiry, name), sent).status_code == 404
        assert client.get(address(inquiry, name)).status_code == 405
        assert inquiry.events.count() == 1


class TestAnOfferToBecomeAContactPoint:
    def test_becomes_a_proposed_contact_point_with_its_checklist(self, as_berit: Client) -> None:
        inquiry = make_inquiry(
            wish=Wish.CONTACT_POINT, organisation="Sanitetshuset", host_kind=HostKind.VOLUNTARY_ORGANISATION
        )

        page = take(as_berit, inquiry, "propose")

        inquiry.refresh_from_db()
        place = inquiry.became
        assert place is not None
        assert (place.name, place.status) == ("Sanitetshuset", PlaceStatus.PROPOSED)
        assert place.email == ""  # it may be a person's own: the registry keeps what is written there
        assert Onboarding.objects.get(contact_point=place).done_count == 0
        assert reverse("contactpoints:place_checklist", args=[place.slug]) in words(page)
        assert take(as_berit, inquiry, "propose").status_code == 409

    def test_does_not_wait_for_a_group(self, as_berit: Client) -> None:
        inquiry = make_inquiry(wish=Wish.CONTACT_POINT, organisation="Sanitetshuset", host_kind=HostKind.MUNICIPALITY)

        start = make_inquiry()

        assert address(start, "wait") in words(as_berit.get(case(start)))
        assert address(inquiry, "wait") not in words(as_berit.get(case(inquiry)))

    def test_is_the_offices_to_register(self, client: Client, ola: User, bakken: ContactPoint, berit: User) -> None:
        inquiry = make_inquiry(wish=Wish.CONTACT_POINT, organisation="Sanitetshuset", host_kind=HostKind.MUNICIPALITY)
        inquiry.hand_over(bakken, inquiry.office, by=berit, reason="De kjenner dem.")
        client.force_login(ola)

        assert address(inquiry, "propose") not in words(client.get(case(inquiry)))
        assert take(client, inquiry, "propose").status_code == 404
        assert not ContactPoint.objects.filter(status=PlaceStatus.PROPOSED).exists()


def test_the_link_is_mailed_again(as_berit: Client, mailbox: Mailbox) -> None:
    inquiry = make_inquiry()

    as_berit.post(address(inquiry, "send_link"))
    run_jobs()

    assert "Lenken du ba om" in mailbox.to("kari@example.no")


def test_a_note_is_between_those_who_work_there(as_berit: Client) -> None:
    inquiry = make_inquiry()

    take(as_berit, inquiry, "note", text="Ring etter fire.")

    assert [text.kind for text in inquiry.texts.all()] == [TextKind.NOTE]
    assert not inquiry.texts.shared_with_person()


@pytest.mark.parametrize(("left", "unaware"), [({"email": "", "phone": "+4740612345"}, True), ({}, False)])
def test_who_could_not_be_told_by_mail_is_to_be_told_when_somebody_calls(
    as_berit: Client, bakken: ContactPoint, berit: User, mailbox: Mailbox, left: dict[str, Any], unaware: bool
) -> None:
    inquiry = make_inquiry("3724", wish=Wish.JOIN, contact_point=bakken, **left)
    passing.begin(inquiry, RoutingRule.OVERDUE)
    run_jobs()

    page = as_berit.get(case(inquiry)).content.decode()
    assert ("Personen vet kanskje ikke" in page) == unaware

    Inquiry.objects.get(pk=inquiry.pk).contact(by=berit)
    assert "Personen vet kanskje ikke" not in as_berit.get(case(inquiry)).content.decode()
