"""What everybody may know of the groups that a contact point chose to show: little, and nothing else is read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from contactpoints.models import County
from groups.enums import SHOWN_AS, GroupStatus, Wish
from groups.models import SelfHelpGroup
from linkportal.kit.text import norwegian_order

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """What it is about in broad words, in which municipality, where it stands, and whom to ask."""

    title: str
    municipality: str
    standing: str
    contact_point: str
    contact_point_path: str
    ask_path: str


@dataclass(frozen=True, slots=True)
class InCounty:
    """The groups of a page that are in one county."""

    name: str
    groups: list[ShownGroup]


def ask_path(contact_point_slug: str, theme: str) -> str:
    """The form with which one asks that contact point to join a group about this. It names no group."""
    asked = {"kontaktpunkt": contact_point_slug, "wish": Wish.JOIN.value, "tema": theme}
    return f"{reverse('groups:inquiry')}?{urlencode(asked)}"


def shown_groups(county: County | None, theme: str, page: int) -> tuple[list[InCounty], bool]:
    """A page of them by county and municipality, and whether there is another one. One query.

    Those of which the same is known are one: how many there are is nobody's business.
    """
    found = SelfHelpGroup.objects.shown().annotate(gathers=Q(status=GroupStatus.GATHERING))
    if county:
        found = found.filter(municipality__county=county)
    if theme:
        found = found.filter(theme=theme)
    first = (page - 1) * PER_PAGE
    rows = list(
        found.order_by(
            norwegian_order("municipality__county__name"),
            norwegian_order("municipality__name"),
            "-gathers",
            "theme",
            "contact_point__name",
        )
        .values_list(
            "municipality__county__name",
            "municipality__name",
            "gathers",
            "theme",
            "contact_point__name",
            "contact_point__slug",
        )
        .distinct()[first : first + PER_PAGE + 1]
    )
    by_county = groupby(rows[:PER_PAGE], key=lambda row: row[0] or row[1])  # Svalbard is in no county
    return [InCounty(name, [_shown(*row[1:]) for row in them]) for name, them in by_county], len(rows) > PER_PAGE


def _shown(municipality: str, gathers: bool, theme: str, name: str, slug: str) -> ShownGroup:
    status = GroupStatus.GATHERING if gathers else GroupStatus.RUNNING
    about = SelfHelpGroup(theme=theme).in_words
    return ShownGroup(
        title=about[:1].upper() + about[1:],
        municipality=municipality,
        standing=str(SHOWN_AS[status]),
        contact_point=name,
        contact_point_path=reverse("contactpoints:detail", args=[slug]),
        ask_path=ask_path(slug, theme),
    )
