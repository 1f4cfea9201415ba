"""Somebody wants to take part: kept as an inquiry, with the project whose page they came from, and then linked by a
coordinator to the one that they join.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from contactpoints.models import User
from groups.inquiries.intake import Received, Wanted, receive
from groups.models import Inquiry
from linkportal.kit import clock
from partners.models import PartnershipProject, ProjectInterest
from partners.models.projects import PartnershipProjectQuerySet


@dataclass(frozen=True, slots=True)
class Interest:
    """What an inquiry is about: the project, whether it is one of who reads this, and since when by whom it is linked.

    `linked_by` is None where nobody has linked it yet, and the project is only the one whose page they came from.
    """

    project: PartnershipProject
    is_ours: bool
    row: ProjectInterest

    @property
    def may_be_named(self) -> bool:
        """Whether who reads this may know which project it is."""
        return self.is_ours or self.project.is_public


def joinable(slug: str) -> PartnershipProject | None:
    """The project with that address, if everybody may read about it and it has not ended."""
    return PartnershipProject.objects.public().alive().filter(slug=slug[:80]).first()


def offer(wanted: Wanted, project: PartnershipProject | None, *, suspicious: bool) -> Received:
    """Keep the inquiry, and with it the project that they came from. Once, however often it is sent."""
    with transaction.atomic():
        received = receive(wanted, suspicious=suspicious)
        if project is not None and not received.differs:
            ProjectInterest.objects.get_or_create(inquiry=received.inquiry, defaults={"project": project})
    return received


def choosable(user: User) -> PartnershipProjectQuerySet:
    """The projects that `user` may link an inquiry to."""
    return PartnershipProject.objects.visible_to(user).alive().order_by("name", "pk")


def interest_of(inquiry: Inquiry, user: User) -> Interest | None:
    """What the inquiry is linked to, or came from; None if neither."""
    row = ProjectInterest.objects.filter(inquiry=inquiry).select_related("project__office", "linked_by").first()
    if row is None:
        return None
    is_ours = PartnershipProject.objects.visible_to(user).filter(pk=row.project_id).exists()
    return Interest(row.project, is_ours, row)


def link(inquiry: Inquiry, project: PartnershipProject | None, *, by: User) -> None:
    """The inquiry is about that project from now on; None: about none."""
    if project is None:
        ProjectInterest.objects.filter(inquiry=inquiry).delete()
        return
    linked = {"project": project, "linked_by": by, "linked_on": clock.today()}
    ProjectInterest.objects.update_or_create(inquiry=inquiry, defaults=linked)
