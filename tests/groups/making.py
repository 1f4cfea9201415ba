"""Inquiries as they come in."""

import uuid
from typing import Any

from contactpoints.models import PostalCode
from contactpoints.place import Place
from groups.enums import Wish
from groups.inquiries.intake import Wanted, receive
from groups.models import Inquiry


def make_inquiry(code: str = "3724", *, suspicious: bool = False, **wanted: Any) -> Inquiry:
    """Kari from that postal code asks to start a group, unless told otherwise."""
    place = Place.of_postal_code(PostalCode.objects.select_related("municipality__county").get(code=code))
    values = {"wish": Wish.START, "name": "Kari", "email": "kari@example.no", **wanted}
    return receive(Wanted(submission_id=uuid.uuid4(), place=place, **values), suspicious=suspicious).inquiry
