"""Siri, who wants to come to an event: she fills in the form as the page gives it."""

import uuid
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

from groups.models import Event
from tests.groups.conftest import stamp_of_a_minute_ago

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

ANSWERS = {"name": "Siri", "way": "siri@example.no", "consent": "on"}


def signs_up(client: Client, event: Event, **answers: str) -> "_MonkeyPatchedWSGIResponse":
    """Fill in at a person's pace and send; `answers` change what is sent."""
    hidden = {"submission_id": str(uuid.uuid4()), "stamp": stamp_of_a_minute_ago(), "website": ""}
    return client.post(reverse("groups:sign_up", args=[event.slug]), {**hidden, **ANSWERS, **answers})


def receipt_of(client: Client, event: Event, **answers: str) -> str:
    """Sign up, follow to the receipt, and read it."""
    sent = signs_up(client, event, **answers)
    assert (sent.status_code, sent["Location"]) == (303, "/pamelding/kvittering/"), sent.content.decode()
    page = client.get(sent["Location"])
    assert page.status_code == 200
    return " ".join(page.content.decode().split())
