"""Nothing is forgotten: whatever is open has a day on which somebody is reminded of it, and somebody to remind."""

from datetime import date, timedelta

import pytest

from contactpoints.enums import Role
from contactpoints.models import Absence, ContactPoint, DistrictOffice, User
from groups.enums import RoutingRule, Status, Wish
from groups.inquiries import casework
from groups.models import Inquiry
from tests.conftest import TODAY, make_user
from tests.groups.days import do_the_jobs_of_the_day, each_day, on
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import run_jobs

IN_A_WEEK, IN_A_MONTH = TODAY + timedelta(days=7), TODAY + timedelta(days=30)
FOLLOW_UP, CONTROL = "1 henvendelse skal følges opp", "1 henvendelse venter på dere"


@pytest.fixture
def answered(bakken: ContactPoint, ola: User) -> Inquiry:
    """Ola has spoken with Kari, and set no day for more."""
    inquiry = make_inquiry("3724", wish=Wish.JOIN, contact_point=bakken)
    inquiry.contact(by=ola)
    run_jobs()
    return inquiry


def test_what_a_leaver_had_answered_is_taken_up_by_those_who_remain(
    answered: Inquiry, ola: User, bakken: ContactPoint, mailbox: Mailbox
) -> None:
    per = make_user("per@example.no", Role.STAFF, contact_point=bakken)
    ola.memberships.get().delete()
    run_jobs()

    with on(IN_A_MONTH):
        do_the_jobs_of_the_day()

    answered.refresh_from_db()
    assert (answered.status, answered.assignee) == (Status.NEW, None)
    assert FOLLOW_UP in mailbox.to(per)


def test_what_is_put_back_keeps_the_day_it_had(answered: Inquiry, ola: User) -> None:
    answered.follow_up(IN_A_MONTH, by=ola)

    answered.give_back(by=ola)

    assert answered.follow_up_on == IN_A_MONTH


def test_who_waits_for_a_group_is_looked_after_once_in_a_while(answered: Inquiry, ola: User, mailbox: Mailbox) -> None:
    answered.wait(by=ola)

    for day in each_day(TODAY, IN_A_MONTH):
        assert (FOLLOW_UP in mailbox.to(ola)) == (day == IN_A_MONTH)


def test_what_has_had_its_answer_is_looked_at_again(answered: Inquiry, ola: User, mailbox: Mailbox) -> None:
    for day in each_day(TODAY, IN_A_MONTH):
        assert (FOLLOW_UP in mailbox.to(ola)) == (day == IN_A_MONTH)

    with on(IN_A_MONTH):
        answered.answer("Det er plass i gruppen nå.", by=ola)

    answered.refresh_from_db()
    assert answered.follow_up_on == IN_A_MONTH + timedelta(days=30)


def test_question_that_the_person_never_answers_is_followed_up(
    answered: Inquiry, ola: User, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    casework.ask_person(answered, tonsberg, by=ola, reason="Bor der.")

    with on(IN_A_WEEK):
        do_the_jobs_of_the_day()

    assert FOLLOW_UP in mailbox.to(ola)


def test_office_follows_up_where_a_contact_point_has_neither_people_nor_address(
    answered: Inquiry, ola: User, berit: User, bakken: ContactPoint, mailbox: Mailbox
) -> None:
    answered.follow_up(IN_A_WEEK, by=ola)
    ola.memberships.get().delete()
    ContactPoint.objects.filter(pk=bakken.pk).update(email="")
    run_jobs()

    with on(IN_A_WEEK):
        do_the_jobs_of_the_day()

    assert FOLLOW_UP in mailbox.to(berit)


def test_what_waits_for_control_at_a_closed_office_is_the_national_administrators(
    tonsberg: DistrictOffice, admin: User, mailbox: Mailbox
) -> None:
    make_inquiry("3724", suspicious=True)
    DistrictOffice.objects.filter(pk=tonsberg.pk).update(closed_on=TODAY)

    with on(IN_A_WEEK):
        do_the_jobs_of_the_day()

    assert mailbox.to(admin) == [CONTROL]


def test_an_absence_since_the_year_one_stops_nobody_elses_deadlines(
    answered: Inquiry, bakken: ContactPoint, berit: User, mailbox: Mailbox
) -> None:
    Absence.objects.create(contact_point=bakken, first_day=date.min, last_day=date.max)
    answered.add_message("Hører jeg fra dere?")
    make_inquiry("3724", wish=Wish.START)

    with on(IN_A_WEEK):
        do_the_jobs_of_the_day()

    assert mailbox.to(berit) == [CONTROL]


def test_who_is_there_in_an_absence_and_then_is_not_has_it_for_eight_days(
    answered: Inquiry, bakken: ContactPoint, tonsberg: DistrictOffice
) -> None:
    Absence.objects.create(contact_point=bakken, first_day=TODAY, last_day=TODAY + timedelta(days=300))
    answered.add_message("Hører jeg fra dere?")

    for day in each_day(TODAY, date(2026, 6, 11)):
        answered.refresh_from_db()
        assert answered.contact_point == (bakken if day < date(2026, 6, 11) else None)

    assert (answered.office, answered.rule) == (tonsberg, RoutingRule.ABSENT)
