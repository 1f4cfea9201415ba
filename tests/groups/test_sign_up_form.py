"""The form by which one signs up, what it answers, and the receipt, which tells nobody about others."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from contactpoints.models import ContactPoint, DistrictOffice
from groups.forming.meeting import call_off
from groups.meetings.signing_up import CONSENT_VERSION
from groups.models import Event
from linkportal.kit import clock, spam
from tests.groups.forming import make_event, make_sign_up
from tests.groups.signing import ANSWERS, receipt_of, signs_up
from tests.mailbox import Mailbox
from tests.markup import read
from tests.processes import run_jobs

BY_PHONE = "406 12 345"
ON_LIST = "Er du ikke påmeldt fra før, står du nå på venteliste."


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """An open meeting in Skien with room for one."""
    return make_event(tonsberg, bakken.municipality, contact_points=[bakken], places=1)


def form_at(event: Event) -> str:
    return reverse("groups:sign_up", args=[event.slug])


def test_siri_signs_up_with_her_address_and_reads_that_she_has_a_place(
    client: Client, evening: Event, mailbox: Mailbox
) -> None:
    assert "Du har plass" in receipt_of(client, evening)

    siri = evening.sign_ups.get()
    assert (siri.name, siri.email, siri.phone, siri.seat) == ("Siri", "siri@example.no", "", 1)
    assert siri.consent_version == CONSENT_VERSION
    run_jobs()
    assert mailbox.to("siri@example.no") == ["Du er påmeldt"]


def test_the_form_is_filled_in_as_the_page_gives_it(client: Client, evening: Event) -> None:
    form = read(client.get(form_at(evening)).content).one("form", method="post")
    hidden = {each.attrs["name"]: each.attrs.get("value", "") for each in form.all("input", type="hidden")}

    with clock.moved_to(clock.now() + timedelta(minutes=1)):
        sent = client.post(form_at(evening), {**hidden, **ANSWERS, "website": ""})

    assert sent.status_code == 303
    assert evening.sign_ups.count() == 1


def test_the_consent_names_who_reads_and_when_it_is_erased(client: Client, evening: Event) -> None:
    consent = read(client.get(form_at(evening)).content).one("div", class_="consent").text

    assert "Distriktskontoret i Tønsberg og Frivilligsentralen på Bakken leser dette" in consent
    assert "slettes senest 7 dager etterpå" in consent


def test_who_has_no_address_reads_that_somebody_will_call(client: Client, evening: Event, mailbox: Mailbox) -> None:
    page = receipt_of(client, evening, way=BY_PHONE)

    siri = evening.sign_ups.get()
    assert (siri.email, siri.phone) == ("", "+4740612345")
    assert "Du har plass" in page
    assert "Vi ringer deg hvis noe endres." in page
    assert run_jobs() == 0


def test_where_it_is_full_the_form_says_so_before_one_writes(client: Client, evening: Event) -> None:
    make_sign_up(evening)

    page = read(client.get(form_at(evening)).content).one("main")

    assert page.one("h1").text == "Stå på venteliste"
    assert page.one("button", type="submit").text == "Sett meg på venteliste"


@pytest.mark.parametrize("is_full", [False, True])
def test_the_receipt_says_the_same_of_an_address_that_had_signed_up_and_of_one_that_had_not(
    client: Client, evening: Event, is_full: bool
) -> None:
    Event.objects.filter(pk=evening.pk).update(places=1 if is_full else 5)
    make_sign_up(evening, email="kjent@example.no")

    known = receipt_of(client, evening, way="Kjent@Example.no", name="Nysgjerrig")
    unknown = receipt_of(Client(), evening, way="ukjent@example.no", name="Nysgjerrig")

    assert known == unknown
    assert (ON_LIST in known) == is_full
    assert "/min-pamelding/" not in known


def test_who_signs_up_again_by_mail_is_there_once_and_gets_the_link_again(
    client: Client, evening: Event, mailbox: Mailbox
) -> None:
    receipt_of(client, evening)
    receipt_of(client, evening)
    run_jobs()

    assert evening.sign_ups.count() == 1
    assert mailbox.to("siri@example.no") == 2 * ["Du er påmeldt"]


@pytest.mark.parametrize("is_full", [False, True])
def test_the_receipt_says_the_same_of_a_number_that_had_signed_up_and_of_one_that_had_not(
    client: Client, evening: Event, is_full: bool
) -> None:
    Event.objects.filter(pk=evening.pk).update(places=1 if is_full else 5)
    make_sign_up(evening, email="", phone="+4740612345")

    known = receipt_of(client, evening, way=BY_PHONE, name="Nysgjerrig")
    unknown = receipt_of(Client(), evening, way="406 12 346", name="Nysgjerrig")

    assert known == unknown
    assert (ON_LIST in known) == is_full
    assert "/min-pamelding/" not in known
    assert evening.sign_ups.count() == 2


def test_an_impatient_finger_signs_up_once(client: Client, evening: Event) -> None:
    number = str(uuid.uuid4())

    first = receipt_of(client, evening, way=BY_PHONE, submission_id=number)
    again = receipt_of(client, evening, way=BY_PHONE, submission_id=number)

    assert first == again
    assert evening.sign_ups.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Skriv hva vi skal kalle deg. Fornavn eller et annet navn holder."),
        ({"name": "x" * 81}, "Skriv et kortere navn, på høyst 80 tegn."),
        ({"way": ""}, "Skriv e-postadressen eller telefonnummeret ditt, så vi kan gi beskjed."),
        ({"way": "siri@"}, "Skriv en e-postadresse, for eksempel navn@eksempel.no, eller et telefonnummer"),
        ({"way": "siri"}, "Skriv en e-postadresse, for eksempel navn@eksempel.no, eller et telefonnummer"),
        ({"way": "406 12"}, "Skriv en e-postadresse, for eksempel navn@eksempel.no, eller et telefonnummer"),
        ({"way": "a" * 250 + "@example.no"}, "Skriv en kortere e-postadresse, på høyst 254 tegn."),
        ({"consent": ""}, "Kryss av hvis det er greit at arrangøren leser dette og gir deg beskjed."),
        ({"submission_id": "x"}, "Skjemaet var gammelt. Se over det og send det en gang til."),
    ],
)
def test_each_error_says_what_to_write_and_nothing_is_kept(
    client: Client, evening: Event, wrong: dict[str, str], sentence: str
) -> None:
    page = signs_up(client, evening, **wrong)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert page.content.decode().count("<title>Feil:") == 1
    assert not evening.sign_ups.exists()


@pytest.mark.parametrize("hidden", [{"website": "spam.example"}, {"stamp": ""}, {"stamp": "forged"}, {"stamp": "now"}])
def test_what_looks_like_a_machine_is_asked_once_more_and_nobody_is_lost(
    client: Client, evening: Event, hidden: dict[str, str]
) -> None:
    if hidden == {"stamp": "now"}:
        hidden = {"stamp": spam.new_stamp()}
    page = signs_up(client, evening, **hidden)
    assert page.status_code == 422
    assert "Send det en gang til." in page.content.decode()
    assert not evening.sign_ups.exists()

    form = read(page.content).one("form", method="post")
    again = {each.attrs["name"]: each.attrs.get("value", "") for each in form.all("input") if "name" in each.attrs}
    assert "checked" in form.one("input", type="checkbox").attrs
    again["consent"] = "on"
    with clock.moved_to(clock.now() + timedelta(seconds=5)):
        assert client.post(form_at(evening), again).status_code == 303
    assert evening.sign_ups.get().name == "Siri"


def test_what_is_cancelled_while_somebody_fills_in_the_form_is_told(client: Client, evening: Event) -> None:
    call_off(evening)

    page = signs_up(client, evening)

    assert page.status_code == 409
    assert "Arrangementet er avlyst." in page.content.decode()
    assert client.get(form_at(evening)).status_code == 200
    assert not evening.sign_ups.exists()


def test_nobody_signs_up_for_what_has_begun(client: Client, evening: Event) -> None:
    with clock.moved_to(evening.starts_at):
        assert signs_up(client, evening).status_code == 409
    assert not evening.sign_ups.exists()


def test_a_receipt_is_only_for_the_browser_that_signed_up_and_for_half_an_hour(client: Client, evening: Event) -> None:
    receipt_of(client, evening, way=BY_PHONE)

    cookie = client.cookies["pamelding"]
    assert (cookie["path"], cookie["httponly"], cookie["max-age"]) == ("/pamelding/kvittering/", True, 1800)
    assert "siri" not in cookie.value.lower()
    assert Client().get("/pamelding/kvittering/").status_code == 404
    with clock.moved_to(clock.now() + timedelta(minutes=31)):
        assert "no-store" in client.get("/pamelding/kvittering/")["Cache-Control"]


def test_form_and_receipt_are_kept_by_no_browser(client: Client, evening: Event) -> None:
    receipt_of(client, evening)

    for path in (form_at(evening), "/pamelding/kvittering/"):
        assert "no-store" in client.get(path)["Cache-Control"]
