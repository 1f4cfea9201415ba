"""Where an inquiry goes: the contact point that was chosen, or the office that answers for the place (DESIGN §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from contactpoints.coverage import office_for
from contactpoints.grid import distance_km
from contactpoints.models import ContactPoint, DistrictOffice
from contactpoints.place import Place
from groups.enums import RoutingRule, Wish
from groups.models import Inquiry
from linkportal.kit import clock

# A new group is begun together with the district office; everything else a contact point can answer itself.
GOES_TO_CONTACT_POINT = frozenset({Wish.JOIN, Wish.INFORMATION})


@dataclass(frozen=True, slots=True)
class RoutingDecision:
    """Who is responsible, who answers if it is not the office itself, by which rule, and why in words."""

    office: DistrictOffice
    contact_point: ContactPoint | None
    rule: RoutingRule
    reason: str
    distance_km: float

    @property
    def receiver(self) -> DistrictOffice | ContactPoint:
        """Who gets the mail."""
        return self.contact_point or self.office


def route(wish: Wish | str, place: Place, chosen: ContactPoint | None, on: date) -> RoutingDecision:
    """Who answers a person in `place` who wishes this and may have chosen a contact point.

    The responsible office is that of the chosen contact point, otherwise that of the place. A chosen contact point that
    can't be reached (closed, or without e-mail) is passed by, and the reason says so.
    """
    coverage = office_for(Place.of_contact_point(chosen) if chosen else place, on)
    if chosen and wish in GOES_TO_CONTACT_POINT and chosen.can_receive_inquiries():
        return RoutingDecision(
            coverage.office,
            chosen,
            RoutingRule.CHOSEN_CONTACT_POINT,
            _("Fordi %(name)s ble valgt. %(office)s støtter kontaktpunktet og kan svare hvis det ikke gjør det.")
            % {"name": chosen.name, "office": coverage.office.name},
            distance_km(place.position, chosen.position),
        )
    reason = coverage.reason
    if chosen and wish in GOES_TO_CONTACT_POINT:
        reason = f"{_('%(name)s kan ikke ta imot henvendelser nå.') % {'name': chosen.name}} {reason}"
    return RoutingDecision(coverage.office, None, RoutingRule(coverage.rule.value), reason, coverage.distance_km)


def logged_at(place: DistrictOffice | ContactPoint, person_at: Place, on: date) -> RoutingDecision:
    """What staff log themselves stays with their place; the office that supports a contact point is responsible."""
    if isinstance(place, DistrictOffice):
        office, contact_point = place, None
    else:
        office, contact_point = office_for(Place.of_contact_point(place), on).office, place
    reason = _("Ført inn av %(name)s, som svarer selv.") % {"name": place.name}
    distance = distance_km(person_at.position, place.position)
    return RoutingDecision(office, contact_point, RoutingRule.LOGGED_HERE, reason, distance)


def who_stands_behind(inquiry: Inquiry) -> DistrictOffice | None:
    """Who answers if the receiver does not: the office behind a contact point, the national desk behind an office.

    Where the office has been closed meanwhile, it is the one that answers for the place now. None for the national
    desk itself, behind which there is nobody.
    """
    today = clock.today()
    if not inquiry.office.is_open_on(today):
        now = office_for(Place.of_municipality(inquiry.municipality), today).office
        return now if now != inquiry.receiver else None
    if inquiry.contact_point is not None:
        return inquiry.office
    desk = DistrictOffice.objects.open_on(today).filter(is_national_desk=True).first()
    return desk if desk != inquiry.office else None
