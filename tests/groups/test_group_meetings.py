"""The meetings of a group on its page: agreed on, moved, cancelled, held; each mistake has its own sentence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from contactpoints.models import ContactPoint, User
from groups.enums import EventKind, GroupStep, Step
from groups.forming import asking, meeting, starting
from groups.models import Event, SelfHelpGroup
from linkportal.kit import clock
from tests.conftest import TODAY
from tests.groups.conftest import FIRST_OF_JUNE
from tests.groups.forming import make_group, make_waiting
from tests.groups.group_page import address, page, seen, take, words
from tests.mailbox import Mailbox
from tests.processes import run_jobs

pytestmark = pytest.mark.django_db

STARTUP = {
    "kind": "startup_meeting",
    "day": "2026-06-10",
    "begins": "18:00",
    "ends": "20:00",
    "venue": "Biblioteket, rom 2",
}


@pytest.fixture
def group(bakken: ContactPoint, ola: User) -> SelfHelpGroup:
    """About grief, in Skien, with Kari who is asked."""
    group = make_group(bakken, by=ola)
    asking.ask(group, [make_waiting("3724", contact_point=bakken, by=ola)], by=ola)
    return group


@pytest.fixture
def planned(as_ola: Client, group: SelfHelpGroup) -> Event:
    """The start-up meeting on the tenth of June."""
    take(as_ola, group, "plan_meeting", **STARTUP)
    return group.meetings.get()


def on(days: int) -> Any:
    """So many days later. Ola has to log in again then."""
    return clock.moved_to(FIRST_OF_JUNE + timedelta(days=days))


class TestAgreed:
    def test_it_stands_on_the_page_and_the_asked_are_told(
        self, as_ola: Client, group: SelfHelpGroup, mailbox: Mailbox
    ) -> None:
        shown = take(as_ola, group, "plan_meeting", **STARTUP)

        assert "onsdag 10. juni 2026 kl. 18.00–20.00 · Biblioteket, rom 2" in words(shown)
        assert "ola@example.no avtalte oppstartsmøte 10. juni" in words(shown)
        planned = group.meetings.get()
        assert (planned.starts_at, planned.is_public) == (datetime(2026, 6, 10, 16, tzinfo=UTC), False)
        run_jobs()
        assert mailbox.mails[-1].subject == "Noe nytt til deg"
        assert "Biblioteket" not in mailbox.mails[-1].text

    @pytest.mark.parametrize(
        ("wrong", "field", "sentence"),
        [
            ({"day": "2026-05-31"}, "day", "Dagen er passert. Velg 1. juni 2026 eller senere."),
            ({"day": "2026-06-01", "begins": "12:00"}, "begins", "Det tidspunktet er passert. Velg et som kommer."),
            (
                {"ends": "17:00"},
                "ends",
                "Slutten må være etter begynnelsen. Skriv et klokkeslett etter 18.00.",
            ),
            ({"kind": "open_meeting"}, "kind", "Velg et av svarene under «Hva slags møte?»."),
            ({"venue": ""}, "venue", "Skriv hvor møtet er, for eksempel Biblioteket, møterom 2."),
        ],
    )
    def test_a_mistake_has_its_sentence_and_what_was_typed_stays(
        self, as_ola: Client, group: SelfHelpGroup, wrong: dict[str, str], field: str, sentence: str
    ) -> None:
        answer = take(as_ola, group, "plan_meeting", **{**STARTUP, **wrong})

        assert answer.status_code == 422
        assert answer.context["form"].errors == {field: [sentence]}
        assert sentence in words(answer)
        assert not group.meetings.exists()

    def test_a_second_of_the_same_kind_is_to_be_moved_instead(
        self, as_ola: Client, group: SelfHelpGroup, planned: Event
    ) -> None:
        answer = take(as_ola, group, "plan_meeting", **{**STARTUP, "day": "2026-06-17"})

        assert answer.context["form"].errors == {"kind": ["Gruppen har et oppstartsmøte 10. juni. Flytt det i stedet."]}
        assert group.meetings.get() == planned

    def test_a_follow_up_is_for_a_group_that_has_started(self, as_ola: Client, group: SelfHelpGroup) -> None:
        answer = take(as_ola, group, "plan_meeting", **{**STARTUP, "kind": "follow_up_meeting"})

        assert answer.context["form"].errors == {"kind": ["Velg et av svarene under «Hva slags møte?»."]}

    def test_another_kind_is_welcome(self, as_ola: Client, group: SelfHelpGroup, planned: Event) -> None:
        take(as_ola, group, "plan_meeting", **{**STARTUP, "kind": "information_meeting"})

        assert group.meetings.count() == 2


class TestMoved:
    def test_the_form_begins_with_how_it_is_and_the_asked_are_told(
        self, as_ola: Client, group: SelfHelpGroup, planned: Event
    ) -> None:
        shown = words(as_ola.get(page(group)))
        for value in ('value="2026-06-10"', 'value="18:00"', 'value="20:00"', f'value="{planned.public_id}"'):
            assert value in shown

        moved = {**STARTUP, "day": "2026-06-17", "meeting": planned.public_id}
        assert "Møtet er flyttet." in words(take(as_ola, group, "move_meeting", **moved))

        planned.refresh_from_db()
        assert (planned.local_start.date(), planned.sequence) == (date(2026, 6, 17), 1)
        assert group.candidates.get().inquiry.events.latest("pk").step == Step.GROUP_NEWS

    def test_a_mistake_stands_at_that_meeting(self, as_ola: Client, group: SelfHelpGroup, planned: Event) -> None:
        moved = {**STARTUP, "day": "2026-05-17", "meeting": planned.public_id}
        answer = take(as_ola, group, "move_meeting", **moved)

        assert answer.status_code == 422
        assert words(answer).count("Dagen er passert. Velg 1. juni 2026 eller senere.") == 2  # on top and at its field

    @pytest.mark.parametrize("name", ["move_meeting", "cancel_meeting", "hold_meeting"])
    def test_one_of_another_group_is_not_touched(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User, planned: Event, name: str
    ) -> None:
        other = make_group(bakken, by=ola)

        answer = take(as_ola, other, name, **{**STARTUP, "meeting": planned.public_id, "attendance": 4})

        assert answer.status_code == 422
        assert "Siden var gammel. Se over den og prøv igjen." in words(answer)
        planned.refresh_from_db()
        assert (planned.sequence, planned.is_cancelled, planned.attendance) == (0, False, None)

    def test_who_comes_second_is_told(self, as_ola: Client, group: SelfHelpGroup, planned: Event, berit: User) -> None:
        as_the_page_was = seen(group)
        meeting.cancel(group, planned, by=berit)

        answer = as_ola.post(
            address(group, "move_meeting"), {**STARTUP, "meeting": planned.public_id, "seen": as_the_page_was}
        )

        assert answer.status_code == 409
        assert "berit@example.no avlyste oppstartsmøtet 10. juni, i dag." in words(answer)
        assert "Dette hadde du skrevet:" in words(answer)


def test_cancelled_it_stays_on_the_page_as_such(as_ola: Client, group: SelfHelpGroup, planned: Event) -> None:
    shown = words(take(as_ola, group, "cancel_meeting", meeting=planned.public_id))

    assert "Møtet er avlyst." in shown
    assert ">Avlyst</span>" in shown
    assert address(group, "move_meeting") not in shown


class TestHeld:
    def test_how_many_came_is_a_number(self, as_ola: Client, group: SelfHelpGroup, planned: Event, ola: User) -> None:
        assert address(group, "hold_meeting") not in words(as_ola.get(page(group)))
        with on(10):
            as_ola.force_login(ola)
            assert address(group, "hold_meeting") in words(as_ola.get(page(group)))
            wrong = take(as_ola, group, "hold_meeting", meeting=planned.public_id, attendance="mange")
            shown = take(as_ola, group, "hold_meeting", meeting=planned.public_id, attendance=6)

        assert wrong.context["form"].errors == {"attendance": ["Skriv et tall fra 0 til 50."]}
        assert "6 kom" in words(shown)
        planned.refresh_from_db()
        assert planned.attendance == 6

    def test_before_it_began_it_was_not(self, as_ola: Client, group: SelfHelpGroup, planned: Event) -> None:
        answer = take(as_ola, group, "hold_meeting", meeting=planned.public_id, attendance=6)

        assert answer.status_code == 409

    def test_the_start_holds_the_start_up_meeting_and_ends_those_before_it(
        self, as_ola: Client, group: SelfHelpGroup, planned: Event, ola: User
    ) -> None:
        with on(10):
            as_ola.force_login(ola)
            later = {**STARTUP, "kind": "information_meeting", "day": "2026-06-20"}
            take(as_ola, group, "plan_meeting", **later)
            assert as_ola.get(address(group, "start")).context["form"]["on"].value() == date(2026, 6, 10)
            take(as_ola, group, "start", on="2026-06-10", others=5)

        planned.refresh_from_db()
        assert planned.attendance == 5
        assert group.meetings.get(kind=EventKind.INFORMATION_MEETING).is_cancelled
        assert [one.step for one in group.events.all()][-2:] == [GroupStep.START, GroupStep.HOLD_MEETING]


class TestFollowUp:
    @pytest.fixture
    def running(self, group: SelfHelpGroup, ola: User) -> SelfHelpGroup:
        starting.start(group, [], others=5, on=TODAY, by=ola)
        group.run(by=ola)
        return group

    def test_meeting_and_how_it_goes_are_said_at_once(self, as_ola: Client, running: SelfHelpGroup, ola: User) -> None:
        take(as_ola, running, "plan_meeting", **{**STARTUP, "kind": "follow_up_meeting", "day": "2026-07-15"})
        with on(50):
            as_ola.force_login(ola)
            assert "Hvor mange kom til oppfølgingsmøtet?" in words(as_ola.get(page(running)))
            missing = take(as_ola, running, "follow_up", participants=5, is_open="ja")
            shown = take(as_ola, running, "follow_up", attendance=3, participants=5, is_open="ja")

        assert missing.context["form"].errors == {"attendance": ["Skriv et tall fra 0 til 50."]}
        assert "3 kom" in words(shown)
        running.refresh_from_db()
        assert (running.participants, running.followed_up_on) == (5, date(2026, 7, 21))
        assert running.meetings.get().attendance == 3

    def test_without_a_meeting_nobody_is_asked_how_many_came(self, as_ola: Client, running: SelfHelpGroup) -> None:
        assert "Hvor mange kom" not in words(as_ola.get(page(running)))

    def test_after_the_start_nobody_can_be_told_by_mail(
        self, as_ola: Client, running: SelfHelpGroup, mailbox: Mailbox
    ) -> None:
        run_jobs()
        before = len(mailbox.mails)

        take(as_ola, running, "plan_meeting", **{**STARTUP, "kind": "follow_up_meeting"})

        run_jobs()
        assert len(mailbox.mails) == before
