"""What the periodic jobs did, so that running them twice does nothing twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint, DistrictOffice
from linkportal.kit import clock


class ReminderKind(models.TextChoices):
    """What a reminder is about."""

    BACKLOG = "backlog", _("Noe venter på svar")
    OVERDUE = "overdue", _("Kontaktpunkter er over fristen")


class Reminder(models.Model):
    """One mail to one person, or to the address of a place where nobody has an account, on one day."""

    kind = models.CharField(_("slag"), max_length=10, choices=ReminderKind)
    user = models.ForeignKey(
        "contactpoints.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hvem")
    )
    contact_point = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kontaktpunkt")
    )
    office = models.ForeignKey(
        DistrictOffice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kontor")
    )
    on = models.DateField(_("dag"), default=clock.today)

    class Meta:
        verbose_name = _("påminnelse")
        verbose_name_plural = _("påminnelser")
        ordering = ("on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "user", "contact_point", "office", "on"),
                nulls_distinct=False,
                name="reminder_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, contact_point=None, office=None)
                | Q(user=None, contact_point__isnull=False, office=None)
                | Q(user=None, contact_point=None, office__isnull=False),
                name="reminder_to_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class ErasureRun(models.Model):
    """That the nightly erasure ran, and how much it erased."""

    append_only = True

    at = models.DateTimeField(_("når"), default=clock.now, editable=False)
    inquiries = models.PositiveIntegerField(_("henvendelser"))
    lapsed = models.PositiveIntegerField(_("av dem avsluttet fordi ingen hadde hatt kontakt"))
    texts = models.PositiveIntegerField(_("tekster"))

    class Meta:
        verbose_name = _("sletting")
        verbose_name_plural = _("slettinger")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.inquiries}"
