"""When nobody at a place answers: its working days are fields of the place, its absences are here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contactpoints.models.offices import DistrictOffice
from contactpoints.models.registry import ContactPoint
from linkportal.kit.history import tracked

if TYPE_CHECKING:
    from datetime import date

    from contactpoints.models.staff import User


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def not_over_on(self, day: date) -> Self:
        return self.filter(last_day__gte=day)

    def visible_to(self, user: User) -> Self:
        """Those of the places that one sees."""
        return self.filter(
            Q(contact_point__in=ContactPoint.objects.visible_to(user).values("pk"))
            | Q(office__in=DistrictOffice.objects.visible_to(user).values("pk"))
        )


@tracked
class Absence(models.Model):
    """Days on which nobody at a place answers inquiries, both ends included. Not shown to the public."""

    contact_point = models.ForeignKey(
        ContactPoint, models.CASCADE, null=True, blank=True, related_name="absences", verbose_name=_("kontaktpunkt")
    )
    office = models.ForeignKey(
        DistrictOffice, models.CASCADE, null=True, blank=True, related_name="absences", verbose_name=_("kontor")
    )
    first_day = models.DateField(_("første dag"))
    last_day = models.DateField(_("siste dag"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("fravær")
        verbose_name_plural = _("fravær")
        ordering = ("first_day", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(contact_point=None, office__isnull=False) | Q(contact_point__isnull=False, office=None),
                name="absence_of_one_place",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("Siste dag kan ikke være før første dag."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"
