"""Steps that staff take on an inquiry, each with the mails that go with it, in one transaction."""

from __future__ import annotations

from django.db import transaction

from contactpoints.coverage import office_for
from contactpoints.models import ContactPoint, DistrictOffice, User
from contactpoints.place import Place
from groups import mails
from groups.enums import Outcome
from groups.models import Inquiry
from linkportal.kit import clock


def release(inquiry: Inquiry, *, by: User) -> None:
    """Out of quarantine and to its receiver; the person hears of it too. Raises `MoveNotAllowed`."""
    with transaction.atomic():
        mails.tell_of_release(inquiry.release(by=by))


def hand_over(inquiry: Inquiry, to: DistrictOffice | ContactPoint, *, by: User, reason: str) -> None:
    """To another office, or to a contact point and with it to that contact point's office. Raises `MoveNotAllowed`."""
    office = to if isinstance(to, DistrictOffice) else office_for(Place.of_contact_point(to), clock.today()).office
    with transaction.atomic():
        mails.tell_receiver(inquiry.hand_over(to, office, by=by, reason=reason))


def close(inquiry: Inquiry, outcome: Outcome, *, by: User, note: str = "") -> None:
    """End it with an outcome. Raises `MoveNotAllowed`."""
    inquiry.close(outcome, by=by, note=note)
