"""One's own sign-up, behind the secret link: how it stands, and signing off."""

from datetime import timedelta

import pytest
from django.test import Client

from contactpoints.models import ContactPoint, DistrictOffice
from groups.enums import SignUpStatus
from groups.forming.meeting import call_off
from groups.meetings import signing_up
from groups.meetings.signing_up import sign_off
from groups.models import Event, SignUp
from linkportal.kit import clock
from tests.groups.forming import make_event
from tests.groups.test_signing_up import wants
from tests.markup import Element, read

MINE, OFF = "/min-pamelding/", "/min-pamelding/meld-av/"


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """An open meeting in Skien with room for one."""
    return make_event(tonsberg, bakken.municipality, places=1)


@pytest.fixture
def siri(evening: Event) -> SignUp:
    """She has the only place."""
    return signing_up.sign_up(evening, wants("Siri")).sign_up


@pytest.fixture
def anne(evening: Event, siri: SignUp) -> SignUp:
    """She waits for it."""
    return signing_up.sign_up(evening, wants("Anne")).sign_up


def opens(client: Client, mine: SignUp) -> Element:
    """Follow the link of the mail, and read the page."""
    response = client.get(f"{MINE}{mine.secret_token}/")
    assert (response.status_code, response["Location"]) == (302, MINE)
    return page(client)


def page(client: Client) -> Element:
    response = client.get(MINE)
    assert response.status_code == 200
    return read(response.content).one("main")


def press(client: Client, button: Element) -> None:
    """Send the form of that page."""
    form = button.one("form", method="post")
    sent = {each.attrs["name"]: each.attrs["value"] for each in form.all("input", type="hidden")}
    response = client.post(form.attrs["action"], sent)
    assert response.status_code == 303
    assert response["Location"].startswith(MINE)


def test_the_link_leads_to_the_page_which_says_how_it_stands(client: Client, siri: SignUp) -> None:
    shown = opens(client, siri)

    assert shown.one("h1").text == "Du har plass"
    for words in ("Åpent møte om sorg", "mandag 8. juni 2026 kl. 18.00–20.00", "Biblioteket, store sal"):
        assert words in shown.text


def test_who_waits_reads_which_number_they_are(client: Client, siri: SignUp, anne: SignUp, evening: Event) -> None:
    jon = signing_up.sign_up(evening, wants("Jon", email="jon@example.no")).sign_up

    assert opens(client, anne).one("h1").text == "Du er nummer 1 på ventelisten"
    second = opens(client, jon)
    assert second.one("h1").text == "Du er nummer 2 på ventelisten"
    assert "får du en e-post" in second.text


def test_once_it_has_begun_nobody_is_told_that_a_place_may_come(client: Client, anne: SignUp, evening: Event) -> None:
    with clock.moved_to(evening.starts_at):
        shown = opens(client, anne)

    assert shown.one("h1").text == "Det ble ikke plass denne gangen"
    assert "Blir det en plass" not in shown.text


def test_opening_the_link_changes_nothing(client: Client, siri: SignUp) -> None:
    opens(client, siri)

    again = SignUp.objects.get(pk=siri.pk)
    assert (again.status, again.name, again.link_version) == (SignUpStatus.PLACE, "Siri", siri.link_version)


def test_signing_off_erases_what_one_wrote_and_gives_the_place_to_the_next(
    client: Client, siri: SignUp, anne: SignUp
) -> None:
    press(client, opens(client, siri))

    shown = page(client)
    assert shown.one("h1").text == "Du er meldt av"
    assert not shown.all("form")
    siri.refresh_from_db()
    anne.refresh_from_db()
    assert (siri.status, siri.name, siri.email) == (SignUpStatus.CANCELLED, "", "")
    assert anne.has_place


def test_pressed_twice_is_once(client: Client, siri: SignUp, anne: SignUp, evening: Event) -> None:
    shown = opens(client, siri)

    press(client, shown)
    press(client, shown)

    assert [each.pk for each in evening.sign_ups.with_place()] == [anne.pk]


def test_who_signed_off_can_sign_up_again_from_the_page(client: Client, siri: SignUp, evening: Event) -> None:
    press(client, opens(client, siri))

    links = {each.attrs.get("href") for each in page(client).all("a")}

    assert f"{evening.get_absolute_url()}meld-pa/" in links


def test_a_button_of_a_page_about_another_sign_up_signs_nobody_off(client: Client, siri: SignUp, anne: SignUp) -> None:
    in_the_first_window = opens(client, siri)
    opens(client, anne)

    press(client, in_the_first_window)

    assert SignUp.objects.active().count() == 2
    shown = read(client.get(f"{MINE}?ny=annen").content).one("main")
    assert "Du åpnet en annen påmelding i mellomtiden" in shown.text


def test_what_is_cancelled_or_over_is_told(client: Client, siri: SignUp, evening: Event) -> None:
    with clock.moved_to(evening.ends_at + timedelta(hours=1)):
        assert opens(client, siri).one("h1").text == "Arrangementet er over"
    call_off(evening)
    assert opens(client, siri).one("h1").text == "Avlyst"


def test_also_afterwards_one_may_have_what_one_wrote_erased(client: Client, siri: SignUp, evening: Event) -> None:
    with clock.moved_to(evening.ends_at + timedelta(hours=1)):
        press(client, opens(client, siri))

    assert SignUp.objects.get(pk=siri.pk).is_cancelled


def test_a_link_that_is_dead_wrong_or_erased_shows_a_way_on(client: Client, siri: SignUp) -> None:
    token = siri.secret_token
    SignUp.objects.filter(pk=siri.pk).update(link_version=2)
    for dead in (token, token[:-2] + "AA", "x", "ø" * 44):
        response = client.get(f"{MINE}{dead}/")
        assert response.status_code == 404
        assert "Åpne påmeldingen med lenken din" in response.content.decode()
        assert not response.cookies
    token = SignUp.objects.get(pk=siri.pk).secret_token
    siri.delete()
    assert client.get(f"{MINE}{token}/").status_code == 404


def test_without_the_link_the_page_says_how_to_come_to_it(client: Client, siri: SignUp) -> None:
    assert "Åpne påmeldingen med lenken din" in page(client).text
    assert client.post(OFF).status_code == 404
    assert client.get(OFF).status_code == 405
    assert SignUp.objects.active().count() == 1


def test_the_page_is_open_for_half_an_hour_and_kept_by_no_browser(client: Client, siri: SignUp) -> None:
    opens(client, siri)

    cookie = client.cookies["min-pamelding"]
    assert (cookie["path"], cookie["httponly"], cookie["max-age"]) == (MINE, True, 1800)
    assert "no-store" in client.get(MINE)["Cache-Control"]


def test_staff_who_sign_somebody_off_leave_a_page_that_says_so(client: Client, siri: SignUp) -> None:
    sign_off(siri)

    assert opens(client, siri).one("h1").text == "Du er meldt av"
