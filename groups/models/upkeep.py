"""What the periodic jobs did, so that running them twice does nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint, DistrictOffice, User
from linkportal.kit import clock

Recipient = User | ContactPoint | DistrictOffice


class ReminderKind(models.TextChoices):
    """What a reminder is about."""

    BACKLOG = "backlog", _("Noe venter på svar")
    OVERDUE = "overdue", _("Kontaktpunkter er over fristen")
    GROUPS = "groups", _("En gruppe venter på neste steg")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def with_recipients(self) -> Self:
        """With those whom they go to, in one query."""
        return self.select_related("user", "contact_point", "office")

    def last_to(self, recipients: Iterable[Recipient], kind: ReminderKind) -> dict[Recipient, date]:
        """The day of the last reminder of that kind to each of them, for those who have had one."""
        mine = {_key(recipient): recipient for recipient in recipients}
        users, contact_points, offices = ([key[at] for key in mine if key[at]] for at in range(3))
        rows = self.filter(kind=kind).filter(
            Q(user__in=users) | Q(contact_point__in=contact_points) | Q(office__in=offices)
        )
        found = rows.order_by().values_list("user", "contact_point", "office").annotate(last=Max("on"))
        return {mine[(user, contact_point, office)]: last for user, contact_point, office, last in found}


def _key(recipient: Recipient) -> tuple[int | None, int | None, int | None]:
    return (
        recipient.pk if isinstance(recipient, User) else None,
        recipient.pk if isinstance(recipient, ContactPoint) else None,
        recipient.pk if isinstance(recipient, DistrictOffice) else None,
    )


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

    objects = ReminderQuerySet.as_manager()

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

    @classmethod
    def to(cls, recipient: Recipient, kind: ReminderKind, on: date) -> Reminder:
        """One that is not saved yet."""
        user, contact_point, office = _key(recipient)
        return cls(kind=kind, on=on, user_id=user, contact_point_id=contact_point, office_id=office)

    @property
    def recipient(self) -> Recipient:
        """Whom it goes to."""
        to = self.user or self.contact_point or self.office
        if to is None:
            raise AssertionError("reminder_to_one")
        return to


class ErasureRun(models.Model):
    """That the nightly erasure ran, and how much it erased."""

    append_only = True

    at = models.DateTimeField(_("når"), default=clock.now, editable=False)
    inquiries = models.PositiveIntegerField(_("henvendelser"))
    lapsed = models.PositiveIntegerField(_("av dem avsluttet fordi ingen hadde hatt kontakt"))
    texts = models.PositiveIntegerField(_("tekster"))
    sign_ups = models.PositiveIntegerField(_("påmeldinger"), default=0)

    class Meta:
        verbose_name = _("sletting")
        verbose_name_plural = _("slettinger")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.inquiries}"
