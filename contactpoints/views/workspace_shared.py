"""What the pages of one place have in common: whose it is, and the tabs."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import Status
from contactpoints.keeping import guided_contact_points, kept_contact_points, kept_offices
from contactpoints.models import ContactPoint, DistrictOffice, User

Kind = Literal["place", "office"]

_TABS = {
    "place": {
        "": _("Siden"),
        "hours": _("Åpningstider"),
        "closed": _("Stengt"),
        "absences": _("Fravær"),
        "colleagues": _("Kolleger"),
    },
    "office": {"": _("Kontoret"), "absences": _("Fravær"), "colleagues": _("Kolleger")},
}


def user_of(request: HttpRequest) -> User:
    """Who asks. Nobody gets here without logging in."""
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware
    return request.user


def place_at(request: HttpRequest, kind: Kind, slug: str) -> ContactPoint | DistrictOffice:
    """The contact point or office at this address, if the person looks after it; else 404."""
    return contact_point_at(request, slug) if kind == "place" else office_at(request, slug)


def contact_point_at(request: HttpRequest, slug: str) -> ContactPoint:
    """The contact point at this address, if the person looks after it; else 404."""
    return get_object_or_404(kept_contact_points(user_of(request)).with_places(), slug=slug)


def guided_at(request: HttpRequest, slug: str) -> ContactPoint:
    """The contact point at this address, if the person follows its way into the registry; else 404."""
    return get_object_or_404(guided_contact_points(user_of(request)).with_places(), slug=slug)


def office_at(request: HttpRequest, slug: str) -> DistrictOffice:
    """The office at this address, if the person coordinates it; else 404."""
    return get_object_or_404(kept_offices(user_of(request)), slug=slug)


def _is_on_the_way(contact_point: ContactPoint, user: User) -> bool:
    """Whether it has a checklist, or is to have one, that this person follows."""
    has_one = Q(status=Status.PROPOSED) | Q(onboarding__isnull=False)
    return guided_contact_points(user).filter(has_one, pk=contact_point.pk).exists()


def page_of(request: HttpRequest, place: ContactPoint | DistrictOffice, here: str) -> dict[str, Any]:
    """What every page of a place shows: its name, the tabs, and on which of them one is."""
    kind: Kind = "place" if isinstance(place, ContactPoint) else "office"
    names = dict(_TABS[kind])
    if isinstance(place, ContactPoint) and _is_on_the_way(place, user_of(request)):
        names["checklist"] = _("Sjekkliste")
    if isinstance(place, DistrictOffice):
        names["close"] = _("Legg ned")
    routes = {tab: f"contactpoints:{kind}_{tab}".rstrip("_") for tab in names}
    tabs = [(reverse(routes[tab], args=[place.slug]), words, tab == here) for tab, words in names.items()]
    return {"place": place, "kind": kind, "tabs": tabs}
