"""A server that could lose an inquiry is refused at the start, by web and worker alike."""

from urllib.parse import quote

import pytest
from django.conf import settings

from tests.processes import Serve, of_tests

UNSAFE = f"?options={quote('-c synchronous_commit=off')}"


def test_web_refuses_a_server_that_could_lose_a_commit(serve: Serve) -> None:
    with pytest.raises(AssertionError, match=r"ended with [13](.|\n)*synchronous_commit = off and could lose a commit"):
        serve.web(DATABASE_URL=of_tests(settings.DATABASE_URL) + UNSAFE)


def test_worker_refuses_a_server_that_could_lose_a_commit(serve: Serve) -> None:
    with pytest.raises(AssertionError, match="synchronous_commit = off and could lose a commit"):
        serve.worker(DATABASE_URL=of_tests(settings.DATABASE_URL) + UNSAFE)
