"""Whoever has a copy of the database, and not the key, can't log in as anybody."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from contactpoints import invitations
from contactpoints.enums import Role
from contactpoints.models import ContactPoint, User
from tests.conftest import make_user
from tests.groups.test_dump import dump, opened
from tests.login import code_of, first_step, secret_of

pytestmark = pytest.mark.django_db


def test_a_dump_holds_no_secret_of_an_app_no_code_and_no_link(client: Client, ola: User, bakken: ContactPoint) -> None:
    siri = make_user("siri@example.no", Role.STAFF, contact_point=bakken, with_app=False)
    first_step(client, siri)
    secret = client.get("/konto/to-trinn/app/").context["form"].secret
    client.post("/konto/to-trinn/app/", {"code": code_of(secret)})
    kari = make_user("kari@example.no", Role.STAFF, contact_point=bakken, with_app=False)
    waiting = Client()
    first_step(waiting, kari)
    not_yet = waiting.get("/konto/to-trinn/app/").context["form"].secret
    codes = RecoveryCodes(Authenticator.objects.get(user=siri, type="recovery_codes")).generate_codes()
    invited = invitations.invite("per@example.no", Role.STAFF, bakken, by=ola)

    everything = dump()
    everything += "\n".join(opened(everything))

    assert siri.email in everything
    cookies = [browser.cookies["sessionid"].value for browser in (client, waiting)]
    for hidden in (*cookies, secret, not_yet, secret_of(ola), *codes, invited.secret_token[22:]):
        assert hidden not in everything


def test_a_new_key_reads_all_of_it_and_the_old_one_can_go(settings: Settings, berit: User) -> None:
    secret, codes = secret_of(berit), RecoveryCodes.activate(berit).generate_codes()
    old, new = settings.FIELD_ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [new, old]

    said = StringIO()
    call_command("reencrypt", stdout=said)

    settings.FIELD_ENCRYPTION_KEYS = [new]
    assert secret_of(berit) == secret
    assert RecoveryCodes(Authenticator.objects.get(user=berit, type="recovery_codes")).generate_codes() == codes
    assert "mfa.Authenticator: 2 rows" in said.getvalue()
