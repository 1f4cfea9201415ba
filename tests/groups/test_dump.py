"""Whoever has a copy of the database, and not the key, learns nothing about the people who asked."""

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from contactpoints.enums import HostKind
from contactpoints.models import ContactPoint, User
from groups.enums import Channel, DeclineReason, Outcome, Wish
from groups.models import Inquiry
from tests.groups.conftest import Kari
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import run_jobs

SAID = {
    "name": "Kari Sølvskjær",
    "email": "kari.solvskjaer@example.no",
    "phone": "406 12 345",
    "leave_message": "no",
    "message": "Jeg har mistet broren min og sover lite.",
}
LATER = "Broren min het Sigurd, det glemte jeg å si."
# What those who answer wrote, in the order in which they did.
ANSWER = "Hei Kari, vi har en gruppe om sorg som møtes på torsdager."
NOTE = "Hørtes sliten ut, ring helst etter klokka fem."
QUESTION = "Sentralen på Bakken ligger nærmere henne."
HANDED_OVER = "Hun kjenner noen som går der allerede."
DECLINED = "Naboen hennes er frivillig hos oss."
CLOSED = "Hun kom på gruppemøtet i går kveld."
WRITTEN = (ANSWER, NOTE, QUESTION, HANDED_OVER, DECLINED, CLOSED)
ON_THE_PHONE: dict[str, Any] = {
    "name": "Olav Tverrdal",
    "phone": "+4790012345",
    "message": "Faren hans drikker, han vil møte andre.",
}
OFFERS: dict[str, Any] = {
    "organisation": "Frivilligsentralen Solgløtt",
    "name": "Ingebjørg Rønning",
    "email": "inge@solglott.example",
}


