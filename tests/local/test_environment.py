"""The environment of a developer's machine: complete, private, and never instead of what is given."""

import os
import stat
from pathlib import Path

import pytest

from linkportal import env
from linkportal.local import environment

SECRETS = ("secret-key", "field-encryption-keys")


@pytest.fixture
def variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment with nothing in it but the folder."""
    variables = {"VAR_DIR": str(tmp_path / "mine ting"), "PORT": "8123"}
    monkeypatch.setattr(os, "environ", variables)
    return variables


def test_secrets_are_made_once_and_are_for_us_alone(variables: dict[str, str]) -> None:
    var = environment.set_defaults()
    first = [(var / name).read_text() for name in SECRETS]
    for name in ("SECRET_KEY_FILE", "FIELD_ENCRYPTION_KEYS_FILE"):
        assert stat.S_IMODE(Path(variables.pop(name)).stat().st_mode) == 0o600

    environment.set_defaults()
    assert [(var / name).read_text() for name in SECRETS] == first
    assert env.secret("SECRET_KEY") == first[0].strip()


def test_what_is_given_counts(variables: dict[str, str]) -> None:
    variables |= {"SECRET_KEY": "given", "FIELD_ENCRYPTION_KEYS_FILE": "/given", "SITE_URL": "http://given"}
    environment.set_defaults()
    assert variables["SECRET_KEY"] == "given"
    assert "SECRET_KEY_FILE" not in variables
    assert variables["FIELD_ENCRYPTION_KEYS_FILE"] == "/given"
    assert variables["SITE_URL"] == "http://given"


def test_mail_lands_in_a_private_folder_whose_name_may_have_spaces(variables: dict[str, str]) -> None:
    var = environment.set_defaults()
    folder = env.email("EMAIL_URL", default="")["EMAIL_FILE_PATH"]
    assert folder == str(var / "mail")
    assert stat.S_IMODE((var / "mail").stat().st_mode) == 0o700


def test_links_lead_to_the_port(variables: dict[str, str]) -> None:
    environment.set_defaults()
    assert variables["SITE_URL"] == "http://localhost:8123"
