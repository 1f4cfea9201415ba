"""Signing up for an event and off again: who has a place, who waits for one, and who is told."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from contactpoints.models import ContactPoint, DistrictOffice
from groups.enums import EventStatus, SignUpStatus
from groups.forming.meeting import call_off
from groups.meetings import signing_up
from groups.meetings.signing_up import NotOpen, SignedUp, Wanted, fill, number_in_line, sign_off
from groups.models import Event, SignUp
from linkportal.kit import clock
from tests.groups.forming import make_event
from tests.mailbox import Mailbox
from tests.processes import run_jobs

PHONE = "+4740612345"


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """An open meeting with room for two."""
    return make_event(tonsberg, bakken.municipality, places=2)


def wants(name: str, **more: str) -> Wanted:
    """A form of their own, with an address made of their name."""
    ways = more or {"email": f"{name.lower()}@example.no"}
    return Wanted(submission_id=uuid.uuid4(), name=name, **ways)


def comes(event: Event, *names: str) -> list[SignUp]:
    return [signing_up.sign_up(event, wants(name)).sign_up for name in names]


def standing(event: Event) -> dict[str, int | None]:
    """Who is there, and on which seat; None waits."""
    return {each.name: each.seat for each in event.sign_ups.active()}


def test_who_comes_first_has_a_place_and_the_third_of_two_waits(evening: Event, mailbox: Mailbox) -> None:
    comes(evening, "Siri", "Nils", "Anne", "Jon")
    run_jobs()

    assert standing(evening) == {"Siri": 1, "Nils": 2, "Anne": None, "Jon": None}
    assert [number_in_line(each) for each in evening.sign_ups.in_line()] == [1, 2]
    assert mailbox.to("nils@example.no") == ["Du er påmeldt"]
    assert mailbox.to("anne@example.no") == ["Du står på venteliste"]


def test_where_as_many_may_come_as_want_to_everybody_has_a_place(
    tonsberg: DistrictOffice, bakken: ContactPoint
) -> None:
    evening = make_event(tonsberg, bakken.municipality, places=None)

    comes(evening, *(f"Nr{number}" for number in range(30)))

    assert list(standing(evening).values()) == list(range(1, 31))


def test_the_same_form_again_is_one_sign_up_and_one_mail(evening: Event, mailbox: Mailbox) -> None:
    siri = wants("Siri")

    first, again = signing_up.sign_up(evening, siri), signing_up.sign_up(evening, siri)
    run_jobs()

    assert first == again
    assert first.is_new
    assert mailbox.to("siri@example.no") == ["Du er påmeldt"]


def test_another_name_in_the_same_form_under_the_same_address_is_still_one(evening: Event) -> None:
    siri = wants("Siri")
    signing_up.sign_up(evening, siri)

    signing_up.sign_up(evening, Wanted(siri.submission_id, "Sirianne", siri.email))

    assert standing(evening) == {"Siri": 1}


def test_two_friends_who_use_the_same_form_one_after_the_other_both_come(evening: Event) -> None:
    siri = wants("Siri")
    signing_up.sign_up(evening, siri)

    signing_up.sign_up(evening, Wanted(siri.submission_id, "Nils", "nils@example.no"))

    assert standing(evening) == {"Siri": 1, "Nils": 2}


@pytest.mark.parametrize("again", [{"email": "SIRI@example.no"}, {"phone": PHONE}])
def test_the_same_address_or_number_signs_nobody_up_twice(evening: Event, again: dict[str, str]) -> None:
    first = signing_up.sign_up(evening, wants("Siri", email="siri@example.no", phone=PHONE))

    second = signing_up.sign_up(evening, wants("Siri Hansen", **again))

    assert second == SignedUp(first.sign_up, is_new=False, was_full=False)
    assert standing(evening) == {"Siri": 1}


def test_the_same_person_may_come_to_two_events(evening: Event, tonsberg: DistrictOffice) -> None:
    other = make_event(tonsberg, evening.municipality)
    siri = wants("Siri")

    signing_up.sign_up(evening, siri)
    signing_up.sign_up(other, siri)

    assert standing(evening) == standing(other) == {"Siri": 1}


def test_who_signs_up_again_gets_the_mail_again_but_nobody_can_fill_a_mailbox_so(
    evening: Event, mailbox: Mailbox
) -> None:
    for _each in range(4):
        comes(evening, "Siri")
    run_jobs()
    assert mailbox.to("siri@example.no") == 2 * ["Du er påmeldt"]


def not_public(event: Event) -> None:
    event.is_public, event.takes_sign_ups, event.places = False, False, None


def without_sign_ups(event: Event) -> None:
    event.takes_sign_ups, event.places = False, None


def begun(event: Event) -> None:
    event.starts_at = clock.now() - timedelta(minutes=1)


@pytest.mark.parametrize("change", [call_off, not_public, without_sign_ups, begun])
def test_one_signs_up_for_nothing_that_is_not_to_come(evening: Event, change: Callable[[Event], None]) -> None:
    stale = Event.objects.get(pk=evening.pk)
    change(evening)
    evening.save()

    with pytest.raises(NotOpen):
        comes(stale, "Siri")

    assert not evening.sign_ups.exists()


def test_who_signs_off_is_forgotten_and_the_first_in_line_gets_the_place(evening: Event, mailbox: Mailbox) -> None:
    siri, *_others = comes(evening, "Siri", "Nils", "Anne", "Jon")
    run_jobs()

    sign_off(siri)
    run_jobs()

    assert standing(evening) == {"Nils": 2, "Anne": 1, "Jon": None}
    left = SignUp.objects.get(pk=siri.pk)
    assert (left.status, left.name, left.email, left.email_key) == (SignUpStatus.CANCELLED, "", "", "")
    assert mailbox.to("anne@example.no") == ["Du står på venteliste", "Du har fått plass"]
    assert mailbox.to("jon@example.no") == ["Du står på venteliste"]
    assert mailbox.to("siri@example.no") == ["Du er påmeldt"]


def test_signing_off_twice_is_once(evening: Event) -> None:
    siri, *_others = comes(evening, "Siri", "Nils", "Anne", "Jon")
    in_another_window = SignUp.objects.get(pk=siri.pk)

    sign_off(siri)
    sign_off(in_another_window)

    assert standing(evening) == {"Nils": 2, "Anne": 1, "Jon": None}


def test_who_leaves_the_line_leaves_the_places_as_they_are(evening: Event) -> None:
    *_others, anne, _jon = comes(evening, "Siri", "Nils", "Anne", "Jon")

    sign_off(anne)

    assert standing(evening) == {"Siri": 1, "Nils": 2, "Jon": None}


def test_who_signed_off_may_sign_up_again_and_stands_last(evening: Event) -> None:
    form = wants("Siri")
    siri = signing_up.sign_up(evening, form).sign_up
    comes(evening, "Nils", "Anne")
    sign_off(siri)

    again = signing_up.sign_up(evening, form)

    assert again.is_new
    assert standing(evening) == {"Nils": 2, "Anne": 1, "Siri": None}


def test_who_gets_a_place_and_has_no_address_is_to_be_called(evening: Event) -> None:
    siri, _nils = comes(evening, "Siri", "Nils")
    anne = signing_up.sign_up(evening, wants("Anne", phone=PHONE)).sign_up

    sign_off(siri)

    anne.refresh_from_db()
    assert (anne.has_place, anne.to_call) == (True, True)


def test_more_places_are_filled_from_the_line(evening: Event) -> None:
    comes(evening, "Siri", "Nils", "Anne", "Jon", "Eva")
    Event.objects.filter(pk=evening.pk).update(places=4)

    moved = fill(evening)

    assert [each.name for each in moved] == ["Anne", "Jon"]
    assert standing(evening) == {"Siri": 1, "Nils": 2, "Anne": 3, "Jon": 4, "Eva": None}


def test_where_places_were_taken_away_nobody_gets_one_that_is_no_more(
    tonsberg: DistrictOffice, bakken: ContactPoint
) -> None:
    evening = make_event(tonsberg, bakken.municipality, places=4)
    siri, nils, *_others = comes(evening, "Siri", "Nils", "Anne", "Jon")
    sign_off(siri)
    sign_off(nils)
    Event.objects.filter(pk=evening.pk).update(places=2)

    comes(evening, "Eva")

    assert standing(evening) == {"Anne": 3, "Jon": 4, "Eva": None}


def test_nobody_new_passes_those_in_line(evening: Event) -> None:
    comes(evening, "Siri", "Nils", "Anne")
    Event.objects.filter(pk=evening.pk).update(places=3)  # and nobody has filled it yet

    late = comes(evening, "Jon")[0]

    assert not late.has_place


def test_nobody_gets_a_place_at_what_is_cancelled(evening: Event, mailbox: Mailbox) -> None:
    siri, *_others = comes(evening, "Siri", "Nils", "Anne")
    run_jobs()
    call_off(evening)

    sign_off(siri)
    run_jobs()

    assert evening.status == EventStatus.CANCELLED
    assert standing(evening) == {"Nils": 2, "Anne": None}
    assert mailbox.to("anne@example.no") == ["Du står på venteliste"]


def test_a_copy_of_the_database_does_not_hold_the_number_that_opens_a_receipt(evening: Event) -> None:
    siri = wants("Siri")

    assert signing_up.sign_up(evening, siri).sign_up.submission_id != siri.submission_id


def leaves(came: list[SignUp], name: str) -> None:
    """Whoever is called so signs off, if they are among those who came."""
    for each in [one for one in came if one.name == name]:
        sign_off(each)
        came.remove(each)


# Whether one comes, leaves, or there is room for so many from now on.
HAPPENINGS = st.lists(
    st.tuples(st.sampled_from(["comes", "leaves"]), st.sampled_from("ABCDEFGH"))
    | st.tuples(st.just("room"), st.sampled_from("123456")),
    max_size=30,
)


@trials(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HAPPENINGS)
def test_whatever_happens_those_who_came_first_have_the_places_and_none_is_empty_while_somebody_waits(
    evening: Event, happenings: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        came, room = [], 2
        for what, who in happenings:
            if what == "comes":
                came += comes(evening, who) if who not in standing(evening) else []
            elif what == "leaves":
                leaves(came, who)
            else:
                room = max(int(who), evening.sign_ups.with_place().count())
                Event.objects.filter(pk=evening.pk).update(places=room)
                fill(evening)
            inside, in_line = list(evening.sign_ups.with_place()), list(evening.sign_ups.in_line())
            assert {each.pk for each in inside} == {each.pk for each in came[:room]}
            assert [each.pk for each in in_line] == [each.pk for each in came[room:]]
            assert len({each.seat for each in inside}) == len(inside)
        transaction.set_rollback(True)
