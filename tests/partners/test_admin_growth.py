"""No list in the admin of partners asks the database more because there is more in it. All lists are found."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contactpoints.models import DistrictOffice, User
from linkportal.context import forget
from partners.models import PartnershipProject
from tests.partners.lists import MODELS, address, deleted_lists, exports, suggestions, ways
from tests.partners.making import make_all_of_a_project

MOST, MOST_ON_THE_START_PAGE = 12, 15
MOST_IN_A_HISTORY = 25  # a project has nine kinds of parts, and each is asked for, with what it names
MOST_FOR_A_FILE = 15
MANY = 50


def test_what_is_asked_stays_the_same(client: Client, tonsberg: DistrictOffice, berit: User, admin: User) -> None:
    project = make_all_of_a_project(tonsberg, berit)[0]
    things_happen(project, 1)
    with_one = {(person, page): asked(client, person, page) for person in (berit, admin) for page in pages_of(project)}
    for number in range(2, MANY + 1):
        make_all_of_a_project(tonsberg, berit, f"Sted {number}")
        things_happen(project, number)

    with_many = {(person, page): asked(client, person, page) for person, page in with_one}

    assert {one: (queries, with_many[one]) for one, queries in with_one.items() if with_many[one] != queries} == {}
    assert {one: queries for one, queries in with_many.items() if queries > most(one[1])} == {}
    for model in MODELS:
        shown = client.get(address(model, "changelist")).context["cl"]
        assert shown.result_count >= MANY, f"make_all_of_a_project makes no {model.__name__}"
    for page in deleted_lists():
        assert len(client.get(page).context["rows"]) == MANY


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_filters_and_search_ask_no_more_than_they_may(
    client: Client, tonsberg: DistrictOffice, berit: User, model: type[Model]
) -> None:
    make_all_of_a_project(tonsberg, berit)
    client.force_login(berit)

    assert {page: queries for page in ways(client, model) if (queries := asked(client, berit, page)) > MOST} == {}


def things_happen(project: Any, number: int) -> None:
    """The project is changed, and one row of each kind has been there and was deleted."""
    project.summary = f"Et møtested, som sagt {number} ganger."
    project.save()
    for model in MODELS:
        if copies := getattr(model, "pgh_event_model", None):
            copy = copies.objects.earliest("pgh_id")
            copy.pk, copy.pgh_obj_id, copy.pgh_label = None, 1_000_000 + number, "delete"
            copy.save()


def pages_of(project: Any) -> list[str]:
    """Each list, what was deleted of it, the list as a file, what fields suggest, and what looks over all of it."""
    return [
        reverse("admin:index"),
        f"{reverse('partners:deadlines')}?dager=365",
        address(PartnershipProject, "history", project.pk),
        *(address(model, "changelist") for model in MODELS),
        *deleted_lists(),
        *suggestions(""),
        *exports("csv"),
    ]


def asked(client: Client, person: User, page: str) -> int:
    """How often the database is asked for the page, once nothing is remembered in the process."""
    client.force_login(person)
    forget()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page)
        b"".join(getattr(response, "streaming_content", ()))
    assert response.status_code == 200, page
    return len(queries)


def most(page: str) -> int:
    """The budget of a page."""
    if page == reverse("admin:index"):
        return MOST_ON_THE_START_PAGE
    if page.endswith("/history/"):
        return MOST_IN_A_HISTORY
    return MOST_FOR_A_FILE if page in exports("csv") else MOST
