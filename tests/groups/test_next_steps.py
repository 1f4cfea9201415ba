"""The one thing to do next with a group: the rules as a table, and where their facts come from."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils.timezone import make_aware

from contactpoints.models import ContactPoint, User
from groups.enums import ALIVE, BEFORE_THE_START, EventKind, GroupStatus, StartItem
from groups.forming import asking, meeting
from groups.forming.meeting import Appointment
from groups.forming.next_steps import RULES, Facts, facts_of, next_step_of
from groups.forming.numbers import how_far, more_needed
from groups.models import SelfHelpGroup
from linkportal.kit import clock
from tests.conftest import TODAY
from tests.groups.conftest import FIRST_OF_JUNE
from tests.groups.forming import make_group, make_initiator, make_waiting

MAY_25 = date(2026, 5, 25)
START, INFORMATION, FOLLOW_UP = EventKind.STARTUP_MEETING, EventKind.INFORMATION_MEETING, EventKind.FOLLOW_UP_MEETING
FIVE = {"asked": 5, "yes": 4, "initiators": 1, "asked_last": MAY_25}
ALL = [item.value for item in StartItem]


def gathering(**fields: Any) -> SelfHelpGroup:
    """Since a week."""
    return SelfHelpGroup(**{"status": GroupStatus.GATHERING, "since": MAY_25, **fields})


def starting(**fields: Any) -> SelfHelpGroup:
    """It met a week ago."""
    return SelfHelpGroup(**{"status": GroupStatus.STARTING, "since": MAY_25, "started_on": MAY_25, **fields})


def running(**fields: Any) -> SelfHelpGroup:
    return starting(**{"status": GroupStatus.RUNNING, **fields})


@pytest.mark.parametrize(
    ("group", "facts", "words", "on"),
    [
        # Gathering
        (gathering(), {}, "Finn flere: 4–5 til trengs", date(2026, 6, 8)),
        (gathering(), {"asked": 4, "no": 1, "asked_last": TODAY}, "Finn flere: 1–2 til trengs", date(2026, 6, 15)),
        (gathering(), {"asked": 5, "unanswered_since": MAY_25}, "Ring dem som ikke har svart", TODAY),
        (gathering(), {"asked": 5, "unanswered_since": TODAY}, "Finn en igangsetter", date(2026, 6, 8)),
        (
            gathering(),
            {"asked": 5, "yes": 2, "no": 1, "initiators": 1, "unanswered_since": date(2026, 5, 30)},
            "Vent på svar fra 2 av 5",
            date(2026, 6, 6),
        ),
        (
            gathering(),
            {**FIVE, "to_come": {INFORMATION: date(2026, 6, 9)}},
            "Informasjonsmøte",
            date(2026, 6, 9),
        ),
        (gathering(), {**FIVE, "to_tell": {INFORMATION: TODAY}}, "Si fra hvordan informasjonsmøtet gikk", TODAY),
        (gathering(), FIVE, "Finn et sted å møtes", date(2026, 6, 15)),
        (gathering(), {**FIVE, "to_come": {START: date(2026, 6, 9)}}, "Finn et sted å møtes", date(2026, 6, 9)),
        (gathering(meeting_place="Biblioteket"), FIVE, "Avtal oppstartsmøte", date(2026, 6, 22)),
        (
            gathering(checklist=["room"]),
            {**FIVE, "to_come": {START: date(2026, 6, 9)}},
            "Finn ut hvem som har nøkkelen",
            date(2026, 6, 7),
        ),
        (
            gathering(meeting_place="Biblioteket", checklist=["key"]),
            {**FIVE, "to_come": {START: date(2026, 6, 9)}},
            "Avtal rommet",
            date(2026, 6, 7),
        ),
        (
            gathering(checklist=list(BEFORE_THE_START)),
            {**FIVE, "to_come": {START: date(2026, 6, 9)}},
            "Oppstartsmøte",
            date(2026, 6, 9),
        ),
        (gathering(), {"to_tell": {START: MAY_25}}, "Si fra hvordan oppstartsmøtet gikk", MAY_25),
        # Starting
        (starting(), {}, "Avtal rommet", TODAY),
        (starting(checklist=["room", "key"]), {}, "Hør om alle har gitt taushetsløfte", TODAY),
        (starting(checklist=ALL), {"initiators": 2}, "Igangsetterne trekker seg ut", date(2026, 6, 15)),
        (starting(checklist=ALL), {}, "Si fra når gruppen klarer seg selv", date(2026, 6, 15)),
        (starting(), {"to_tell": {FOLLOW_UP: TODAY}}, "Si fra hvordan oppfølgingsmøtet gikk", TODAY),
        # Running
        (running(), {}, "Avtal oppfølgingsmøte", date(2026, 7, 6)),
        (running(), {"to_come": {FOLLOW_UP: date(2026, 7, 1)}}, "Oppfølgingsmøte", date(2026, 7, 1)),
        (running(), {"to_tell": {FOLLOW_UP: MAY_25}}, "Si fra hvordan oppfølgingsmøtet gikk", MAY_25),
        (running(followed_up_on=TODAY), {}, "Hør hvordan det går", date(2026, 11, 30)),
    ],
)
def test_what_is_to_be_done_next(group: SelfHelpGroup, facts: dict[str, Any], words: str, on: date) -> None:
    step = next_step_of(group, Facts(TODAY, **facts))

    assert step is not None
    assert (step.words, step.on) == (words, on)
    assert step.is_late == (step.on < TODAY)


def test_a_group_that_is_over_has_nothing_left_to_do() -> None:
    assert set(RULES) == set(ALIVE)
    for status in (GroupStatus.ENDED, GroupStatus.CANCELLED):
        assert next_step_of(SelfHelpGroup(status=status), Facts(TODAY)) is None


@pytest.mark.parametrize(
    ("group", "facts", "sentence"),
    [
        (gathering(), {}, "Finn flere: 4–5 til trengs, innen man. 8. juni"),
        (
            gathering(since=date(2025, 12, 1)),
            {},
            "Finn flere: 4–5 til trengs. Fristen var 15. desember 2025",
        ),
        (running(), {"to_come": {FOLLOW_UP: date(2026, 7, 1)}}, "Oppfølgingsmøte ons. 1. juli"),
    ],
)
def test_says_by_when(group: SelfHelpGroup, facts: dict[str, Any], sentence: str) -> None:
    step = next_step_of(group, Facts(TODAY, **facts))

    assert step is not None
    assert step.sentence == sentence


@pytest.mark.parametrize(
    ("people", "needed", "sentence"),
    [
        (0, "4–5", "4–5 til trengs."),
        (3, "1–2", "1–2 til trengs."),
        (4, "", "Nok til å begynne. Med én til blir gruppen passe stor."),
        (5, "", "Nok til en gruppe."),
        (9, "", "Nok til en gruppe."),
        (10, "", "Nok til flere grupper."),
    ],
)
def test_how_many_more_it_takes(people: int, needed: str, sentence: str) -> None:
    assert (more_needed(people), how_far(people)) == (needed, sentence)


@pytest.mark.django_db
class TestFacts:
    def test_of_a_group_with_answers_an_initiator_and_meetings(self, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        assert facts_of([group]) == {group.pk: Facts(TODAY)}
        people = [make_waiting("3724", contact_point=bakken, by=ola) for _ in range(3)]
        asking.ask(group, people, by=ola)
        for inquiry, yes in zip(people, (True, False), strict=False):
            asking.answer(inquiry, inquiry.candidacies.get().public_id, yes=yes)
        group.add_initiator(make_initiator(bakken, by=ola), by=ola)
        late_in_the_evening = make_aware(datetime.combine(date(2026, 6, 9), time(23, 30)))
        when = Appointment(late_in_the_evening, late_in_the_evening + timedelta(hours=1), "Biblioteket")
        meeting.plan(group, INFORMATION, when, by=ola)

        (facts,) = facts_of([group]).values()
        assert (facts.asked, facts.yes, facts.no, facts.hoped_for, facts.initiators) == (3, 1, 1, 2, 1)
        assert (facts.asked_last, facts.unanswered_since) == (TODAY, TODAY)
        assert (facts.to_come, facts.to_tell) == ({INFORMATION: date(2026, 6, 9)}, {})

    def test_a_meeting_that_is_over_is_to_be_told_of_until_it_is(self, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        when = Appointment(FIRST_OF_JUNE + timedelta(days=1), FIRST_OF_JUNE + timedelta(days=1, hours=2), "")
        planned = meeting.plan(group, START, when, by=ola)

        with clock.moved_to(FIRST_OF_JUNE + timedelta(days=2)):
            assert facts_of([group])[group.pk].to_tell == {START: date(2026, 6, 2)}
            meeting.hold(group, planned, 3, by=ola)
            assert facts_of([group])[group.pk].to_tell == {}

    def test_three_queries_however_many_groups(
        self,
        bakken: ContactPoint,
        ola: User,
        django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
    ) -> None:
        groups = [make_group(bakken, by=ola) for _ in range(5)]

        with django_assert_num_queries(3):
            assert len(facts_of(groups)) == len(groups)