def dump() -> str:
    """Every row of every table, as `pg_dump` writes them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [table for (table,) in cursor.fetchall()]
        written = []
        for table in tables:
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                written += [f"{table}\t".encode() + bytes(row) for row in rows]
    return b"".join(written).decode()


def opened(text: str) -> Iterator[str]:
    """What can be read without a key in the parts that look like base64, packed or not: sessions, the cache, tokens."""
    for part in re.findall(r"[\w+/=-]{16,}", text):
        padded = part.rstrip("=") + "=" * (-len(part.rstrip("=")) % 4)
        try:
            raw = base64.b64decode(padded, altchars=b"-_" if set("-_") & set(part) else None)
        except (binascii.Error, ValueError):
            continue
        with suppress(zlib.error):
            raw = zlib.decompress(raw)
        yield raw.decode(errors="replace")


def phone_in_any_form(number: str) -> str:
    """A pattern for the number however it is spaced."""
    return r"\s?".join(number.replace(" ", ""))


class AtWork:
    """Somebody at the workspace, in a browser."""

    def __init__(self, person: User) -> None:
        self.browser = Client()
        self.browser.force_login(person)

    def does(self, inquiry: Inquiry, route: str, **said: str) -> None:
        """Find the inquiry by its address, read it, take the step, and let the worker do what follows."""
        found = self.browser.post("/arbeidsflate/henvendelser/sok/", {"sok": SAID["email"]})
        assert inquiry.reference in found.content.decode()
        case = reverse("groups:case", args=[inquiry.reference])
        assert SAID["name"] in self.browser.get(case).content.decode()
        step = {"seen": inquiry.events.latest("pk").pk, **said}
        answer = self.browser.post(reverse(f"groups:case_{route}", args=[inquiry.reference]), step)
        assert answer.status_code == 302, answer.content.decode()
        run_jobs()


@pytest.fixture
def asked_and_answered(kari: Kari, bakken: ContactPoint, berit: User, ola: User, mailbox: Mailbox) -> Inquiry:
    """Kari asks, opens her secret link, mistakes the staff's login for hers, and writes more.

    Berit answers, asks whether it may go to Bakken, and hands it over. Ola can't take it, and Berit closes it.
    """
    inquiry = kari.asks(wish="start", **SAID)
    run_jobs()
    kari.client.get(f"/min-henvendelse/{inquiry.secret_token}/", follow=True)
    refused = kari.client.post("/konto/logg-inn/", {"login": SAID["email"], "password": SAID["name"]})
    assert refused.context["form"].errors
    kari.client.post("/min-henvendelse/skriv/", {"inquiry": inquiry.reference, "message": LATER})
    to_bakken = f"kontaktpunkt:{bakken.slug}"
    as_berit, as_ola = AtWork(berit), AtWork(ola)
    as_berit.does(inquiry, "answer", text=ANSWER)
    as_berit.does(inquiry, "note", text=NOTE)
    as_berit.does(inquiry, "hand_over", to=to_bakken, reason=QUESTION, consent="spor")
    as_berit.does(inquiry, "hand_over", to=to_bakken, reason=HANDED_OVER, consent="ja")
    as_ola.does(inquiry, "decline", why=DeclineReason.KNOWS_THE_PERSON, text=DECLINED)
    as_berit.does(inquiry, "close", outcome=Outcome.JOINED, note=CLOSED)
    return inquiry


@pytest.fixture
def logged(bakken: ContactPoint, ola: User) -> Inquiry:
    """Ola writes down what Olav said on the telephone."""
    desk = AtWork(ola).browser
    form = desk.get("/arbeidsflate/henvendelser/ny/").context["form"]
    usual = {name: form[name].value() for name in form.fields if form[name].value()}
    desk.post("/arbeidsflate/henvendelser/ny/", {**usual, **ON_THE_PHONE, "consent": "on"})
    return Inquiry.objects.get(channel=Channel.PHONE)


def is_absent(everything: str, secret: str) -> bool:
    return not [line for line in everything.splitlines() if secret.casefold() in line.casefold()]


def test_dump_names_nobody_and_opens_nothing(asked_and_answered: Inquiry, logged: Inquiry, mailbox: Mailbox) -> None:
    offered = make_inquiry("3724", wish=Wish.CONTACT_POINT, host_kind=HostKind.VOLUNTEER_CENTRE, **OFFERS)
    run_jobs()
    everything = dump()
    everything += "\n".join(opened(everything))

    inquiries = (asked_and_answered, logged, offered)
    for inquiry in inquiries:
        assert inquiry.reference in everything  # it is a dump, and of this inquiry
    said = [SAID["name"], SAID["email"], SAID["message"], LATER, *WRITTEN, *ON_THE_PHONE.values(), *OFFERS.values()]
    links = [token[22:] for one in inquiries for token in (one.secret_token, one.act_token())]
    for secret in (*said, *links):
        assert is_absent(everything, secret), secret
    for number in (SAID["phone"], ON_THE_PHONE["phone"][3:]):
        assert not re.search(phone_in_any_form(number), everything)


def test_nobody_is_found_by_guessing_without_the_key(asked_and_answered: Inquiry) -> None:
    everything = dump()

    for contact in (SAID["email"], "+4740612345"):
        for way in ("md5", "sha1", "sha256", "sha512"):
            digest = hashlib.new(way, contact.encode()).digest()
            assert is_absent(everything, digest.hex())
            assert is_absent(everything, base64.b64encode(digest).decode().rstrip("="))
    assert Inquiry.objects.found_by(SAID["email"]).get() == asked_and_answered


def test_no_mail_holds_what_was_said_or_written(asked_and_answered: Inquiry, mailbox: Mailbox) -> None:
    assert len(mailbox.mails) >= 7  # of the receipt, the answer, the question, and each who was to answer
    for mail in mailbox.mails:
        for secret in (SAID["name"], SAID["message"], LATER, *WRITTEN):
            assert is_absent(mail.subject + mail.text, secret), mail.subject


def test_what_was_written_can_be_read_with_the_key(asked_and_answered: Inquiry) -> None:
    kept = Inquiry.objects.get()

    assert (kept.name, kept.email, kept.phone) == (SAID["name"], SAID["email"], "+4740612345")
    assert sorted(text.text for text in kept.texts.all()) == sorted({*WRITTEN, LATER} - {QUESTION})
    assert kept.hand_over_requests.get().reason == QUESTION


def test_what_is_only_packed_would_be_found() -> None:
    packed = base64.b64encode(zlib.compress(SAID["message"].encode())).decode()

    assert any(SAID["message"] in text for text in opened(f"session\t{packed}\t2026"))
