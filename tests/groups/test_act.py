"""Who got the mail takes an inquiry on or gives it back, without logging in and without reading it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import DeclineReason, Outcome, Status, Step
from groups.inquiries import casework
from groups.models import Inquiry
from linkportal.kit import clock
from tests.groups.conftest import Kari
from tests.groups.making import make_inquiry
from tests.mailbox import HasEmail, Mailbox
from tests.processes import run_jobs

PAGE, ACCEPT, DECLINE, NEW_LINK = (
    "/fra-e-post/",
    "/fra-e-post/ta-imot/",
    "/fra-e-post/gi-tilbake/",
    "/fra-e-post/ny-lenke/",
)
LINK_LIVES = timedelta(hours=settings.INQUIRY_MAIL_LINK_HOURS)


class Receiver:
    """Somebody at the place with a mailbox and no account."""

    def __init__(self, mailbox: Mailbox, place: HasEmail) -> None:
        run_jobs()
        self.mailbox, self.place = mailbox, place
        self.client = Client()

    def opens_the_mail(self, which: int = -1) -> str:
        """Follow the link of the newest mail (or another); the page it leads to."""
        mails = [mail.text for mail in self.mailbox.mails if self.place.email in mail.receivers]
        links = [link for text in mails for link in re.findall(r"/fra-e-post/\S+", text)]
        return self.client.get(links[which], follow=True).content.decode()

    def presses(self, path: str, **answers: str) -> str:
        """Press a button of the page as it was when it was opened; what the page says then."""
        forms = self.client.get(PAGE).context
        self.seen = forms["accept"]["seen"].value()
        self.reference = forms["inquiry"].reference
        return self.presses_again(path, **answers)

    def presses_again(self, path: str, **answers: str) -> str:
        """The same page, still open in another window."""
        sent = {"inquiry": self.reference, "seen": str(self.seen), **answers}
        return self.client.post(path, sent, follow=True).content.decode()


@pytest.fixture
def asked(kari: Kari, bakken: ContactPoint) -> Inquiry:
    return kari.asks(kontaktpunkt=bakken.slug)


@pytest.fixture
def at_bakken(asked: Inquiry, bakken: ContactPoint, mailbox: Mailbox) -> Receiver:
    return Receiver(mailbox, bakken)


def test_the_page_says_who_and_by_when_and_nothing_of_what_was_written(at_bakken: Receiver, asked: Inquiry) -> None:
    page = at_bakken.opens_the_mail()

    assert f"Henvendelse {asked.reference}" in page
    assert "Den venter på svar fra Frivilligsentralen på Bakken innen mandag 8. juni." in page
    for said in ("Kari", "kari@", "torsdager", "Sorg", "Skien"):
        assert said not in page


def test_opening_the_link_changes_nothing(at_bakken: Receiver, asked: Inquiry) -> None:
    at_bakken.opens_the_mail()

    asked.refresh_from_db()
    assert asked.status == Status.NEW
    assert asked.events.count() == 1


def test_the_link_becomes_a_cookie_for_these_pages_only(at_bakken: Receiver, asked: Inquiry) -> None:
    asked.refresh_from_db()
    response = Client().get(f"{PAGE}{asked.act_token()}/")

    assert response["Location"] == PAGE
    assert response.cookies["fra-e-post"]["httponly"]
    assert response.cookies["fra-e-post"]["path"] == PAGE


def test_accepted_the_place_has_it_and_may_still_give_it_back(at_bakken: Receiver, asked: Inquiry) -> None:
    at_bakken.opens_the_mail()
    page = at_bakken.presses(ACCEPT)

    assert "Frivilligsentralen på Bakken har tatt imot den." in page
    asked.refresh_from_db()
    assert (asked.status, asked.assignee) == (Status.TAKEN, None)
    assert asked.events.latest("pk").step == Step.ACCEPT

    assert "Den er gitt tilbake" in at_bakken.presses(DECLINE, why=DeclineReason.NO_CAPACITY)


def test_given_back_the_person_is_told_and_the_office_gets_it(
    at_bakken: Receiver, asked: Inquiry, tonsberg: DistrictOffice, mailbox: Mailbox
) -> None:
    at_bakken.opens_the_mail()
    page = at_bakken.presses(DECLINE, why=DeclineReason.KNOWS_THE_PERSON)
    assert "Den er gitt tilbake, og noen andre svarer." in page
    assert "Send en ny lenke" not in page

    run_jobs()

    asked.refresh_from_db()
    assert asked.receiver == tonsberg
    declined = asked.events.get(step=Step.DECLINE)
    assert (declined.decline_reason, declined.by) == (DeclineReason.KNOWS_THE_PERSON, None)
    assert mailbox.to("kari@example.no")[-1] == "Noen andre svarer deg"
    assert mailbox.to(tonsberg) == [f"Henvendelse {asked.reference} venter"]
    assert "Den er gitt tilbake" in at_bakken.client.get("/fra-e-post/").content.decode()  # what they did, not since
    assert "Distriktskontoret i Tønsberg" not in at_bakken.opens_the_mail()  # who has it now is not theirs to know


@pytest.mark.parametrize("why", ["", "because"])
def test_without_a_reason_it_is_not_given_back(at_bakken: Receiver, asked: Inquiry, why: str) -> None:
    at_bakken.opens_the_mail()

    response = at_bakken.client.post(DECLINE, {"inquiry": asked.reference, "seen": asked.events.get().pk, "why": why})

    assert response.status_code == 422
    assert response.content.decode().count("Velg ") >= 2  # in the summary and at the field
    asked.refresh_from_db()
    assert asked.status == Status.NEW


def test_pressed_twice_the_second_is_told_how_it_stands(at_bakken: Receiver, asked: Inquiry) -> None:
    at_bakken.opens_the_mail()
    at_bakken.presses(ACCEPT)

    page = at_bakken.presses_again(ACCEPT)

    assert "Noe har skjedd siden du åpnet siden" in page
    assert "har tatt imot den." in page
    assert asked.events.count() == 2


@pytest.mark.parametrize("path", [ACCEPT, DECLINE])
def test_taken_in_the_workspace_meanwhile_the_mail_comes_too_late(
    at_bakken: Receiver, asked: Inquiry, ola: User, path: str
) -> None:
    at_bakken.opens_the_mail()
    at_bakken.client.get(PAGE)
    at_bakken.seen, at_bakken.reference = asked.events.get().pk, asked.reference
    asked.take(by=ola)

    page = at_bakken.presses_again(path, why=DeclineReason.OTHER)

    assert "Noe har skjedd siden du åpnet siden" in page
    assert "Noen har tatt den." in page
    asked.refresh_from_db()
    assert (asked.status, asked.assignee) == (Status.TAKEN, ola)


def test_a_link_that_is_too_old_acts_no_more_and_gives_a_new_one(
    at_bakken: Receiver, asked: Inquiry, bakken: ContactPoint, mailbox: Mailbox
) -> None:
    with clock.moved_to(clock.now() + LINK_LIVES):
        assert "Lenken virker ikke lenger" in at_bakken.opens_the_mail()
        assert "Noe har skjedd" in at_bakken.presses(ACCEPT)

        assert "En ny lenke er sendt" in at_bakken.presses(NEW_LINK)
        at_bakken.presses_again(NEW_LINK)
        run_jobs()

        assert mailbox.to(bakken) == [
            f"Henvendelse {asked.reference} venter",
            f"Ny lenke til henvendelse {asked.reference}",
        ]
        assert "En ny lenke er sendt" in at_bakken.opens_the_mail(0)  # the old one is as dead as before
        at_bakken.opens_the_mail(-1)
        assert "har tatt imot den." in at_bakken.presses(ACCEPT)
    assert len({mail.id for mail in mailbox.mails}) == len(mailbox.mails)


def test_the_old_place_can_do_nothing_after_a_hand_over_and_a_new_link_goes_to_the_new_one(
    at_bakken: Receiver, asked: Inquiry, berit: User, alta: DistrictOffice, bakken: ContactPoint, mailbox: Mailbox
) -> None:
    casework.hand_over(asked, alta, by=berit, reason="Hun flytter.")
    run_jobs()

    with clock.moved_to(clock.now() + timedelta(hours=2)):
        page = at_bakken.opens_the_mail(0)
        assert "Alta" not in page
        assert "Noe har skjedd" in at_bakken.presses(ACCEPT)
        at_bakken.presses(NEW_LINK)
        run_jobs()

    assert mailbox.to(alta)[-1] == f"Ny lenke til henvendelse {asked.reference}"
    assert len(mailbox.to(bakken)) == 1


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (lambda one, ola: one.close(Outcome.INFORMED, by=ola), "Den er avsluttet."),
        (lambda one, _ola: one.withdraw(), "Den som sendte den, har trukket den tilbake."),
    ],
)
def test_after_the_end_the_link_says_so(
    at_bakken: Receiver, asked: Inquiry, ola: User, ending: object, words: str
) -> None:
    ending(asked, ola)  # type: ignore[operator]

    page = at_bakken.opens_the_mail()

    assert words in page
    assert "Ta imot" not in page
    assert "Send en ny lenke" not in page


@pytest.mark.parametrize(
    "what_happens_there",
    [
        lambda one, berit: one.take(by=berit),
        lambda one, berit: one.close(Outcome.INFORMED, by=berit),
        lambda one, _berit: one.withdraw(),
        lambda one, berit: casework.decline(one, DeclineReason.NO_CAPACITY, by=berit),
    ],
)
def test_what_happens_at_others_is_not_told_to_who_had_it_before(
    at_bakken: Receiver, asked: Inquiry, tonsberg: DistrictOffice, ola: User, berit: User, what_happens_there: object
) -> None:
    casework.hand_over(asked, tonsberg, by=ola, reason="Bor der.")
    what_happens_there(asked, berit)  # type: ignore[operator]

    page = at_bakken.opens_the_mail()

    assert "Lenken gjelder ikke lenger." in page
    for word in ("trukket", "avsluttet", "har tatt", "gitt tilbake", "Tønsberg"):
        assert word not in page


def test_the_national_desk_can_accept_and_has_nobody_to_give_it_back_to(
    kari: Kari, national_desk: DistrictOffice, mailbox: Mailbox
) -> None:
    kari.asks(wish="start", sted="9170")
    desk = Receiver(mailbox, national_desk)

    page = desk.opens_the_mail()

    assert "Ta imot henvendelsen" in page
    assert "Gi den tilbake" not in page


def test_a_button_meant_for_another_inquiry_does_nothing_to_this_one(
    kari: Kari, at_bakken: Receiver, asked: Inquiry, bakken: ContactPoint
) -> None:
    at_bakken.opens_the_mail()
    at_bakken.client.get(PAGE)
    at_bakken.seen, at_bakken.reference = 10**9, asked.reference
    other = kari.asks(kontaktpunkt=bakken.slug)
    run_jobs()
    at_bakken.opens_the_mail()

    page = at_bakken.presses_again(ACCEPT)

    assert "Noe har skjedd" in page
    assert f"Henvendelse {other.reference}" in page
    assert set(Inquiry.objects.values_list("status", flat=True)) == {Status.NEW}


@pytest.mark.parametrize("token", ["x", "0" * 44, "æ" * 44])
def test_a_link_that_was_never_made_opens_nothing(client: Client, db: None, token: str) -> None:
    response = client.get(f"{PAGE}{token}/")

    assert response.status_code == 404
    assert "Lenken virker ikke" in response.content.decode()


def test_the_persons_link_does_not_open_the_receivers_page(kari: Kari, tonsberg: DistrictOffice) -> None:
    assert Client().get(f"{PAGE}{kari.asks().secret_token}/").status_code == 404


@pytest.mark.parametrize("path", [ACCEPT, DECLINE, NEW_LINK])
def test_buttons_take_a_post_and_the_link(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 405
    assert client.post(path).status_code == 404


def test_of_two_who_accept_in_the_same_moment_one_does(committed_db: None, bakken: ContactPoint) -> None:
    """Real threads, each with a connection of its own."""
    inquiry = make_inquiry(wish="join", contact_point=bakken)
    Inquiry.objects.update(act_sent_at=clock.now())
    sent = {"inquiry": inquiry.reference, "seen": inquiry.events.get().pk}
    together = Barrier(2)

    def accepting(browser: Client) -> int:
        browser.get(f"{PAGE}{inquiry.act_token()}/")
        together.wait()
        try:
            return int(browser.post(ACCEPT, sent).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(accepting, (Client(), Client())))

    assert answers == [303, 409]
    assert inquiry.events.filter(step=Step.ACCEPT).count() == 1
