"""The case page as a desk uses it: its address, its forms, its words."""

from typing import Any

from django.test import Client
from django.urls import reverse

from groups.models import Inquiry

PLAIN = ("take", "contact", "call_attempt", "wait", "give_back")
STEPS: dict[str, dict[str, str]] = {
    **{name: {} for name in (*PLAIN, "release", "reopen", "unask", "propose", "pass_on", "group_yes", "group_no")},
    "note": {"text": "Ring etter fire."},
    "answer": {"text": "Vi møtes på torsdager."},
    "follow_up": {"day": "2026-07-01"},
    "decline": {"why": "no_capacity", "text": "Fullt til høsten."},
    "close": {"outcome": "informed", "note": "Fikk brosjyren."},
}


def case(inquiry: Inquiry) -> str:
    return reverse("groups:case", args=[inquiry.reference])


def address(inquiry: Inquiry, name: str) -> str:
    return reverse(f"groups:case_{name}", args=[inquiry.reference])


def seen(inquiry: Inquiry) -> int:
    """What every form of the page holds: the last that has happened."""
    return inquiry.events.latest("pk").pk


def take(client: Client, inquiry: Inquiry, name: str, **answers: Any) -> Any:
    """Send the form of a step as the page gives it, and follow to where it leads."""
    return client.post(address(inquiry, name), {"seen": seen(inquiry), **STEPS[name], **answers}, follow=True)


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())
