"""Any steps in any order: only what the table allows happens, and all that happens is in the history."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import ALLOWED, ENDED, DeclineReason, Outcome, RoutingRule, Status, Step, TextKind
from groups.models import PERSONAL_FIELDS, ChangedMeanwhile, Inquiry, InquiryEvent, MoveNotAllowed
from linkportal.kit import clock
from linkportal.kit.encryption import search_keys
from tests.groups.making import make_inquiry

Take = Callable[[Inquiry, User, DistrictOffice], InquiryEvent]

STEPS: dict[Step, Take] = {
    Step.RELEASE: lambda inquiry, by, _: inquiry.release(by=by),
    Step.TAKE: lambda inquiry, by, _: inquiry.take(by=by),
    Step.ACCEPT: lambda inquiry, by, _: inquiry.accept(),
    Step.GIVE_BACK: lambda inquiry, by, _: inquiry.give_back(by=by),
    Step.FALL_BACK: lambda inquiry, by, _: inquiry.give_back(by=None, step=Step.FALL_BACK),
    Step.NOTE: lambda inquiry, by, _: inquiry.note("Ring etter fire.", by=by),
    Step.CALL_ATTEMPT: lambda inquiry, by, _: inquiry.call_attempt(by=by),
    Step.CONTACT: lambda inquiry, by, _: inquiry.contact(by=by),
    Step.ANSWER: lambda inquiry, by, _: inquiry.answer("Vi møtes torsdag.", by=by),
    Step.FOLLOW_UP: lambda inquiry, by, _: inquiry.follow_up(clock.today() + timedelta(days=9), by=by),
    Step.WAIT: lambda inquiry, by, _: inquiry.wait(by=by),
    Step.HAND_OVER: lambda inquiry, by, to: inquiry.hand_over(to, to, by=by, reason="Hun har flyttet."),
    Step.DECLINE: lambda inquiry, by, _: inquiry.decline(DeclineReason.NO_CAPACITY, by=by, text="Fullt."),
    Step.ANNOUNCE: lambda inquiry, by, _: inquiry.announce_passing(RoutingRule.OVERDUE),
    Step.PASS_ON: lambda inquiry, by, to: inquiry.pass_on(to),
    Step.ADD_MESSAGE: lambda inquiry, by, _: inquiry.add_message("Jeg lurer på noe mer."),
    Step.CORRECT: lambda inquiry, by, _: inquiry.correct(phone="+4740612345"),
    Step.CLOSE: lambda inquiry, by, _: inquiry.close(Outcome.INFORMED, by=by, note="Fikk brosjyren."),
    Step.REOPEN: lambda inquiry, by, _: inquiry.reopen(by=by),
    Step.WITHDRAW: lambda inquiry, by, _: inquiry.withdraw(),
    Step.ERASE: lambda inquiry, by, _: inquiry.erase(),
}


def check(inquiry: Inquiry) -> None:
    """What must be true of an inquiry wherever it stands."""
    assert (inquiry.waits_since is None) == (inquiry.answer_due_on is None)
    assert (inquiry.status == Status.PASSING) == bool(inquiry.passing_rule)
    if inquiry.status in ENDED:
        assert inquiry.due_on is None
        assert not inquiry.hand_over_requests.waiting()
    if inquiry.erased_at:
        assert not any(getattr(inquiry, name) for name in (*PERSONAL_FIELDS, "email_key", "phone_key"))
        assert not inquiry.texts.exists()
    events = list(inquiry.events.order_by("pk"))
    assert [event.status_before for event in events[1:]] == [event.status_after for event in events[:-1]]
    assert events[-1].status_after == inquiry.status


# The fixtures are the same for all examples, and no example touches the inquiry of another.
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(st.sampled_from(sorted(STEPS)), max_size=12), suspicious=st.booleans())
def test_no_path_leads_past_the_table(
    wanted: list[Step], suspicious: bool, tonsberg: DistrictOffice, alta: DistrictOffice, berit: User
) -> None:
    inquiry = make_inquiry("3724", suspicious=suspicious)

    for step in wanted:
        before, told = inquiry.status, inquiry.events.count()
        was_erased = inquiry.erased_at is not None
        if before in ALLOWED[step] and not (step == Step.REOPEN and was_erased):
            event = STEPS[step](inquiry, berit, alta)
            assert (event.step, event.status_before, event.status_after) == (step, before, inquiry.status)
        else:
            with pytest.raises(MoveNotAllowed):
                STEPS[step](inquiry, berit, alta)
            inquiry.refresh_from_db()
            assert (inquiry.status, inquiry.events.count()) == (before, told)
        inquiry = Inquiry.objects.get(pk=inquiry.pk)
        check(inquiry)


def test_every_step_but_those_around_others_is_tried() -> None:
    # The mails of the jobs and the questions to the person come with them in casework, passing and deadlines.
    assert set(Step) - set(STEPS) == {
        Step.RECEIVE,
        Step.ASK,
        Step.UNASK,
        Step.AGREE,
        Step.REFUSE,
        Step.TELL,
        Step.REMIND,
        Step.ESCALATE,
        Step.PROPOSE,
        *(Step.ASK_GROUP, Step.GROUP_YES, Step.GROUP_NO, Step.GROUP_NEWS, Step.GROUP_OFF),  # test_group_life.py
    }


def test_the_second_of_two_is_told_what_the_first_did(
    tonsberg: DistrictOffice, alta: DistrictOffice, berit: User
) -> None:
    inquiry = make_inquiry("3724")
    seen = inquiry.events.latest("pk").pk
    inquiry.hand_over(alta, alta, by=berit, reason="Hun bor i Alta nå.")

    with pytest.raises(ChangedMeanwhile) as told:
        Inquiry.objects.get(pk=inquiry.pk).close(Outcome.INFORMED, by=berit, seen=seen)

    assert [(event.step, event.by) for event in told.value.events] == [(Step.HAND_OVER, berit)]
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.office) == (Status.NEW, alta)


def test_a_colleagues_note_stops_nobody(tonsberg: DistrictOffice, berit: User) -> None:
    inquiry = make_inquiry("3724")
    seen = inquiry.events.latest("pk").pk
    inquiry.note("Hun ringte igjen.", by=berit)

    inquiry.take(by=berit, seen=seen)

    assert (inquiry.status, inquiry.assignee) == (Status.TAKEN, berit)


def test_a_call_without_answer_leaves_the_deadline_and_a_talk_ends_it(tonsberg: DistrictOffice, berit: User) -> None:
    inquiry = make_inquiry("3724")
    due = inquiry.answer_due_on

    inquiry.call_attempt(by=berit)
    assert (inquiry.answer_due_on, inquiry.answered_at) == (due, None)

    inquiry.contact(by=berit)
    assert inquiry.answer_due_on is inquiry.waits_since is None
    assert inquiry.answered_at is not None


def test_a_follow_up_is_due_when_no_answer_is_awaited(tonsberg: DistrictOffice, berit: User) -> None:
    inquiry = make_inquiry("3724")
    later = clock.today() + timedelta(days=60)
    inquiry.follow_up(later, by=berit)
    inquiry.refresh_from_db()
    assert inquiry.due_on == inquiry.answer_due_on

    inquiry.contact(by=berit)

    inquiry.refresh_from_db()
    assert inquiry.due_on == later


def test_who_writes_again_waits_again(tonsberg: DistrictOffice, berit: User) -> None:
    inquiry = make_inquiry("3724")
    inquiry.contact(by=berit)

    inquiry.add_message("Kan vi ta det på kveldstid?")

    assert inquiry.waits_since is not None
    assert [(text.kind, text.by) for text in inquiry.texts.all()] == [(TextKind.MESSAGE, None)]


@pytest.mark.parametrize("written", ["kari@example.no", " Kari@Example.no "])
def test_found_by_exactly_the_address(tonsberg: DistrictOffice, written: str) -> None:
    inquiry = make_inquiry("3724", email="kari@example.no", phone="+4740612345")
    make_inquiry("3724", email="kari2@example.no")

    assert list(Inquiry.objects.found_by(written)) == [inquiry]
    assert list(Inquiry.objects.found_by("+4740612345")) == [inquiry]
    assert not Inquiry.objects.found_by("kari@example")
    assert not Inquiry.objects.found_by("")


def test_what_it_is_found_by_needs_the_key_and_goes_with_the_words(
    tonsberg: DistrictOffice, bakken: ContactPoint
) -> None:
    inquiry = make_inquiry("3724", email="kari@example.no", contact_point=bakken)
    assert inquiry.email_key == search_keys("kari@example.no")[0]
    assert "kari" not in inquiry.email_key

    inquiry.withdraw()

    assert not Inquiry.objects.found_by("kari@example.no")
