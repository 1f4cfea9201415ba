"""A new group: who helps it, what it is about, and where."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.enums import GroupStatus, GroupStep
from groups.inquiries.casework import office_of
from groups.models import GroupEvent, SelfHelpGroup


def make(
    host: DistrictOffice | ContactPoint, theme: str, municipality: Municipality, *, by: User, **fields: Any
) -> SelfHelpGroup:
    """A group that begins to gather, helped by a contact point or by an office itself; its first event says so.

    `fields` are any others that are known already, such as time_of_day.
    """
    with transaction.atomic():
        group = SelfHelpGroup.objects.create(
            theme=theme,
            municipality=municipality,
            office=office_of(host),
            contact_point=host if isinstance(host, ContactPoint) else None,
            **fields,
        )
        GroupEvent.objects.create(group=group, step=GroupStep.CREATE, by=by, status_after=GroupStatus.GATHERING)
    return group
