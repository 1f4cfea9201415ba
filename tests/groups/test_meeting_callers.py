"""Those who call about an event: signed up, signed off, and called back."""

from typing import Any

import pytest
from django.test import Client

from contactpoints.models import DistrictOffice, User
from groups.enums import SignUpStatus
from groups.models import Event, SignUp
from linkportal.kit import clock
from tests.groups.forming import make_event, make_sign_up
from tests.groups.meeting_page import address, errors, names, sign_up_of, words
from tests.markup import read


def call(client: Client, event: Event, **said: str) -> Any:
    form = client.get(address("page", event)).context["phone_form"]
    hidden = {"submission_id": str(form["submission_id"].value())}
    return client.post(address("sign_up", event), {**hidden, "name": "Per", "consent": "on", **said})


def test_who_calls_is_signed_up_and_told_how_it_stands(as_ola: Client, evening: Event) -> None:
    pages = [
        as_ola.get(call(as_ola, evening, name=name, phone=phone)["Location"])
        for name, phone in (("Per", "406 12 345"), ("Tor", "406 12 346"), ("Eva", "406 12 347"), ("Per", "40612345"))
    ]

    said = [words(page) for page in pages]
    assert "Per har plass. Uten e-post må dere ringe hvis noe endres." in said[0]
    assert "Eva står som nummer 1 på ventelisten." in said[2]
    assert "Personen var påmeldt fra før. Per har plass." in said[3]
    assert SignUp.objects.count() == 3
    assert sign_up_of("Per").consent_version.endswith("muntlig")


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (
            {"phone": "406 12 345", "name": ""},
            "name",
            "Skriv hva vi skal kalle deg. Fornavn eller et annet navn holder.",
        ),
        ({}, "phone", "Skriv et telefonnummer eller en e-postadresse."),
        ({"phone": "12"}, "phone", "Skriv inn et telefonnummer med åtte siffer, for eksempel 406 12 345."),
        ({"email": "per"}, "email", "Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
        (
            {"phone": "406 12 345", "consent": ""},
            "consent",
            "Spør personen om det er greit, og kryss av når svaret er ja.",
        ),
    ],
)
def test_what_is_missing_of_a_caller_is_said_and_the_form_stays_open(
    as_ola: Client, evening: Event, said: dict[str, str], field: str, sentence: str
) -> None:
    page = call(as_ola, evening, **said)

    assert errors(page) == {field: [sentence]}
    assert "open" in read(page.content).all("details", class_="do")[0].attrs
    assert not SignUp.objects.exists()


def test_after_the_beginning_nobody_is_signed_up(as_ola: Client, ola: User, evening: Event) -> None:
    form = as_ola.get(address("page", evening)).context["phone_form"]
    said = {"submission_id": str(form["submission_id"].value()), "name": "Per", "phone": "40612345", "consent": "on"}

    with clock.moved_to(evening.starts_at):
        as_ola.force_login(ola)
        page = as_ola.get(as_ola.post(address("sign_up", evening), said)["Location"])

    assert "Ingen er meldt på." in words(page)
    assert not SignUp.objects.exists()


def test_who_calls_off_makes_room_for_the_first_in_line(as_ola: Client, evening: Event) -> None:
    siri = make_sign_up(evening)
    make_sign_up(evening, name="Per", email="per@example.no")
    make_sign_up(evening, name="Lise", email="", phone="+4740612345", seat=None, status=SignUpStatus.WAITING)

    done = as_ola.post(address("sign_off", evening), {"who": str(siri.public_id)})
    again = as_ola.post(address("sign_off", evening), {"who": str(siri.public_id)})

    assert "Personen var meldt av fra før." in words(as_ola.get(again["Location"]))
    assert names(as_ola.get(done["Location"])) == ["Lise", "1. Per", "2. Lise"]
    assert [one.name for one in evening.sign_ups.active()] == ["Per", "Lise"]


def test_a_button_of_another_event_does_nothing_here(as_ola: Client, evening: Event, tonsberg: DistrictOffice) -> None:
    other = make_event(tonsberg, evening.municipality)
    siri = make_sign_up(other, to_call=True, email="", phone="+4740612345")

    for name, said in (("sign_off", {}), ("called", {"seen": as_ola.get(address("page", evening)).context["seen"]})):
        as_ola.post(address(name, evening), {"who": str(siri.public_id), **said})

    siri.refresh_from_db()
    assert (siri.name, siri.to_call) == ("Siri", True)
