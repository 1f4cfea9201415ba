"""The registry's models by subject: places, offices, contact points, when they work, and who works where."""

from contactpoints.models.absences import Absence
from contactpoints.models.invitations import Invitation
from contactpoints.models.offices import CoverageArea, DistrictOffice
from contactpoints.models.onboarding import Onboarding
from contactpoints.models.places import County, Municipality, PlaceName, PostalCode
from contactpoints.models.registry import ClosedPeriod, ContactPoint, OpeningHours
from contactpoints.models.staff import Membership, User

__all__ = [
    "Absence",
    "ClosedPeriod",
    "ContactPoint",
    "County",
    "CoverageArea",
    "DistrictOffice",
    "Invitation",
    "Membership",
    "Municipality",
    "Onboarding",
    "OpeningHours",
    "PlaceName",
    "PostalCode",
    "User",
]
