"""Who waits within reach of a person or of a group: near enough, about the same, at a time that suits both.

Within reach is what lies at most GROUP_REACH_KM away, as the crow flies between the seats of the municipalities. People
are gathered among those for whom one office is responsible, wherever in its area they wait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from contactpoints.grid import Position, distance_km
from contactpoints.models import Municipality, User
from groups.enums import ACROSS_TOO, PERSONAL_WISHES, Theme
from groups.models import Inquiry, InquiryReading, SelfHelpGroup
from groups.models.inquiries import InquiryQuerySet

MOST_LISTED = 60

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Spot:
    """What a group is to be about, where and when, among the people of which office; no time is any time."""

    office_id: int
    theme: str
    municipality: Municipality
    time_of_day: str = ""


@dataclass(frozen=True, slots=True)
class Askable:
    """One who waits and can be asked by a group. `key` names them in a form, and tells nothing to who reads it.

    `inquiry` is without what is personal. `name` and the rest are for who may read the inquiry; for others it says only
    where somebody waits.
    """

    key: str
    inquiry: Inquiry
    is_same_theme: bool
    is_readable: bool
    name: str = ""
    must_be_called: bool = False

    @property
    def label(self) -> str:
        """Who it is, in the words that the one who asks for the list may read."""
        where = self.inquiry.municipality.label
        if not self.is_readable:
            names = {"place": self.inquiry.receiver.name, "municipality": where}
            return _("Noen som venter hos %(place)s, %(municipality)s") % names
        return f"{self.name or _('Uten navn')}, {where}"

    @property
    def details(self) -> str:
        """The wish, what else it is about, and whether somebody has to call. Of who waits at another place it says no
        theme: the question to them says that a yes tells their name, and nothing more.
        """
        said = [str(self.inquiry.get_wish_display())] if self.is_readable else []
        if not self.is_same_theme:
            said.append(str(self.inquiry.get_theme_display()) if self.is_readable else _("et annet tema"))
        if self.must_be_called:
            said.append(_("må ringes"))
        return " · ".join(said)


def group_theme(theme: str) -> str:
    """What a group for one with this theme is about: what is no theme of a group leads to one across problems."""
    return Theme.ACROSS.value if theme in ACROSS_TOO else theme


def gathered(office_ids: Collection[int]) -> InquiryQuerySet:
    """All among whom groups of these offices may come about: whoever waits, and is not asked by a group already."""
    return Inquiry.objects.waiting_for_group().filter(office__in=office_ids, wish__in=PERSONAL_WISHES)


def others_waiting_near(inquiry: Inquiry) -> int:
    """How many others wait within reach of this person for the same, at a time that suits both. One query."""
    others = about(gathered([inquiry.office_id]), group_theme(inquiry.theme)).exclude(pk=inquiry.pk)
    rows = (
        suiting(others, inquiry.meeting_times)
        .order_by()
        .values_list("municipality__latitude", "municipality__longitude")
        .annotate(number=Count("pk"))
    )
    here = inquiry.municipality.position
    return sum(number for north, east, number in rows if is_within_reach(distance_km(here, Position(north, east))))


def askable(group: SelfHelpGroup, user: User) -> list[Askable]:
    """Those who can still be asked by a group that gathers, those about the same first, then the nearest.

    To a group across problems belong those whose theme is another one too. Names are only with those whom `user` may
    read: whoever shows them calls `note_reading`. Three queries.
    """
    spot = Spot(group.office_id, group.theme, group.municipality, group.time_of_day)
    return people_near(spot, user, but_for=group)


def people_near(spot: Spot, user: User, but_for: SelfHelpGroup | None = None) -> list[Askable]:
    """As `askable`, for a group that is still to be made; without those whom the group `but_for` has asked."""
    near = {
        one.pk: km
        for one in Municipality.objects.only("latitude", "longitude")
        if is_within_reach(km := distance_km(spot.municipality.position, one.position))
    }
    waiting = gathered([spot.office_id]).filter(municipality__in=near)
    if spot.theme != Theme.ACROSS:
        waiting = about(waiting, spot.theme)
    if but_for is not None:
        waiting = waiting.exclude(candidacies__group=but_for)
    found = suiting(waiting, [spot.time_of_day] if spot.time_of_day else []).for_list()
    rows = sorted(found, key=lambda one: (group_theme(one.theme) != spot.theme, near[one.municipality_id], one.pk))
    return _as_seen_by(user, rows[:MOST_LISTED], spot.theme)


def suggested(people: Sequence[Askable]) -> list[Askable]:
    """Those with whom one would begin: the nearest about the same, as many as a group is advised to have."""
    same = [one for one in people if one.is_same_theme]
    numbers: dict[int, int] = {}
    for one in same:
        numbers[one.inquiry.municipality_id] = numbers.get(one.inquiry.municipality_id, 0) + 1
    taken = nearest_enough(numbers.items())
    return [one for one in same if one.inquiry.municipality_id in taken][: settings.GROUP_ADVISED_MAX]


def note_reading(people: Iterable[Askable], user: User) -> None:
    """That `user` reads the names of those among them whom they may read."""
    InquiryReading.write_down_all([one.inquiry for one in people if one.is_readable], user)


def nearest_enough(near: Iterable[tuple[K, int]]) -> list[K]:
    """Of places with so many people each, the nearest first: those that are enough for a group together.

    One takes the next until there are GROUP_ADVISED_MIN, and leaves it where it would make them more than
    GROUP_ADVISED_MAX while there are enough to begin.
    """
    taken: list[K] = []
    number = 0
    for place, people in near:
        too_many = number + people > settings.GROUP_ADVISED_MAX and number >= settings.GROUP_MIN_TO_START
        if too_many or number >= settings.GROUP_ADVISED_MIN:
            break
        taken.append(place)
        number += people
    return taken


def is_within_reach(km: float) -> bool:
    """Whether people so far apart can be in one group."""
    return km <= settings.GROUP_REACH_KM


def about(waiting: InquiryQuerySet, theme: str) -> InquiryQuerySet:
    """Those of them for whom a group with this theme is right."""
    return waiting.filter(theme__in=ACROSS_TOO if theme == Theme.ACROSS else (theme,))


def suiting(waiting: InquiryQuerySet, times: Collection[str]) -> InquiryQuerySet:
    """Those of them who can come at one of these times; no times are any time, of either."""
    return waiting.filter(Q(meeting_times=[]) | Q(meeting_times__overlap=list(times))) if times else waiting


def _as_seen_by(user: User, rows: list[Inquiry], theme: str) -> list[Askable]:
    readable = Inquiry.objects.visible_to(user).filter(pk__in=[one.pk for one in rows]).order_by()
    known = {pk: said for pk, *said in readable.values_list("pk", "name", F("email_key"))}
    found = []
    for one in rows:
        name, email_key = known.get(one.pk, ("", "-"))
        found.append(
            Askable(
                key=_key(one, user),
                inquiry=one,
                is_same_theme=group_theme(one.theme) == theme,
                is_readable=one.pk in known,
                name=name,
                must_be_called=not email_key,
            )
        )
    return found


def _key(inquiry: Inquiry, user: User) -> str:
    """What a form calls them: another word for each who looks, from which nobody finds the inquiry."""
    return salted_hmac("groups.forming.reach", f"{user.pk}:{inquiry.public_id}", algorithm="sha256").hexdigest()[:24]
