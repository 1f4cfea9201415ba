"""Example groups: one that gathers, one that has just begun, one that runs by itself, and one that has ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from contactpoints.enums import Weekday
from contactpoints.models import ContactPoint, User
from groups.demo.inquiries import waits
from groups.demo.people import People
from groups.enums import (
    BEFORE_THE_START,
    CandidateAnswer,
    ContactTime,
    EndReason,
    EventKind,
    StartItem,
    Theme,
    Wish,
)
from groups.forming import asking, meeting, starting
from groups.forming.making import make
from groups.forming.meeting import Appointment
from groups.inquiries.casework import office_of
from groups.models import Initiator, SelfHelpGroup
from linkportal.kit import clock

ROOM = "Biblioteket, rom 3 (eksempel)"
YES, NO, NOTHING = CandidateAnswer.YES, CandidateAnswer.NO, ""


def load(people: People) -> None:
    """Create them, as Ola and Berit would have: each on its day."""
    ingrid, arne = _initiators(people)
    _gathers(people, ingrid)
    _has_begun(people, arne)
    _runs_by_itself(people)
    _has_ended(people)


def _initiators(people: People) -> tuple[Initiator, Initiator]:
    with people.ago(200):
        ingrid = _initiator("Ingrid", people.bakken, people.ola, trained_on=clock.today(), email="ingrid@example.no")
        arne = _initiator("Arne", people.porsgrunn, people.berit, phone="+4700004421")
        ingrid.municipalities.add(people.porsgrunn.municipality)
    return ingrid, arne


def _initiator(name: str, host: ContactPoint, by: User, **more: object) -> Initiator:
    one = Initiator.objects.create(
        name=f"{name} (eksempel)", contact_point=host, office=office_of(host), consent_asked_by=by, **more
    )
    one.municipalities.add(host.municipality)
    return one


def _gathers(people: People, initiator: Initiator) -> None:
    with people.ago(9):
        group = _group(people, Theme.ANXIETY, meets_at=None)
        _ask(people, group, [("Nina", YES), ("Lars", YES), ("Mona", NO), ("Alf", NOTHING)])
        group.add_initiator(initiator, by=people.ola)
        group.show(True, by=people.ola)
    with people.ago(3):
        meeting.plan(group, EventKind.INFORMATION_MEETING, _thursday(people, weeks=1), by=people.ola)


def _has_begun(people: People, initiator: Initiator) -> None:
    with people.ago(35):
        group = _group(people, Theme.LONELINESS)
        _ask(people, group, [("Tone", YES), ("Jens", YES), ("Vera", YES), ("Roy", YES)])
        group.add_initiator(initiator, by=people.ola)
        held = meeting.plan(group, EventKind.STARTUP_MEETING, _thursday(people, weeks=-2), by=people.ola)
        group.check_off(BEFORE_THE_START, by=people.ola)
    with people.ago(10):
        meeting.hold(group, held, 5, by=people.ola)
        _start(people, group, others=1)


def _runs_by_itself(people: People) -> None:
    with people.ago(170):
        group = _group(people, Theme.NEXT_OF_KIN)
    with people.ago(150):
        _start(people, group, others=6)
    with people.ago(128):
        group.run(by=people.ola)
    with people.ago(108):
        group.follow_up(5, by=people.ola, is_open=True)
        group.show(True, by=people.ola)


def _has_ended(people: People) -> None:
    with people.ago(420):
        group = _group(people, Theme.ACROSS)
    with people.ago(400):
        _start(people, group, others=7)
    with people.ago(375):
        group.run(by=people.ola)
    with people.ago(350):
        group.follow_up(6, by=people.ola, is_open=False)
    with people.ago(60):
        starting.end(group, EndReason.FINISHED, by=people.ola)


def _group(people: People, theme: Theme, *, meets_at: time | None = time(18)) -> SelfHelpGroup:
    return make(
        people.bakken,
        theme,
        people.bakken.municipality,
        by=people.ola,
        time_of_day=ContactTime.EVENING,
        weekday=Weekday.THURSDAY,
        meets_at=meets_at,
        meeting_place=ROOM,
    )


def _ask(people: People, group: SelfHelpGroup, answers: Sequence[tuple[str, str]]) -> None:
    """Those who wait for such a group are asked, and answer."""
    theme, evening = Theme(group.theme), [ContactTime.EVENING]
    asked = [
        waits(people.bakken, people.ola, "3724", name, theme, evening, wish=Wish.START if number == 0 else Wish.JOIN)
        for number, (name, _) in enumerate(answers)
    ]
    asking.ask(group, asked, by=people.ola)
    for inquiry, (_, answer) in zip(asked, answers, strict=True):
        if answer:
            asking.answer(inquiry, inquiry.candidacies.get().public_id, yes=answer == YES)


def _thursday(people: People, *, weeks: int) -> Appointment:
    begins = people.evening(Weekday.THURSDAY, weeks=weeks)
    return Appointment(begins, begins + timedelta(hours=2), ROOM)


def _start(people: People, group: SelfHelpGroup, *, others: int) -> None:
    came = list(group.candidates.saying_yes().values_list("pk", flat=True))
    starting.start(group, came, others=others, on=clock.today(), by=people.ola, checklist=list(StartItem))
