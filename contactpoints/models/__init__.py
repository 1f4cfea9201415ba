"""The registry's models by subject: places, offices, the registry of contact points, and who works where."""

from contactpoints.models.offices import CoverageArea, DistrictOffice
from contactpoints.models.places import County, Municipality, PlaceName, PostalCode
from contactpoints.models.registry import ClosedPeriod, ContactPoint, OpeningHours
from contactpoints.models.staff import Membership, User

__all__ = [
    "ClosedPeriod",
    "ContactPoint",
    "County",
    "CoverageArea",
    "DistrictOffice",
    "Membership",
    "Municipality",
    "OpeningHours",
    "PlaceName",
    "PostalCode",
    "User",
]
