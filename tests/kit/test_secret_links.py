"""Links that are a key."""

import uuid

import pytest
from pytest_django.fixtures import Settings

from linkportal.kit import secret_links

KARIS = uuid.UUID("8f2cd1a0-0000-4000-8000-000000000001")


def test_the_same_link_can_be_made_again() -> None:
    token = secret_links.token("mine", KARIS, 1)

    assert token == secret_links.token("mine", KARIS, 1)
    assert secret_links.public_id_of(token) == KARIS
    assert secret_links.is_genuine(token, "mine", KARIS, 1)


@pytest.mark.parametrize(("purpose", "version"), [("theirs", 1), ("mine", 2)])
def test_a_link_is_for_one_purpose_and_one_version(purpose: str, version: int) -> None:
    assert not secret_links.is_genuine(secret_links.token("mine", KARIS, 1), purpose, KARIS, version)


def test_a_link_for_another_object_opens_nothing() -> None:
    other = uuid.uuid4()
    forged = secret_links.token("mine", other, 1)[:22] + secret_links.token("mine", KARIS, 1)[22:]

    assert not secret_links.is_genuine(forged, "mine", other, 1)


@pytest.mark.parametrize("token", ["", "x", "." * 44, "0" * 43, "ø" * 44])
def test_what_is_no_token_names_no_object(token: str) -> None:
    assert secret_links.public_id_of(token) is None


def test_links_outlive_a_change_of_the_secret_key(settings: Settings) -> None:
    token = secret_links.token("mine", KARIS, 1)

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"

    assert secret_links.is_genuine(token, "mine", KARIS, 1)
    assert not secret_links.is_genuine(token, "mine", KARIS, 2)
