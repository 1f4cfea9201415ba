"""The one clock of the portal, which tests and demonstration data can move."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.utils import timezone

_moved_to: datetime | None = None


def now() -> datetime:
    """The moment it is, aware, in UTC."""
    return _moved_to or timezone.now()


def today() -> date:
    """The day it is in Norway."""
    return timezone.localtime(now()).date()


def midnight(day: date) -> datetime:
    """When that day begins in Norway."""
    return timezone.make_aware(datetime.combine(day, time.min))


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Let it be `moment` (aware) inside the block, for everything in this process that asks this clock."""
    global _moved_to  # noqa: PLW0603 - one clock in a process, which its servers never move
    before, _moved_to = _moved_to, moment
    try:
        yield
    finally:
        _moved_to = before
