"""Who works where, and ending it."""

from __future__ import annotations

from django.db import models, transaction

from contactpoints.enums import Role
from contactpoints.invitations import coordinates, leads
from contactpoints.models import ContactPoint, DistrictOffice, Membership, User
from linkportal.kit import clock


class MayNotEnd(Exception):
    """Whoever asks has no right to end this membership."""


class LastOne(Exception):
    """Nobody would be left to look after the place, or the country."""


def may_end(user: User, membership: Membership) -> bool:
    """Whether the person may end this membership, if somebody else is left.

    One's own always; leaders those of their contact point, coordinators also those of the contact points their office
    answers for and of their office, national administrators all.
    """
    if user.is_national_admin or membership.user_id == user.pk:
        return True
    if membership.contact_point is not None:
        return leads(user, membership.contact_point) or coordinates(user, membership.contact_point)
    return membership.role == Role.COORDINATOR and membership.office_id in user.coordinated_office_ids


def is_the_last(user: User, membership: Membership) -> bool:
    """Whether nobody would be left, so that this person can't end it.

    The last leader of a contact point: only its office or a national administrator. The last coordinator of an office:
    only the latter. The last national administrator: nobody.
    """
    if membership.role == Role.LEADER and membership.contact_point is not None:
        above = user.is_national_admin or coordinates(user, membership.contact_point)
    elif membership.role == Role.COORDINATOR:
        above = user.is_national_admin
    elif membership.role == Role.NATIONAL_ADMIN:
        above = False
    else:
        return False
    return not above and not _others(membership).exists()


def _others(membership: Membership) -> models.QuerySet[Membership]:
    """Who else is the same at the same place today, and can log in."""
    same = Membership.objects.on(clock.today()).filter(
        role=membership.role, contact_point=membership.contact_point, office=membership.office
    )
    return same.filter(user__is_active=True).exclude(user=membership.user_id)


@transaction.atomic
def end_membership(membership: Membership, *, by: User) -> None:
    """End a membership at once; who works nowhere any more is logged out.

    Raises `MayNotEnd`, or `LastOne`. What has ended already stays as it is. One that began today never was: an interval
    has at least a day, and the history keeps it.
    """
    # The place is locked too: two leaders who end each other at the same moment would leave none.
    place: ContactPoint | DistrictOffice | None = membership.contact_point or membership.office
    if place is not None:
        type(place)._default_manager.select_for_update().get(pk=place.pk)
    membership = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    today = clock.today()
    if not may_end(by, membership):
        raise MayNotEnd
    if membership.valid_until is not None and membership.valid_until <= today:
        return
    if is_the_last(by, membership):
        raise LastOne
    if membership.valid_from >= today:
        membership.delete()
    else:
        membership.valid_until = today
        membership.save(update_fields=["valid_until"])
    if not membership.user.memberships.on(today).exists():
        membership.user.end_sessions()
