"""A day in June, on which the tests of accounts happen."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from linkportal.kit import clock

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.moved_to(NOON):
        yield
