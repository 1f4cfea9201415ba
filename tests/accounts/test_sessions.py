"""A login ends: after half an hour without use, after twelve hours, with the password, with the account."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import User
from linkportal.kit import clock
from linkportal.kit.session_store import name_of
from tests.accounts.conftest import NOON
from tests.login import INBOX, first_step, log_in, password_of

pytestmark = pytest.mark.django_db


def is_in_after(client: Client, minutes: float) -> bool:
    """Whether the admin opens so many minutes after noon."""
    with clock.moved_to(NOON + timedelta(minutes=minutes)):
        return client.get(INBOX).status_code == 200


def test_half_an_hour_without_use_ends_it(client: Client, berit: User) -> None:
    log_in(client, berit)

    assert is_in_after(client, 29)
    assert is_in_after(client, 58)
    assert not is_in_after(client, 58 + 30)
    assert not is_in_after(client, 59)  # it does not come back


def test_twelve_hours_end_it_however_busy_the_day(client: Client, berit: User) -> None:
    log_in(client, berit)

    assert all(is_in_after(client, minutes) for minutes in range(20, 12 * 60, 20))
    assert not is_in_after(client, 12 * 60)


def test_a_new_password_ends_all_of_them_this_one_too(client: Client, berit: User) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(berit)
    new = "lyng røsslyng blåbær"

    asked = {"oldpassword": password_of(berit), "password1": new, "password2": new}
    assert client.post("/konto/passord/", asked)["Location"] == "/konto/logg-inn/"

    assert not is_in_after(client, 1)
    assert not is_in_after(elsewhere, 1)
    assert first_step(client, berit, new)["Location"] == "/konto/to-trinn/kode/"


def test_a_session_without_a_beginning_is_over(client: Client, berit: User) -> None:
    client.force_login(berit)
    session = client.session
    del session["session_began"]
    session.save()

    assert not is_in_after(client, 0)


def test_logging_out_ends_it_in_the_database_too(client: Client, berit: User) -> None:
    log_in(client, berit)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert Session.objects.filter(session_key=name_of(cookie)).exists()

    client.post("/konto/logg-ut/")

    assert not Session.objects.exists()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert not is_in_after(client, 1)


def test_a_reader_gets_no_session_and_costs_no_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/om/")

    with django_assert_num_queries(0):
        answer = client.get("/om/")

    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_an_account_that_is_closed_and_opened_again_in_the_admin_needs_a_new_login(
    client: Client, berit: User, admin: User
) -> None:
    log_in(client, berit)
    administration = Client()
    administration.force_login(admin)
    page = f"/admin/contactpoints/user/{berit.pk}/change/"
    no_rows = {f"memberships-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}

    administration.post(page, {"email": berit.email, "name": berit.name, **no_rows})
    berit.refresh_from_db()
    assert not berit.is_active
    administration.post(page, {"email": berit.email, "name": berit.name, "is_active": "on", **no_rows})

    berit.refresh_from_db()
    assert berit.is_active
    assert not is_in_after(client, 1)
