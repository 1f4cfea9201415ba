"""Whom a person works for, and how much waits there: what the menu of every page of the workspace says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import DateField, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import Status as PlaceStatus
from contactpoints.models import ContactPoint, DistrictOffice, User
from contactpoints.models.registry import CONFIRMED_FOR_DAYS
from groups.enums import Selection, Status
from groups.models import Inquiry
from groups.models.inquiries import InquiryQuerySet
from linkportal.kit import clock

MOST = 99  # a count says no more than "99+", so that it takes no longer where there are many
AWAITING = "awaiting"
COUNTED = (
    Selection.OPEN,
    Selection.NEW,
    Selection.MINE,
    Selection.WAITING,
    Selection.OVERDUE,
    Selection.QUARANTINED,
)


_IN_TALLY = (Selection.OVERDUE, Selection.WAITING, Selection.QUARANTINED)
_OF_STATUS = {Selection.NEW: Status.NEW, Selection.WAITING: Status.WAITING}


@dataclass(frozen=True, slots=True)
class Workplace:
    """An office or a contact point that a person works for."""

    is_office: bool
    pk: int
    name: str
    slug: str
    confirmed_on: date | None
    is_public: bool

    @property
    def key(self) -> str:
        """How an address of the workspace names it."""
        return f"{'kontor' if self.is_office else 'kontaktpunkt'}:{self.slug}"

    @property
    def is_stale(self) -> bool:
        """Whether nobody has said for a year that its public page is right."""
        if self.is_office or not self.is_public:
            return False
        return self.confirmed_on is None or (clock.today() - self.confirmed_on).days > CONFIRMED_FOR_DAYS


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose inquiries a list is about: those that these answer themselves, and those of the contact points that the
    offices in `below` stand behind, all of them or the one in `only`.
    """

    offices: tuple[int, ...] = ()
    contact_points: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    only: int | None = None

    @property
    def is_one_place(self) -> bool:
        """Whether all of it is one place's."""
        below = 1 if self.only is not None else 2 * len(self.below)
        return len(self.offices) + len(self.contact_points) + below == 1

    def parts(self, inquiries: InquiryQuerySet) -> list[InquiryQuerySet]:
        """The inquiries, one queryset for each place: an index gives each of them in its order, but not all together.
        No inquiry is in two of them.
        """
        below = inquiries if self.only is None else inquiries.at_contact_point(self.only)
        return [
            *(inquiries.answered_by_office(pk) for pk in self.offices),
            *(inquiries.at_contact_point(pk) for pk in self.contact_points),
            *(below.at_contact_points_of(pk) for pk in self.below),
        ]

    def selected(self, selection: Selection, user: User) -> list[InquiryQuerySet]:
        """The parts of one list, each in its order."""
        everything = Inquiry.objects.all()
        if selection == Selection.MINE:
            return [everything.of(user).open().by_due()]
        if selection == Selection.QUARANTINED:
            return [everything.quarantined().filter(office=pk).order_by("received_at", "pk") for pk in self.offices]
        if selection == Selection.ENDED:
            return self.parts(everything.ended().by_end())
        found = everything.overdue() if selection == Selection.OVERDUE else everything.open()
        if selection in _OF_STATUS:
            found = found.filter(status=_OF_STATUS[selection])
        return self.parts(found.by_due())


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are, told up to `MOST`."""

    number: int

    def __str__(self) -> str:
        return str(self.number) if self.number <= MOST else f"{MOST}+"

    def __bool__(self) -> bool:
        return self.number > 0


class Tally(NamedTuple):
    """The figures that stand on top of a page."""

    awaiting: Count
    overdue: Count
    waiting: Count
    quarantined: Count


class Desk:
    """What one person has before them. Two queries, when they are asked for: the places, and all counts."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def places(self) -> list[Workplace]:
        """Whom they work for: offices, then contact points, by name."""
        rows = _offices_of(self.user).union(_contact_points_of(self.user), all=True)
        places = [Workplace(*row) for row in rows]
        return sorted(places, key=lambda one: (not one.is_office, one.name))

    @property
    def offices(self) -> list[Workplace]:
        return [one for one in self.places if one.is_office]

    @property
    def contact_points(self) -> list[Workplace]:
        return [one for one in self.places if not one.is_office]

    @property
    def stale(self) -> list[Workplace]:
        """Contact points whose page they have not confirmed for a year."""
        return [one for one in self.places if one.is_stale]

    @property
    def coordinates(self) -> bool:
        """Whether they answer for an area, or for the country."""
        return self.user.is_national_admin or bool(self.user.coordinated_office_ids)

    @property
    def where(self) -> str:
        """Whom they work for, in a line."""
        names = [one.name for one in self.places]
        if len(names) > 1:
            return str(_("%(first)s og %(more)d til")) % {"first": names[0], "more": len(names) - 1}
        return names[0] if names else ""

    @cached_property
    def scope(self) -> Scope:
        """What they are to answer."""
        return Scope(tuple(one.pk for one in self.offices), tuple(one.pk for one in self.contact_points))

    @cached_property
    def below(self) -> Scope:
        """What the contact points are to answer that their offices stand behind."""
        return Scope(below=self.scope.offices)

    @cached_property
    def counts(self) -> dict[str, Count]:
        """How many there are in each list of theirs, and how many wait for an answer."""
        return counts(self.scope, self.user)

    @property
    def tally(self) -> Tally:
        return tally_of(self.counts)


def desk_of(user: User) -> Desk:
    """The person's desk: one for as long as `user` lives, which is a request, so that nothing is asked for twice."""
    desk: Desk = user.__dict__.setdefault("desk", Desk(user))
    return desk


def counts(scope: Scope, user: User) -> dict[str, Count]:
    """How many of each selection, and `AWAITING` an answer; one query, which reads at most a hundred of each."""
    waiting = scope.parts(Inquiry.objects.order_by("answer_due_on").awaiting_answer())
    lists = {AWAITING: waiting, **{one.value: scope.selected(one, user) for one in COUNTED}}
    pieces = [
        part.annotate(what=Value(name)).values_list("what", flat=True)[: MOST + 1]
        for name, parts in lists.items()
        for part in parts
    ]
    found = Counter(_together(pieces))
    return {name: Count(found[name]) for name in lists}


def tally_of(counted: dict[str, Count]) -> Tally:
    return Tally(*(counted[name] for name in (AWAITING, *_IN_TALLY)))


def _together(pieces: Sequence[QuerySet[Any, Any]]) -> Iterable[Any]:
    return pieces[0].union(*pieces[1:], all=True) if len(pieces) > 1 else pieces[0]


def _offices_of(user: User) -> QuerySet[Any, Any]:
    """One's own; for the national administrator those whose inquiries would else be nobody's: see `visible_to`."""
    mine = Q(pk__in=user.coordinated_office_ids)
    if user.is_national_admin:
        mine |= Q(is_national_desk=True) | Q(closed_on__lte=clock.today())
    never = Value(None, DateField())
    columns: list[Any] = [Value(True), "pk", "name", "slug", never, Value(True)]
    return DistrictOffice.objects.order_by().filter(mine).values_list(*columns)


def _contact_points_of(user: User) -> QuerySet[Any, Any]:
    public = Q(status__in=(PlaceStatus.PUBLISHED, PlaceStatus.PAUSED))
    columns: list[Any] = [Value(False), "pk", "name", "slug", "confirmed_on", public]
    return ContactPoint.objects.order_by().filter(pk__in=user.contact_point_ids).values_list(*columns)
