"""Yes, all is right; and how a proposed place becomes a contact point."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from contactpoints.enums import Status
from contactpoints.models import ContactPoint, DistrictOffice, Onboarding, User
from linkportal.kit import clock
from tests.conftest import TODAY, make_contact_point
from tests.contactpoints.workspace import filled, url
from tests.markup import Element, read


@pytest.fixture(autouse=True)
def first_of_june() -> Iterator[None]:
    with clock.moved_to(datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)):
        yield


def test_yes_all_is_right(client: Client, ola: User, bakken: ContactPoint) -> None:
    client.force_login(ola)

    page = client.post(url("place_confirm", bakken), follow=True)

    bakken.refresh_from_db()
    assert bakken.confirmed_on == TODAY
    assert "Sist bekreftet 1. juni 2026." in page.text


@pytest.fixture
def proposed(tonsberg: DistrictOffice) -> ContactPoint:
    """A next-of-kin group in Horten that somebody has proposed."""
    return make_contact_point("Pårørende i Horten", "Horten", status=Status.PROPOSED, confirmed_on=None, email="")


def test_a_proposed_place_becomes_a_contact_point(client: Client, berit: User, proposed: ContactPoint) -> None:
    client.force_login(berit)
    assert client.get(url("place_checklist", proposed)).status_code == 200
    client.post(url("place_checklist", proposed), {"steps": ["talked_on", "agreed_on"]})
    onboarding = Onboarding.objects.get(contact_point=proposed)
    assert (onboarding.talked_on, onboarding.agreed_on, onboarding.trained_on) == (TODAY, TODAY, None)

    early = client.post(url("place_publish", proposed))

    assert early.status_code == 422
    assert "Skriv e-postadressen som skal få varsel om henvendelser." in early.text
    sent = filled(client.get(url("place", proposed)).content)
    sent |= {"email": "horten@example.no", "summary": "For pårørende.", "address": "Torget 1", "postal_code": "3187"}
    assert client.post(url("place", proposed), sent).status_code == 302
    client.post(url("place_publish", proposed))
    proposed.refresh_from_db()
    onboarding.refresh_from_db()
    assert (proposed.status, proposed.confirmed_on, onboarding.published_on) == (Status.PUBLISHED, TODAY, TODAY)
    assert client.get(proposed.get_absolute_url()).status_code == 200


def test_a_step_that_was_not_done_after_all_is_taken_back(client: Client, berit: User, proposed: ContactPoint) -> None:
    client.force_login(berit)
    client.post(url("place_checklist", proposed), {"steps": ["talked_on", "published_on"]})

    client.post(url("place_checklist", proposed), {"steps": []})

    onboarding = Onboarding.objects.get(contact_point=proposed)
    assert (onboarding.talked_on, onboarding.published_on) == (None, None)


def test_the_checklist_is_the_offices(
    client: Client, ola: User, outsider: User, bakken: ContactPoint, proposed: ContactPoint
) -> None:
    for user in (ola, outsider):
        client.force_login(user)
        for place in (bakken, proposed):
            assert client.get(url("place_checklist", place)).status_code == 404
            assert client.post(url("place_publish", place)).status_code == 404
    client.force_login(ola)
    tabs: Element = read(client.get(url("place", bakken)).content).one("nav", class_="views")
    assert "Sjekkliste" not in tabs.text
    client.logout()
    assert client.get(url("place_checklist", bakken)).status_code == 302


def test_publishing_is_an_action(client: Client, berit: User, proposed: ContactPoint) -> None:
    client.force_login(berit)

    assert client.get(url("place_publish", proposed)).status_code == 405
