"""What one who waits for a group reads: how many wait for the same nearby, and how far that is from a group."""

from datetime import timedelta

import pytest
from django.test import Client

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import CancelReason, Outcome, Theme
from groups.forming import asking, starting
from groups.inquiries.standing import standing_of
from groups.models import Inquiry
from linkportal.kit import clock
from tests.groups.forming import make_group, make_waiting

ACROSS = "En gruppe på tvers av problemer kan komme fortere. Si fra hvis det passer for deg."


@pytest.fixture
def kari(bakken: ContactPoint, ola: User) -> Inquiry:
    """She waits for an evening group about grief in Skien."""
    return make_waiting("3724", contact_point=bakken, by=ola)


def others_wait(number: int, at: ContactPoint, by: User) -> None:
    """In Porsgrunn, next door."""
    for _ in range(number):
        make_waiting("3915", contact_point=at, by=by)


@pytest.mark.parametrize(
    ("others", "words"),
    [
        (0, f"Foreløpig venter ingen andre i nærheten på det samme. 3–4 til trengs. {ACROSS}"),
        (1, f"Dere er to i nærheten som venter på det samme. 2–3 til trengs. {ACROSS}"),
        (2, f"Dere er tre i nærheten som venter på det samme. 1–2 til trengs. {ACROSS}"),
        (
            3,
            "Dere er fire i nærheten som venter på det samme. Nok til å begynne. "
            "Med én til blir gruppen passe stor. Du blir spurt når vi samler en gruppe.",
        ),
        (
            5,
            "Dere er seks i nærheten som venter på det samme. Nok til en gruppe. "
            "Du blir spurt når vi samler en gruppe.",
        ),
    ],
)
def test_how_many_wait_for_the_same(kari: Inquiry, bakken: ContactPoint, ola: User, others: int, words: str) -> None:
    others_wait(others, bakken, ola)

    standing = standing_of(kari)

    assert standing.now == "Du venter på en gruppe. Frivilligsentralen på Bakken følger med."
    assert standing.then.startswith(words)


@pytest.mark.parametrize("theme", ["", Theme.ACROSS, Theme.RATHER_NOT_SAY])
def test_who_waits_for_a_group_across_problems_is_not_told_of_one(kari: Inquiry, theme: str) -> None:
    Inquiry.objects.update(theme=theme)
    kari.refresh_from_db()

    assert ACROSS not in standing_of(kari).then


def test_when_somebody_looks_at_it_again(kari: Inquiry) -> None:
    assert "De ser på saken igjen" in standing_of(kari).then

    Inquiry.objects.update(follow_up_on=clock.today() - timedelta(days=1))
    kari.refresh_from_db()
    assert "De ser på saken igjen" not in standing_of(kari).then


def test_asked_and_answered(kari: Inquiry, bakken: ContactPoint, ola: User) -> None:
    group = make_group(bakken, by=ola)
    asking.ask(group, [kari], by=ola)
    assert standing_of(kari).now == "Noen samler en gruppe som kan passe for deg."

    asked = group.candidates.get().public_id
    asking.answer(kari, asked, yes=True)
    assert standing_of(kari).now == "Du har sagt ja til en gruppe som samles."

    asking.answer(kari, asked, yes=False)
    assert standing_of(kari).now.startswith("Du venter på en gruppe.")
    assert standing_of(kari).then.startswith("Utenom gruppen du sa nei til, venter ingen andre")


def test_handed_over_one_reads_that_the_group_does_not_count_on_one(
    kari: Inquiry, bakken: ContactPoint, tonsberg: DistrictOffice, ola: User, berit: User
) -> None:
    lost = "Gruppen du ble spurt om, regner ikke med deg nå. Si fra hvis du fortsatt vil være med."
    group = make_group(bakken, by=ola)
    asking.ask(group, [kari], by=ola)
    asking.answer(kari, group.candidates.get().public_id, yes=True)

    kari.hand_over(tonsberg, tonsberg, by=ola, reason="")
    assert standing_of(kari).then.endswith(lost)

    kari.wait(by=berit)
    assert lost not in standing_of(kari).then
    kari.close(Outcome.JOINED, by=berit)
    kari.reopen(by=berit)
    assert lost not in standing_of(kari).then


def test_a_group_that_was_given_up_is_not_told_of_again_when_one_waits_anew(
    kari: Inquiry, bakken: ContactPoint, ola: User
) -> None:
    group = make_group(bakken, by=ola)
    asking.ask(group, [kari], by=ola)
    starting.cancel(group, CancelReason.NO_PLACE, by=ola)
    assert standing_of(kari).now.startswith("Det ble ikke noe av gruppen")

    kari.close(Outcome.CHANGED_MIND, by=ola)
    kari.reopen(by=ola)
    kari.wait(by=ola)

    assert standing_of(kari).now.startswith("Du venter på en gruppe.")


def test_the_page_says_it(kari: Inquiry, bakken: ContactPoint, ola: User) -> None:
    others_wait(2, bakken, ola)
    browser = Client()
    browser.get(f"/min-henvendelse/{kari.secret_token}/")

    assert "Dere er tre i nærheten som venter på det samme." in browser.get("/min-henvendelse/").content.decode()
