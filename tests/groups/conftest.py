"""Kari, who asks."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.forming import starting
from groups.models import Event, Inquiry, SelfHelpGroup
from linkportal.kit import clock, spam
from tests.conftest import TODAY, make_contact_point, make_user
from tests.groups.forming import make_event, make_group

FIRST_OF_JUNE = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _june() -> Iterator[None]:
    with clock.moved_to(FIRST_OF_JUNE):
        yield


if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse


class Kari:
    """In a hard time, on a phone. She fills in the form as the page gives it."""

    answers = {
        "wish": "join",
        "sted": "3724",
        "name": "Kari",
        "email": "kari@example.no",
        "phone": "",
        "theme": "grief",
        "message": "Jeg kan best på torsdager.",
        "over_18": "on",
        "consent": "on",
    }

    def __init__(self, client: Client) -> None:
        self.client = client

    def opens_the_form(self, **query: str) -> dict[str, str]:
        """The hidden fields of the page."""
        form = self.client.get("/henvendelse/", query).context["form"]
        return {name: str(form[name].value() or "") for name in ("submission_id", "stamp", "kontaktpunkt")}

    def sends(self, **answers: str | list[str]) -> "_MonkeyPatchedWSGIResponse":
        """Fill in at a person's pace (the stamp says so) and send."""
        hidden = {"submission_id": str(uuid.uuid4()), "stamp": stamp_of_a_minute_ago(), "website": ""}
        return self.client.post("/henvendelse/", {**hidden, **self.answers, **answers})

    def asks(self, **answers: str | list[str]) -> Inquiry:
        """Send, follow to the receipt, and look up what it became."""
        response = self.sends(**answers)
        assert response.status_code == 303, response.content.decode()
        receipt = self.client.get(response["Location"])
        assert receipt.status_code == 200
        found: Inquiry = receipt.context["inquiry"]
        return Inquiry.objects.get(pk=found.pk)


def stamp_of_a_minute_ago() -> str:
    """A stamp as a form that was opened a minute ago would have it."""
    with clock.moved_to(clock.now() - timedelta(minutes=1)):
        return spam.new_stamp()


@pytest.fixture
def kari(client: Client) -> Kari:
    return Kari(client)


@pytest.fixture
def huset(tonsberg: DistrictOffice) -> ContactPoint:
    """A contact point in the municipality next door, under the same office."""
    return make_contact_point("Huset", "Porsgrunn")


@pytest.fixture
def liv(huset: ContactPoint) -> User:
    """Works at Huset."""
    return make_user("liv@example.no", Role.STAFF, contact_point=huset)


@pytest.fixture
def as_ola(client: Client, ola: User) -> Client:
    """At the desk of the volunteer centre at Bakken."""
    client.force_login(ola)
    return client


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """An open meeting in Skien in a week, with room for two."""
    return make_event(tonsberg, bakken.municipality, contact_points=[bakken], places=2)


@pytest.fixture
def group(bakken: ContactPoint, ola: User) -> SelfHelpGroup:
    """About grief, in Skien, in the evening; helped by Bakken."""
    return make_group(bakken, by=ola)


@pytest.fixture
def running(group: SelfHelpGroup, ola: User) -> SelfHelpGroup:
    """It has started, with five, and runs by itself."""
    starting.start(group, [], others=5, on=TODAY, by=ola)
    group.run(by=ola)
    return group
