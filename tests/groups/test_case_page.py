"""The case page: what one reads, and how to reach the person safely."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import LeaveMessage, Outcome, Step
from groups.inquiries import casework
from groups.inquiries.history import sentence
from groups.models import InquiryEvent, InquiryReading
from linkportal.kit import clock
from tests.conftest import make_user
from tests.groups.case_page import address, case, words
from tests.groups.conftest import FIRST_OF_JUNE
from tests.groups.making import make_inquiry


class TestReading:
    def test_the_first_one_sees_is_how_to_reach_her_safely(self, as_berit: Client) -> None:
        inquiry = make_inquiry(
            phone="+4740612345",
            message="<b>Torsdager</b> passer.",
            leave_message=LeaveMessage.CALL_BACK,
            contact_times=["evening"],
        )

        page = as_berit.get(case(inquiry))

        for word in (
            "Legg bare igjen «ring tilbake»",
            "Passer best: kveld",
            "tel:+4740612345",
            "mailto:kari@example.no",
            "&lt;b&gt;Torsdager",
            "Distriktskontoret i Tønsberg har svart for fylket siden",
            "Svar innen man. 8. juni",
            "At du leste dette, er logget.",
        ):
            assert word in words(page)
        assert "no-store" in page["Cache-Control"]

    @pytest.mark.parametrize(
        ("known", "sentence"),
        [
            ({"email": "", "phone": "+4740612345"}, "Ikke legg igjen beskjed"),
            ({"phone": "+4740612345", "leave_message": LeaveMessage.YES}, "Du kan legge igjen beskjed"),
            ({"phone": "+4740612345", "contact_by": "text"}, "Send helst SMS"),
            ({}, "Skriv e-post"),
            ({"name": "", "email": ""}, "Personen er anonym og kan ikke nås"),
        ],
    )
    def test_what_one_may_do_is_said_in_a_sentence(
        self, as_berit: Client, known: dict[str, Any], sentence: str
    ) -> None:
        assert sentence in words(as_berit.get(case(make_inquiry(**known))))

    def test_its_reference_is_found_as_one_says_it(self, as_berit: Client) -> None:
        inquiry = make_inquiry()
        spoken = inquiry.reference.replace("-", "").lower()

        assert as_berit.get(f"/arbeidsflate/henvendelser/{spoken}/").status_code == 200
        assert as_berit.get("/arbeidsflate/henvendelser/noe-annet-enn-en-referanse/").status_code == 404

    def test_that_it_was_read_is_written_down_once_a_day(self, as_berit: Client, berit: User) -> None:
        inquiry = make_inquiry()

        for _ in range(2):
            as_berit.get(case(inquiry))
        with clock.moved_to(FIRST_OF_JUNE + timedelta(days=1)):
            as_berit.force_login(berit)
            as_berit.get(case(inquiry))

        readings = InquiryReading.objects.filter(inquiry=inquiry)
        assert [(one.by, one.day) for one in readings] == [(berit, date(2026, 6, 1)), (berit, date(2026, 6, 2))]

    def test_what_was_taken_back_is_gone(self, as_berit: Client) -> None:
        inquiry = make_inquiry(message="Torsdager passer.")
        inquiry.withdraw()

        page = words(as_berit.get(case(inquiry)))

        assert "Opplysningene om personen er slettet" in page
        assert "Torsdager" not in page
        assert address(inquiry, "close") not in page

    def test_the_history_says_who_did_what_and_why_it_came_here(
        self, as_berit: Client, berit: User, bakken: ContactPoint
    ) -> None:
        inquiry = make_inquiry()
        inquiry.call_attempt(by=berit)
        inquiry.hand_over(bakken, inquiry.office, by=berit, reason="De kjenner flere som venter.")

        page = words(as_berit.get(case(inquiry)))

        for said in (
            "Kom fra nettskjemaet",
            "berit@example.no ringte, ikke svar",
            "berit@example.no overførte den til Frivilligsentralen på Bakken",
            "De kjenner flere som venter.",
        ):
            assert said in page

    @pytest.mark.parametrize("step", Step)
    def test_every_step_has_its_sentence(self, tonsberg: DistrictOffice, berit: User, step: Step) -> None:
        inquiry = make_inquiry()
        event = InquiryEvent(step=step, by=berit, outcome=Outcome.JOINED, day=date(2026, 7, 1), office=tonsberg)

        assert re.fullmatch(r"[A-ZÆØÅa-z@][^%]+[^.%]", sentence(event, inquiry))

    def test_older_things_say_on_which_day(self, as_berit: Client, berit: User) -> None:
        with clock.moved_to(FIRST_OF_JUNE - timedelta(days=200)):
            inquiry = make_inquiry()
        with clock.moved_to(FIRST_OF_JUNE - timedelta(days=5)):
            inquiry.take(by=berit)
        inquiry.contact(by=berit)

        page = words(as_berit.get(case(inquiry)))

        for moment in ("13. november 2025 kl. 13.00", "27. mai kl. 14.00", ">kl. 14.00<"):
            assert moment in page

    def test_an_auditor_reads_none(self, client: Client, tonsberg: DistrictOffice) -> None:
        client.force_login(make_user("revisor@example.no", Role.AUDITOR, office=tonsberg))

        assert client.get(case(make_inquiry())).status_code == 404

    @pytest.mark.parametrize("times", [0, 30])
    def test_it_asks_little_however_long_its_history(
        self,
        as_berit: Client,
        berit: User,
        bakken: ContactPoint,
        times: int,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        inquiry = make_inquiry(phone="+4740612345")
        for _ in range(times):
            inquiry.hand_over(bakken, inquiry.office, by=berit, reason="Nærmere.")
            inquiry.note("Ringte dem.", by=berit)
            inquiry.hand_over(inquiry.office, inquiry.office, by=berit, reason="Likevel ikke.")
        casework.ask_person(inquiry, bakken, by=berit, reason="Nærmere.")

        with django_assert_max_num_queries(12):
            assert as_berit.get(case(inquiry)).status_code == 200
