"""Whoever has a copy of the database, and not the key, learns nothing about the people who asked."""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import connection
from django.test import Client

from contactpoints.models import ContactPoint, User
from groups.models import Inquiry
from tests.groups.conftest import Kari
from tests.mailbox import Mailbox
from tests.processes import run_jobs

SAID = {
    "name": "Kari Sølvskjær",
    "email": "kari.solvskjaer@example.no",
    "phone": "406 12 345",
    "leave_message": "no",
    "message": "Jeg har mistet broren min og sover lite.",
}
REASON, NOTE = "Hun bor nærmere dere, ring etter klokka fem.", "Hun kom på gruppemøtet i går kveld."


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


@pytest.fixture
def asked_and_answered(kari: Kari, bakken: ContactPoint, berit: User, ola: User, mailbox: Mailbox) -> Inquiry:
    """Kari asks, opens her secret link, and mistakes the staff's login for hers; Berit hands it over; Ola closes it."""
    inquiry = kari.asks(wish="start", **SAID)
    run_jobs()
    kari.client.get(f"/min-henvendelse/{inquiry.secret_token}/", follow=True)
    refused = kari.client.post("/konto/logg-inn/", {"login": SAID["email"], "password": SAID["name"]})
    assert refused.context["form"].errors
    for person, step, answers in [
        (berit, "overfor", {"to": f"kontaktpunkt:{bakken.slug}", "reason": REASON, "has_agreed": "on"}),
        (ola, "avslutt", {"outcome": "informed", "note": NOTE}),
    ]:
        desk, case = Client(), f"/admin/groups/inquiry/{inquiry.pk}"
        desk.force_login(person)
        assert SAID["name"] in desk.get(f"{case}/change/").content.decode()
        seen = inquiry.events.order_by("pk").last()
        assert seen is not None
        assert desk.post(f"{case}/{step}/", {"seen": seen.pk, **answers}).status_code == 302
        run_jobs()
    return inquiry


def test_dump_names_nobody_and_opens_nothing(asked_and_answered: Inquiry, mailbox: Mailbox) -> None:
    everything = dump()
    everything += "\n".join(opened(everything))

    assert asked_and_answered.reference in everything  # it is a dump, and of this inquiry
    assert len(mailbox.mails) == 3
    for secret in (SAID["name"], SAID["email"], SAID["message"], REASON, NOTE, asked_and_answered.secret_token[32:]):
        assert not [line for line in everything.splitlines() if secret.casefold() in line.casefold()]
    assert not re.search(phone_in_any_form(SAID["phone"]), everything)


def test_what_was_written_can_be_read_with_the_key(asked_and_answered: Inquiry) -> None:
    kept = Inquiry.objects.get()

    assert (kept.name, kept.email, kept.phone) == (SAID["name"], SAID["email"], "+4740612345")
    assert [text.text for text in kept.texts.all()] == [REASON, NOTE]


def test_what_is_only_packed_would_be_found() -> None:
    packed = base64.b64encode(zlib.compress(SAID["message"].encode())).decode()

    assert any(SAID["message"] in text for text in opened(f"session\t{packed}\t2026"))
