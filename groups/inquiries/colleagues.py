"""Who works today where inquiries are answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Membership, User
from groups.models import Inquiry


@dataclass(frozen=True)
class Colleagues:
    """Those who answer at some places, by address; and the national administrators."""

    contact_points: dict[int, list[User]]
    offices: dict[int, list[User]]
    national: list[User]
    day: date

    @classmethod
    def at(cls, places: Iterable[ContactPoint | DistrictOffice], day: date) -> Colleagues:
        """The people of these places on that day who may log in: one query."""
        keys: dict[bool, set[int]] = {True: set(), False: set()}
        for place in places:
            keys[isinstance(place, ContactPoint)].add(place.pk)
        here = Q(contact_point__in=keys[True]) | Q(role=Role.COORDINATOR, office__in=keys[False])
        found = Membership.objects.on(day).filter(here | Q(role=Role.NATIONAL_ADMIN), user__is_active=True)
        contact_points, offices = defaultdict[int, list[User]](list), defaultdict[int, list[User]](list)
        national: list[User] = []
        for one in found.select_related("user").order_by("user__email", "pk"):
            if one.contact_point_id is not None:
                mine = contact_points[one.contact_point_id]
            else:
                mine = offices[one.office_id] if one.office_id is not None else national
            if one.user not in mine:  # staff and leader at once
                mine.append(one.user)
        return cls(dict(contact_points), dict(offices), national, day)

    def of(self, place: ContactPoint | DistrictOffice) -> list[User]:
        """Who answers there; nobody if they have no accounts."""
        return (self.contact_points if isinstance(place, ContactPoint) else self.offices).get(place.pk, [])

    def in_charge_of(self, inquiry: Inquiry) -> User | None:
        """Who has the inquiry, if they still work where it is answered."""
        office = inquiry.office
        there = [*(self.of(inquiry.contact_point) if inquiry.contact_point else []), *self.of(office)]
        if office.is_national_desk or (office.closed_on and office.closed_on <= self.day):
            there += self.national
        return next((user for user in there if user.pk == inquiry.assignee_id), None)


def without_their_assignee(day: date) -> Q:
    """Inquiries that somebody has who does not work there any more; as `Colleagues.in_charge_of` for the database."""
    works = Membership.objects.on(day).filter(user=OuterRef("assignee"), user__is_active=True)
    at_contact_point = Exists(works.filter(contact_point=OuterRef("contact_point")))
    at_office = Exists(works.filter(role=Role.COORDINATOR, office=OuterRef("office")))
    nationally = Q(office__is_national_desk=True) | Q(office__closed_on__lte=day)
    national = Q(Exists(works.filter(role=Role.NATIONAL_ADMIN))) & nationally
    return Q(assignee__isnull=False) & ~(Q(at_contact_point) | Q(at_office) | national)
