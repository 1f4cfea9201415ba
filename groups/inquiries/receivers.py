"""Who could answer an inquiry instead: suggested, found by name, and whether one may be chosen."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contactpoints.enums import PlaceKind, Status
from contactpoints.keeping import coordinates
from contactpoints.models import ContactPoint, DistrictOffice, Membership, PlaceName, User
from contactpoints.models.registry import ContactPointQuerySet
from contactpoints.place import Place
from groups.models import Inquiry
from linkportal.kit import clock
from linkportal.kit.text import fold

Receiver = DistrictOffice | ContactPoint

_OFFICE, _CONTACT_POINT = "kontor", "kontaktpunkt"
MOST_FOUND = 20
NEAREST = 5
LONGEST_SEARCH = 100


class CannotReceive(Exception):
    """An inquiry can't be left there; the text says why, to staff."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who could answer. `key` names it in a form; `has_people` is whether somebody there has an account."""

    receiver: Receiver
    has_people: bool

    @property
    def key(self) -> str:
        return f"{_OFFICE if isinstance(self.receiver, DistrictOffice) else _CONTACT_POINT}:{self.receiver.slug}"

    @property
    def label(self) -> str:
        """What one reads where one chooses: name, municipality, distance if it was measured, and what to know."""
        return "".join([self.receiver.name, *self._where(), *self._to_know()])

    def _where(self) -> list[str]:
        if isinstance(self.receiver, DistrictOffice):
            return []
        distance = getattr(self.receiver, "distance_km", None)
        away = [_(" (%(km)d km)") % {"km": round(distance)}] if distance is not None else []
        return [f", {self.receiver.municipality.label}", *away]

    def _to_know(self) -> list[str]:
        proposed = isinstance(self.receiver, ContactPoint) and self.receiver.status == Status.PROPOSED
        return [
            *([_(". Foreslått, ikke publisert ennå")] if proposed else []),
            *([_(". Uten konto")] if not self.has_people else []),
        ]


def offices() -> QuerySet[DistrictOffice]:
    """Those that answer today."""
    return DistrictOffice.objects.open_on(clock.today()).by_name()


def contact_points(by: User) -> ContactPointQuerySet:
    """Those that `by` can leave an inquiry with: a mail reaches them. Proposed ones are known to offices alone."""
    able = Q(status=Status.PUBLISHED)
    if coordinates(by):
        able |= Q(status=Status.PROPOSED)
    return ContactPoint.objects.filter(able).exclude(email="").select_related("municipality__county")


def candidates(inquiry: Inquiry, text: str, by: User) -> list[Candidate]:
    """Who could answer instead: the nearest contact points and all offices, or those found by name or municipality."""
    searched = fold(text[:LONGEST_SEARCH])
    found = _found(searched, by) if searched else _suggested(inquiry)
    return _with_people([one for one in found if one != inquiry.receiver])


def chosen(inquiry: Inquiry, key: str, by: User) -> Receiver:
    """The receiver of that key, whether it was on the page or not. Raises `CannotReceive`."""
    kind, _colon, slug = key.partition(":")
    rows: dict[str, QuerySet[DistrictOffice] | ContactPointQuerySet] = {
        _OFFICE: offices(),
        _CONTACT_POINT: contact_points(by),
    }
    found: Receiver | None = rows[kind].filter(slug=slug[:80]).first() if kind in rows else None
    if found is None:
        raise CannotReceive(_("Denne mottakeren kan ikke ta imot. Velg en annen."))
    if found == inquiry.receiver:
        raise CannotReceive(_("Henvendelsen er der allerede. Velg en annen."))
    return found


def _suggested(inquiry: Inquiry) -> list[Receiver]:
    published = ContactPoint.objects.published().exclude(email="").select_related("municipality__county")
    near = published.with_a_place().nearest_to(Place.of_municipality(inquiry.municipality), NEAREST)
    return [*near, *offices()]


def _found(searched: str, by: User) -> list[Receiver]:
    places = PlaceName.objects.filter(folded__contains=searched).exclude(kind=PlaceKind.COUNTY)
    named = Q(name_folded__contains=searched) | Q(municipality__in=places.values("municipality"))
    matching = [office for office in offices() if searched in fold(f"{office.name} {office.town}")]
    return [*contact_points(by).filter(named).by_name()[:MOST_FOUND], *matching]


def _with_people(receivers: list[Receiver]) -> list[Candidate]:
    """Each with whether somebody who may log in works there today; two queries for all."""
    at_work = Membership.objects.on(clock.today()).filter(user__is_active=True)
    in_offices = set(at_work.exclude(office=None).values_list("office_id", flat=True))
    keys = [one.pk for one in receivers if isinstance(one, ContactPoint)]
    in_contact_points = set(at_work.filter(contact_point__in=keys).values_list("contact_point_id", flat=True))
    return [
        Candidate(one, one.pk in (in_offices if isinstance(one, DistrictOffice) else in_contact_points))
        for one in receivers
    ]
