"""The page of a group as a desk uses it: its address, its forms, its words."""

from typing import Any

from django.test import Client
from django.urls import reverse

from groups.models import SelfHelpGroup


def page(group: SelfHelpGroup) -> str:
    return reverse("groups:group_page", args=[group.reference])


def address(group: SelfHelpGroup, name: str) -> str:
    return reverse(f"groups:group_{name}", args=[group.reference])


def seen(group: SelfHelpGroup) -> int:
    """What every form of the page holds: the last that has happened."""
    return group.events.latest("pk").pk


def take(client: Client, group: SelfHelpGroup, name: str, **answers: Any) -> Any:
    """Send the form of a step as the page gives it, and follow to where it leads."""
    return client.post(address(group, name), {"seen": seen(group), **answers}, follow=True)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())
