"""Planning an event and changing it: who signed up is told, nobody is told twice, and of two the second is told."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.enums import EventKind, SignUpStatus
from groups.forming import meeting
from groups.meetings import changing, signing_up
from groups.meetings.changing import Outdated, Refused
from groups.meetings.plans import About, Span, Told, Where, about_of, stamp
from groups.meetings.when import in_words
from groups.models import Event, MoveNotAllowed, SignUp
from linkportal.kit import clock
from tests.conftest import make_contact_point
from tests.groups.forming import make_event, make_group, make_sign_up
from tests.mailbox import Mailbox
from tests.processes import run_jobs

MONDAY = Span(datetime(2026, 6, 15, 16, tzinfo=UTC), datetime(2026, 6, 15, 18, tzinfo=UTC))


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """An open meeting in Skien in a week, with room for two."""
    return make_event(tonsberg, bakken.municipality, contact_points=[bakken], places=2)


def porsgrunn(venue: str = "Rådhuset") -> Where:
    return Where(Municipality.objects.get(name="Porsgrunn"), venue)


def about(event: Event, **said: Any) -> About:
    """What stands there, but for what is said."""
    now = about_of(event)
    return About(**{name: said.get(name, getattr(now, name)) for name in About.__slots__})


def wait_in_line(event: Event, name: str, **fields: Any) -> SignUp:
    values = {"email": f"{name}@example.no", "status": SignUpStatus.WAITING, "seat": None, **fields}
    return make_sign_up(event, name=name, **values)


def test_a_move_counts_for_calendars_and_is_told_to_everybody_also_on_the_list(
    evening: Event, mailbox: Mailbox
) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="", phone="+4740612345")
    wait_in_line(evening, "Lise")

    told = changing.move(evening, MONDAY, porsgrunn(), seen=stamp(evening))
    run_jobs()

    evening.refresh_from_db()
    assert told == Told(by_mail=2, to_call=1)
    assert (evening.sequence, evening.changed_at, evening.venue) == (1, clock.now(), "Rådhuset")
    assert in_words(evening) == "mandag 15. juni 2026 kl. 18.00–20.00"
    assert mailbox.to("siri@example.no") == mailbox.to("Lise@example.no") == ["Nytt tidspunkt eller sted"]
    assert [one.name for one in evening.sign_ups.filter(to_call=True)] == ["Per"]


def test_pressed_twice_it_is_moved_once(evening: Event) -> None:
    make_sign_up(evening)
    seen = stamp(evening)

    told = [changing.move(evening, MONDAY, porsgrunn(), seen=seen) for _each in range(2)]

    evening.refresh_from_db()
    assert told == [Told(1, 0), Told(0, 0)]
    assert evening.sequence == 1


def test_of_two_who_change_it_the_second_is_told(evening: Event, berit: User) -> None:
    seen = stamp(evening)
    changing.edit(evening, about(evening, title="Åpent hus"), seen=seen)

    with pytest.raises(Outdated):
        changing.move(evening, MONDAY, porsgrunn(), seen=seen)
    with pytest.raises(Outdated):
        changing.edit(evening, about(evening, title="Åpen kveld"), seen=seen)
    with pytest.raises(Outdated):
        changing.cancel(evening, seen=seen)
    with pytest.raises(Outdated):
        changing.set_places(evening, 30, seen=seen)

    evening.refresh_from_db()
    assert (evening.title, evening.sequence, evening.is_cancelled, evening.places) == ("Åpent hus", 0, False, 2)


def test_two_who_move_it_in_the_same_moment_move_it_once(
    committed_db: None, tonsberg: DistrictOffice, bakken: ContactPoint
) -> None:
    event = make_event(tonsberg, bakken.municipality)
    make_sign_up(event)
    seen, together = stamp(event), Barrier(8)

    def move(place: str) -> bool:
        together.wait()
        try:
            return bool(changing.move(event, MONDAY, porsgrunn(place), seen=seen).by_mail)
        except Outdated:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        moved = list(threads.map(move, 4 * ["Rådhuset", "Biblioteket"]))

    event.refresh_from_db()
    assert (moved.count(True), event.sequence) == (1, 1)


def test_cancelled_is_told_once_and_gives_nobody_a_place_any_more(evening: Event, mailbox: Mailbox) -> None:
    first, _second = make_sign_up(evening), make_sign_up(evening, name="Per", email="", phone="+4740612345")
    lise = wait_in_line(evening, "Lise")
    seen = stamp(evening)

    assert changing.cancel(evening, seen=seen) == Told(by_mail=2, to_call=1)
    assert changing.cancel(evening, seen=seen) == Told(0, 0)
    signing_up.sign_off(first)
    run_jobs()

    evening.refresh_from_db()
    lise.refresh_from_db()
    assert (evening.is_cancelled, evening.sequence, lise.has_place) == (True, 1, False)
    assert mailbox.to("Lise@example.no") == ["Avlyst"]
    with pytest.raises(MoveNotAllowed):
        changing.move(evening, MONDAY, porsgrunn(), seen=stamp(evening))


def test_other_words_are_no_news_to_those_who_signed_up(evening: Event, mailbox: Mailbox) -> None:
    make_sign_up(evening)
    before = evening.changed_at

    with clock.moved_to(clock.now() + timedelta(hours=1)):
        changing.edit(evening, about(evening, title="Åpen kveld", kind=EventKind.SEMINAR), seen=stamp(evening))
    run_jobs()

    evening.refresh_from_db()
    assert (evening.title, evening.kind, evening.sequence) == ("Åpen kveld", EventKind.SEMINAR, 0)
    assert evening.changed_at > before  # calendars fetch it anew
    assert mailbox.mails == []


def test_who_signed_up_knows_who_reads_it_so_that_nobody_else_is_let_in(evening: Event, bakken: ContactPoint) -> None:
    other = make_contact_point("Frisklivssentralen", "Porsgrunn")
    changing.edit(evening, about(evening, contact_points=frozenset({bakken, other})), seen=stamp(evening))
    make_sign_up(evening)
    third = make_contact_point("Sanitetshuset", "Bamble")

    with pytest.raises(Refused, match="ikke legge til flere") as refused:
        changing.edit(evening, about(evening, contact_points=frozenset({bakken, third})), seen=stamp(evening))
    changing.edit(evening, about(evening, contact_points=frozenset({bakken})), seen=stamp(evening))

    assert refused.value.field == "contact_points"
    assert list(evening.contact_points.all()) == [bakken]


@pytest.mark.parametrize("said", [{"is_public": False}, {"is_public": True}])
def test_the_sign_up_stays_open_once_somebody_has_signed_up(evening: Event, said: dict[str, bool]) -> None:
    make_sign_up(evening)
    closed = about(evening, takes_sign_ups=False, places=None, **said)

    with pytest.raises(Refused, match=r"Én er påmeldt\. Behold påmeldingen, eller avlys arrangementet\."):
        changing.edit(evening, closed, seen=stamp(evening))
    signing_up.sign_off(evening.sign_ups.get())
    changing.edit(evening, closed, seen=stamp(evening))

    evening.refresh_from_db()
    assert not evening.takes_sign_ups


def test_more_room_is_for_the_first_in_line(evening: Event, mailbox: Mailbox) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="per@example.no")
    for name in ("Lise", "Tor", "Eva"):
        wait_in_line(evening, name)

    changing.set_places(evening, 4, seen=stamp(evening))
    run_jobs()

    assert [one.name for one in evening.sign_ups.with_place()] == ["Siri", "Per", "Lise", "Tor"]
    assert [one.name for one in evening.sign_ups.in_line()] == ["Eva"]
    assert [bool(mailbox.to(f"{name}@example.no")) for name in ("Lise", "Tor", "Eva")] == [True, True, False]


def test_room_for_everybody_leaves_nobody_on_the_list(evening: Event) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="per@example.no")
    wait_in_line(evening, "Lise")

    changing.set_places(evening, None, seen=stamp(evening))

    assert not evening.sign_ups.in_line().exists()


def test_there_is_never_less_room_than_those_who_have_a_place(evening: Event) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="per@example.no")

    with pytest.raises(Refused, match=r"2 har plass\. Skriv 2 eller flere\.") as refused:
        changing.set_places(evening, 1, seen=stamp(evening))

    assert refused.value.field == "places"


def test_with_less_room_there_are_not_more_people_than_places(evening: Event) -> None:
    changing.set_places(evening, 5, seen=stamp(evening))
    people = [make_sign_up(evening, name=name, email=f"{name}@example.no") for name in ("Siri", "Per", "Tor", "Eva")]
    signing_up.sign_off(people[0])
    signing_up.sign_off(people[1])

    changing.set_places(evening, 3, seen=stamp(Event.objects.get(pk=evening.pk)))
    for name in ("Lise", "Kari"):
        signing_up.sign_up(evening, signing_up.Wanted(uuid.uuid4(), name, f"{name}@example.no"))

    assert [one.name for one in evening.sign_ups.with_place()] == ["Tor", "Eva", "Lise"]
    assert [one.name for one in evening.sign_ups.in_line()] == ["Kari"]


def test_how_many_came_is_written_when_it_has_begun_and_taken_place(evening: Event) -> None:
    with pytest.raises(MoveNotAllowed):
        changing.set_attendance(evening, 12, seen=stamp(evening))

    with clock.moved_to(evening.starts_at):
        seen = stamp(evening)
        changing.set_attendance(evening, 12, seen=seen)
        changing.set_attendance(evening, 12, seen=seen)  # pressed twice
        with pytest.raises(Outdated):
            changing.set_attendance(evening, 14, seen=seen)

    evening.refresh_from_db()
    assert evening.attendance == 12


def test_who_was_called_before_it_was_moved_again_is_to_be_called_again(evening: Event) -> None:
    per = make_sign_up(evening, name="Per", email="", phone="+4740612345")
    changing.move(evening, MONDAY, porsgrunn(), seen=stamp(evening))
    seen = stamp(Event.objects.get(pk=evening.pk))
    changing.move(evening, MONDAY, porsgrunn("Biblioteket"), seen=seen)

    with pytest.raises(Outdated):
        changing.called(evening, per, seen=seen, had_place=True)
    per.refresh_from_db()
    assert per.to_call

    changing.called(evening, per, seen=stamp(Event.objects.get(pk=evening.pk)), had_place=True)
    per.refresh_from_db()
    assert not per.to_call


def test_who_got_a_place_since_the_call_is_to_be_called_again(evening: Event) -> None:
    siri, _tor = make_sign_up(evening), make_sign_up(evening, name="Tor", email="tor@example.no")
    per = wait_in_line(evening, "Per", email="", phone="+4740612345")
    changing.move(evening, MONDAY, porsgrunn(), seen=stamp(evening))
    seen = stamp(Event.objects.get(pk=evening.pk))
    signing_up.sign_off(siri)

    with pytest.raises(Outdated):
        changing.called(evening, per, seen=seen, had_place=False)  # Per was told of the move, not of the place

    per.refresh_from_db()
    assert (per.has_place, per.to_call) == (True, True)


def test_moved_while_it_goes_on_the_places_that_became_free_are_for_the_first_in_line(
    evening: Event, mailbox: Mailbox
) -> None:
    siri, _tor = make_sign_up(evening), make_sign_up(evening, name="Tor", email="tor@example.no")
    lise, per = wait_in_line(evening, "Lise"), wait_in_line(evening, "Per")
    with clock.moved_to(evening.starts_at + timedelta(minutes=5)):
        signing_up.sign_off(siri)  # too late for anybody to come instead
        changing.move(evening, MONDAY, porsgrunn(), seen=stamp(evening))
        run_jobs()

        lise.refresh_from_db()
        per.refresh_from_db()
    assert (lise.has_place, per.has_place) == (True, False)
    assert sorted(mailbox.to("Lise@example.no")) == ["Du har fått plass", "Nytt tidspunkt eller sted"]
    assert mailbox.to("Per@example.no") == ["Nytt tidspunkt eller sted"]


def test_the_same_form_makes_the_same_events_once(
    committed_db: None, tonsberg: DistrictOffice, berit: User, bakken: ContactPoint
) -> None:
    evening = make_event(tonsberg, bakken.municipality)
    weeks = [Span(MONDAY.starts_at + timedelta(weeks=n), MONDAY.ends_at + timedelta(weeks=n)) for n in range(3)]
    make = partial(changing.create, tonsberg, about(evening), porsgrunn(), weeks, by=berit, number=uuid.UUID(int=7))
    together = Barrier(4)

    def at_once(_each: int) -> bool:
        together.wait()
        try:
            return make().is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(at_once, range(4))) == [False, False, False, True]
    made = make()

    assert [event.starts_at for event in made.events] == [week.starts_at for week in weeks]
    assert Event.objects.exclude(pk=evening.pk).count() == 3
    assert len({event.slug for event in made.events}) == 3


def test_a_meeting_of_a_group_is_changed_with_the_group(bakken: ContactPoint, ola: User) -> None:
    group = make_group(bakken, by=ola)
    when = meeting.Appointment(MONDAY.starts_at, MONDAY.ends_at, "Biblioteket")
    event = meeting.plan(group, EventKind.STARTUP_MEETING, when, by=ola)

    for change in (
        partial(changing.cancel, event, seen=stamp(event)),
        partial(changing.move, event, MONDAY, porsgrunn(), seen=stamp(event)),
        partial(changing.edit, event, about(event, title="Sorggruppen"), seen=stamp(event)),
    ):
        with pytest.raises(MoveNotAllowed):
            change()
