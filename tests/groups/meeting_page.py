"""The pages of events as a desk uses them: their addresses, their forms, their words."""

from typing import Any

from django.test import Client
from django.urls import reverse

from groups.enums import EventKind
from groups.models import Event, SignUp
from tests.markup import read

LIST, NEW = "/arbeidsflate/arrangementer/", "/arbeidsflate/arrangementer/ny/"
ACTIONS = ("cancel", "attendance", "sign_up", "sign_off", "called")
PAGES = ("page", "edit", "move", "attendees")


def address(name: str, event: Event) -> str:
    return reverse(f"groups:meeting_{name}", args=[event.slug])


def opened(client: Client, path: str) -> dict[str, Any]:
    """The form as the page gives it."""
    form = client.get(path).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}


def planned(client: Client, **said: Any) -> Any:
    """An open meeting in Skien on the second Monday of June."""
    answers = {
        "kind": EventKind.OPEN_MEETING,
        "title": "Åpent møte om søvn",
        "text": "Kom som du er.",
        "day": "2026-06-08",
        "begins": "18.00",
        "ends": "20.00",
        "sted": "Skien",
        "venue": "Biblioteket, store sal",
        "audience": "sign_up",
        "places": "20",
    }
    return client.post(NEW, {**opened(client, NEW), **answers, **said})


def sent(client: Client, name: str, event: Event, **said: Any) -> Any:
    """One of the forms of the page, with what it saw."""
    seen = client.get(address("page", event)).context["seen"]
    return client.post(address(name, event), {"seen": seen, **said})


def errors(page: Any) -> dict[str, list[str]]:
    assert page.status_code == 422
    found: dict[str, list[str]] = page.context["form"].errors
    return found


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def names(page: Any) -> list[str]:
    return [each.text for each in read(page.content).all("h3", class_="case__title")]


def sign_up_of(name: str) -> SignUp:
    """The one that said this name; it is encrypted, so that the database can't be asked."""
    return next(one for one in SignUp.objects.all() if one.name == name)
