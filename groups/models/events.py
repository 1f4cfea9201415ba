"""The case history of an inquiry, and the texts that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint, DistrictOffice
from groups.enums import SHARED_WITH_PERSON, DeclineReason, Outcome, RoutingRule, Status, Step, TextKind
from linkportal.kit import clock
from linkportal.kit.encryption import EncryptedTextField

if TYPE_CHECKING:
    from contactpoints.models import User
    from groups.models.inquiries import Inquiry

_USER = "contactpoints.User"
_INQUIRY = "groups.Inquiry"


class InquiryEvent(models.Model):
    """One step of a case: who, when, from where to where, and the routing as it then was. Append-only, no free text."""

    append_only = True

    inquiry = models.ForeignKey(_INQUIRY, models.PROTECT, related_name="events", verbose_name=_("henvendelse"))
    step = models.CharField(_("steg"), max_length=20, choices=Step)
    at = models.DateTimeField(_("når"), default=clock.now, editable=False)
    by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hvem"))
    status_before = models.CharField(_("fra"), max_length=12, choices=Status, blank=True)
    status_after = models.CharField(_("til"), max_length=12, choices=Status)
    office = models.ForeignKey(DistrictOffice, models.PROTECT, related_name="+", verbose_name=_("kontor"))
    contact_point = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, related_name="+", verbose_name=_("kontaktpunkt")
    )
    rule = models.CharField(_("regel"), max_length=25, choices=RoutingRule)
    reason = models.CharField(_("begrunnelse"), max_length=400)
    distance_km = models.FloatField(_("avstand i km"))
    # What some steps say besides; closed words and days, never free text.
    decline_reason = models.CharField(_("hvorfor nei"), max_length=20, choices=DeclineReason, blank=True)
    outcome = models.CharField(_("utfall"), max_length=15, choices=Outcome, blank=True)
    day = models.DateField(_("dag"), null=True, blank=True)

    class Meta:
        verbose_name = _("hendelse")
        verbose_name_plural = _("saksgang")
        ordering = ("at", "pk")
        # What statistics count: that an inquiry came, or was let in.
        indexes = (models.Index(fields=("at",), name="event_came", condition=Q(step__in=(Step.RECEIVE, Step.RELEASE))),)

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.get_step_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs)

    @property
    def receiver(self) -> DistrictOffice | ContactPoint:
        """Who was to answer after this step."""
        return self.contact_point or self.office

    @classmethod
    def quiet(cls, step: Step, inquiry: Inquiry) -> InquiryEvent:
        """For a step that leaves everything as it is; not saved. The row of `inquiry` is locked."""
        event = cls(step=step, status_before=inquiry.status)
        event._copy(inquiry)
        return event

    def save_as_of(self, inquiry: Inquiry) -> None:
        """Save it with the status and the routing that the inquiry has now."""
        self._copy(inquiry)
        self.save()

    def _copy(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self.status_after = inquiry.status
        self.office, self.contact_point = inquiry.office, inquiry.contact_point
        self.rule, self.reason, self.distance_km = inquiry.rule, inquiry.reason, inquiry.distance_km


class InquiryTextQuerySet(models.QuerySet["InquiryText"]):
    def shared_with_person(self) -> Self:
        """What the person who asked reads on their own page."""
        return self.filter(kind__in=SHARED_WITH_PERSON)


class InquiryText(models.Model):
    """What staff wrote about a case or the person wrote later: encrypted, and erased with the personal fields.

    `by` is None where the person wrote it.
    """

    inquiry = models.ForeignKey(_INQUIRY, models.PROTECT, related_name="texts", verbose_name=_("henvendelse"))
    kind = models.CharField(_("slag"), max_length=10, choices=TextKind)
    text = EncryptedTextField(_("tekst"))
    by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hvem"))
    at = models.DateTimeField(_("når"), default=clock.now, editable=False)

    objects = InquiryTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("tekst")
        verbose_name_plural = _("tekster")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.get_kind_display()}"


class InquiryReading(models.Model):
    """Somebody opened an inquiry and read what is personal in it: once for each person and day. Append-only."""

    append_only = True

    inquiry = models.ForeignKey(_INQUIRY, models.PROTECT, related_name="readings", verbose_name=_("henvendelse"))
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name=_("hvem"))
    day = models.DateField(_("dag"), default=clock.today, editable=False)
    at = models.DateTimeField(_("når"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("lesing")
        verbose_name_plural = _("lesinger")
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint(fields=("inquiry", "by", "day"), name="reading_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.day}"

    @staticmethod
    def write_down(inquiry: Inquiry, by: User) -> None:
        """That `by` reads it now; once a day is enough."""
        InquiryReading.write_down_all([inquiry], by)

    @staticmethod
    def write_down_all(inquiries: Iterable[Inquiry], by: User) -> None:
        """That `by` reads all of these now, in one list."""
        InquiryReading.objects.bulk_create(
            [InquiryReading(inquiry=inquiry, by=by) for inquiry in inquiries], ignore_conflicts=True
        )
