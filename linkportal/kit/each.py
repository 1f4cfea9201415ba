"""Doing the same for many rows, when one that goes wrong must not stop the others."""

import logging
from collections.abc import Callable, Iterable
from traceback import extract_tb
from typing import TypeVar

from django.db import transaction

T = TypeVar("T")
logger = logging.getLogger("linkportal.jobs")


class SomeFailed(Exception):
    """All were tried, and some went wrong; the log says which."""


class Each:
    """Does something for each of many, each in a transaction of its own, and remembers how many went wrong.

    Raise it at the end of the job with `raise_if_failed`, so that an operator sees it.
    """

    def __init__(self) -> None:
        self.failed = 0

    def do(self, step: Callable[[T], object], those: Iterable[T]) -> list[T]:
        """Call `step` for each; returns those for which it went well."""
        return [one for one in those if self._did(step, one)]

    def raise_if_failed(self) -> None:
        """Raises `SomeFailed` if anything went wrong."""
        if self.failed:
            raise SomeFailed(f"{self.failed} failed")

    def _did(self, step: Callable[[T], object], one: T) -> bool:
        try:
            with transaction.atomic():
                step(one)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others must not wait for it
            self.failed += 1
            # Neither what the error says nor the row: a database repeats the values that it did not like.
            last = extract_tb(error.__traceback__)[-1]
            logger.error("%s: %s at %s:%s", step.__name__, type(error).__name__, last.filename, last.lineno)
            return False
        return True
