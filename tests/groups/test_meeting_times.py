"""When a group suits Kari: asked where she is put on the waiting list, kept, put right by herself, and erased."""

import pytest
from django.test import Client

from contactpoints.models import ContactPoint, User
from groups.enums import ContactTime, Status, Theme, Wish
from groups.models import Inquiry
from groups.models.steps import MoveNotAllowed
from tests.groups.case_page import address, case, seen, take, words
from tests.groups.making import make_inquiry

MINE, CORRECT = "/min-henvendelse/", "/min-henvendelse/rett/"
EVENING, MORNING = ContactTime.EVENING, ContactTime.MORNING


@pytest.fixture
def inquiry(bakken: ContactPoint) -> Inquiry:
    """Kari asks Bakken to join a group about grief."""
    return make_inquiry("3724", wish=Wish.JOIN, theme=Theme.GRIEF, contact_point=bakken)


@pytest.fixture
def as_kari(inquiry: Inquiry) -> Client:
    browser = Client()
    browser.get(f"{MINE}{inquiry.secret_token}/")
    return browser


class TestOnTheWaitingList:
    def test_theme_and_times_are_written_down_with_the_step(self, as_ola: Client, inquiry: Inquiry) -> None:
        page = take(as_ola, inquiry, "wait", theme="loneliness", meeting_times=["evening", "morning"])

        inquiry.refresh_from_db()
        assert inquiry.status == Status.WAITING
        assert (inquiry.theme, inquiry.meeting_times) == (Theme.LONELINESS, [EVENING, MORNING])
        assert "Møtes helst" in words(page)

    def test_the_form_shows_what_is_known(self, as_ola: Client, inquiry: Inquiry) -> None:
        Inquiry.objects.update(meeting_times=[EVENING])

        page = words(as_ola.get(case(inquiry)))

        assert '<option value="grief" selected>Sorg og tap</option>' in page
        assert 'value="evening" id="wait_meeting_times_2" checked' in page

    def test_sent_without_them_what_is_known_stays(self, as_ola: Client, inquiry: Inquiry) -> None:
        Inquiry.objects.update(meeting_times=[EVENING])

        take(as_ola, inquiry, "wait")

        inquiry.refresh_from_db()
        assert inquiry.status == Status.WAITING
        assert (inquiry.theme, inquiry.meeting_times) == (Theme.GRIEF, [EVENING])

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"theme": "secret"}, "Velg et av temaene i listen, eller «Vil helst ikke si»."),
            ({"theme": "grief", "meeting_times": "night"}, "Velg blant tidene i listen."),
        ],
    )
    def test_wrong_says_what_to_choose(
        self, as_ola: Client, inquiry: Inquiry, answers: dict[str, str], sentence: str
    ) -> None:
        response = as_ola.post(address(inquiry, "wait"), {"seen": seen(inquiry), **answers})

        assert response.status_code == 422
        assert sentence in response.content.decode()
        inquiry.refresh_from_db()
        assert inquiry.status == Status.NEW

    def test_a_place_that_offers_itself_waits_for_no_group(self, as_ola: Client, inquiry: Inquiry, ola: User) -> None:
        Inquiry.objects.update(wish=Wish.CONTACT_POINT)

        response = as_ola.post(address(inquiry, "wait"), {"seen": seen(inquiry)})

        assert response.status_code == 409
        assert "Det går ikke slik henvendelsen står nå." in response.content.decode()
        with pytest.raises(MoveNotAllowed):
            inquiry.wait(by=ola)
        inquiry.refresh_from_db()
        assert inquiry.status == Status.NEW


def test_asked_on_the_telephone_it_is_written_down_at_once(as_ola: Client, ola: User) -> None:
    answers = {
        "channel": "phone",
        "wish": "join",
        "sted": "3724",
        "leave_message": "no",
        "meeting_times": ["afternoon", "evening"],
        "consent": "on",
    }
    form = as_ola.get("/arbeidsflate/henvendelser/ny/").context["form"]

    response = as_ola.post("/arbeidsflate/henvendelser/ny/", {**answers, "at": form["at"].value()})

    assert response.status_code == 303, response.content.decode()
    assert Inquiry.objects.get().meeting_times == [ContactTime.AFTERNOON, EVENING]


class TestHerOwnPage:
    REACHED = {"name": "Kari", "email": "kari@example.no", "phone": "", "contact_by": ""}

    def test_she_reads_and_changes_when_it_suits(self, as_kari: Client, inquiry: Inquiry) -> None:
        page = as_kari.post(CORRECT, {**self.REACHED, "meeting_times": ["evening"]}, follow=True).content.decode()

        inquiry.refresh_from_db()
        assert inquiry.meeting_times == [EVENING]
        assert "<dt>Møtes helst</dt><dd>kveld<br>" in page

    def test_who_waits_at_any_time_reads_so(self, as_kari: Client, inquiry: Inquiry, ola: User) -> None:
        inquiry.wait(by=ola)

        assert "<dt>Møtes helst</dt><dd>når som helst<br>" in as_kari.get(MINE).content.decode()

    def test_the_form_shows_how_it_is_now(self, as_kari: Client, inquiry: Inquiry) -> None:
        Inquiry.objects.update(meeting_times=[MORNING])

        assert as_kari.get(CORRECT).context["form"]["meeting_times"].value() == [MORNING]

    def test_who_offers_a_place_is_not_asked(self, as_kari: Client, inquiry: Inquiry) -> None:
        Inquiry.objects.update(wish=Wish.CONTACT_POINT)

        assert "gruppe" not in str(as_kari.get(CORRECT).context["form"])
        assert as_kari.post(CORRECT, {**self.REACHED, "name": "Karin"}).status_code == 303

    def test_withdrawn_it_is_gone(self, as_kari: Client, inquiry: Inquiry) -> None:
        Inquiry.objects.update(meeting_times=[EVENING])

        as_kari.post("/min-henvendelse/trekk-tilbake/")

        inquiry.refresh_from_db()
        assert inquiry.meeting_times == []
