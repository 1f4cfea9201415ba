"""Before an inquiry goes to somebody else its person is told; nothing that goes wrong on the way keeps it there."""

from datetime import timedelta

import pytest

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import DeclineReason, Outcome, Status, Step, Wish
from groups.inquiries import casework, passing
from groups.models import Inquiry, InquiryEvent, MoveNotAllowed
from linkportal.kit import clock
from linkportal.kit.mail import MailNotSent
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import run_jobs

TOLD = "Noen andre svarer deg"


@pytest.fixture
def declined(bakken: ContactPoint, ola: User) -> Inquiry:
    """Bakken has said no to Kari; nothing has happened after that."""
    inquiry = make_inquiry("3724", wish=Wish.JOIN, contact_point=bakken)
    run_jobs()
    casework.decline(inquiry, DeclineReason.NO_CAPACITY, by=ola, text="Fullt til høsten.")
    return inquiry


def decision(inquiry: Inquiry) -> InquiryEvent:
    return inquiry.events.filter(step__in=(Step.ANNOUNCE, Step.DECLINE)).latest("pk")


def steps(inquiry: Inquiry) -> list[str]:
    return list(inquiry.events.order_by("pk").values_list("step", flat=True))


def test_the_person_is_told_and_then_it_goes_on(
    declined: Inquiry, bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    run_jobs()

    declined.refresh_from_db()
    assert (declined.receiver, declined.status) == (tonsberg, Status.NEW)
    assert steps(declined) == [Step.RECEIVE, Step.DECLINE, Step.TELL, Step.PASS_ON]
    assert [mail.subject for mail in mailbox.mails[-2:]] == [TOLD, f"Henvendelse {declined.reference} venter"]
    text = mailbox.mails[-2].text
    assert "får noen andre den" in text
    for word in (bakken.name, tonsberg.name, "Fullt til høsten", "Kari"):
        assert word not in text


def test_mail_server_that_is_away_holds_it_for_a_day_and_no_longer(
    declined: Inquiry, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    mailbox.answer = "451 later"
    with pytest.raises(MailNotSent):
        passing.carry_out(decision(declined).pk)
    declined.refresh_from_db()
    assert declined.status == Status.PASSING

    with clock.moved_to(clock.now() + timedelta(hours=25)):
        passing.carry_out(decision(declined).pk)

    declined.refresh_from_db()
    assert declined.receiver == tonsberg
    assert Step.TELL not in steps(declined)  # and the history says so


def test_address_to_which_no_mail_can_be_made_holds_nothing(declined: Inquiry, tonsberg: DistrictOffice) -> None:
    declined.correct(email="kari at example")

    passing.carry_out(decision(declined).pk)

    declined.refresh_from_db()
    assert declined.receiver == tonsberg
    assert Step.TELL not in steps(declined)


def test_who_left_only_a_number_is_passed_on_without_a_mail(
    bakken: ContactPoint, ola: User, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    inquiry = make_inquiry("3724", wish=Wish.JOIN, contact_point=bakken, email="", phone="+4740612345")
    casework.decline(inquiry, DeclineReason.KNOWS_THE_PERSON, by=ola)
    run_jobs()

    inquiry.refresh_from_db()
    assert (inquiry.receiver, steps(inquiry)[-1]) == (tonsberg, Step.PASS_ON)
    assert TOLD not in [mail.subject for mail in mailbox.mails]


def test_worker_that_died_after_the_mail_goes_on_where_it_was(
    declined: Inquiry, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    passing._tell(declined, decision(declined))
    assert steps(declined)[-1] == Step.TELL

    run_jobs()

    assert mailbox.to("kari@example.no").count(TOLD) == 1
    declined.refresh_from_db()
    assert declined.receiver == tonsberg


def test_doing_it_twice_does_it_once(declined: Inquiry, tonsberg: DistrictOffice, mailbox: Mailbox) -> None:
    for _ in range(2):
        passing.carry_out(decision(declined).pk)
    run_jobs()

    assert steps(declined).count(Step.PASS_ON) == steps(declined).count(Step.TELL) == 1
    assert mailbox.to(tonsberg) == [f"Henvendelse {declined.reference} venter"]


def test_withdrawn_on_the_way_it_goes_nowhere(declined: Inquiry, mailbox: Mailbox) -> None:
    before = len(mailbox.mails)
    declined.withdraw()
    run_jobs()

    assert steps(declined)[-1] == Step.WITHDRAW
    assert len(mailbox.mails) == before


def test_old_decision_moves_nothing_that_has_a_new_one(
    declined: Inquiry, tonsberg: DistrictOffice, national_desk: DistrictOffice, berit: User
) -> None:
    old = decision(declined)
    passing.carry_out(old.pk)
    casework.decline(Inquiry.objects.get(), DeclineReason.OTHER, by=berit)

    passing.carry_out(old.pk)

    assert Inquiry.objects.get().status == Status.PASSING
    run_jobs()
    assert Inquiry.objects.get().receiver == national_desk


def test_the_last_in_line_cannot_pass_anything_on(national_desk: DistrictOffice, admin: User) -> None:
    inquiry = make_inquiry("0150")

    with pytest.raises(MoveNotAllowed, match="nobody stands behind"):
        casework.decline(inquiry, DeclineReason.NO_CAPACITY, by=admin)
    inquiry.close(Outcome.NOT_FOR_US, by=admin)
