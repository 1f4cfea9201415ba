"""What the first page of the admin tells above its list of models. The apps say it; the kit only shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

LINES_AT_MOST = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: what it is about, what is to be said, and the page where it is mended."""

    about: str
    text: str
    url: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Some of what there is to do, under one heading; `empty` is said when there is nothing."""

    heading: str
    lines: list[Line]
    empty: str
    more_url: str = ""  # where all of them are

    @property
    def shown(self) -> list[Line]:
        """As many as one reads on one page, from the top."""
        return self.lines[:LINES_AT_MOST]

    @property
    def left_out(self) -> int:
        return max(len(self.lines) - LINES_AT_MOST, 0)


Teller = Callable[[HttpRequest], list[Panel]]
_tellers: list[Any] = []


def tells(teller: Teller) -> Teller:
    """Decorator for a function that has something to tell on the first page to who asks; [] for nobody's business."""
    _tellers.append(teller)
    return teller


def told_to(request: HttpRequest) -> list[Panel]:
    """All panels, in the order in which the apps were loaded."""
    return [panel for teller in _tellers for panel in teller(request)]
