"""Two at the same group in the same moment, in real threads: one is taken, the other reads it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from contactpoints.models import ContactPoint, User
from groups.enums import CandidateAnswer, EventKind, GroupStatus, GroupStep, Status
from groups.forming import asking, starting
from groups.models import Candidate, Inquiry, MoveNotAllowed, SelfHelpGroup
from tests.conftest import TODAY
from tests.groups.forming import make_group, make_initiator, make_waiting
from tests.groups.group_page import address, seen, words


@pytest.fixture
def group(committed_db: None, bakken: ContactPoint, ola: User) -> SelfHelpGroup:
    return make_group(bakken, by=ola)


def at_once(*things: Callable[[], object]) -> list[object]:
    """What each of them gives, done in threads that begin together, each with a connection of its own."""
    together = Barrier(len(things))

    def do(thing: Callable[[], object]) -> object:
        together.wait()
        try:
            return thing()
        except MoveNotAllowed:
            return MoveNotAllowed
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(do, things))


def desk_of(user: User) -> Client:
    desk = Client()
    desk.force_login(user)
    return desk


def test_of_two_who_start_it_one_does_and_the_other_reads_it(group: SelfHelpGroup, ola: User, berit: User) -> None:
    said = {"seen": seen(group), "on": "2026-06-01"}
    desks = [(desk_of(ola), {**said, "others": 5}), (desk_of(berit), {**said, "others": 6})]

    answers = at_once(*(lambda desk=desk, form=form: desk.post(address(group, "start"), form) for desk, form in desks))

    taken, too_late = sorted(answers, key=lambda one: one.status_code)  # type: ignore[attr-defined]
    assert (taken.status_code, too_late.status_code) == (302, 409)  # type: ignore[attr-defined]
    assert "noterte at gruppen startet 1. juni, med" in words(too_late)
    group.refresh_from_db()
    assert group.status == GroupStatus.STARTING
    assert group.events.get(step=GroupStep.START).number == group.participants


@pytest.mark.parametrize("trial", range(3))
def test_who_is_asked_while_it_starts_is_asked_or_not_but_never_left_hanging(
    group: SelfHelpGroup, bakken: ContactPoint, ola: User, berit: User, trial: int
) -> None:
    people = [make_waiting("3724", contact_point=bakken, by=ola) for _ in range(5)]
    asking.ask(group, people[:4], by=ola)
    mine, hers = (SelfHelpGroup.objects.get(pk=group.pk) for _ in range(2))
    late = Inquiry.objects.get(pk=people[4].pk)

    at_once(
        lambda: starting.start(mine, [], others=5, on=TODAY, by=ola),
        lambda: asking.ask(hers, [late], by=berit),
    )

    group.refresh_from_db()
    assert group.status == GroupStatus.STARTING
    assert not Candidate.objects.exists()
    assert set(Inquiry.objects.waiting_for_group()) == set(people)


def test_who_answers_while_it_is_given_up_waits_on(
    group: SelfHelpGroup, bakken: ContactPoint, ola: User, berit: User
) -> None:
    kari = make_waiting("3724", contact_point=bakken, by=ola)
    asking.ask(group, [kari], by=ola)
    asked = group.candidates.get().public_id

    at_once(
        lambda: desk_of(berit).post(address(group, "cancel"), {"seen": seen(group), "why": "no_place"}),
        lambda: asking.answer(kari, asked, yes=True),
    )

    kari.refresh_from_db()
    group.refresh_from_db()
    assert (kari.status, group.status) == (Status.WAITING, GroupStatus.CANCELLED)
    assert not Candidate.objects.filter(answer=CandidateAnswer.YES).exists()


def test_two_never_agree_on_two_start_up_meetings(group: SelfHelpGroup, ola: User, berit: User) -> None:
    meeting = {"kind": "startup_meeting", "day": "2026-06-10", "begins": "18:00", "ends": "20:00", "venue": "Rom 2"}
    said = {**meeting, "seen": seen(group)}

    answers = at_once(
        *(lambda desk=desk: desk.post(address(group, "plan_meeting"), said) for desk in (desk_of(ola), desk_of(berit)))
    )

    codes = sorted(answer.status_code for answer in answers)  # type: ignore[attr-defined]
    assert codes[0] == 302
    assert codes[1] in (409, 422)
    assert group.meetings.get().kind == EventKind.STARTUP_MEETING


def test_two_never_add_a_third_initiator(group: SelfHelpGroup, bakken: ContactPoint, ola: User, berit: User) -> None:
    group.add_initiator(make_initiator(bakken, by=ola), by=ola)
    others = [make_initiator(bakken, by=ola, name=name) for name in ("Per", "Anne")]
    groups = [SelfHelpGroup.objects.get(pk=group.pk) for _ in others]

    at_once(
        *(
            lambda one=one, to=to, by=by: to.add_initiator(one, by=by)
            for one, to, by in zip(others, groups, (ola, berit), strict=True)
        )
    )

    assert group.helpers.count() == 2
