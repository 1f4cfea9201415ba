"""Leaflets and posters, free of charge: what there is, and what contact points have ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import SpokenLanguage
from contactpoints.models import ContactPoint, DistrictOffice
from groups.enums import MaterialKind, OrderStatus
from groups.references import new_reference
from linkportal.kit import clock

if TYPE_CHECKING:
    from contactpoints.models import User

_USER = "contactpoints.User"


class MaterialQuerySet(models.QuerySet["Material"]):
    def offered(self) -> Self:
        """What can be ordered now."""
        return self.filter(is_offered=True)

    def visible_to(self, user: User) -> Self:
        """There is one catalogue for the whole country."""
        return self


class Material(models.Model):
    """A leaflet or a poster that contact points get free of charge."""

    name = models.CharField(_("navn"), max_length=120, unique=True)
    kind = models.CharField(_("slag"), max_length=10, choices=MaterialKind)
    about = models.CharField(_("om materiellet"), max_length=300, blank=True)
    language = models.CharField(_("språk"), max_length=10, choices=SpokenLanguage, default=SpokenLanguage.NORWEGIAN)
    most_at_once = models.PositiveSmallIntegerField(_("høyst i én bestilling"), default=200)
    is_offered = models.BooleanField(_("kan bestilles"), default=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("materiell")
        verbose_name_plural = _("materiell")
        ordering = ("kind", "name")
        constraints = (models.CheckConstraint(condition=Q(most_at_once__gte=1), name="material_some_at_once"),)

    def __str__(self) -> str:
        return self.name


class MaterialOrderQuerySet(models.QuerySet["MaterialOrder"]):
    def to_be_sent(self) -> Self:
        """Ordered and not sent yet, the oldest first."""
        return self.filter(status=OrderStatus.ORDERED).order_by("ordered_on", "pk")

    def over(self) -> Self:
        """Sent or cancelled, the latest first."""
        return self.exclude(status=OrderStatus.ORDERED).order_by("-ended_on", "-pk")

    def visible_to(self, user: User) -> Self:
        """A contact point sees its own, an office those that it sends; the national administrator all."""
        if user.is_national_admin:
            return self
        return self.filter(Q(contact_point__in=user.contact_point_ids) | Q(office__in=user.coordinated_office_ids))

    def sent_by(self, user: User) -> Self:
        """Those that one's office sends; for the national administrator those that no other office would."""
        mine = Q(office__in=user.coordinated_office_ids)
        if user.is_national_admin:
            mine |= Q(office__is_national_desk=True) | Q(office__closed_on__lte=clock.today())
        return self.filter(mine)

    def ordered_or_sent_by(self, user: User) -> Self:
        """Those of one's contact points, and those that one's office sends: they may be cancelled."""
        mine = Q(contact_point__in=user.contact_point_ids)
        return self.filter(mine | Q(pk__in=self.sent_by(user).order_by().values("pk")))

    def with_lines(self) -> Self:
        """With everything that a list names, in two queries."""
        rows = self.select_related("contact_point", "office", "ended_by")
        return rows.prefetch_related("lines__material")


class MaterialOrder(models.Model):
    """What one contact point has ordered, and whether its office has sent it."""

    reference = models.CharField(_("referanse"), max_length=7, unique=True, default=new_reference, editable=False)
    # Of the form that it came by, so that the same form sent twice is one order.
    submission_id = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    contact_point = models.ForeignKey(
        ContactPoint, models.PROTECT, related_name="material_orders", verbose_name=_("kontaktpunkt")
    )
    office = models.ForeignKey(
        DistrictOffice, models.PROTECT, related_name="material_orders", verbose_name=_("distriktskontor")
    )
    send_to = models.CharField(_("sendes til"), max_length=300)
    status = models.CharField(_("status"), max_length=10, choices=OrderStatus, default=OrderStatus.ORDERED)
    ordered_on = models.DateField(_("bestilt"), default=clock.today, editable=False)
    ordered_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name=_("bestilt av"))
    ended_on = models.DateField(_("sendt eller avbestilt"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sendt eller avbestilt av")
    )

    objects = MaterialOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("bestilling")
        verbose_name_plural = _("bestillinger")
        ordering = ("-ordered_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status=OrderStatus.ORDERED, ended_on=None, ended_by=None)
                | (~Q(status=OrderStatus.ORDERED) & Q(ended_on__isnull=False, ended_by__isnull=False)),
                name="order_ended_says_when_and_by_whom",
            ),
        )
        indexes = (
            models.Index(fields=("office", "status", "ordered_on"), name="order_of_office"),
            models.Index(fields=("contact_point", "-ordered_on"), name="order_of_contact_point"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.status == OrderStatus.ORDERED


class MaterialLine(models.Model):
    """So many of one thing in an order."""

    order = models.ForeignKey(MaterialOrder, models.CASCADE, related_name="lines", verbose_name=_("bestilling"))
    material = models.ForeignKey(Material, models.PROTECT, related_name="+", verbose_name=_("materiell"))
    number = models.PositiveSmallIntegerField(_("antall"))

    class Meta:
        verbose_name = _("linje")
        verbose_name_plural = _("linjer")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("order", "material"), name="order_names_each_thing_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="order_of_some"),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
