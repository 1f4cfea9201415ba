"""Whoever has a copy of the database, and not the key, learns not who helps a group, where it meets, or who comes.

And after an event not even who has the key: those who signed up are gone.
"""

import re
import uuid
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils.timezone import make_aware

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import EventKind
from groups.forming import meeting
from groups.forming.meeting import Appointment
from groups.meetings.signing_up import Wanted, sign_up
from groups.models import Event, SignUp
from linkportal.kit.encryption import search_keys
from tests.conftest import TODAY
from tests.groups.conftest import stamp_of_a_minute_ago
from tests.groups.days import do_the_jobs_of_the_day, on
from tests.groups.forming import make_event, make_group, make_initiator
from tests.groups.test_dump import dump, is_absent, opened, phone_in_any_form
from tests.groups.test_erasure import table
from tests.mailbox import Mailbox
from tests.processes import run_jobs

ROOM = "Kjellerstua hos Torvald"
HELPS = {"name": "Ingrid Fjeldheim", "email": "ingrid.fjeldheim@example.no", "phone": "+4791234567"}
COMES = {"name": "Sigrunn Tveitan", "email": "sigrunn.tveitan@example.no"}
CALLS = {"name": "Torbjørg Lie", "phone": "+4740698765"}


@pytest.fixture
def event(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """An open meeting next week."""
    return make_event(tonsberg, bakken.municipality, contact_points=[bakken], title="Åpen kveld")


@pytest.fixture
def signed_up(event: Event, mailbox: Mailbox) -> None:
    """Sigrunn signs up on the page and opens the link in her mail; Torbjørg has left a number."""
    form = {"submission_id": str(uuid.uuid4()), "stamp": stamp_of_a_minute_ago(), "website": "", "consent": "on"}
    answer = Client().post(
        f"/arrangementer/{event.slug}/meld-pa/", {**form, "name": COMES["name"], "way": COMES["email"]}
    )
    assert answer.status_code == 303, answer.content.decode()
    sign_up(event, Wanted(uuid.uuid4(), **CALLS))
    run_jobs()
    (link,) = re.findall(r"/min-pamelding/\S+", mailbox.mails[-1].text)
    assert Client().get(link, follow=True).status_code == 200


def everything() -> str:
    """The copy, and all in it that is only packed."""
    copy = dump()
    return copy + "\n".join(opened(copy))


def test_dump_says_neither_who_helps_nor_where_they_meet(bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    group = make_group(bakken, by=ola, meeting_place=ROOM)
    group.add_initiator(make_initiator(bakken, by=ola, **HELPS), by=ola)
    start = make_aware(datetime.combine(TODAY + timedelta(days=7), time(18)))
    meeting.plan(group, EventKind.STARTUP_MEETING, Appointment(start, start + timedelta(hours=2), ROOM), by=ola)
    run_jobs()
    copy = everything()

    assert group.reference in copy
    for secret in (ROOM, HELPS["name"], HELPS["email"]):
        assert is_absent(copy, secret), secret
    assert not re.search(phone_in_any_form(HELPS["phone"][3:]), copy)


def test_who_has_left_is_gone_from_the_dump(bakken: ContactPoint, ola: User) -> None:
    initiator = make_initiator(bakken, by=ola, **HELPS)
    assert "gAAAAA" in table("groups_initiator")

    initiator.leave()

    assert "gAAAAA" not in table("groups_initiator")


def test_dump_says_neither_who_comes_nor_opens_their_link(signed_up: None) -> None:
    copy = everything()

    for secret in (COMES["name"], COMES["email"], CALLS["name"]):
        assert is_absent(copy, secret), secret
    assert not re.search(phone_in_any_form(CALLS["phone"][3:]), copy)
    for one in SignUp.objects.all():
        assert is_absent(copy, one.secret_token[22:])


def test_a_week_after_the_event_no_table_holds_anything_of_who_came(signed_up: None, event: Event) -> None:
    known = [str(one.public_id) for one in SignUp.objects.all()]
    known += [key for contact in (COMES["email"], CALLS["phone"]) for key in search_keys(contact)]
    assert all(word in dump() for word in known)

    with on(TODAY + timedelta(days=15)):
        do_the_jobs_of_the_day()

    assert not SignUp.objects.exists()
    copy = everything()
    for word in known:
        assert is_absent(copy, word), word
        assert is_absent(copy, word.replace("-", "")), word
    event.refresh_from_db()
    assert event.signed_up == 2


def test_who_signs_off_is_gone_at_once(signed_up: None, event: Event) -> None:
    sigrunn = event.sign_ups.of_person(COMES["email"], "").get()
    browser = Client()
    browser.get(f"/min-pamelding/{sigrunn.secret_token}/", follow=True)

    browser.post("/min-pamelding/meld-av/", {"pamelding": sigrunn.public_id.hex})

    run_jobs()
    sigrunn.refresh_from_db()
    assert sigrunn.is_cancelled
    assert is_absent(dump(), search_keys(COMES["email"])[0])
    assert (sigrunn.name, sigrunn.email) == ("", "")
