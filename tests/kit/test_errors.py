"""What the log says of an error, and what it keeps to itself."""

import logging

import pytest
from django.test import RequestFactory

from linkportal.kit.errors import log_exception


def test_an_error_is_logged_with_its_place_in_the_code_and_without_its_words(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    request = rf.get("/min-henvendelse/hemmelig-nokkel/")
    with caplog.at_level(logging.ERROR, "linkportal.errors"):
        try:
            raise ValueError("Kari bor i Skien")
        except ValueError:
            log_exception(request=request)

    assert "ValueError at groups:my_inquiry_link" in caplog.text
    assert "test_errors.py" in caplog.text
    assert "Kari bor" not in caplog.text.replace('raise ValueError("Kari bor i Skien")', "")
    assert "hemmelig" not in caplog.text
