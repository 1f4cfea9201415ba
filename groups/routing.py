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
