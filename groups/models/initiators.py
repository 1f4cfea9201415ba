"""Initiators: who helps groups begin, and which ones they help just now."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint, DistrictOffice, Municipality
from groups.models.group_steps import MOST_INITIATORS
from groups.models.nothing import nothing_in
from linkportal.kit import clock
from linkportal.kit.encryption import EncryptedTextField

if TYPE_CHECKING:
    from contactpoints.models import User

INITIATOR_FIELDS = ("name", "email", "phone")


class InitiatorQuerySet(models.QuerySet["Initiator"]):
    def available(self) -> Self:
        """Those who have not left."""
        return self.filter(left_on=None)

    def trained(self) -> Self:
        return self.filter(trained_on__isnull=False)

    def for_municipality(self, municipality: Municipality) -> Self:
        """Those who can help a group there."""
        return self.filter(municipalities=municipality)

    def kept_by(self, user: User) -> Self:
        """Those whose entry one looks after: of one's contact point, or of one's office and its contact points."""
        mine = Q(office__in=user.coordinated_office_ids) | Q(contact_point__in=user.contact_point_ids)
        if user.is_national_admin:
            mine |= Q(office__is_national_desk=True) | Q(office__closed_on__lte=clock.today())
        return self.filter(mine)

    def visible_to(self, user: User) -> Self:
        """Those one looks after; a contact point also those who can help groups in its municipality."""
        theirs = self.kept_by(user)
        if not user.contact_point_ids:
            return theirs
        here = Municipality.objects.filter(contact_points__in=user.contact_point_ids)
        near = self.available().filter(municipalities__in=here)
        return self.filter(Q(pk__in=theirs.values("pk")) | Q(pk__in=near.values("pk")))


class Initiator(models.Model):
    """Somebody who helps groups begin, and then withdraws. What is personal is encrypted, and goes when they leave."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = EncryptedTextField(_("navn"), blank=True)
    email = EncryptedTextField(_("e-post"), blank=True)
    phone = EncryptedTextField(_("telefon"), blank=True)
    office = models.ForeignKey(
        DistrictOffice, models.PROTECT, related_name="initiators", verbose_name=_("distriktskontor")
    )
    contact_point = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, blank=True, related_name="initiators", verbose_name=_("kontaktpunkt")
    )
    municipalities = models.ManyToManyField(
        Municipality, related_name="+", verbose_name=_("kan hjelpe i disse kommunene")
    )
    trained_on = models.DateField(_("tok igangsetteropplæring"), null=True, blank=True)
    consented_on = models.DateField(_("sa ja til å stå her"), default=clock.today)
    consent_asked_by = models.ForeignKey(
        "contactpoints.User", models.PROTECT, related_name="+", verbose_name=_("spurte om samtykke")
    )
    left_on = models.DateField(_("sluttet"), null=True, blank=True)

    objects = InitiatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("igangsetter")
        verbose_name_plural = _("igangsettere")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(*(nothing_in(name) for name in INITIATOR_FIELDS)),
                name="initiator_who_left_holds_nothing_personal",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_trained(self) -> bool:
        return self.trained_on is not None

    def leave(self, on: date | None = None) -> None:
        """They are no initiator any more: what is personal goes, and so does the link to any group."""
        self.left_on = on or clock.today()
        for name in INITIATOR_FIELDS:
            setattr(self, name, "")
        self.save()
        self.helping.all().delete()


class Helper(models.Model):
    """An initiator helps a group begin. Deleted when they withdraw from it."""

    group = models.ForeignKey("groups.SelfHelpGroup", models.PROTECT, related_name="helpers", verbose_name=_("gruppe"))
    initiator = models.ForeignKey(Initiator, models.PROTECT, related_name="helping", verbose_name=_("igangsetter"))
    seat = models.PositiveSmallIntegerField(_("nummer"))
    since = models.DateField(_("siden"), default=clock.today, editable=False)

    class Meta:
        verbose_name = _("igangsetter i gruppe")
        verbose_name_plural = _("igangsettere i grupper")
        ordering = ("seat",)
        constraints = (
            models.UniqueConstraint(fields=("group", "seat"), name="helper_one_in_each_seat"),
            models.UniqueConstraint(fields=("group", "initiator"), name="helper_once_per_group"),
            models.CheckConstraint(
                condition=Q(seat__gte=1, seat__lte=MOST_INITIATORS), name="helper_at_most_two_in_a_group"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
