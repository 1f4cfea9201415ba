"""Questions to a person: may we give your inquiry to somebody else?"""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint, DistrictOffice
from linkportal.kit import clock
from linkportal.kit.encryption import EncryptedTextField


class HandOverRequestQuerySet(models.QuerySet["HandOverRequest"]):
    def waiting(self) -> Self:
        """Not answered yet, and not overtaken by something else that happened."""
        return self.filter(ended_at=None)


class HandOverRequest(models.Model):
    """The person is asked by mail before an inquiry goes to a place that the consent does not name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inquiry = models.ForeignKey(
        "groups.Inquiry", models.PROTECT, related_name="hand_over_requests", verbose_name=_("henvendelse")
    )
    contact_point = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kontaktpunkt")
    )
    office = models.ForeignKey(
        DistrictOffice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kontor")
    )
    reason = EncryptedTextField(_("begrunnelse"), blank=True)
    by = models.ForeignKey("contactpoints.User", models.PROTECT, related_name="+", verbose_name=_("hvem spør"))
    asked_at = models.DateTimeField(_("spurt"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("ferdig"), null=True, blank=True)
    agreed = models.BooleanField(_("sa ja"), null=True, blank=True)

    objects = HandOverRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("spørsmål om overføring")
        verbose_name_plural = _("spørsmål om overføring")
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("inquiry",), condition=Q(ended_at=None), name="hand_over_asked_once"),
            models.CheckConstraint(
                condition=Q(contact_point=None, office__isnull=False) | Q(contact_point__isnull=False, office=None),
                name="hand_over_request_to_one_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.asked_at:%Y-%m-%d}"

    @property
    def to(self) -> ContactPoint | DistrictOffice:
        """To whom it would go."""
        to = self.contact_point or self.office
        if to is None:
            raise AssertionError("hand_over_request_to_one_place")
        return to
