"""The case page of somebody whom a group has asked: what they are to hear, and what they answered on the telephone."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import ContactPoint, User
from groups.enums import CandidateAnswer, EventKind, Status, Step
from groups.forming import asking, meeting, starting
from groups.models import Inquiry, SelfHelpGroup
from tests.conftest import TODAY
from tests.groups.case_page import address, case, seen, take, words
from tests.groups.conftest import FIRST_OF_JUNE
from tests.groups.forming import make_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_liv(client: Client, liv: User) -> Client:
    client.force_login(liv)
    return client


@pytest.fixture
def siri(huset: ContactPoint, liv: User, group: SelfHelpGroup, ola: User) -> Inquiry:
    """Waits at Huset, has no e-mail, and is asked by the group at Bakken."""
    siri = make_waiting("3915", contact_point=huset, by=liv, name="Siri", email="", phone="+4740612345")
    asking.ask(group, [siri], by=ola)
    return siri


def answer_of(siri: Inquiry) -> str:
    return siri.candidacies.get().answer


class TestOnThePhone:
    def test_one_reads_what_is_to_be_said(self, as_liv: Client, siri: Inquiry) -> None:
        shown = words(as_liv.get(case(siri)))

        assert "Vil du være med i en gruppe om sorg og tap?" in shown
        assert "Sier du ja, får Frivilligsentralen på Bakken vite hva du vil kalles." in shown
        for name in ("group_yes", "group_no"):
            assert f'action="{address(siri, name)}"' in shown

    @pytest.mark.parametrize(
        ("name", "answer", "done"),
        [
            ("group_yes", CandidateAnswer.YES, "Det er notert at personen vil være med."),
            ("group_no", CandidateAnswer.NO, "Det er notert at personen ikke vil være med."),
        ],
    )
    def test_what_the_person_says_is_noted(
        self, as_liv: Client, siri: Inquiry, liv: User, name: str, answer: str, done: str
    ) -> None:
        shown = words(take(as_liv, siri, name))

        assert done in shown
        assert answer_of(siri) == answer
        assert siri.events.latest("pk").by == liv
        siri.refresh_from_db()
        assert siri.status == Status.WAITING

    def test_the_person_may_change_their_mind(self, as_liv: Client, siri: Inquiry) -> None:
        for name in ("group_no", "group_yes", "group_no"):
            assert f'action="{address(siri, name)}"' in words(as_liv.get(case(siri)))
            take(as_liv, siri, name)

        assert answer_of(siri) == CandidateAnswer.NO

    def test_who_said_yes_is_told_where_the_meeting_is(
        self, as_liv: Client, siri: Inquiry, group: SelfHelpGroup, ola: User
    ) -> None:
        starts_at = FIRST_OF_JUNE + timedelta(days=9)
        when = meeting.Appointment(starts_at, starts_at + timedelta(hours=2), "Biblioteket, rom 2")
        meeting.plan(group, EventKind.INFORMATION_MEETING, when, by=ola)
        assert "Biblioteket, rom 2" not in words(as_liv.get(case(siri)))

        take(as_liv, siri, "group_yes")

        assert "Biblioteket, rom 2" in words(as_liv.get(case(siri)))


class TestTheGroup:
    def test_is_linked_to_for_those_who_help_it_alone(
        self, client: Client, siri: Inquiry, group: SelfHelpGroup, liv: User, berit: User
    ) -> None:
        for user, is_linked in ((liv, False), (berit, True)):
            client.force_login(user)
            assert (group.reference in words(client.get(case(siri)))) is is_linked

    def test_of_somebody_whom_nobody_asked_is_not_there(self, as_liv: Client, huset: ContactPoint, liv: User) -> None:
        kari = make_waiting("3915", contact_point=huset, by=liv)

        assert "Spurt om gruppe" not in words(as_liv.get(case(kari)))
        for name in ("group_yes", "group_no"):
            assert take(as_liv, kari, name).status_code == 409

    def test_that_has_started_without_them_is_gone_from_the_page(
        self, as_liv: Client, siri: Inquiry, group: SelfHelpGroup, ola: User
    ) -> None:
        as_her_page_was = seen(siri)
        starting.start(group, [], others=5, on=TODAY, by=ola)

        answer = as_liv.post(address(siri, "group_yes"), {"seen": as_her_page_was})

        assert answer.status_code == 409
        assert "Gruppen personen var spurt om, er ikke aktuell lenger" in words(answer)
        assert group.reference not in words(answer)


class TestTwo:
    def test_the_second_is_told_what_the_first_noted(self, as_liv: Client, siri: Inquiry, berit: User) -> None:
        as_her_page_was = seen(siri)
        asking.answer_told(siri, yes=False, by=berit)

        answer = as_liv.post(address(siri, "group_yes"), {"seen": as_her_page_was})

        assert answer.status_code == 409
        assert "Personen sa nei til en gruppe" in words(answer)
        assert answer_of(siri) == CandidateAnswer.NO


class TestAccess:
    @pytest.mark.parametrize("name", ["group_yes", "group_no"])
    def test_climbs_the_ladder(
        self, client: Client, siri: Inquiry, outsider: User, ola: User, liv: User, name: str
    ) -> None:
        assert client.post(address(siri, name)).status_code == 302
        for stranger in (outsider, ola):  # Ola's group asks her, and yet her case is not his
            client.force_login(stranger)
            assert client.post(address(siri, name)).status_code == 404
        client.force_login(liv)
        assert client.get(address(siri, name)).status_code == 405
        assert client.post(address(siri, name)).status_code == 422
        assert siri.events.latest("pk").step == Step.ASK_GROUP


def test_the_page_asks_little(
    as_liv: Client, siri: Inquiry, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(14):
        assert as_liv.get(case(siri)).status_code == 200
