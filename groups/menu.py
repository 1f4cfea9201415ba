"""The menu of the workspace: what each person finds there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.desk import AWAITING, Count, Desk

if TYPE_CHECKING:
    from contactpoints.models import User

_INBOX = ("groups:inbox", "groups:case", "groups:log", "groups:search", "partners:link_interest")
_GROUPS = ("groups:group_", "groups:initiator")
_EVENTS = ("groups:meeting_",)
_OVERVIEW = ("groups:overview", "groups:routing_test")
_PLACE = ("contactpoints:my_place", "contactpoints:place", "contactpoints:unconfirmed")
_OFFICE = ("contactpoints:office",)
_MATERIAL = ("groups:material",)
_PARTNERS = ("partners:",)
_COVERAGE = ("contactpoints:coverage", "contactpoints:gaps")


class Item(NamedTuple):
    """A line of the menu. `is_here` is said of the one below which the page stands."""

    words: str
    path: str
    icon: str
    is_here: bool
    waiting: Count | None = None


class Menu(NamedTuple):
    """The menu, and for whom it is."""

    user: User
    where: str
    items: list[Item]

    @property
    def first(self) -> list[Item]:
        """What always shows, also on a phone; none for who has no menu."""
        return self.items[:1]

    @property
    def rest(self) -> list[Item]:
        """What a phone shows behind "Meny"."""
        return self.items[1:]


def menu_of(desk: Desk, route: str) -> Menu:
    """The menu as it looks on the page of that route. Asks for the places and the counts."""
    user, here = desk.user, _here(route)
    items = []
    if desk.places:
        inbox = (_("Henvendelser"), reverse("groups:inbox"), "inbox")
        items.append(Item(*inbox, here == _INBOX, desk.counts[AWAITING]))
    if desk.places or desk.coordinates:
        items.append(Item(_("Grupper"), reverse("groups:group_list"), "ring", here == _GROUPS))
        items.append(Item(_("Arrangementer"), reverse("groups:meeting_list"), "calendar", here == _EVENTS))
    if desk.coordinates:
        items.append(Item(_("Oversikt"), reverse("groups:overview"), "chart", here == _OVERVIEW))
    if desk.coordinates or desk.contact_points:
        words = _("Kontaktpunkter") if desk.coordinates or len(desk.contact_points) > 1 else _("Vår side")
        items.append(Item(words, reverse("contactpoints:my_place"), "book", here == _PLACE))
    if office := next(iter(desk.offices), None):
        path = reverse("contactpoints:office", args=[office.slug])
        items.append(Item(_("Kontoret"), path, "people", here == _OFFICE))
    if desk.coordinates:
        items.append(Item(_("Dekning"), reverse("contactpoints:coverage"), "map", here == _COVERAGE))
    if desk.coordinates or desk.places:
        items.append(Item(_("Materiell"), reverse("groups:material"), "parcel", here == _MATERIAL))
    if user.has_perm("partners.view_partnershipproject"):
        items.append(Item(_("Samarbeid"), reverse("partners:deadlines"), "clock", here == _PARTNERS))
    if user.is_staff:
        items.append(Item(_("Admin"), reverse("admin:index"), "gear", is_here=False))
    return Menu(user, desk.where, items)


def _here(route: str) -> tuple[str, ...]:
    """The group that the route belongs to: that with the longest name which it begins with."""
    groups = (_INBOX, _GROUPS, _EVENTS, _OVERVIEW, _PLACE, _OFFICE, _COVERAGE, _MATERIAL, _PARTNERS)
    fitting = [(len(name), group) for group in groups for name in group if route.startswith(name)]
    return max(fitting, default=(0, ()))[1]
