"""Which places a person looks after in the workspace. Whose role only reads looks after none."""

from __future__ import annotations

from contactpoints.models import ContactPoint, CoverageArea, DistrictOffice, User
from contactpoints.models.offices import CoverageAreaQuerySet, DistrictOfficeQuerySet
from contactpoints.models.registry import ContactPointQuerySet


def kept_contact_points(user: User) -> ContactPointQuerySet:
    """Where one works, those in the area of one's office, all for the national administrator."""
    rows = ContactPoint.objects.visible_to(user)
    return rows if user.has_perm("contactpoints.keep_contactpoint") else rows.none()


def guided_contact_points(user: User) -> ContactPointQuerySet:
    """Those whose way into the registry one follows: a coordinator in the area, the national administrator all."""
    if user.is_national_admin:
        return ContactPoint.objects.all()
    return ContactPoint.objects.filter(municipality__in=user.answered_municipality_ids if coordinates(user) else ())


def kept_offices(user: User) -> DistrictOfficeQuerySet:
    """One's own as a coordinator, all for the national administrator."""
    rows = DistrictOffice.objects.visible_to(user)
    return rows if user.has_perm("contactpoints.keep_districtoffice") else rows.none()


def kept_coverage(user: User) -> CoverageAreaQuerySet:
    """What those offices answer for."""
    rows = CoverageArea.objects.visible_to(user)
    return rows if user.has_perm("contactpoints.keep_coveragearea") else rows.none()


def coordinates(user: User) -> bool:
    """Whether one is a coordinator or the national administrator."""
    return user.has_perm("contactpoints.keep_coveragearea")
