"""Invitations: the only way to an account."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import Role
from contactpoints.models.offices import DistrictOffice
from contactpoints.models.registry import ContactPoint
from contactpoints.models.staff import User
from linkportal.kit import clock, secret_links

LINK_PURPOSE = "invitation"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Neither used nor taken back; it may have expired."""
        return self.filter(accepted_at=None, cancelled_at=None)

    def visible_to(self, user: User) -> Self:
        """National people see all, others those to the places where they are themselves."""
        if user.is_national:
            return self
        return self.filter(
            Q(office__in=user.office_ids) | Q(contact_point__in=ContactPoint.objects.visible_to(user).values("pk"))
        )


class Invitation(models.Model):
    """Somebody was asked by mail to work at a place; the link of the mail works once, for a limited time.

    Like a membership it names a role and a place. The link is not stored (DESIGN §3).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    email = models.EmailField(_("e-post"))
    role = models.CharField(_("rolle"), max_length=15, choices=Role)
    contact_point = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("kontaktpunkt")
    )
    office = models.ForeignKey(
        DistrictOffice, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("kontor")
    )
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invitert av"))
    sent_at = models.DateTimeField(_("sendt"), default=clock.now, editable=False)
    accepted_at = models.DateTimeField(_("tatt imot"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tatt imot av")
    )
    cancelled_at = models.DateTimeField(_("trukket"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitasjon")
        verbose_name_plural = _("invitasjoner")
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=(Role.STAFF, Role.LEADER), contact_point__isnull=False, office=None)
                | Q(role=Role.COORDINATOR, contact_point=None, office__isnull=False)
                | Q(role=Role.NATIONAL_ADMIN, contact_point=None, office=None)
                | Q(role=Role.AUDITOR, contact_point=None),
                name="invitation_role_fits_place",
            ),
            models.UniqueConstraint(
                fields=("email", "role", "contact_point", "office"),
                condition=Q(accepted_at=None, cancelled_at=None),
                nulls_distinct=False,
                name="invitation_waits_once",
            ),
        )

    def __str__(self) -> str:
        return f"invitasjon {self.pk}"

    @property
    def place(self) -> ContactPoint | DistrictOffice | None:
        """Where the person is to work; None is the whole country."""
        return self.contact_point or self.office

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + timedelta(hours=settings.INVITATION_HOURS)

    @property
    def is_open(self) -> bool:
        """Whether its link can be used now."""
        return self.accepted_at is None and self.cancelled_at is None and clock.now() < self.expires_at

    @property
    def secret_token(self) -> str:
        """The secret part of its link; another one each time the invitation is sent anew."""
        return secret_links.token(LINK_PURPOSE, self.public_id, self.link_version)

    def opens_with(self, token: str) -> bool:
        """Whether this is the token of its link as it is now."""
        return secret_links.is_genuine(token, LINK_PURPOSE, self.public_id, self.link_version)
