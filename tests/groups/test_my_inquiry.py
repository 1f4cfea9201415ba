"""Kari's own page: what it says, and what she can do there with nothing but her link."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import DeclineReason, Outcome, Status, Step
from groups.inquiries import casework, passing
from groups.inquiries.own_steps import MOST_A_DAY
from groups.models import HandOverRequest, Inquiry
from linkportal.kit import clock
from tests.groups.conftest import Kari
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import run_jobs

PAGE, WRITE, CORRECT = "/min-henvendelse/", "/min-henvendelse/skriv/", "/min-henvendelse/rett/"
ANSWER, WITHDRAW = "/min-henvendelse/svar/", "/min-henvendelse/trekk-tilbake/"
REACHED = {"name": "Kari", "email": "kari@example.no", "phone": "", "contact_by": ""}


class Mine:
    """Kari at her own page, with the link from the receipt."""

    def __init__(self, kari: Kari, **answers: str | list[str]) -> None:
        self.inquiry = kari.asks(**answers)
        self.client = Client()
        self.client.get(f"{PAGE}{self.inquiry.secret_token}/")

    def reads(self) -> str:
        return self.client.get(PAGE).content.decode()

    def sends(self, path: str, **answers: str | list[str]) -> str:
        """What she reads afterwards."""
        page = self.client.post(path, {"inquiry": self.inquiry.reference, **answers}, follow=True)
        self.inquiry.refresh_from_db()
        return page.content.decode()

    def asked(self) -> str:
        """The question that waits for her answer."""
        return str(HandOverRequest.objects.waiting().get().public_id)


@pytest.fixture
def mine(kari: Kari, bakken: ContactPoint) -> Mine:
    """She asked Bakken, where Ola works."""
    return Mine(kari, kontaktpunkt=bakken.slug)


class TestWhatItSays:
    def test_who_has_it_and_by_when_she_hears(self, mine: Mine) -> None:
        page = mine.reads()

        assert "Den venter hos Frivilligsentralen på Bakken. Du får svar innen mandag 8. juni." in page
        assert "Jeg kan best på torsdager." in page
        assert "kari@example.no" in page

    def test_answers_and_messages_in_order_and_no_note_of_staff(self, mine: Mine, ola: User) -> None:
        mine.inquiry.note("Virker sliten.", by=ola)
        casework.answer(mine.inquiry, "Hei Kari, kom innom på torsdag.", by=ola)
        mine.sends(WRITE, message="Takk, jeg kommer.")

        page = mine.reads()

        order = [page.index(said) for said in ("Jeg kan best", "kom innom på torsdag", "Takk, jeg kommer.")]
        assert order == sorted(order)
        assert "Virker sliten" not in page

    @pytest.mark.parametrize(
        ("step", "words"),
        [
            (
                lambda one, ola: one.take(by=ola),
                "Noen hos Frivilligsentralen på Bakken har tatt den. Du får svar innen",
            ),
            (lambda one, ola: one.contact(by=ola), "har svart deg og har saken."),
            (lambda one, ola: one.wait(by=ola), "Du venter på en gruppe. Frivilligsentralen på Bakken følger med."),
            (
                lambda one, ola: (one.contact(by=ola), one.follow_up(clock.today() + timedelta(days=3), by=ola)),
                "De ser på den igjen torsdag 4. juni.",
            ),
            (
                lambda one, ola: casework.decline(one, DeclineReason.NO_CAPACITY, by=ola),
                "kan ikke svare deg nå. Distriktskontoret i Tønsberg svarer i stedet.",
            ),
            (lambda one, ola: one.close(Outcome.INFORMED, by=ola), "Det du skrev, slettes senest 30. august 2026."),
            (lambda one, _ola: one.erase(), "Den er avsluttet fordi det var lenge siden sist."),
            (lambda one, ola: (one.close(Outcome.INFORMED, by=ola), one.erase()), "og melding er slettet."),
        ],
    )
    def test_what_happened_in_plain_words(self, mine: Mine, ola: User, step: object, words: str) -> None:
        step(mine.inquiry, ola)  # type: ignore[operator]

        assert words in mine.reads()

    @pytest.mark.parametrize(("phone", "words"), [("406 12 345", "40 61 23 45"), ("+46 8 123 456", "+46 8 12 34 56")])
    def test_a_number_as_one_reads_it_aloud(self, kari: Kari, bakken: ContactPoint, phone: str, words: str) -> None:
        assert words in Mine(kari, phone=phone, leave_message="no").reads()

    def test_late_says_so(self, mine: Mine) -> None:
        with clock.moved_to(clock.now() + timedelta(days=20)):
            mine.client.get(f"{PAGE}{mine.inquiry.secret_token}/")
            assert "Svaret er forsinket." in mine.reads()

    def test_after_the_end_there_is_a_way_on_and_nothing_to_fill_in(self, mine: Mine, ola: User) -> None:
        casework.close(mine.inquiry, Outcome.INFORMED, by=ola)

        page = mine.reads()

        assert "Skriv en ny henvendelse" in page
        assert "Vil du legge til noe?" not in page
        assert "Rett dette" not in page
        assert "Noe har skjedd" in mine.sends(WRITE, message="Hei?")
        assert "Noe har skjedd" in mine.client.get(CORRECT, follow=True).content.decode()


class TestAddingAMessage:
    def test_reaches_the_one_who_has_it_by_a_mail_without_a_word_of_it(
        self, mine: Mine, ola: User, mailbox: Mailbox
    ) -> None:
        casework.answer(mine.inquiry, "Hei!", by=ola)
        run_jobs()

        page = mine.sends(WRITE, message="Kan jeg ta med en venn?")
        run_jobs()

        assert "Vi har fått det du skrev." in page
        assert mailbox.to(ola) == [f"Nytt i henvendelse {mine.inquiry.reference}"]
        assert "venn" not in mailbox.mails[-1].text
        assert mine.inquiry.waits_since is not None  # she waits for an answer again

    def test_reaches_the_place_when_nobody_has_it(self, mine: Mine, bakken: ContactPoint, mailbox: Mailbox) -> None:
        mine.sends(WRITE, message="Jeg har byttet jobb.")
        run_jobs()

        assert f"Nytt i henvendelse {mine.inquiry.reference}" in mailbox.to(bakken)

    def test_reaches_the_place_when_the_one_who_had_it_has_left(
        self, mine: Mine, bakken: ContactPoint, ola: User, mailbox: Mailbox
    ) -> None:
        mine.inquiry.take(by=ola)
        ola.memberships.update(valid_until=clock.today())

        mine.sends(WRITE, message="Er dere der?")
        run_jobs()

        assert f"Nytt i henvendelse {mine.inquiry.reference}" in mailbox.to(bakken)
        assert mailbox.to(ola) == []

    def test_sent_twice_is_kept_once_and_another_one_is_kept_too(self, mine: Mine) -> None:
        for message in ("Hei?", "Hei?", "Er dere der?"):
            mine.sends(WRITE, message=message)

        assert [text.text for text in mine.inquiry.texts.all()] == ["Hei?", "Er dere der?"]

    @pytest.mark.parametrize(
        ("message", "sentence"),
        [("", "Skriv det du vil legge til."), ("m" * 501, "Skriv høyst 500 tegn. Nå er det 501.")],
    )
    def test_wrong_says_what_to_write(self, mine: Mine, message: str, sentence: str) -> None:
        response = mine.client.post(WRITE, {"message": message})

        assert response.status_code == 422
        assert response.content.decode().count(sentence) == 2
        assert not mine.inquiry.texts.exists()

    def test_more_than_anybody_writes_in_a_day_goes_by_telephone(self, mine: Mine) -> None:
        for number in range(MOST_A_DAY + 1):
            page = mine.sends(WRITE, message=f"Melding {number}")

        assert "Ring oss heller." in page
        assert mine.inquiry.texts.count() == MOST_A_DAY

    def test_of_what_is_in_quarantine_nobody_gets_a_mail(
        self, kari: Kari, bakken: ContactPoint, tonsberg: DistrictOffice, mailbox: Mailbox
    ) -> None:
        mine = Mine(kari, kontaktpunkt=bakken.slug, website="https://spam.example")
        mine.sends(WRITE, message="Kjøp billig!")
        run_jobs()

        assert mailbox.to(bakken) == []
        assert mailbox.to(tonsberg) == [f"Henvendelse {mine.inquiry.reference} venter på kontroll"]


class TestCorrecting:
    def test_what_is_new_is_kept_and_those_who_answer_are_told(
        self, mine: Mine, bakken: ContactPoint, mailbox: Mailbox
    ) -> None:
        new = {"name": "Kari N.", "phone": "406 12 345", "leave_message": "call_back", "contact_by": "phone"}

        page = mine.sends(CORRECT, **new, email="", contact_times=["evening"])
        run_jobs()

        one = mine.inquiry
        assert (one.name, one.email, one.phone, one.contact_by) == ("Kari N.", "", "+4740612345", "phone")
        assert (one.leave_message, one.contact_times) == ("call_back", ["evening"])
        assert "Vi har lagret hvordan vi når deg." in page
        assert f"Nytt i henvendelse {one.reference}" in mailbox.to(bakken)
        assert list(Inquiry.objects.found_by("+4740612345")) == [one]

    def test_the_form_shows_how_it_is_now(self, kari: Kari, tonsberg: DistrictOffice) -> None:
        mine = Mine(kari, phone="406 12 345", leave_message="no", contact_by="text")

        form = mine.client.get(CORRECT).context["form"]

        assert form["email"].value() == "kari@example.no"
        assert "40 61 23 45" in str(form["phone"])
        assert form["contact_by"].value() == "text"
        assert form.fields["email"].one_of  # not tagged as optional: one of the two is needed

    def test_nothing_new_leaves_no_trace(self, mine: Mine) -> None:
        mine.sends(CORRECT, **REACHED)

        assert [event.step for event in mine.inquiry.events.all()] == [Step.RECEIVE]

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"name": ""}, "Skriv hva vi skal kalle deg."),
            ({"email": ""}, "Skriv e-postadressen eller telefonnummeret ditt, så vi kan svare."),
            ({"email": "kari.example"}, "Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
            ({"phone": "406 12 345"}, "Velg om det er trygt å legge igjen en beskjed."),
            ({"contact_by": "text"}, "Skriv telefonnummeret ditt, eller velg en annen måte å ta kontakt på."),
        ],
    )
    def test_wrong_says_what_to_write(self, mine: Mine, answers: dict[str, str], sentence: str) -> None:
        response = mine.client.post(CORRECT, {**REACHED, **answers})

        assert response.status_code == 422
        assert response.content.decode().count(sentence) == 2

    def test_who_came_without_a_name_may_remain_so(self, mine: Mine) -> None:
        Inquiry.objects.update(name="", email="", phone="", email_key="", phone_key="")

        assert mine.client.post(CORRECT, {"name": "", "email": ""}).status_code == 303


class TestMayItBeHandedOver:
    @pytest.fixture
    def asked(self, mine: Mine, ola: User, alta: DistrictOffice) -> Mine:
        """Ola thinks that Alta could answer better."""
        casework.ask_person(mine.inquiry, alta, by=ola, reason="Hun flytter til Tromsø.")
        return mine

    def test_the_question_names_the_place_and_keeps_the_reason(self, asked: Mine) -> None:
        page = asked.reads()

        assert "Kan vi gi henvendelsen din videre til Distriktskontoret i Alta?" in page
        assert "flytter til Tromsø" not in page

    def test_yes_hands_it_over_in_the_name_of_the_one_who_asked(
        self, asked: Mine, ola: User, alta: DistrictOffice, mailbox: Mailbox
    ) -> None:
        page = asked.sends(ANSWER, asked=asked.asked(), svar="ja")
        run_jobs()

        assert "Du har sagt ja." in page
        assert asked.inquiry.receiver == alta
        agree, hand_over = asked.inquiry.events.order_by("-pk")[:2][::-1]
        assert (agree.step, agree.by) == (Step.AGREE, None)
        assert (hand_over.step, hand_over.by) == (Step.HAND_OVER, ola)
        assert asked.inquiry.texts.get().text == "Hun flytter til Tromsø."
        assert HandOverRequest.objects.get().agreed is True
        assert mailbox.to(ola) == [f"Svar om henvendelse {asked.inquiry.reference}"]
        told = next(mail.text for mail in mailbox.mails if ola.email in mail.receivers)
        assert "Distriktskontoret i Alta har nå henvendelse" in told
        assert f"Henvendelse {asked.inquiry.reference} venter" in mailbox.to(alta)

    def test_no_leaves_it_where_it_is(
        self, asked: Mine, bakken: ContactPoint, alta: DistrictOffice, ola: User, mailbox: Mailbox
    ) -> None:
        page = asked.sends(ANSWER, asked=asked.asked(), svar="nei")
        run_jobs()

        assert "Du har sagt nei, og vi gir den ikke dit." in page
        assert asked.inquiry.receiver == bakken
        assert asked.inquiry.events.latest("pk").step == Step.REFUSE
        assert HandOverRequest.objects.get().agreed is False
        assert mailbox.to(ola) == [f"Svar om henvendelse {asked.inquiry.reference}"]
        assert mailbox.to(alta) == []

    def test_answered_twice_the_first_answer_stands(self, asked: Mine, bakken: ContactPoint) -> None:
        question = asked.asked()
        asked.sends(ANSWER, asked=question, svar="nei")

        page = asked.sends(ANSWER, asked=question, svar="ja")

        assert "Spørsmålet er ikke aktuelt lenger." in page
        assert asked.inquiry.receiver == bakken

    def test_overtaken_by_another_step_she_is_told(self, asked: Mine, ola: User, tonsberg: DistrictOffice) -> None:
        question = asked.asked()
        casework.hand_over(asked.inquiry, tonsberg, by=ola, reason="Hun ringte.")

        assert "Spørsmålet er ikke aktuelt lenger." in asked.sends(ANSWER, asked=question, svar="ja")
        assert asked.inquiry.receiver == tonsberg

    def test_a_place_that_has_closed_since_does_not_get_it(
        self, asked: Mine, alta: DistrictOffice, bakken: ContactPoint, ola: User, mailbox: Mailbox
    ) -> None:
        DistrictOffice.objects.filter(pk=alta.pk).update(closed_on=clock.today())

        asked.sends(ANSWER, asked=asked.asked(), svar="ja")
        run_jobs()

        assert asked.inquiry.receiver == bakken
        assert "stedet kan ikke ta imot nå" in mailbox.mails[-1].text

    def test_a_contact_point_that_is_only_proposed_gets_it(
        self, mine: Mine, berit: User, bakken: ContactPoint, tonsberg: DistrictOffice
    ) -> None:
        casework.hand_over(mine.inquiry, tonsberg, by=berit, reason="")
        ContactPoint.objects.filter(pk=bakken.pk).update(status=PlaceStatus.PROPOSED)
        casework.ask_person(mine.inquiry, bakken, by=berit, reason="")

        mine.sends(ANSWER, asked=mine.asked(), svar="ja")

        assert mine.inquiry.receiver == bakken

    @pytest.mark.parametrize("question", ["", "x", "6f0f3a30-5d6a-4f0c-9a55-000000000000"])
    def test_a_question_that_nobody_asked_is_not_answered(self, asked: Mine, question: str) -> None:
        asked.sends(ANSWER, asked=question, svar="ja")

        assert HandOverRequest.objects.waiting().exists()


@pytest.mark.parametrize("path", [WRITE, CORRECT, ANSWER, WITHDRAW])
def test_without_the_link_nothing_is_done(kari: Kari, tonsberg: DistrictOffice, path: str) -> None:
    kari.asks()

    assert Client().post(path, {"message": "Hei", "svar": "ja"}).status_code == 404
    assert Inquiry.objects.get().events.count() == 1


@pytest.mark.parametrize("path", [WRITE, ANSWER, WITHDRAW])
def test_a_get_does_nothing(mine: Mine, path: str) -> None:
    assert mine.client.get(path).status_code == 405


@pytest.mark.parametrize("path", [WRITE, CORRECT, ANSWER, WITHDRAW])
def test_what_was_meant_for_another_of_her_inquiries_is_not_done_to_this_one(kari: Kari, mine: Mine, path: str) -> None:
    other = kari.asks()

    answers = {**REACHED, "inquiry": other.reference, "message": "Til den andre", "name": "Karin"}
    response = mine.client.post(path, answers)

    assert response["Location"] == "/min-henvendelse/?ny=endret"
    assert mine.inquiry.events.count() == 1


def test_withdrawn_while_it_is_on_its_way_it_goes_nowhere(mine: Mine, ola: User, mailbox: Mailbox) -> None:
    casework.decline(mine.inquiry, DeclineReason.OTHER, by=ola)
    mine.sends(WITHDRAW)
    run_jobs()

    passing.carry_out(mine.inquiry.events.get(step=Step.DECLINE).pk)
    mine.inquiry.refresh_from_db()
    assert mine.inquiry.status == Status.WITHDRAWN
    assert mailbox.mails == []


@pytest.mark.parametrize("path", [WRITE, CORRECT, ANSWER])
def test_a_button_pressed_twice_in_the_same_moment_does_it_once(
    committed_db: None, bakken: ContactPoint, alta: DistrictOffice, ola: User, path: str
) -> None:
    """Real threads, each with a connection of its own."""
    inquiry = make_inquiry(wish="join", contact_point=bakken)
    casework.ask_person(inquiry, alta, by=ola, reason="")
    before = inquiry.events.count()
    asked = str(inquiry.hand_over_requests.get().public_id)
    answers = {**REACHED, "name": "Karin", "message": "Hei?", "asked": asked, "svar": "nei"}
    together = Barrier(2)

    def pressing(browser: Client) -> int:
        browser.get(f"{PAGE}{inquiry.secret_token}/")
        together.wait()
        try:
            return int(browser.post(path, answers).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(pressing, (Client(), Client()))) == [303, 303]

    assert inquiry.events.count() == before + 1
