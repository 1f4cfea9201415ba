"""Steps that staff take, the case history they leave, and the mails that follow."""

import pytest

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import ALLOWED, Outcome, RoutingRule, Status, Step, TextKind
from groups.inquiries import casework
from groups.models import Inquiry, InquiryText, MoveNotAllowed
from tests.groups.conftest import Kari
from tests.mailbox import Mailbox
from tests.processes import run_jobs


def test_mails_say_that_something_waits_and_nothing_else(
    kari: Kari, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    inquiry = kari.asks(wish="start")

    run_jobs()

    assert mailbox.to(tonsberg) == [f"Henvendelse {inquiry.reference} venter"]
    assert mailbox.to("kari@example.no") == ["Vi har fått meldingen din"]
    for mail in mailbox.mails:
        assert inquiry.reference in mail.text
        for word in ("Kari", "torsdager", "kari@", inquiry.secret_token):
            assert word not in mail.text
            assert word not in mail.subject


def test_released_from_quarantine_it_reaches_the_contact_point(
    kari: Kari, bakken: ContactPoint, tonsberg: DistrictOffice, berit: User, mailbox: Mailbox
) -> None:
    inquiry = kari.asks(website="https://spam.example", kontaktpunkt=bakken.slug)
    run_jobs()
    assert mailbox.to(tonsberg) == [f"Henvendelse {inquiry.reference} venter på kontroll"]
    assert mailbox.to(bakken) == mailbox.to("kari@example.no") == []

    casework.release(inquiry, by=berit)
    run_jobs()

    assert mailbox.to("kari@example.no") == ["Vi har fått meldingen din"]
    assert mailbox.to(bakken) == [f"Henvendelse {inquiry.reference} venter"]


def test_handed_over_before_the_first_mail_left_each_receiver_is_told_once(
    kari: Kari, tonsberg: DistrictOffice, alta: DistrictOffice, berit: User, outsider: User, mailbox: Mailbox
) -> None:
    inquiry = kari.asks(wish="start")

    casework.hand_over(inquiry, alta, by=berit, reason="Kari er flyttet til Tromsø.")
    run_jobs()

    assert mailbox.to(tonsberg) == mailbox.to(alta) == [f"Henvendelse {inquiry.reference} venter"]
    inquiry.refresh_from_db()
    assert (inquiry.office, inquiry.rule) == (alta, RoutingRule.HANDED_OVER)
    assert inquiry in Inquiry.objects.visible_to(outsider)
    assert inquiry not in Inquiry.objects.visible_to(berit)


def test_the_first_decision_stays_in_the_case_history(
    kari: Kari, tonsberg: DistrictOffice, bakken: ContactPoint, berit: User
) -> None:
    inquiry = kari.asks(wish="start")

    casework.hand_over(inquiry, bakken, by=berit, reason="De kjenner flere som venter.")

    first, second = inquiry.events.all()
    assert (first.step, first.rule, first.receiver) == (Step.RECEIVE, RoutingRule.COVERS_COUNTY, tonsberg)
    assert (second.step, second.rule, second.receiver) == (Step.HAND_OVER, RoutingRule.HANDED_OVER, bakken)
    assert (second.by, second.office) == (berit, tonsberg)
    assert InquiryText.objects.get().text == "De kjenner flere som venter."
    assert "venter" not in second.reason


def test_closed_with_an_outcome_and_no_step_after_it(kari: Kari, tonsberg: DistrictOffice, berit: User) -> None:
    inquiry = kari.asks()

    casework.close(inquiry, Outcome.JOINED, by=berit, note="Begynte i april.")

    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.outcome) == (Status.CLOSED, Outcome.JOINED)
    with pytest.raises(MoveNotAllowed):
        casework.close(inquiry, Outcome.INFORMED, by=berit)
    with pytest.raises(MoveNotAllowed):
        casework.hand_over(inquiry, tonsberg, by=berit, reason="For sent")
    assert inquiry.events.count() == 2


def test_the_second_of_two_is_told_that_someone_was_faster(kari: Kari, tonsberg: DistrictOffice, berit: User) -> None:
    first = kari.asks()
    second = Inquiry.objects.get(pk=first.pk)
    casework.close(first, Outcome.INFORMED, by=berit)

    with pytest.raises(MoveNotAllowed):
        casework.close(second, Outcome.JOINED, by=berit)

    assert Inquiry.objects.get().outcome == Outcome.INFORMED


def test_withdrawn_before_the_mail_left_nobody_is_told(
    kari: Kari, tonsberg: DistrictOffice, berit: User, mailbox: Mailbox
) -> None:
    inquiry = kari.asks()
    inquiry.write(TextKind.CLOSING, "Ringte Kari.", by=berit)

    inquiry.withdraw()
    run_jobs()

    assert mailbox.mails == []
    assert not InquiryText.objects.exists()


def test_every_step_says_from_where_it_may_be_taken() -> None:
    assert set(ALLOWED) == set(Step) - {Step.RECEIVE}
    assert all(Status.WITHDRAWN not in allowed for allowed in ALLOWED.values())


def test_an_event_is_never_changed(kari: Kari, tonsberg: DistrictOffice) -> None:
    event = kari.asks().events.get()

    with pytest.raises(TypeError, match="never changed"):
        event.save()
