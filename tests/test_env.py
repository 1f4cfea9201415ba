"""A wrong setting stops the start and names the variable."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from linkportal import env


@pytest.mark.parametrize("value", ["0", "1", "yes", "", "on"])
def test_a_boolean_is_true_or_false(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)

    with pytest.raises(ImproperlyConfigured, match="DEBUG must be true or false"):
        env.boolean("DEBUG", default=False)


@pytest.mark.parametrize("value", ["-1", "four", "1.5", "٣"])
def test_a_number_is_a_whole_number(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DATABASE_POOL_SIZE", value)

    with pytest.raises(ImproperlyConfigured, match="DATABASE_POOL_SIZE"):
        env.integer("DATABASE_POOL_SIZE", default=4)


def test_what_is_needed_has_no_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)

    with pytest.raises(ImproperlyConfigured, match="SITE_URL is not set"):
        env.text("SITE_URL")


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hush\n")
    monkeypatch.setenv("SOME_KEY_FILE", str(tmp_path / "key"))
    assert env.secret("SOME_KEY") == "hush"

    monkeypatch.setenv("SOME_KEY_FILE", str(tmp_path / "elsewhere"))
    with pytest.raises(ImproperlyConfigured, match="SOME_KEY_FILE"):
        env.secret("SOME_KEY")


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://localhost:1025", "localhost", 1025, False, False),
        ("smtp+tls://user:p%40ss@mail.example.no", "mail.example.no", 587, True, False),
        ("smtps://mail.example.no", "mail.example.no", 465, False, True),
    ],
)
def test_mail_by_one_address(
    monkeypatch: pytest.MonkeyPatch, url: str, host: str, port: int, tls: bool, ssl: bool
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)

    read = env.email("EMAIL_URL", default="")

    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (
        host,
        port,
        tls,
        ssl,
    )
    assert read["EMAIL_HOST_PASSWORD"] in {"", "p@ss"}


def test_mail_into_a_folder_or_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "file:/var/mail here")
    assert env.email("EMAIL_URL", default="")["EMAIL_FILE_PATH"] == "/var/mail here"

    monkeypatch.setenv("EMAIL_URL", "https://mail.example.no")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must begin with"):
        env.email("EMAIL_URL", default="")
