"""The places for which a person answers inquiries."""

from __future__ import annotations

from contactpoints.enums import Status
from contactpoints.models import ContactPoint, DistrictOffice, User
from linkportal.kit import clock

Workplace = DistrictOffice | ContactPoint


def workplaces(user: User) -> list[Workplace]:
    """Contact points and offices where one works today, and the national desk for its administrator. Two queries."""
    contact_points = ContactPoint.objects.filter(pk__in=user.contact_point_ids).exclude(status=Status.CLOSED)
    offices = DistrictOffice.objects.open_on(clock.today())
    mine = offices.filter(pk__in=user.coordinated_office_ids)
    if user.is_national_admin:
        mine |= offices.filter(is_national_desk=True)
    return [*contact_points.select_related("municipality__county", "postal_code").by_name(), *mine.by_name()]
