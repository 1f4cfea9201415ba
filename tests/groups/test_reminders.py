"""One mail to a person with a backlog: to whom, when, how often, and in which words. June 1st 2026 is a Monday."""

from datetime import date

from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Membership, User
from groups.enums import Step
from groups.inquiries import deadlines, reminders
from groups.models import Inquiry, Reminder, ReminderKind
from tests.conftest import TODAY, make_contact_point, make_user
from tests.groups.days import at, do_the_jobs_of_the_day, each_day, on
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import run_jobs

THURSDAY = date(2026, 6, 4)


def reminded_on(day: date) -> None:
    with on(day):
        do_the_jobs_of_the_day()


def test_one_mail_however_much_waits_and_at_however_many_places(
    bakken: ContactPoint, ola: User, mailbox: Mailbox
) -> None:
    other = make_contact_point("Frivilligsentralen i Porsgrunn", "Porsgrunn")
    Membership.objects.create(user=ola, role=Role.STAFF, contact_point=other, valid_from=TODAY)
    inquiries = [at(place) for place in (bakken, bakken, bakken, other, other)]

    reminded_on(THURSDAY)

    assert mailbox.to(ola) == ["5 henvendelser venter på dere"]
    text = mailbox.mails[-1].text
    assert "– Frivilligsentralen på Bakken: 3 venter på svar, den eldste siden 1. juni" in text
    assert "– Frivilligsentralen i Porsgrunn: 2 venter på svar" in text
    assert "/arbeidsflate/henvendelser/" in text
    for word in ("Kari", "kari@", *(inquiry.reference for inquiry in inquiries)):
        assert word not in text
    assert all(inquiry.events.filter(step=Step.REMIND).count() == 1 for inquiry in inquiries)


