"""Lists of the admin stay quick however long they grow, and its forms take odd input quietly."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import DistrictOffice, Membership, User
from linkportal.context import forget
from tests.conftest import make_contact_point, make_office


@pytest.mark.parametrize("rows", [1, 50])
@pytest.mark.parametrize(
    "page", ["contactpoint", "districtoffice", "user", "membership", "county", "municipality", "postalcode"]
)
@pytest.mark.parametrize("person", ["berit", "admin"])
def test_lists_ask_the_database_as_little_whatever_their_length(
    client: Client,
    tonsberg: DistrictOffice,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    request: pytest.FixtureRequest,
    person: str,
    page: str,
    rows: int,
) -> None:
    client.force_login(request.getfixturevalue(person))
    for number in range(rows):
        user = User.objects.create_user(f"{number}@example.no")
        point = make_contact_point(f"Sted {number}", "Skien", slug=f"sted-{number}")
        Membership.objects.create(user=user, role=Role.STAFF, contact_point=point, valid_from=date(2020, 1, 1))
        make_office("Bodø", slug=f"bodo-{number}")

    forget()  # the question whether examples are shown, asked once a minute, is always among them

    with django_assert_max_num_queries(12):
        assert client.get(f"/admin/contactpoints/{page}/").status_code == 200


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("districtoffice", "coverage-0-municipality"),
        ("membership", "user"),
        ("membership", "contact_point"),
        ("contactpoint", "successor"),
        ("user", "memberships-0-contact_point"),
    ],
)
def test_a_choice_that_is_no_number_is_an_error_of_the_form(client: Client, admin: User, form: str, field: str) -> None:
    client.force_login(admin)
    parts = ("coverage", "memberships", "opening_hours", "closed_periods")
    management = {f"{part}-{name}_FORMS": number for part in parts for name, number in (("TOTAL", 1), ("INITIAL", 0))}

    response = client.post(f"/admin/contactpoints/{form}/add/", {**management, field: "abc"})

    assert response.status_code == 200
    assert response.context["errors"]
