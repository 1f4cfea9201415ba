"""The start of a group on its page, and its way from there to the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import (
    ALIVE,
    EndReason,
    FewReason,
    GroupStatus,
    GroupStep,
    Outcome,
    StartItem,
    Status,
    Step,
)
from groups.forming import asking, starting
from groups.models import Candidate, SelfHelpGroup
from groups.views.workspace.group_actions import ACTIONS
from tests.conftest import TODAY, make_contact_point, make_user
from tests.groups.forming import make_initiator, make_waiting
from tests.groups.group_page import address, page, seen, take, words

pytestmark = pytest.mark.django_db


class TestTheStart:
    @pytest.fixture
    def asked(self, group: SelfHelpGroup, bakken: ContactPoint, ola: User) -> SelfHelpGroup:
        """Four have said yes, one has not answered."""
        people = [make_waiting("3724", contact_point=bakken, by=ola, name=f"Kari {n}") for n in range(5)]
        asking.ask(group, people, by=ola)
        for one in people[:4]:
            asking.answer(one, group.candidates.get(inquiry=one).public_id, yes=True)
        return group

    def test_takes_the_names_away_and_keeps_the_number(self, as_ola: Client, asked: SelfHelpGroup) -> None:
        form = as_ola.get(address(asked, "start")).context["form"]
        assert len(form["came"].initial) == 4
        absent = asked.candidates.get(answer="").inquiry

        answer = take(as_ola, asked, "start", on="2026-06-01", came=form["came"].initial, others=1, checklist=["room"])

        asked.refresh_from_db()
        assert (asked.status, asked.participants, asked.started_on) == (GroupStatus.STARTING, 5, TODAY)
        assert asked.checklist == [StartItem.ROOM]
        assert not Candidate.objects.exists()
        assert "Gruppen har startet. Bare antallet er igjen." in words(answer)
        assert "Kari" not in words(answer)
        absent.refresh_from_db()
        assert (absent.status, absent.events.latest("pk").step) == (Status.WAITING, Step.GROUP_OFF)

    def test_says_on_its_page_that_it_cannot_be_undone(self, as_ola: Client, asked: SelfHelpGroup) -> None:
        shown = words(as_ola.get(address(asked, "start")))

        assert "Dette kan ikke gjøres om" in shown
        assert "tas alle navn bort fra gruppen" in shown
        assert "Kari 0, Skien (vil være med)" in shown

    @pytest.mark.parametrize(
        ("wrong", "field", "sentence"),
        [
            ({"on": "2026-06-02"}, "on", "Dagen er ikke kommet ennå. Vent til møtet har vært."),
            ({"on": ""}, "on", "Velg dagen."),
            ({"others": "mange"}, "others", "Skriv et tall fra 0 til 50."),
            ({"others": "70"}, "others", "Skriv et tall fra 0 til 50."),
            (
                {"others": "1"},
                "others",
                "En gruppe er minst to. Kryss av for dem som kom, eller skriv hvor mange andre som kom.",
            ),
            (
                {"others": "3"},
                "few_reason",
                "De er 3, og 4 er anbefalt for å begynne. Velg hvorfor de begynner nå.",
            ),
            (
                {"came": ["00000000-0000-4000-8000-000000000000"]},
                "came",
                "Noe har endret seg for noen av dem du krysset av. Se over listen, og prøv igjen.",
            ),
        ],
    )
    def test_says_what_is_wrong_at_its_field(
        self, as_ola: Client, asked: SelfHelpGroup, wrong: dict[str, Any], field: str, sentence: str
    ) -> None:
        answer = take(as_ola, asked, "start", **{"on": "2026-06-01", "others": "5", **wrong})

        assert answer.status_code == 422
        assert answer.context["form"].errors == {field: [sentence]}
        asked.refresh_from_db()
        assert asked.status == GroupStatus.GATHERING

    def test_with_three_and_a_reason_is_taken(self, as_ola: Client, group: SelfHelpGroup) -> None:
        take(as_ola, group, "start", on="2026-06-01", others=3, few_reason="small_place")

        group.refresh_from_db()
        assert (group.participants, group.few_reason) == (3, FewReason.SMALL_PLACE)

    def test_with_enough_asks_for_no_reason_and_keeps_none(self, as_ola: Client, group: SelfHelpGroup) -> None:
        take(as_ola, group, "start", on="2026-06-01", others=4, few_reason="small_place")

        group.refresh_from_db()
        assert (group.participants, group.few_reason) == (4, "")

    def test_of_who_withdrew_meanwhile_is_not_counted(self, as_ola: Client, asked: SelfHelpGroup) -> None:
        keys = as_ola.get(address(asked, "start")).context["form"]["came"].initial
        asked.candidates.get(public_id=keys[0]).inquiry.withdraw()

        answer = take(as_ola, asked, "start", on="2026-06-01", others=0, came=keys)

        assert answer.status_code == 422
        assert "Noe har endret seg" in words(answer)
        assert "Kari 0" not in words(answer)

    def test_of_somebody_at_another_place_who_has_not_said_yes_is_a_number(
        self, as_ola: Client, group: SelfHelpGroup, tonsberg: DistrictOffice, ola: User
    ) -> None:
        havna = make_contact_point("Frisklivssentralen ved Havna", "Porsgrunn")
        liv = make_user("liv@example.no", Role.STAFF, contact_point=havna)
        siri = make_waiting("3915", contact_point=havna, by=liv, name="Siri")
        asking.ask(group, [siri], by=ola)

        shown = words(as_ola.get(address(group, "start")))
        assert "1 til er spurt av et annet kontaktpunkt og har ikke sagt ja." in shown
        assert "Siri" not in shown

    def test_who_comes_second_reads_that_it_has_started(
        self, as_ola: Client, asked: SelfHelpGroup, berit: User
    ) -> None:
        as_the_page_was = seen(asked)
        starting.start(asked, [], others=6, on=TODAY, by=berit)

        answer = as_ola.post(
            address(asked, "start"), {"seen": as_the_page_was, "on": "2026-06-01", "others": "5", "came": ["x"]}
        )

        assert answer.status_code == 409
        assert "berit@example.no noterte at gruppen startet 1. juni, med 6, i dag." in words(answer)
        asked.refresh_from_db()
        assert asked.participants == 6

    def test_twice_by_an_impatient_finger_is_once(self, as_ola: Client, asked: SelfHelpGroup) -> None:
        said = {"seen": seen(asked), "on": "2026-06-01", "others": "5"}
        first, second = (as_ola.post(address(asked, "start"), said) for _ in range(2))

        assert (first.status_code, second.status_code) == (302, 409)
        assert asked.events.filter(step=GroupStep.START).count() == 1


class TestTheWayOn:
    def test_the_initiators_withdraw(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
    ) -> None:
        group.add_initiator(make_initiator(bakken, by=ola), by=ola)
        starting.start(group, [], others=5, on=TODAY, by=ola)
        assert "Ingrid" in words(as_ola.get(page(group)))

        shown = take(as_ola, group, "run")

        assert "Gruppen går av seg selv." in words(shown)
        assert "Ingrid" not in words(shown)

    def test_it_is_followed_up(self, as_ola: Client, running: SelfHelpGroup) -> None:
        take(as_ola, running, "follow_up", participants=4, is_open="nei")

        running.refresh_from_db()
        assert (running.participants, running.is_open, running.followed_up_on) == (4, False, TODAY)

    @pytest.mark.parametrize(
        ("said", "errors"),
        [
            ({"is_open": "ja"}, {"participants": ["Skriv et tall fra 2 til 50."]}),
            ({"participants": "1", "is_open": "ja"}, {"participants": ["Skriv et tall fra 2 til 50."]}),
            ({"participants": "4"}, {"is_open": ["Velg om gruppen tar imot nye."]}),
        ],
    )
    def test_a_follow_up_says_what_is_missing(
        self, as_ola: Client, running: SelfHelpGroup, said: dict[str, str], errors: dict[str, list[str]]
    ) -> None:
        answer = take(as_ola, running, "follow_up", **said)

        assert (answer.status_code, dict(answer.context["form"].errors)) == (422, errors)

    def test_it_ends_with_a_reason(self, as_ola: Client, running: SelfHelpGroup) -> None:
        assert take(as_ola, running, "end").context["form"].errors == {"why": ["Velg hvorfor gruppen er slutt."]}

        shown = take(as_ola, running, "end", why="too_few")

        running.refresh_from_db()
        assert (running.status, running.end_reason) == (GroupStatus.ENDED, EndReason.TOO_FEW)
        assert "For få var igjen" in words(shown)
        for one in ACTIONS:
            assert address(running, one.name) not in words(shown)

    def test_it_is_given_up_and_the_asked_wait_on(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
    ) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        asking.ask(group, [kari], by=ola)
        assert take(as_ola, group, "cancel").context["form"].errors == {
            "why": ["Velg hvorfor det ikke blir noe av gruppen."]
        }

        take(as_ola, group, "cancel", why="no_place")

        kari.refresh_from_db()
        assert (kari.status, kari.outcome) == (Status.WAITING, "")
        assert not Candidate.objects.exists()

    def test_the_checklist_is_kept(self, as_ola: Client, group: SelfHelpGroup) -> None:
        take(as_ola, group, "check", items=["key", "room"])
        group.refresh_from_db()
        assert group.checklist == [StartItem.ROOM, StartItem.KEY]

        take(as_ola, group, "check")
        group.refresh_from_db()
        assert group.checklist == []


def test_from_gathering_to_the_end_by_the_forms_alone(
    as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
) -> None:
    people = [make_waiting("3724", contact_point=bakken, by=ola) for _ in range(4)]
    keys = list(as_ola.get(address(group, "ask")).context["form"].found)
    take(as_ola, group, "ask", people=keys)
    for candidate in group.candidates.all():
        asking.answer(candidate.inquiry, candidate.public_id, yes=True)
    came = as_ola.get(address(group, "start")).context["form"]["came"].initial
    take(as_ola, group, "start", on="2026-06-01", others=0, came=came)
    take(as_ola, group, "run")
    take(as_ola, group, "follow_up", participants=4, is_open="ja")
    take(as_ola, group, "end", why="finished")

    group.refresh_from_db()
    assert group.status not in ALIVE
    for one in people:
        one.refresh_from_db()
        assert one.outcome == Outcome.JOINED


def test_a_day_last_year_is_a_day_too(as_ola: Client, group: SelfHelpGroup) -> None:
    take(as_ola, group, "start", on=str(TODAY - timedelta(days=200)), others=5)

    group.refresh_from_db()
    assert group.started_on == TODAY - timedelta(days=200)
