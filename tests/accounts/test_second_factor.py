"""Nobody who works somewhere gets in with a password alone; setting up the second factor, and looking after it."""

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import checks
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import DjangoAssertNumQueries, Settings

from contactpoints import second_factor
from contactpoints.checks import demo_accounts_are_for_one_machine
from contactpoints.enums import Role
from contactpoints.models import ContactPoint, Membership, User
from linkportal import context
from tests.conftest import make_user
from tests.login import INBOX, code_of, first_step, log_in, meets_the_login, password_of, second_step, secret_of

pytestmark = pytest.mark.django_db

SET_UP = "/konto/to-trinn/"
APP = "/konto/to-trinn/app/"


@pytest.fixture
def newcomer(bakken: ContactPoint) -> User:
    """Works at Bakken since yesterday, and has nothing but a password."""
    return make_user("newcomer@example.no", Role.STAFF, contact_point=bakken, with_app=False)


def set_up_app(client: Client) -> tuple[str, Any]:
    """Connect an app; its secret, and the answer."""
    secret = client.get(APP).context["form"].secret
    return secret, client.post(APP, {"code": code_of(secret)})


@pytest.mark.parametrize("page", ["/admin/", "/admin/contactpoints/contactpoint/", "/admin/jsi18n/", "/admin/nothing/"])
def test_without_a_second_factor_every_page_leads_to_its_set_up(client: Client, newcomer: User, page: str) -> None:
    assert first_step(client, newcomer)["Location"] == "/arbeidsflate/"

    assert client.get(page)["Location"] == SET_UP
    assert client.post(page)["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200
    assert client.get("/konto/logg-ut/").status_code == 200


def test_what_everybody_reads_stays_open(client: Client, newcomer: User) -> None:
    first_step(client, newcomer)

    assert client.get("/").status_code == 200
    assert client.get("/kontaktpunkter/").status_code == 200


def test_only_the_accounts_own_pages_are_left_out() -> None:
    own = [name for name in get_resolver().reverse_dict if str(name).startswith(second_factor.ACCOUNT_PAGES)]

    assert own
    assert all(get_resolver().reverse_dict.getlist(name)[0][0][0][0].startswith("konto/") for name in own)


def test_who_works_nowhere_needs_none(client: Client, newcomer: User) -> None:
    Membership.objects.filter(user=newcomer).delete()
    first_step(client, newcomer)

    assert client.get("/admin/").status_code == 404


def test_a_newcomer_connects_an_app_sees_the_codes_once_and_is_in(client: Client, newcomer: User) -> None:
    first_step(client, newcomer)
    secret, answer = set_up_app(client)

    assert answer["Location"] == "/konto/to-trinn/reservekoder/"
    codes = RecoveryCodes(Authenticator.objects.get(user=newcomer, type="recovery_codes")).get_unused_codes()
    first = client.get(answer["Location"]).content.decode()
    assert len(codes) == 10
    assert all(f"{code[:4]} {code[4:]}" in first for code in codes)
    again = client.get(answer["Location"]).content.decode()
    assert not any(code[:4] in again for code in codes)
    assert client.get(INBOX).status_code == 200
    elsewhere = Client()
    first_step(elsewhere, newcomer)
    assert second_step(elsewhere, code_of(secret)).status_code == 422  # it was used at the set-up
    assert second_step(elsewhere, code_of(secret, later=1))["Location"] == "/arbeidsflate/"


def test_a_wrong_first_code_is_said_so(client: Client, newcomer: User) -> None:
    first_step(client, newcomer)
    secret = client.get(APP).context["form"].secret

    answer = client.post(APP, {"code": code_of(secret, later=40)})

    assert answer.status_code == 422
    assert "Koden stemmer ikke." in answer.content.decode()
    assert answer.context["form"].secret == secret
    assert client.post(APP, {"code": ""}).status_code == 422
    assert not second_factor.has_one(newcomer)


def test_who_knew_the_password_before_the_set_up_is_thrown_out_by_it(client: Client, newcomer: User) -> None:
    thief = Client()
    first_step(thief, newcomer)
    first_step(client, newcomer)

    set_up_app(client)

    assert meets_the_login(thief)
    assert client.get(INBOX).status_code == 200


def test_another_telephone_takes_the_place_of_the_first(client: Client, berit: User) -> None:
    old = secret_of(berit)
    log_in(client, berit)

    secret, answer = set_up_app(client)

    assert answer.status_code == 302
    assert secret_of(berit) == secret != old
    assert client.get(INBOX).status_code == 200


def test_the_only_one_is_not_taken_away(client: Client, berit: User) -> None:
    log_in(client, berit)
    app = Authenticator.objects.get(user=berit, type="totp")

    answer = client.post(f"/konto/to-trinn/fjern/{app.pk}/", follow=True)

    assert "Legg til noe annet først." in answer.content.decode()
    assert second_factor.has_one(berit)


def test_nobody_takes_away_anothers(client: Client, berit: User, ola: User) -> None:
    log_in(client, berit)
    app = Authenticator.objects.get(user=ola, type="totp")

    assert client.get(f"/konto/to-trinn/fjern/{app.pk}/").status_code == 404
    assert client.post(f"/konto/to-trinn/fjern/{app.pk}/").status_code == 404


def test_new_recovery_codes_end_the_old_ones(client: Client, berit: User) -> None:
    old = RecoveryCodes.activate(berit).get_unused_codes()
    log_in(client, berit)

    client.post("/konto/to-trinn/reservekoder/nye/")

    new = RecoveryCodes(Authenticator.objects.get(user=berit, type="recovery_codes")).get_unused_codes()
    assert not set(old) & set(new)
    assert f"{new[0][:4]} {new[0][4:]}" in client.get("/konto/to-trinn/reservekoder/").content.decode()


def test_who_has_lost_everything_begins_anew(client: Client, berit: User) -> None:
    log_in(client, berit)

    call_command("forget_second_factor", "Berit@example.no", stdout=StringIO())

    assert meets_the_login(client)
    first_step(client, berit)
    assert client.get("/admin/")["Location"] == SET_UP


def test_nobody_is_forgotten_by_a_wrong_address(berit: User) -> None:
    with pytest.raises(CommandError):
        call_command("forget_second_factor", "ingen@example.no")

    assert second_factor.has_one(berit)


def test_a_login_long_ago_asks_for_the_password_before_something_that_matters(client: Client, berit: User) -> None:
    log_in(client, berit)
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()

    asked = client.get(APP)
    assert asked["Location"] == "/konto/bekreft/?next=%2Fkonto%2Fto-trinn%2Fapp%2F"
    wrong = client.post(asked["Location"], {"password": "et helt annet ord"})
    assert "Passordet stemmer ikke." in wrong.content.decode()
    assert client.post(asked["Location"], {"password": password_of(berit)})["Location"] == APP
    assert client.get(APP).status_code == 200


def test_it_costs_no_query(client: Client, berit: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.force_login(berit)
    client.get("/konto/passord/")

    with django_assert_num_queries(2):  # the session, the person
        client.get("/konto/passord/")


class TestDemonstrationAccounts:
    def test_get_in_without_where_make_run_says_so(
        self, client: Client, settings: Settings, bakken: ContactPoint
    ) -> None:
        settings.DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR = True
        ola = make_user("ola@example.no", Role.LEADER, contact_point=bakken, with_app=False)
        first_step(client, ola)

        assert client.get(INBOX).status_code == 200
        account = client.get(SET_UP).text
        assert "Prøvekontoene kommer inn med passordet alene." in account
        assert reverse("account_change_password") in account
        assert "Til arbeidsflaten" in account

    def test_the_banner_says_so(self, client: Client, settings: Settings, bakken: ContactPoint, berit: User) -> None:
        bakken.name = "Frivilligsentralen på Bakken (eksempel)"
        bakken.save()
        client.force_login(berit)
        context.forget()
        try:
            for wanted in (True, False):
                settings.DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR = wanted
                for page in ("/", "/arbeidsflate/oversikt/"):
                    said = client.get(page, follow=True).content.decode()
                    assert "Prøveversjon." in said
                    assert ("Prøvekontoene logger inn uten kode." in said) == wanted
        finally:
            context.forget()

    def test_nobody_else_does(self, client: Client, settings: Settings, newcomer: User) -> None:
        settings.DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR = True
        first_step(client, newcomer)

        assert client.get("/admin/")["Location"] == SET_UP

    @pytest.mark.parametrize(("wanted", "https"), [(False, False), (True, True), (False, True)])
    def test_nor_do_they_elsewhere(
        self, client: Client, settings: Settings, bakken: ContactPoint, wanted: bool, https: bool
    ) -> None:
        settings.DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR, settings.HTTPS = wanted, https
        ola = make_user("ola@example.no", Role.LEADER, contact_point=bakken, with_app=False)
        first_step(client, ola)

        assert client.get("/admin/")["Location"] == SET_UP

    def test_a_portal_that_others_reach_refuses_the_setting(self, settings: Settings) -> None:
        settings.DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR = True
        assert demo_accounts_are_for_one_machine(None) == []

        settings.HTTPS = True
        assert [found.level for found in demo_accounts_are_for_one_machine(None)] == [checks.ERROR]


@pytest.mark.parametrize("credential", ["0", "false", '""', "{}", "[]", "null", "1", '{"id": 1}', "no json", ""])
def test_what_is_no_key_is_kept_by_nobody_and_opens_nothing(client: Client, credential: str) -> None:
    siri = make_user("siri@example.no", Role.AUDITOR, with_app=False)
    first_step(client, siri)

    answer = client.post("/konto/to-trinn/nokkel/", {"name": "mobilen", "credential": credential})

    assert answer.status_code == 422
    assert not Authenticator.objects.filter(user=siri).exists()
    assert client.get("/admin/")["Location"] == SET_UP
    alone = Client().post("/konto/to-trinn/nokkel/logg-inn/", {"credential": credential})
    assert (alone.status_code, "sessionid" in alone.cookies) in {(422, False), (302, False)}
