"""Two people press the button in the same moment: one of them is told, and nothing is done twice or overwritten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from contactpoints.models import ContactPoint, CoverageArea, DistrictOffice, User
from contactpoints.versions import stamp
from linkportal.kit import clock
from tests.markup import read

pytestmark = pytest.mark.usefixtures("committed_db")


def at_once(*requests: Callable[[], Any]) -> list[Any]:
    """Their answers, each asked on a connection of its own."""
    start = Barrier(len(requests))

    def ask(request: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return request()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as people:
        return [answer.result() for answer in [people.submit(ask, request) for request in requests]]


def desk_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_one_municipality_that_nobody_covers_is_taken_by_one_office(
    tonsberg: DistrictOffice, alta: DistrictOffice, berit: User, outsider: User
) -> None:
    day, url = (clock.today() + timedelta(days=30)).isoformat(), reverse("contactpoints:coverage_add")
    requests = []
    for user, office in ((berit, tonsberg), (outsider, alta)):
        desk, asked = desk_of(user), {"office": office.slug, "areas": "Halden", "since": day, "last_day": ""}
        preview = desk.post(url, asked)
        seen = read(preview.content).one("input", name="seen").attrs["value"]
        requests.append(lambda desk=desk, sent={**asked, "seen": seen}: desk.post(url, sent))

    answers = at_once(*requests)

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    told = next(answer for answer in answers if answer.status_code == 422)
    assert "dekker Halden fra" in told.text
    assert CoverageArea.objects.filter(municipality__name="Halden").count() == 1


def test_one_office_is_closed_once(tonsberg: DistrictOffice, alta: DistrictOffice, berit: User, admin: User) -> None:
    url = reverse("contactpoints:office_close", args=[tonsberg.slug])
    requests = []
    for user, heir, days in ((berit, alta.slug, 30), (admin, "", 60)):
        desk, asked = desk_of(user), {"on": (clock.today() + timedelta(days=days)).isoformat(), "heir": heir}
        seen = read(desk.post(url, asked).content).one("input", name="seen").attrs["value"]
        requests.append(lambda desk=desk, sent={**asked, "seen": seen}: desk.post(url, sent))

    answers = at_once(*requests)

    assert sorted(answer.status_code for answer in answers) in ([302, 409], [302, 422])
    assert not CoverageArea.objects.filter(office=tonsberg, valid_until=None).exists()


def test_one_page_saved_twice_is_overwritten_by_nobody(bakken: ContactPoint, ola: User, berit: User) -> None:
    url, seen = reverse("contactpoints:place", args=[bakken.slug]), stamp(bakken)
    page = {"name": bakken.name, "host_kind": "frivilligsentral", "meeting_form": "telefon", "step_free": "ja"}
    page |= {"email": bakken.email, "email_is_public": "on", "languages": "no", "accepts_new": "on", "seen": seen}
    page |= {"phone_is_public": "on"}
    desks = {"Hos Ola": desk_of(ola), "Hos Berit": desk_of(berit)}

    answers = at_once(
        *(lambda desk=desk, words=words: desk.post(url, page | {"summary": words}) for words, desk in desks.items())
    )

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    bakken.refresh_from_db()
    first = next(words for words, answer in zip(desks, answers, strict=True) if answer.status_code == 302)
    assert bakken.summary == first
