"""The life of a group: one table of moves, each an event, and at the start its people become a number."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from contactpoints.models import ContactPoint, User
from groups.enums import (
    ALIVE,
    MOVES,
    CancelReason,
    EndReason,
    FewReason,
    GroupStatus,
    GroupStep,
    Outcome,
    Status,
    Step,
    Wish,
)
from groups.forming import asking, starting
from groups.models import (
    Candidate,
    ChangedMeanwhile,
    GroupEvent,
    Helper,
    Inquiry,
    MoveNotAllowed,
    SelfHelpGroup,
    TooFew,
    TooManyInitiators,
)
from linkportal.kit import clock
from tests.conftest import TODAY
from tests.groups.forming import make_group, make_initiator, make_waiting
from tests.mailbox import Mailbox
from tests.processes import run_jobs

pytestmark = pytest.mark.django_db


def test_five_wait_in_two_municipalities_and_become_a_running_group(bakken: ContactPoint, ola: User) -> None:
    people = [make_waiting(code, contact_point=bakken, by=ola) for code in ("3724", "3724", "3724", "3915", "3915")]
    group = make_group(bakken, by=ola)

    asking.ask(group, people, by=ola)
    for candidate in group.candidates.all():
        asking.answer(candidate.inquiry, candidate.public_id, yes=True)
    starting.start(group, [one.pk for one in group.candidates.all()], others=1, on=TODAY, by=ola)
    assert (group.status, group.participants) == (GroupStatus.STARTING, 6)
    group.run(by=ola)
    group.follow_up(5, by=ola, is_open=True)
    starting.end(group, EndReason.FINISHED, by=ola)

    assert group.status == GroupStatus.ENDED
    history = list(group.events.values_list("step", "status_before", "status_after"))
    assert history == [
        ("create", "", "gathering"),
        ("ask", "gathering", "gathering"),
        ("start", "gathering", "starting"),
        ("run", "starting", "running"),
        ("follow_up", "running", "running"),
        ("end", "running", "ended"),
    ]


class TestWhoIsAsked:
    def test_gets_a_mail_without_a_word_about_a_group(self, bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        asking.ask(make_group(bakken, by=ola), [kari], by=ola)

        run_jobs()
        (mail,) = mailbox.mails
        assert mail.subject == "Vi har et spørsmål til deg"
        assert "gruppe" not in mail.text.lower()

    def test_without_an_address_is_to_be_called_by_the_place_that_has_the_inquiry(
        self, bakken: ContactPoint, ola: User, tonsberg: Any, berit: User, mailbox: Mailbox
    ) -> None:
        kari = make_waiting("3915", at=tonsberg, by=berit, email="", phone="+4740612345")
        asking.ask(make_group(bakken, by=ola), [kari], by=ola)

        run_jobs()
        assert mailbox.to(tonsberg) == [f"Ring om henvendelse {kari.reference}"]

    def test_is_asked_by_one_group_at_a_time(self, bakken: ContactPoint, ola: User) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        asking.ask(make_group(bakken, by=ola), [kari], by=ola)
        other = make_group(bakken, by=ola)

        with pytest.raises(MoveNotAllowed):
            asking.ask(other, [kari], by=ola)
        assert not other.candidates.exists()
        assert not Inquiry.objects.waiting_for_group().exists()

    def test_may_be_asked_by_another_after_a_no_and_not_say_yes_to_both(self, bakken: ContactPoint, ola: User) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        first, second = make_group(bakken, by=ola), make_group(bakken, by=ola)
        asking.ask(first, [kari], by=ola)
        asking.answer(kari, first.candidates.get().public_id, yes=False)
        asking.ask(second, [kari], by=ola)
        asking.answer(kari, second.candidates.get().public_id, yes=True)

        with pytest.raises(MoveNotAllowed):
            asking.answer(kari, first.candidates.get().public_id, yes=True)

    def test_has_been_in_touch_when_they_answer(self, bakken: ContactPoint, ola: User) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        group = make_group(bakken, by=ola)
        asking.ask(group, [kari], by=ola)

        with clock.moved_to(clock.now() + timedelta(days=200)):
            asking.answer(kari, group.candidates.get().public_id, yes=False)
            assert kari.last_contact_at == clock.now()

    @pytest.mark.parametrize("leaves", ["withdraw", "close", "hand_over", "erase"])
    def test_is_forgotten_by_the_group_when_they_do_not_wait_any_more(
        self, bakken: ContactPoint, ola: User, tonsberg: Any, leaves: str
    ) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        group = make_group(bakken, by=ola)
        asking.ask(group, [kari], by=ola)

        match leaves:
            case "withdraw":
                kari.withdraw()
            case "close":
                kari.close(Outcome.CHANGED_MIND, by=ola)
            case "hand_over":
                kari.hand_over(tonsberg, tonsberg, by=ola, reason="Flyttet")
            case "erase":
                kari.erase()

        assert not group.candidates.exists()


class TestTheStart:
    def test_ends_the_inquiries_of_those_who_came_and_lets_the_others_wait(
        self, bakken: ContactPoint, ola: User
    ) -> None:
        came = [make_waiting("3724", contact_point=bakken, by=ola) for _ in range(3)]
        starter = make_waiting("3724", contact_point=bakken, by=ola, wish=Wish.START)
        absent = make_waiting("3724", contact_point=bakken, by=ola)
        group = make_group(bakken, by=ola)
        asking.ask(group, [*came, starter, absent], by=ola)
        there = group.candidates.exclude(inquiry=absent).values_list("pk", flat=True)

        starting.start(group, list(there), others=0, on=TODAY, by=ola)

        ended = Inquiry.objects.filter(status=Status.CLOSED).values_list("outcome", flat=True)
        assert sorted(ended) == ["joined", "joined", "joined", "started"]
        absent.refresh_from_db()
        assert absent.status == Status.WAITING
        assert absent.events.latest("pk").step == Step.GROUP_OFF
        assert not Candidate.objects.exists()

    def test_with_three_asks_for_a_reason(self, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        few = settings.GROUP_MIN_TO_START - 1

        with pytest.raises(TooFew):
            starting.start(group, [], others=few, on=TODAY, by=ola)
        starting.start(group, [], others=few, on=TODAY, by=ola, few_reason=FewReason.SMALL_PLACE)

        assert group.few_reason == group.events.latest("pk").reason == FewReason.SMALL_PLACE

    def test_with_one_is_none(self, bakken: ContactPoint, ola: User) -> None:
        with pytest.raises(TooFew):
            starting.start(
                make_group(bakken, by=ola), [], others=1, on=TODAY, by=ola, few_reason=FewReason.THEY_WISH_IT
            )

    def test_with_enough_keeps_no_reason(self, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        starting.start(group, [], others=4, on=TODAY, by=ola, few_reason=FewReason.SMALL_PLACE)
        assert group.few_reason == ""

    def test_of_a_page_that_is_old_is_not_taken(self, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        seen = group.events.latest("pk").pk
        group.open(False, by=ola)

        with pytest.raises(ChangedMeanwhile):
            starting.start(group, [], others=5, on=TODAY, by=ola, seen=seen)


def test_who_was_asked_by_a_group_that_is_given_up_waits_on_and_is_told(
    bakken: ContactPoint, ola: User, mailbox: Mailbox
) -> None:
    kari = make_waiting("3724", contact_point=bakken, by=ola)
    group = make_group(bakken, by=ola)
    asking.ask(group, [kari], by=ola)

    starting.cancel(group, CancelReason.NOT_ENOUGH, by=ola)

    run_jobs()
    assert [mail.subject for mail in mailbox.mails][-1] == "Noe nytt til deg"
    assert list(Inquiry.objects.waiting_for_group()) == [kari]


@pytest.mark.parametrize("ends", ["starts", "is given up"])
def test_who_has_no_address_is_to_be_called_also_by_those_whose_group_it_was(
    bakken: ContactPoint, ola: User, mailbox: Mailbox, ends: str
) -> None:
    group = make_group(bakken, by=ola)
    kari = make_waiting("3724", contact_point=bakken, by=ola, email="", phone="+4740612345")
    asking.ask(group, [kari], by=ola)
    run_jobs()
    assert mailbox.to(bakken) == []  # while it gathers they see it on the page of the group

    if ends == "starts":
        starting.start(group, [], others=5, on=TODAY, by=ola)
    else:
        starting.cancel(group, CancelReason.NO_PLACE, by=ola)
    run_jobs()

    assert mailbox.to(bakken) == [f"Ring om henvendelse {kari.reference}"]


class TestInitiators:
    def test_are_two_at_most(self, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        first, second, third = (make_initiator(bakken, by=ola) for _ in range(3))
        for one in (first, second, first):
            group.add_initiator(one, by=ola)

        with pytest.raises(TooManyInitiators):
            group.add_initiator(third, by=ola)
        with pytest.raises(IntegrityError), transaction.atomic():
            Helper.objects.create(group=group, initiator=third, seat=3)

    def test_are_linked_to_the_group_until_they_withdraw(self, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        group.add_initiator(make_initiator(bakken, by=ola), by=ola)
        starting.start(group, [], others=5, on=TODAY, by=ola)
        assert group.helpers.count() == 1

        group.run(by=ola)

        assert group.helpers.count() == 0

    def test_who_leave_take_their_name_with_them(self, bakken: ContactPoint, ola: User) -> None:
        initiator = make_initiator(bakken, by=ola)
        make_group(bakken, by=ola).add_initiator(initiator, by=ola)

        initiator.leave()

        initiator.refresh_from_db()
        assert (initiator.name, initiator.email, initiator.phone) == ("", "", "")
        assert not initiator.helping.exists()


STEPS = st.lists(st.sampled_from([step for step in GroupStep if step != GroupStep.CREATE]), max_size=12)


@trials(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_path_leads_to_a_status_that_the_table_does_not_allow(
    bakken: ContactPoint, ola: User, steps: list[GroupStep]
) -> None:
    with transaction.atomic():
        group, taken = make_group(bakken, by=ola), [GroupStep.CREATE]
        for step in steps:
            before = group.status
            allowed = step in group.allowed_steps
            try:
                take(group, step, ola)
            except MoveNotAllowed:
                assert not allowed
                group.refresh_from_db()
                assert group.status == before
            else:
                assert allowed
                assert group.status == (MOVES[step].to or before)
                taken.append(step)
        assert [event.step for event in group.events.all()] == taken
        assert_history_is_one_way(group)
        assert not (group.status not in ALIVE and (group.is_shown or group.is_open))
        transaction.set_rollback(True)


def assert_history_is_one_way(group: SelfHelpGroup) -> None:
    """Each event begins where the last one ended, and leads where the table says."""
    last = ""
    for event in group.events.all():
        assert event.status_before == last
        assert event.status_after == (MOVES[GroupStep(event.step)].to or last)
        last = event.status_after
    assert last == group.status


def take(group: SelfHelpGroup, step: GroupStep, by: User) -> object:
    """One step, the plainest way."""
    day = TODAY + timedelta(days=7)
    plain: dict[GroupStep, Any] = {
        GroupStep.ASK: lambda: asking.ask(group, [], by=by),
        GroupStep.CHANGE: lambda: group.change(by=by, weekday=2),
        GroupStep.SHOW: lambda: group.show(True, by=by),
        GroupStep.HIDE: lambda: group.show(False, by=by),
        GroupStep.OPEN: lambda: group.open(True, by=by),
        GroupStep.CLOSE: lambda: group.open(False, by=by),
        GroupStep.ADD_INITIATOR: lambda: (
            group.add_initiator(make_initiator(group.contact_point or pytest.fail("nobody helps it"), by=by), by=by)
            if group.helpers.count() < 2 or GroupStep.ADD_INITIATOR not in group.allowed_steps
            else group.add_initiator(group.helpers.get(seat=1).initiator, by=by)
        ),
        GroupStep.REMOVE_INITIATOR: lambda: group.remove_initiator(
            make_initiator(group.contact_point or pytest.fail("nobody helps it"), by=by), by=by
        ),
        GroupStep.CHECK: lambda: group.check_off(["room"], by=by),
        GroupStep.START: lambda: group.begin(5, TODAY, by=by),
        GroupStep.RUN: lambda: group.run(by=by),
        GroupStep.FOLLOW_UP: lambda: group.follow_up(5, by=by, is_open=True),
        GroupStep.END: lambda: group.end(EndReason.FINISHED, by=by),
        GroupStep.CANCEL: lambda: group.cancel(CancelReason.MISTAKE, by=by),
    }
    return plain.get(step, lambda: group.note_meeting(step, "information_meeting", day, by=by))()


class TestTheDatabase:
    def test_lets_nobody_be_asked_by_two_groups(self, bakken: ContactPoint, ola: User) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        Candidate.objects.create(group=make_group(bakken, by=ola), inquiry=kari)
        with pytest.raises(IntegrityError), transaction.atomic():
            Candidate.objects.create(group=make_group(bakken, by=ola), inquiry=kari)

    def test_keeps_what_has_happened(self, bakken: ContactPoint, ola: User) -> None:
        event = make_group(bakken, by=ola).events.get()
        with pytest.raises(TypeError):
            event.save()
        with pytest.raises(ProtectedError):
            event.group.delete()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"status": GroupStatus.RUNNING},
            {"status": GroupStatus.ENDED, "participants": 5, "started_on": date(2026, 1, 1)},
            {"status": GroupStatus.CANCELLED, "ended_on": date(2026, 1, 1), "end_reason": EndReason.FINISHED},
            {"participants": 5},
            {"is_shown": True, "contact_point": None},
        ],
        ids=str,
    )
    def test_refuses_a_group_that_contradicts_itself(
        self, bakken: ContactPoint, ola: User, wrong: dict[str, Any]
    ) -> None:
        group = make_group(bakken, by=ola)
        with pytest.raises(IntegrityError), transaction.atomic():
            SelfHelpGroup.objects.filter(pk=group.pk).update(**wrong)


def test_a_group_event_has_a_day_and_no_moment(bakken: ContactPoint, ola: User) -> None:
    """The moment of the start would be that in which its people's inquiries ended."""
    kinds = {field.get_internal_type() for field in GroupEvent._meta.get_fields() if hasattr(field, "attname")}
    assert "DateTimeField" not in kinds
    kinds = {field.get_internal_type() for field in SelfHelpGroup._meta.get_fields() if hasattr(field, "attname")}
    assert "DateTimeField" not in kinds
