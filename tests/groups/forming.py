"""People who wait, groups, and those who help them begin."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import make_aware

from contactpoints.models import ContactPoint, DistrictOffice, Municipality, PostalCode, User
from contactpoints.place import Place
from groups.enums import Channel, ContactTime, EventKind, SignUpStatus, Theme, Wish
from groups.forming.making import make
from groups.inquiries.intake import Wanted, log
from groups.models import Event, Initiator, Inquiry, SelfHelpGroup, SignUp
from linkportal.kit import clock


def make_waiting(
    code: str,
    *,
    by: User,
    contact_point: ContactPoint | None = None,
    at: DistrictOffice | ContactPoint | None = None,
    meeting_times: list[str] | None = None,
    **said: Any,
) -> Inquiry:
    """Kari waits for a group about grief in the evening, unless told otherwise, at the place that wrote it down."""
    place = Place.of_postal_code(PostalCode.objects.select_related("municipality__county").get(code=code))
    values = {"wish": Wish.JOIN, "name": "Kari", "email": "kari@example.no", "theme": Theme.GRIEF, **said}
    host = at or contact_point
    assert host is not None
    inquiry = log(Wanted(submission_id=uuid.uuid4(), place=place, **values), Channel.PHONE, host, by=by).inquiry
    inquiry.wait(by=by, meeting_times=[ContactTime.EVENING] if meeting_times is None else meeting_times)
    return inquiry


def make_group(host: ContactPoint | DistrictOffice, *, by: User, **fields: Any) -> SelfHelpGroup:
    """A group about grief that gathers in the evening where its host is."""
    municipality = host.municipality if isinstance(host, ContactPoint) else fields.pop("municipality")
    values = {"theme": Theme.GRIEF, "time_of_day": ContactTime.EVENING, **fields}
    return make(host, values.pop("theme"), municipality, by=by, **values)


def make_initiator(host: ContactPoint, *, by: User, **fields: Any) -> Initiator:
    """Ingrid, who helps groups begin in the municipality of the contact point."""
    from groups.inquiries.casework import office_of

    values = {"name": "Ingrid", "email": "ingrid@example.no", "phone": "", **fields}
    one = Initiator.objects.create(contact_point=host, office=office_of(host), consent_asked_by=by, **values)
    one.municipalities.add(host.municipality)
    return one


def make_event(office: DistrictOffice, municipality: Municipality, **fields: Any) -> Event:
    """An open meeting in a week, at six in the evening, with room for twenty; public, unless told otherwise."""
    contact_points = fields.pop("contact_points", [])
    day = clock.today() + timedelta(days=7)
    starts_at = make_aware(datetime.combine(day, time(18)))
    values = {
        "kind": EventKind.OPEN_MEETING,
        "title": "Åpent møte om sorg",
        "venue": "Biblioteket, store sal",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "is_public": True,
        "takes_sign_ups": True,
        "places": 20,
        **fields,
    }
    event = Event.objects.create(office=office, municipality=municipality, **values)
    event.contact_points.set(contact_points)
    return event


def make_sign_up(event: Event, **fields: Any) -> SignUp:
    """Siri has the next place."""
    seat = event.sign_ups.count() + 1
    values = {"name": "Siri", "email": "siri@example.no", "status": SignUpStatus.PLACE, "seat": seat, **fields}
    return SignUp.objects.create(event=event, submission_id=uuid.uuid4(), consent_version="test", **values)
