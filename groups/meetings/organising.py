"""Who may organise an event: one's offices, and the contact points that these stand behind."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from contactpoints.coverage import municipalities_answered_by
from contactpoints.enums import Status
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.inquiries.casework import office_of
from groups.workplaces import workplaces
from linkportal.kit import clock


def offices_of(user: User) -> list[DistrictOffice]:
    """Those where one works today, and those that stand behind one's contact points."""
    return list({office.pk: office for office in map(office_of, workplaces(user))}.values())


def partners_of(offices: Iterable[DistrictOffice], *, besides: Iterable[ContactPoint] = ()) -> list[ContactPoint]:
    """The contact points in the area of these offices that are open to the public, and some `besides`, by name."""
    area = municipalities_answered_by([office.pk for office in offices], clock.today())
    there = Q(municipality__in=area, status__in=(Status.PUBLISHED, Status.PAUSED))
    known = Q(pk__in=[one.pk for one in besides])
    return list(ContactPoint.objects.filter(there | known).with_places().by_name())


def own_contact_points(user: User) -> list[ContactPoint]:
    """Those where one works today. Two queries."""
    return [place for place in workplaces(user) if isinstance(place, ContactPoint)]


def shows_all_to(user: User, office: DistrictOffice) -> bool:
    """Whether one sees what this office organises, whoever organises it beside: see `Event.objects.visible_to`."""
    is_nobodys = office.is_national_desk or not office.is_open_on(clock.today())
    return office.pk in user.coordinated_office_ids or (user.is_national_admin and is_nobodys)


def elsewhere(places: Iterable[ContactPoint], office: DistrictOffice) -> list[ContactPoint]:
    """Those among `places` that another office stands behind."""
    return [place for place in places if office_of(place) != office]
