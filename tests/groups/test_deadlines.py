"""Nothing is forgotten: who is reminded, who is told, who takes over, and on which day. June 1st 2026 is a Monday."""

import uuid
from datetime import date, timedelta

import pytest

from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import Absence, ClosedPeriod, ContactPoint, DistrictOffice, User
from groups.enums import Channel, Outcome, RoutingRule, Status, Step, Wish
from groups.inquiries import casework, intake
from groups.inquiries.intake import Wanted
from groups.models import Inquiry
from tests.conftest import TODAY
from tests.groups.days import at, days_of, do_the_jobs_of_the_day, each_day, on, steps
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.places import place_at_code
from tests.processes import run_jobs

TOLD, PASSED = "Noen andre svarer deg", [Step.ANNOUNCE, Step.TELL, Step.PASS_ON]


def test_reminded_after_three_days_the_office_told_after_five_and_it_takes_over_after_eight(
    bakken: ContactPoint, ola: User, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    inquiry = at(bakken)

    for _day in each_day(TODAY, date(2026, 6, 12)):
        pass

    assert days_of(inquiry, Step.REMIND) == [date(2026, 6, 4), date(2026, 6, 9)]
    assert days_of(inquiry, Step.ESCALATE) == [date(2026, 6, 8)]
    assert days_of(inquiry, Step.PASS_ON) == [date(2026, 6, 11)]
    assert mailbox.to(ola) == 2 * ["1 henvendelse venter på dere"]
    assert mailbox.to(tonsberg) == ["1 henvendelse har nådd fristen", f"Henvendelse {inquiry.reference} venter"]
    assert mailbox.to("kari@example.no") == ["Vi har fått meldingen din", TOLD]
    inquiry.refresh_from_db()
    assert (inquiry.receiver, inquiry.rule, inquiry.status) == (tonsberg, RoutingRule.OVERDUE, Status.NEW)
    assert inquiry.answer_due_on == date(2026, 6, 18)


def test_who_works_on_tuesdays_has_eight_tuesdays(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    ContactPoint.objects.update(working_days=[2])
    inquiry = at(ContactPoint.objects.get())

    for _day in each_day(TODAY, date(2026, 7, 21)):
        pass

    assert days_of(inquiry, Step.REMIND) == [date(2026, 6, 16), date(2026, 7, 7)]
    assert days_of(inquiry, Step.ESCALATE) == [date(2026, 6, 30)]
    assert days_of(inquiry, Step.PASS_ON) == [date(2026, 7, 21)]


def test_the_holidays_of_may_do_not_count(bakken: ContactPoint, ola: User) -> None:
    with on(date(2026, 5, 12)):
        inquiry = at(bakken)

    for _day in each_day(date(2026, 5, 12), date(2026, 5, 27)):
        pass

    assert days_of(inquiry, Step.REMIND)[0] == date(2026, 5, 18)  # not on Ascension Day
    assert days_of(inquiry, Step.PASS_ON) == [date(2026, 5, 26)]  # nor on Whit Monday


def test_what_has_an_answer_is_left_alone(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    inquiry = at(bakken)
    inquiry.contact(by=ola)

    for _day in each_day(TODAY, date(2026, 6, 30)):
        pass

    assert steps(inquiry) == [Step.CONTACT]
    assert mailbox.to(ola) == []


def test_a_call_that_nobody_answered_is_no_answer(bakken: ContactPoint, ola: User) -> None:
    inquiry = at(bakken)
    inquiry.call_attempt(by=ola)

    for _day in each_day(TODAY, date(2026, 6, 11)):
        pass

    assert days_of(inquiry, Step.PASS_ON) == [date(2026, 6, 11)]


def test_who_writes_once_more_waits_from_then_on(bakken: ContactPoint, ola: User) -> None:
    inquiry = at(bakken)
    inquiry.contact(by=ola)
    with on(date(2026, 6, 15)):
        inquiry.add_message("Hvor var det igjen?")

    for _day in each_day(date(2026, 6, 15), date(2026, 6, 18)):
        pass

    assert days_of(inquiry, Step.REMIND) == [date(2026, 6, 18)]


def test_the_office_is_told_once_of_each_wait(
    bakken: ContactPoint, ola: User, berit: User, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    first, second = at(bakken), at(bakken)
    for _day in each_day(TODAY, date(2026, 6, 9)):
        pass

    [mail] = [mail for mail in mailbox.mails if mail.subject == "2 henvendelser har nådd fristen"]
    assert mail.receivers == [tonsberg.email]
    assert first.reference in mail.text
    assert second.reference in mail.text
    assert f"/arbeidsflate/henvendelser/{second.reference}/" in mail.text
    assert "Kari" not in mail.text
    assert mailbox.to(berit) == []  # she stands behind Bakken, it is not hers


def test_the_national_desk_is_told_of_what_an_office_has_without_a_link_that_it_could_not_open(
    tonsberg: DistrictOffice, national_desk: DistrictOffice, mailbox: Mailbox
) -> None:
    inquiry = make_inquiry()

    for _day in each_day(TODAY, date(2026, 6, 8)):
        pass

    [mail] = [mail for mail in mailbox.mails if national_desk.email in mail.receivers]
    assert f"{inquiry.reference} hos {tonsberg.name}, siden 1. juni" in mail.text
    assert f"/{inquiry.reference}/" not in mail.text


def test_behind_an_office_stands_the_national_desk_and_behind_that_nobody(
    tonsberg: DistrictOffice, national_desk: DistrictOffice, berit: User, mailbox: Mailbox
) -> None:
    inquiry = make_inquiry()

    for _day in each_day(TODAY, date(2026, 7, 31)):
        pass

    inquiry.refresh_from_db()
    assert inquiry.receiver == national_desk
    assert steps(inquiry).count(Step.PASS_ON) == 1
    assert Inquiry.objects.open().filter(due_on__lt=date(2026, 7, 31)).get() == inquiry
    assert mailbox.to(national_desk)[-1] == "1 henvendelse venter på dere"  # it goes on being reminded


def test_an_absence_that_is_known_passes_it_on_at_once(
    bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    ClosedPeriod.objects.create(contact_point=bakken, first_day=TODAY, last_day=TODAY + timedelta(days=20))

    inquiry = at(bakken)
    run_jobs()

    inquiry.refresh_from_db()
    assert steps(inquiry) == PASSED
    assert (inquiry.receiver, inquiry.rule) == (tonsberg, RoutingRule.ABSENT)
    assert mailbox.to("kari@example.no") == ["Vi har fått meldingen din", TOLD]
    assert "innen" not in mailbox.mails[0].text  # the day of a place that is away would be none to count on
    assert mailbox.to(bakken) == []


def test_away_for_two_days_it_stays(bakken: ContactPoint) -> None:
    Absence.objects.create(contact_point=bakken, first_day=TODAY, last_day=TODAY + timedelta(days=1))

    assert steps(at(bakken)) == []


def test_when_an_absence_begins_what_waits_is_passed_on(bakken: ContactPoint, ola: User) -> None:
    waits, taken, answered = at(bakken), at(bakken), at(bakken)
    taken.take(by=ola)
    answered.contact(by=ola)
    Absence.objects.create(contact_point=bakken, first_day=date(2026, 6, 3), last_day=date(2026, 6, 30))

    for _day in each_day(TODAY, date(2026, 6, 3)):
        pass

    assert days_of(waits, Step.PASS_ON) == days_of(taken, Step.PASS_ON) == [date(2026, 6, 3)]
    assert days_of(answered, Step.PASS_ON) == []


def test_who_logs_a_call_while_away_is_there_after_all(bakken: ContactPoint, ola: User) -> None:
    Absence.objects.create(contact_point=bakken, first_day=date(2026, 6, 1), last_day=date(2026, 6, 14))
    wanted = Wanted(uuid.uuid4(), Wish.JOIN, place_at_code("3724"), phone="+4740612345")
    logged = intake.log(wanted, channel=Channel.PHONE, at=bakken, by=ola).inquiry

    for _day in each_day(TODAY, date(2026, 6, 25)):
        pass

    assert days_of(logged, Step.REMIND)[0] == date(2026, 6, 17)
    assert days_of(logged, Step.PASS_ON) == [date(2026, 6, 24)]  # with the deadlines of everything else


def test_office_that_is_away_too_gives_it_to_the_national_desk(
    bakken: ContactPoint, tonsberg: DistrictOffice, national_desk: DistrictOffice, mailbox: Mailbox
) -> None:
    for place in ({"contact_point": bakken}, {"office": tonsberg}):
        Absence.objects.create(first_day=TODAY, last_day=TODAY + timedelta(days=20), **place)

    inquiry = at(bakken)
    run_jobs()

    inquiry.refresh_from_db()
    assert inquiry.receiver == national_desk
    assert steps(inquiry) == 2 * PASSED
    assert mailbox.to(tonsberg) == []


@pytest.mark.parametrize("status", [PlaceStatus.CLOSED, PlaceStatus.PAUSED])
def test_place_that_is_not_open_any_more_loses_what_waits(
    bakken: ContactPoint, tonsberg: DistrictOffice, ola: User, status: PlaceStatus
) -> None:
    waits, waits_for_a_group = at(bakken), at(bakken)
    waits_for_a_group.wait(by=ola)
    ContactPoint.objects.update(status=status)

    do_the_jobs_of_the_day()

    waits.refresh_from_db()
    assert (waits.receiver, waits.rule) == (tonsberg, RoutingRule.NOT_OPEN)
    waits_for_a_group.refresh_from_db()
    assert (waits_for_a_group.receiver == tonsberg) == (status == PlaceStatus.CLOSED)  # a pause is over some day


def test_closed_office_leaves_nothing_behind(
    tonsberg: DistrictOffice, national_desk: DistrictOffice, bakken: ContactPoint
) -> None:
    inquiry, offered = make_inquiry(), at(bakken)
    DistrictOffice.objects.filter(pk=tonsberg.pk).update(closed_on=TODAY)

    do_the_jobs_of_the_day()

    inquiry.refresh_from_db()
    assert (inquiry.receiver, inquiry.rule) == (national_desk, RoutingRule.NOT_OPEN)
    assert steps(offered) == []  # Bakken is open


def test_last_office_of_all_has_nobody_behind_it(national_desk: DistrictOffice) -> None:
    inquiry = make_inquiry("0150")
    DistrictOffice.objects.update(closed_on=TODAY)

    do_the_jobs_of_the_day(times=2)

    assert steps(inquiry) == []


def test_place_that_is_only_proposed_has_the_same_time(bakken: ContactPoint, berit: User) -> None:
    ContactPoint.objects.update(status=PlaceStatus.PROPOSED)
    inquiry = make_inquiry()
    casework.hand_over(inquiry, ContactPoint.objects.get(), by=berit, reason="De vil begynne.")

    for _day in each_day(TODAY, date(2026, 6, 10)):
        pass

    assert Step.REMIND in steps(inquiry)
    assert Step.PASS_ON not in steps(inquiry)


def test_the_day_of_the_answer_follows_an_absence_that_comes_later(bakken: ContactPoint) -> None:
    inquiry, answered = at(bakken), at(bakken)
    answered.close(Outcome.INFORMED, by=None)
    assert inquiry.answer_due_on == date(2026, 6, 8)
    Absence.objects.create(contact_point=bakken, first_day=date(2026, 6, 4), last_day=date(2026, 6, 5))

    do_the_jobs_of_the_day()

    inquiry.refresh_from_db()
    assert inquiry.answer_due_on == date(2026, 6, 10)
    assert Inquiry.objects.get(pk=answered.pk).answer_due_on is None


def test_what_is_in_quarantine_stays_there_and_is_not_forgotten(
    bakken: ContactPoint, berit: User, mailbox: Mailbox
) -> None:
    inquiry = at(bakken, suspicious=True)

    for _day in each_day(TODAY, date(2026, 6, 15)):
        pass

    inquiry.refresh_from_db()
    assert inquiry.status == Status.QUARANTINED
    assert steps(inquiry) == []
    assert len(mailbox.to(berit)) == 3
    assert "– 1 ligger til kontroll" in mailbox.mails[-1].text
