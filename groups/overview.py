"""What a coordinator should know of the area: what is new and late and where, and where an inquiry would go."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from contactpoints.enums import Status as PlaceStatus
from contactpoints.keeping import guided_contact_points
from contactpoints.models import ContactPoint, User
from contactpoints.place import Place
from groups.desk import Desk
from groups.enums import RoutingRule, Status, Wish
from groups.inquiries.routing import RoutingDecision, route
from groups.models import Inquiry
from linkportal.kit import clock

MOST_PLACES = 30
MOST_PROPOSED = 20
MOST_WITHIN_REACH = 3
NEAREST = 3


class AtPlace(NamedTuple):
    """How much is new and late at one place. `key` names it in the address of its list."""

    name: str
    key: str
    is_office: bool
    new: int
    overdue: int


class Tried(NamedTuple):
    """Where a wish would go: without a choice, and if the nearest contact point is chosen (None if there is none)."""

    wish: str
    unchosen: RoutingDecision
    chosen: RoutingDecision | None


class RoutingTest(NamedTuple):
    """Where inquiries from one place would go today, and why."""

    decision: RoutingDecision
    rule: str
    tried: list[Tried]
    nearest: list[ContactPoint]


def new_and_late(desk: Desk) -> list[AtPlace]:
    """Places with something new or late: the offices themselves first, then where most is late. One query."""
    late, new = Q(due_on__lt=clock.today()), Q(status=Status.NEW)
    offices = [one.pk for one in desk.offices]
    mine = Inquiry.objects.visible_to(desk.user).open().filter(late | new, office__in=offices).order_by()
    by_place = mine.values_list("office__name", "office__slug", "contact_point__name", "contact_point__slug").annotate(
        new=Count("pk", filter=new), late=Count("pk", filter=late)
    )
    found = [
        AtPlace(name or office, f"kontaktpunkt:{slug}" if slug else f"kontor:{office_slug}", slug is None, *numbers)
        for office, office_slug, name, slug, *numbers in by_place
    ]
    return sorted(found, key=lambda one: (not one.is_office, -one.overdue, -one.new, one.name))


def proposed(user: User) -> QuerySet[ContactPoint]:
    """Contact points on their way into the registry, each with its checklist, those begun first on top."""
    mine = guided_contact_points(user).filter(status=PlaceStatus.PROPOSED)
    return mine.select_related("municipality__county", "onboarding").order_by("pk")


def try_routing(place: Place) -> RoutingTest:
    """Where each wish of a person in `place` would go today. Raises `NoNationalDesk` in a portal not set up."""
    today = clock.today()
    nearest = ContactPoint.objects.published().with_a_place().select_related("municipality__county")
    near = nearest.nearest_to(place, NEAREST)
    tried = [
        Tried(str(wish.label), route(wish, place, None, today), route(wish, place, near[0], today) if near else None)
        for wish in Wish
    ]
    decision = tried[0].unchosen
    return RoutingTest(decision, str(RoutingRule(decision.rule).label), tried, near)
