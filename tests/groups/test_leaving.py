"""Ola leaves Bakken: what he had there falls back to it, once, and those who remain are told."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Membership, User
from groups.enums import Outcome, Status, Step, Wish
from groups.inquiries import casework, leaving
from groups.models import Inquiry
from tests.conftest import TODAY, make_user
from tests.groups.days import do_the_jobs_of_the_day, on
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import run_jobs

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def his(bakken: ContactPoint, ola: User) -> Inquiry:
    """What Ola has taken at Bakken."""
    inquiry = make_inquiry("3724", wish=Wish.JOIN, contact_point=bakken)
    inquiry.take(by=ola)
    run_jobs()
    return inquiry


@pytest.fixture
def per(bakken: ContactPoint) -> User:
    """Works at Bakken too."""
    return make_user("per@example.no", Role.STAFF, contact_point=bakken)


def end(user: User) -> None:
    membership = user.memberships.get()
    membership.valid_until = TODAY
    membership.save()


def fallen_back(inquiry: Inquiry) -> int:
    return inquiry.events.filter(step=Step.FALL_BACK).count()


def notice(inquiry: Inquiry) -> str:
    return f"Henvendelse {inquiry.reference} er uten ansvarlig"


def test_ended_today_it_falls_back_at_once_and_those_who_remain_are_told(
    his: Inquiry, ola: User, per: User, mailbox: Mailbox
) -> None:
    end(ola)
    run_jobs()

    his.refresh_from_db()
    assert (his.assignee, his.status, fallen_back(his)) == (None, Status.NEW, 1)
    assert mailbox.to(per) == [notice(his)]
    assert notice(his) not in mailbox.to(ola)
    assert "Kari" not in mailbox.mails[-1].text


def test_closed_account_is_the_same_as_leaving(his: Inquiry, ola: User, per: User, mailbox: Mailbox) -> None:
    ola.is_active = False
    ola.save()
    run_jobs()

    assert fallen_back(his) == 1
    assert mailbox.to(per) == [notice(his)]


def test_where_nobody_remains_the_place_itself_is_told(
    his: Inquiry, ola: User, bakken: ContactPoint, mailbox: Mailbox
) -> None:
    end(ola)
    run_jobs()

    assert notice(his) in mailbox.to(bakken)


def test_end_that_was_set_long_before_comes_with_the_day(his: Inquiry, ola: User, per: User, mailbox: Mailbox) -> None:
    ola.memberships.update(valid_until=TOMORROW)  # no signal tells of it
    do_the_jobs_of_the_day()
    assert fallen_back(his) == 0

    with on(TOMORROW):
        do_the_jobs_of_the_day(times=2)

    assert fallen_back(his) == 1
    assert mailbox.to(per) == [notice(his)]


def test_taken_away_altogether_it_falls_back_too(his: Inquiry, ola: User) -> None:
    ola.memberships.get().delete()
    run_jobs()

    assert fallen_back(his) == 1


def test_what_waits_for_a_group_goes_on_waiting(his: Inquiry, ola: User) -> None:
    his.wait(by=ola)
    end(ola)
    run_jobs()

    his.refresh_from_db()
    assert (his.assignee, his.status) == (None, Status.WAITING)


def test_what_is_over_stays_as_it_was(his: Inquiry, ola: User) -> None:
    casework.close(his, Outcome.JOINED, by=ola)
    end(ola)
    run_jobs()

    assert fallen_back(his) == 0


def test_only_what_is_at_the_place_that_was_left(his: Inquiry, ola: User, tonsberg: DistrictOffice) -> None:
    office = Membership.objects.create(user=ola, role=Role.COORDINATOR, office=tonsberg, valid_from=TODAY)
    at_office = make_inquiry()
    at_office.take(by=ola)
    office.valid_until = TOMORROW
    office.save()

    with on(TOMORROW):
        do_the_jobs_of_the_day()

    assert (fallen_back(at_office), fallen_back(his)) == (1, 0)


def test_who_became_staff_after_being_leader_has_not_left(his: Inquiry, ola: User, bakken: ContactPoint) -> None:
    Membership.objects.create(user=ola, role=Role.STAFF, contact_point=bakken, valid_from=TODAY)
    ola.memberships.filter(role=Role.LEADER).update(valid_until=TODAY)

    do_the_jobs_of_the_day()

    assert fallen_back(his) == 0


def test_coordinator_and_administrator_work_where_they_read(
    his: Inquiry, berit: User, admin: User, national_desk: DistrictOffice
) -> None:
    his.take(by=berit)
    at_the_desk = make_inquiry("0150")
    at_the_desk.take(by=admin)

    do_the_jobs_of_the_day()

    assert (fallen_back(his), fallen_back(at_the_desk)) == (0, 0)


def test_twice_at_once_falls_back_once(his: Inquiry, ola: User, per: User, mailbox: Mailbox) -> None:
    ola.memberships.update(valid_until=TODAY)

    leaving._give_back(his.pk)
    leaving._give_back(his.pk)
    leaving.fall_back(ola.pk)
    run_jobs()

    assert fallen_back(his) == 1
    assert mailbox.to(per) == [notice(his)]


def test_logging_in_and_being_invited_queue_nothing(his: Inquiry, ola: User, bakken: ContactPoint) -> None:
    before = ProcrastinateJob.objects.count()

    ola.save()
    make_user("ny@example.no", Role.STAFF, contact_point=bakken)

    assert ProcrastinateJob.objects.count() == before
