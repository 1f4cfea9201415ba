"""Address, password, code: what goes wrong is said plainly, and nobody learns who has an account."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from contactpoints.models import User
from tests.login import INBOX, code_of, first_step, log_in, password_of, second_step, secret_of

pytestmark = pytest.mark.django_db

WRONG = "E-postadressen eller passordet stemmer ikke. Skriv begge på nytt."
TOO_MANY = "Det ble for mange forsøk. Vent noen minutter, og prøv igjen."


def is_in(client: Client) -> bool:
    """Whether the admin opens."""
    return client.get(INBOX).status_code == 200


def without_what_was_typed(page: bytes) -> str:
    """A page without its token and the address that was written into the form."""
    return re.sub(r'value="[^"]*"', "", page.decode())


def test_berit_logs_in_with_password_and_code(client: Client, berit: User) -> None:
    log_in(client, berit)

    assert is_in(client)


def test_password_alone_opens_nothing(client: Client, berit: User) -> None:
    first_step(client, berit)

    assert not is_in(client)
    assert client.get("/konto/to-trinn/")["Location"].startswith("/konto/logg-inn/")


def test_the_admin_has_no_login_of_its_own(client: Client, berit: User) -> None:
    assert client.get("/admin/login/")["Location"] == "/konto/logg-inn/?next=/admin/"
    sent = client.post("/admin/login/", {"username": berit.email, "password": password_of(berit)})

    assert sent["Location"] == "/konto/logg-inn/?next=/admin/"
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client: Client, berit: User) -> None:
    wrong = first_step(client, berit, "et helt annet ord")
    unknown = client.post("/konto/logg-inn/", {"login": "ingen@example.no", "password": "et helt annet ord"})

    assert wrong.status_code == unknown.status_code == 422
    assert WRONG in wrong.content.decode()
    assert without_what_was_typed(wrong.content) == without_what_was_typed(unknown.content)


def test_after_five_wrong_passwords_the_right_one_waits_too_and_so_does_an_unknown_address(
    client: Client, berit: User
) -> None:
    for _ in range(5):
        first_step(client, berit, "et helt annet ord")
    other = Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(5):
        other.post("/konto/logg-inn/", {"login": "ingen@example.no", "password": "et helt annet ord"})

    locked = first_step(Client(REMOTE_ADDR="192.0.2.1"), berit)
    unknown = other.post("/konto/logg-inn/", {"login": "ingen@example.no", "password": "et helt annet ord"})

    assert locked.status_code == 422
    assert TOO_MANY in locked.content.decode()
    assert without_what_was_typed(locked.content) == without_what_was_typed(unknown.content)


def test_a_closed_account_is_told_only_to_who_knows_the_password(client: Client, berit: User) -> None:
    User.objects.get_queryset().filter(pk=berit.pk).update(is_active=False)

    assert WRONG in first_step(client, berit, "et helt annet ord").content.decode()
    told = first_step(client, berit)
    assert told["Location"] == "/konto/stengt/"
    assert "Du kan ikke logge inn med denne kontoen" in client.get("/konto/stengt/").content.decode()
    assert "_auth_user_id" not in client.session


def test_a_wrong_code_is_said_so(client: Client, berit: User) -> None:
    first_step(client, berit)

    answer = second_step(client, code_of(secret_of(berit), later=40))

    assert answer.status_code == 422
    assert "Koden stemmer ikke. Skriv den som står i appen nå." in answer.content.decode()
    assert not is_in(client)


def test_a_code_that_was_looked_over_ones_shoulder_is_used_up(client: Client, berit: User) -> None:
    log_in(client, berit)
    thief = Client()
    first_step(thief, berit)

    answer = second_step(thief, code_of(secret_of(berit)))

    assert answer.status_code == 422
    assert "Koden er brukt." in answer.content.decode()
    assert not is_in(thief)
    assert second_step(thief, code_of(secret_of(berit), later=-1)).status_code == 422


def test_after_five_wrong_codes_the_right_one_waits_too(client: Client, berit: User) -> None:
    first_step(client, berit)
    for _ in range(5):
        second_step(client, code_of(secret_of(berit), later=40))

    answer = second_step(client, code_of(secret_of(berit)))

    assert answer.status_code == 422
    assert TOO_MANY in answer.content.decode()


def test_a_recovery_code_lets_in_once(client: Client, berit: User) -> None:
    code = RecoveryCodes.activate(berit).get_unused_codes()[3]
    first_step(client, berit)
    assert second_step(client, f"{code[:4]} {code[4:]}")["Location"] == "/arbeidsflate/"
    again = Client()
    first_step(again, berit)

    answer = second_step(again, code)

    assert answer.status_code == 422
    assert "Koden er brukt." in answer.content.decode()
    assert not is_in(again)
