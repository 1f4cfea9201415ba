"""Who organises an event: an office, and contact points beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from contactpoints.models import ContactPoint
from groups.models import Event


@dataclass(frozen=True, slots=True)
class Organiser:
    """A contact point that organises with the office, and the address of its page, if it has one."""

    name: str
    url: str


def beside_the_office(event: Event) -> list[Organiser]:
    """The contact points, in the order of their names."""
    with_a_page = set(ContactPoint.objects.with_a_page().filter(organised_events=event))
    places = event.contact_points.by_name()
    return [Organiser(place.name, place.get_absolute_url() if place in with_a_page else "") for place in places]


def all_named(event: Event) -> str:
    """All who organise it, as part of a sentence: who reads a sign-up."""
    *first, last = [event.office.name, *(place.name for place in event.contact_points.by_name())]
    return _("%(first)s og %(last)s") % {"first": ", ".join(first), "last": last} if first else last
