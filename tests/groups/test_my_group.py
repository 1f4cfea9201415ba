"""Kari's own page when a group is gathered: what she is asked, what she answers, and what she learns afterwards."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test import Client

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import CancelReason, CandidateAnswer, ContactTime, EventKind, Status, Step, Theme
from groups.forming import asking, meeting, starting
from groups.forming.meeting import Appointment
from groups.models import Candidate, Inquiry, SelfHelpGroup
from tests.conftest import TODAY, make_contact_point
from tests.groups.forming import make_group, make_waiting

PAGE, ANSWER = "/min-henvendelse/", "/min-henvendelse/gruppe/"
OSLO = ZoneInfo("Europe/Oslo")
THURSDAY = Appointment(
    datetime(2026, 6, 11, 18, tzinfo=OSLO), datetime(2026, 6, 11, 20, tzinfo=OSLO), "Møterommet i kjelleren"
)
SATURDAY = Appointment(datetime(2026, 6, 13, 10, tzinfo=OSLO), datetime(2026, 6, 13, 12, tzinfo=OSLO), "Loftet")


class Asked:
    """Kari at her own page, asked whether she will be in a group about grief that Bakken gathers."""

    def __init__(self, group: SelfHelpGroup, by: User) -> None:
        assert group.contact_point is not None
        self.group = group
        self.inquiry = make_waiting("3724", contact_point=group.contact_point, by=by)
        asking.ask(group, [self.inquiry], by=by)
        self.candidate = Candidate.objects.get(inquiry=self.inquiry)
        self.client = Client()
        self.client.get(f"{PAGE}{self.inquiry.secret_token}/")

    def reads(self) -> str:
        return " ".join(self.client.get(PAGE).content.decode().split())

    def says(self, answer: str, asked: object = None) -> str:
        """What she reads afterwards."""
        question = {"inquiry": self.inquiry.reference, "asked": str(asked or self.candidate.public_id)}
        page = self.client.post(ANSWER, {**question, "svar": answer}, follow=True)
        return " ".join(page.content.decode().split())

    @property
    def answer(self) -> str:
        return Candidate.objects.get(pk=self.candidate.pk).answer


@pytest.fixture
def asked(bakken: ContactPoint, ola: User) -> Asked:
    return Asked(make_group(bakken, by=ola), ola)


class TestTheQuestion:
    def test_says_what_where_who_and_roughly_when(self, asked: Asked) -> None:
        page = asked.reads()

        assert "Vil du være med i en gruppe om sorg og tap?" in page
        assert "Frivilligsentralen på Bakken samler en gruppe i Skien. Etter planen møtes den på kvelden." in page
        assert "Sier du nei, venter du videre." in page
        assert asked.group.reference not in page

    def test_across_problems_in_those_words(self, asked: Asked, ola: User) -> None:
        asked.group.change(by=ola, theme=Theme.ACROSS)

        assert "Vil du være med i en gruppe på tvers av problemer?" in asked.reads()

    def test_who_does_not_know_her_name_yet_is_said_before_she_answers(
        self, bakken: ContactPoint, ola: User, berit: User
    ) -> None:
        sentence = "får Mestringshuset i Porsgrunn vite hva du vil kalles."
        other = make_contact_point("Mestringshuset i Porsgrunn", "Porsgrunn")
        here, there = Asked(make_group(bakken, by=ola), ola), Asked(make_group(bakken, by=ola), ola)
        SelfHelpGroup.objects.filter(pk=there.group.pk).update(contact_point=other)

        assert sentence not in here.reads()
        assert sentence in there.reads()

    def test_to_read_it_changes_nothing(self, asked: Asked) -> None:
        events = asked.inquiry.events.count()

        asked.client.get(f"{PAGE}{asked.inquiry.secret_token}/?svar=ja", follow=True)

        assert asked.answer == ""
        assert asked.inquiry.events.count() == events

    def test_who_is_not_asked_reads_no_question(self, bakken: ContactPoint, ola: User, asked: Asked) -> None:
        other = make_waiting("3724", contact_point=bakken, by=ola)
        browser = Client()
        browser.get(f"{PAGE}{other.secret_token}/")

        assert "Vil du være med" not in browser.get(PAGE).content.decode()


class TestHerAnswer:
    def test_yes_is_kept_and_she_reads_that_they_know(self, asked: Asked) -> None:
        page = asked.says("ja")

        assert asked.answer == CandidateAnswer.YES
        assert "Takk for svaret. Du har sagt ja." in page
        assert "Du har sagt ja til en gruppe om sorg og tap" in page
        assert "Frivilligsentralen på Bakken samler gruppen i Skien og vet at du vil være med." in page
        last = asked.inquiry.events.latest("pk")
        assert (last.step, last.by) == (Step.GROUP_YES, None)

    def test_no_is_kept_and_she_waits_on(self, asked: Asked) -> None:
        page = asked.says("nei")

        assert asked.answer == CandidateAnswer.NO
        assert "Takk for svaret. Du har sagt nei, og venter videre." in page
        asked.inquiry.refresh_from_db()
        assert asked.inquiry.status == Status.WAITING

    @pytest.mark.parametrize(("first", "then", "button"), [
        ("ja", "nei", "Jeg vil ikke være med likevel"),
        ("nei", "ja", "Jeg vil være med likevel"),
    ])  # fmt: skip
    def test_she_may_change_her_mind(self, asked: Asked, first: str, then: str, button: str) -> None:
        assert button in asked.says(first)

        asked.says(then)

        assert asked.answer == {"ja": CandidateAnswer.YES, "nei": CandidateAnswer.NO}[then]

    def test_the_same_again_is_said_once(self, asked: Asked) -> None:
        asked.says("ja")
        events = asked.inquiry.events.count()

        assert "Du har sagt ja." in asked.says("ja")
        assert asked.inquiry.events.count() == events

    def test_after_a_no_another_group_asks_and_that_one_is_the_question(
        self, asked: Asked, bakken: ContactPoint, ola: User
    ) -> None:
        asked.says("nei")
        other = make_group(bakken, by=ola, theme=Theme.ACROSS, time_of_day=ContactTime.MORNING)
        asking.ask(other, [asked.inquiry], by=ola)

        page = asked.reads()

        assert "Vil du være med i en gruppe på tvers av problemer?" in page
        assert "Etter planen møtes den på formiddagen." in page
        assert "Jeg vil være med likevel" not in page

    def test_having_said_yes_to_another_she_cannot_say_yes_to_the_first(
        self, asked: Asked, bakken: ContactPoint, ola: User
    ) -> None:
        asked.says("nei")
        asking.ask(make_group(bakken, by=ola, theme=Theme.ACROSS), [asked.inquiry], by=ola)

        assert "Spørsmålet er ikke aktuelt lenger." in asked.says("ja")
        assert asked.answer == CandidateAnswer.NO


class TestTooLate:
    def test_a_group_that_was_given_up(self, asked: Asked, ola: User) -> None:
        starting.cancel(asked.group, CancelReason.NO_PLACE, by=ola)

        page = asked.says("ja")

        assert "Spørsmålet er ikke aktuelt lenger." in page
        assert "Det ble ikke noe av gruppen du ble spurt om, eller den har begynt uten deg." in page
        assert "Du venter på en gruppe." in page

    def test_a_group_that_began_without_her(self, asked: Asked, ola: User) -> None:
        starting.start(asked.group, [], others=5, on=TODAY, by=ola)

        assert "Det ble ikke noe av gruppen du ble spurt om, eller den har begynt uten deg." in asked.says("ja")

    def test_she_does_not_wait_any_more(self, asked: Asked, tonsberg: DistrictOffice, ola: User) -> None:
        asked.inquiry.hand_over(tonsberg, tonsberg, by=ola, reason="")

        assert "Spørsmålet er ikke aktuelt lenger." in asked.says("ja")

    @pytest.mark.parametrize("question", ["x", uuid.UUID("6f0f3a30-5d6a-4f0c-9a55-000000000000")])
    def test_a_question_that_nobody_asked(self, asked: Asked, question: object) -> None:
        assert "Spørsmålet er ikke aktuelt lenger." in asked.says("ja", question)
        assert asked.answer == ""

    def test_the_question_of_somebody_else(self, asked: Asked, bakken: ContactPoint, ola: User) -> None:
        other = Asked(make_group(bakken, by=ola), ola)

        assert "Spørsmålet er ikke aktuelt lenger." in asked.says("ja", other.candidate.public_id)
        assert other.answer == ""


class TestMeetings:
    @pytest.fixture(autouse=True)
    def _agreed(self, asked: Asked, ola: User) -> None:
        meeting.plan(asked.group, EventKind.INFORMATION_MEETING, THURSDAY, by=ola)

    def test_day_and_time_help_to_answer_and_the_place_comes_with_the_yes(self, asked: Asked) -> None:
        before, after = asked.reads(), asked.says("ja")

        assert "<strong>Informasjonsmøte torsdag 11. juni 2026 kl. 18.00–20.00</strong>" in before
        assert "Møterommet" not in before
        assert (
            "<strong>Informasjonsmøte torsdag 11. juni 2026 kl. 18.00–20.00, Møterommet i kjelleren, Skien</strong>"
            in after
        )

    def test_who_says_no_reads_of_none(self, asked: Asked) -> None:
        assert "Informasjonsmøte" not in asked.says("nei")

    def test_moved_and_called_off(self, asked: Asked, ola: User) -> None:
        asked.says("ja")
        one = asked.group.meetings.get()
        meeting.move(asked.group, one, SATURDAY, by=ola)
        assert "lørdag 13. juni 2026 kl. 10.00–12.00, Loftet, Skien" in asked.reads()

        meeting.cancel(asked.group, one, by=ola)
        assert "Loftet" not in asked.reads()


def test_without_the_link_nothing_is_answered(asked: Asked) -> None:
    assert Client().post(ANSWER, {"asked": str(asked.candidate.public_id), "svar": "ja"}).status_code == 404
    assert asked.answer == ""


def test_a_get_answers_nothing(asked: Asked) -> None:
    assert asked.client.get(ANSWER).status_code == 405


def test_what_was_meant_for_another_of_her_inquiries_is_not_answered(asked: Asked, bakken: ContactPoint) -> None:
    answers = {"inquiry": "XXXXXXX", "asked": str(asked.candidate.public_id), "svar": "ja"}

    assert asked.client.post(ANSWER, answers)["Location"] == "/min-henvendelse/?ny=endret"
    assert asked.answer == ""


def test_pressed_twice_in_the_same_moment_is_once(committed_db: None, bakken: ContactPoint, ola: User) -> None:
    """Real threads, each with a connection of its own."""
    asked = Asked(make_group(bakken, by=ola), ola)
    before, together = asked.inquiry.events.count(), Barrier(2)

    def pressing(browser: Client) -> int:
        browser.get(f"{PAGE}{asked.inquiry.secret_token}/")
        together.wait()
        try:
            answers = {"asked": str(asked.candidate.public_id), "svar": "ja"}
            return int(browser.post(ANSWER, answers).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(pressing, (Client(), Client()))) == [303, 303]

    assert asked.inquiry.events.count() == before + 1
    assert asked.answer == CandidateAnswer.YES


def wait_until_one_waits_for_us() -> None:
    """Another connection wants what this one has locked."""
    waiting = (
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
    )
    until = monotonic() + 10
    with connection.cursor() as cursor:
        while monotonic() < until:
            cursor.execute(waiting)
            if cursor.fetchone() == (True,):
                return
            sleep(0.02)
    raise AssertionError("nobody waits")


def test_who_withdraws_while_the_group_starts_is_gone_and_the_group_starts(
    committed_db: None, bakken: ContactPoint, ola: User
) -> None:
    """Both want the row of the inquiry and that which names both: in the same order, so that none is turned away."""
    asked = Asked(make_group(bakken, by=ola), ola)
    asked.says("ja")

    def starts() -> None:
        try:
            starting.start(asked.group, [asked.candidate.pk], others=4, on=TODAY, by=ola)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Inquiry.objects.select_for_update().get(pk=asked.inquiry.pk)
            started = pool.submit(starts)
            wait_until_one_waits_for_us()
            asked.inquiry.withdraw()
        started.result()

    asked.group.refresh_from_db()
    asked.inquiry.refresh_from_db()
    assert asked.group.has_started
    assert asked.inquiry.status == Status.WITHDRAWN
