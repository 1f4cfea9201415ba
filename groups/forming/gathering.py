"""A new group together with those who wait for it: who may help it, and asking them in the same moment."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction

from contactpoints.coverage import CoverageTable, office_for
from contactpoints.enums import Status
from contactpoints.grid import distance_km
from contactpoints.keeping import guided_contact_points
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from contactpoints.place import Place
from groups.forming.asking import ask
from groups.forming.circles import offices_of
from groups.forming.making import make
from groups.forming.reach import Spot, gathered
from groups.models import Inquiry, SelfHelpGroup
from groups.workplaces import Workplace, workplaces
from linkportal.kit import clock
from linkportal.kit.text import norwegian_key


def office_that_gathers(municipality: Municipality, user: User) -> DistrictOffice | None:
    """Whose people a group there is made of: of this person's offices that which answers there, else one for whose
    people somebody waits there; None where it is none of theirs.
    """
    mine = {one.pk: one for one in offices_of(user)}
    answers = office_for(Place.of_municipality(municipality), clock.today()).office
    if answers.pk in mine:
        return mine[answers.pk]
    waiting = gathered(mine).filter(municipality=municipality).order_by("office")
    return mine.get(waiting.values_list("office", flat=True).first() or 0)


def hosts_for(spot: Spot, user: User) -> list[Workplace]:
    """Who can help such a group: the places where one works; for a coordinator, contact points of the office as well.

    All under the office of `spot`; contact points from the nearest on, then the office.
    """
    own = workplaces(user)
    points = {one.pk: one for one in own if isinstance(one, ContactPoint)}
    offices = [one for one in own if isinstance(one, DistrictOffice) and one.pk == spot.office_id]
    if offices:
        published = guided_contact_points(user).filter(status=Status.PUBLISHED)
        points |= {one.pk: one for one in published.select_related("municipality__county")}
    table, today, here = CoverageTable.of_norway(), clock.today(), spot.municipality.position
    near = sorted(points.values(), key=lambda one: (distance_km(here, one.position), norwegian_key(one.name)))
    theirs = (one for one in near if table.office_for(Place.of_contact_point(one), today).office.pk == spot.office_id)
    return [*theirs, *offices]


def made_before(submission_id: UUID, user: User) -> SelfHelpGroup | None:
    """The group that the same form became when it was sent before."""
    found: SelfHelpGroup | None = SelfHelpGroup.objects.visible_to(user).filter(submission_id=submission_id).first()
    return found


def gather(
    host: Workplace, spot: Spot, people: Collection[Inquiry], *, by: User, submission_id: UUID | None = None
) -> SelfHelpGroup:
    """The group, with these people asked; the same form again, also at the same moment, gives the group of the first.

    Raises `MoveNotAllowed` if one of them does not wait any more, or was asked by another group: then nothing is made.
    """
    try:
        with transaction.atomic():
            more = {"time_of_day": spot.time_of_day, "submission_id": submission_id}
            group = make(host, spot.theme, spot.municipality, by=by, **more)
            if people:
                ask(group, people, by=by)
    except IntegrityError:
        if submission_id is None:
            raise
        # Somebody else's number, as of a browser that two share, is none.
        return made_before(submission_id, by) or gather(host, spot, people, by=by)
    return group