def test_who_has_it_is_reminded_and_nobody_else(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    per = make_user("per@example.no", Role.STAFF, contact_point=bakken)
    at(bakken).take(by=per)

    reminded_on(THURSDAY)

    assert mailbox.to(per) == ["1 henvendelse venter på dere"]
    assert mailbox.to(ola) == []


def test_what_nobody_has_is_everybodys(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    per = make_user("per@example.no", Role.STAFF, contact_point=bakken)
    inquiry = at(bakken)

    reminded_on(THURSDAY)

    assert len(mailbox.to(per)) == len(mailbox.to(ola)) == 1
    assert inquiry.events.filter(step=Step.REMIND).count() == 1


def test_coordinator_who_took_what_bakken_had_is_the_one_to_remind(
    bakken: ContactPoint, ola: User, berit: User, mailbox: Mailbox
) -> None:
    inquiry = at(bakken)
    inquiry.take(by=berit)

    reminded_on(THURSDAY)

    assert (len(mailbox.to(berit)), mailbox.to(ola)) == (1, [])
    inquiry.refresh_from_db()
    assert inquiry.assignee == berit


def test_place_where_nobody_has_an_account_is_reminded_by_its_address(bakken: ContactPoint, mailbox: Mailbox) -> None:
    at(bakken)

    reminded_on(THURSDAY)

    assert mailbox.to(bakken)[1:] == ["1 henvendelse venter på dere"]
    assert Reminder.objects.get().recipient == bakken


def test_place_that_nobody_reaches_has_no_reminder_and_its_office_is_told(
    bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    at(bakken)
    ContactPoint.objects.update(email="")

    reminded_on(THURSDAY)
    reminded_on(date(2026, 6, 8))

    assert mailbox.to(tonsberg)[-1] == "1 henvendelse har nådd fristen"
    assert [reminder.kind for reminder in Reminder.objects.all()] == [ReminderKind.OVERDUE]


def test_the_next_one_comes_after_as_many_working_days(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    for day in each_day(TODAY, date(2026, 6, 9)):
        with on(day, 8):
            at(bakken)

    days = [reminder.on for reminder in Reminder.objects.filter(user=ola)]
    assert days == [THURSDAY, date(2026, 6, 9)]
    assert mailbox.to(ola) == ["1 henvendelse venter på dere", "4 henvendelser venter på dere"]


def test_nobody_is_reminded_on_a_day_on_which_the_place_does_not_work(bakken: ContactPoint, ola: User) -> None:
    at(bakken)

    reminded_on(date(2026, 6, 6))  # the worker was away until Saturday
    assert not Reminder.objects.exists()

    reminded_on(date(2026, 6, 8))
    assert Reminder.objects.filter(user=ola).exists()


def test_answered_before_the_mail_left_there_is_none(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    inquiry = at(bakken)
    run_jobs()
    with on(THURSDAY):
        deadlines.keep()
        inquiry.contact(by=ola)
        run_jobs()

    assert mailbox.to(ola) == []
    assert Reminder.objects.filter(user=ola).exists()


def test_what_is_to_be_followed_up_is_in_the_mail_on_its_day(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    inquiry = at(bakken)
    inquiry.contact(by=ola)
    inquiry.follow_up(date(2026, 6, 9), by=ola)

    for _day in each_day(TODAY, date(2026, 6, 10)):
        pass

    assert mailbox.to(ola) == ["1 henvendelse skal følges opp"]
    assert Reminder.objects.get().on == date(2026, 6, 9)
    assert "– 1 skal følges opp" in mailbox.mails[-1].text


def test_follow_up_of_tomorrow_is_no_reason_for_a_mail_before_the_third_day(
    bakken: ContactPoint, ola: User, mailbox: Mailbox
) -> None:
    inquiry = at(bakken)
    inquiry.contact(by=ola)
    inquiry.follow_up(date(2026, 6, 2), by=ola)

    for _day in each_day(TODAY, THURSDAY):
        pass

    assert [reminder.on for reminder in Reminder.objects.all()] == [THURSDAY]


def test_office_whose_coordinator_uses_its_address_gets_one_mail_about_both(
    bakken: ContactPoint, ola: User, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    alone = make_user(tonsberg.email, Role.COORDINATOR, office=tonsberg)
    mine, late = make_inquiry(), at(bakken)
    run_jobs()
    before = len(mailbox.to(tonsberg))

    reminded_on(date(2026, 6, 8))

    assert mailbox.to(tonsberg)[before:] == ["1 henvendelse har nådd fristen"]
    text = mailbox.mails[-1].text if tonsberg.email in mailbox.mails[-1].receivers else mailbox.mails[-2].text
    assert "Distriktskontoret i Tønsberg: 1 venter på svar" in text
    assert late.reference in text
    assert mine.reference not in text
    assert Reminder.objects.filter(user=alone).exists()


def test_whoever_had_a_mail_today_gets_the_rest_tomorrow(
    bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    first = at(bakken)
    reminded_on(date(2026, 6, 8))
    with on(TODAY):
        second = at(bakken)

    with on(date(2026, 6, 8), 15):
        do_the_jobs_of_the_day()
    assert not second.events.filter(step=Step.ESCALATE).exists()

    reminded_on(date(2026, 6, 9))
    assert second.events.filter(step=Step.ESCALATE).exists()
    assert first.events.filter(step=Step.ESCALATE).count() == 1


def test_mail_that_is_sent_twice_is_recognised(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    at(bakken)
    reminded_on(THURSDAY)

    with on(THURSDAY):
        reminders.send(Reminder.objects.get().pk)

    first, second = (mail.id for mail in mailbox.mails if ola.email in mail.receivers)
    assert first == second


def test_a_full_morning_costs_by_people_and_not_by_inquiries(
    bakken: ContactPoint, ola: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        at(bakken)

    with on(THURSDAY), django_assert_max_num_queries(25):
        deadlines.keep()

    assert Inquiry.objects.filter(events__step=Step.REMIND).count() == 30
