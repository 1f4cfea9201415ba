"""What the mails say, and what none of them says."""

import re
from typing import Any

import pytest

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import Step, Theme
from groups.inquiries import casework
from groups.inquiries.letters import Kind, letter
from groups.models import Inquiry, InquiryEvent
from tests.groups.making import make_inquiry

TO_PERSON = [kind for kind in Kind if kind.endswith("_person")]
TO_STAFF = [kind for kind in Kind if kind not in TO_PERSON]
SAID: dict[str, Any] = {
    "name": "Kari Sølvskjær",
    "email": "kari@example.no",
    "phone": "+4740612345",
    "message": "Jeg sover lite.",
    "theme": Theme.GRIEF,
    "organisation": "Bamble pårørendegruppe",
}
ABOUT_SELF_HELP = re.compile(
    r"selvhjelp|hjelp|gruppe|kontaktpunkt|frivillig|distriktskontor|helse|sorg|henvendelse|starte", re.IGNORECASE
)


@pytest.fixture
def asked(bakken: ContactPoint) -> Inquiry:
    return make_inquiry(wish="join", contact_point=bakken, **SAID)


@pytest.mark.parametrize("kind", Kind)
def test_no_mail_says_who_asked_or_what(asked: Inquiry, kind: Kind) -> None:
    made = letter(kind, asked.events.get())

    words = f"{made.subject}\n{made.body}"
    for said in ("Kari", "Sølvskjær", "kari@", "406", "sover", "Sorg", "Bli med", "Bamble"):
        assert said not in words


@pytest.mark.parametrize("kind", TO_PERSON)
def test_what_goes_to_the_person_does_not_tell_what_it_is_about(asked: Inquiry, kind: Kind) -> None:
    made = letter(kind, asked.events.get())

    assert made.to == "kari@example.no"
    assert not ABOUT_SELF_HELP.search(made.subject)
    assert not ABOUT_SELF_HELP.search(re.sub(r"http\S+", "", made.body))
    assert "Denne e-posten kan ikke besvares." in made.body


@pytest.mark.parametrize("kind", TO_PERSON)
def test_only_a_mail_to_the_person_holds_their_secret_link(asked: Inquiry, kind: Kind) -> None:
    assert (asked.secret_token in letter(kind, asked.events.get()).body) == (kind != Kind.TO_PERSON)


@pytest.mark.parametrize("kind", TO_STAFF)
def test_what_goes_to_staff_has_the_reference_and_a_link_behind_the_login(asked: Inquiry, kind: Kind) -> None:
    made = letter(kind, asked.events.get())

    assert asked.reference in made.subject
    assert asked.reference in made.body
    assert re.search(r"http\S+/(arbeidsflate|admin)/", made.body)
    assert asked.secret_token not in made.body


def test_the_receivers_mail_lets_them_act_and_says_for_how_long(asked: Inquiry, bakken: ContactPoint) -> None:
    made = letter(Kind.TO_RECEIVER, asked.events.get())

    assert made.to == bakken.email
    assert f"/fra-e-post/{asked.act_token()}/" in made.body
    assert "72 timer" in made.body


def test_a_mail_that_comes_after_the_hand_over_gives_the_old_place_no_link_to_act(
    asked: Inquiry, tonsberg: DistrictOffice, berit: User
) -> None:
    before = asked.events.get()
    casework.hand_over(asked, tonsberg, by=berit, reason="Hun ringte oss.")

    late = letter(Kind.TO_RECEIVER, InquiryEvent.objects.get(pk=before.pk))

    assert "/fra-e-post/" not in late.body
    assert letter(Kind.NEW_ACT_LINK, InquiryEvent.objects.get(pk=before.pk)).to == ""
    assert "/fra-e-post/" in letter(Kind.TO_RECEIVER, asked.events.get(step=Step.HAND_OVER)).body


def test_a_colleague_gets_what_is_for_them_and_the_place_what_is_for_nobody(
    asked: Inquiry, bakken: ContactPoint, ola: User
) -> None:
    event = asked.events.get()

    assert letter(Kind.PERSON_WROTE, event, ola).to == ola.email
    assert letter(Kind.PERSON_WROTE, event).to == bakken.email


def test_a_no_stays_a_no_in_a_mail_that_comes_after_the_person_said_yes_by_telephone(
    asked: Inquiry, tonsberg: DistrictOffice, berit: User
) -> None:
    with asked.step(Step.REFUSE) as refused:
        pass
    asked.hand_over(tonsberg, tonsberg, by=berit, reason="Sa ja da vi ringte.")

    assert "Svaret var nei" in letter(Kind.PERSON_ANSWERED, refused).body
