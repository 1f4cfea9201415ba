"""District offices, and which municipalities and counties each of them answers for, from when to when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import Weekday, ordinary_week
from contactpoints.models.dated import Dated, DatedQuerySet, interval, some_working_day, until_after_from
from contactpoints.models.places import County, Municipality, Positioned
from contactpoints.validators import phone_number
from linkportal.kit.history import tracked
from linkportal.kit.text import norwegian_order

if TYPE_CHECKING:
    from contactpoints.models.staff import User


class DistrictOfficeQuerySet(models.QuerySet["DistrictOffice"]):
    def open_on(self, day: date) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)

    def visible_to(self, user: User) -> Self:
        """Coordinators and their auditors see their own office, the national ones all; nobody else any."""
        return self if user.is_national else self.filter(pk__in=user.office_ids)

    def by_name(self) -> Self:
        return self.order_by(norwegian_order("name"), "pk")


@tracked
class DistrictOffice(Positioned):
    """An office that spreads knowledge and answers for an area. It answers on the days of `[opened_on, closed_on)`."""

    slug = models.SlugField(_("adresse"), unique=True)
    name = models.CharField(_("navn"), max_length=120)
    town = models.CharField(_("sted"), max_length=60)
    address = models.CharField(_("besøksadresse"), max_length=200, blank=True)
    email = models.EmailField(_("e-post"))
    phone = models.CharField(_("telefon"), max_length=20, blank=True, validators=[phone_number])
    hours = models.CharField(_("telefontid"), max_length=120, blank=True)
    opened_on = models.DateField(_("åpnet"))
    closed_on = models.DateField(_("lagt ned"), null=True, blank=True)
    is_national_desk = models.BooleanField(_("nasjonal mottaker"), default=False)
    working_days = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        verbose_name=_("dager noen svarer på henvendelser"),
        default=ordinary_week,
        size=7,
    )

    objects = DistrictOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("distriktskontor")
        verbose_name_plural = _("distriktskontorer")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("is_national_desk",),
                condition=Q(is_national_desk=True),
                name="one_national_desk",
                violation_error_message=_("Et annet kontor er allerede nasjonal mottaker."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=models.F("opened_on")),
                name="office_closes_after_it_opens",
                violation_error_message=_("Kontoret kan ikke legges ned før det er åpnet."),
            ),
            some_working_day("office_works_some_day"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def tel(self) -> str:
        """The telephone number as a link dials it."""
        return self.phone.replace(" ", "")

    def is_open_on(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


class CoverageAreaQuerySet(DatedQuerySet["CoverageArea"]):
    def not_over_on(self, day: date) -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day))

    def visible_to(self, user: User) -> Self:
        return self if user.is_national else self.filter(office__in=user.office_ids)


@tracked
class CoverageArea(Dated):
    """An office answers for one municipality, or for one county, from a day until another."""

    office = models.ForeignKey(
        DistrictOffice, models.PROTECT, related_name="coverage", verbose_name=_("distriktskontor")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="coverage", verbose_name=_("kommune")
    )
    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="coverage", verbose_name=_("fylke")
    )

    objects = CoverageAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("dekningsområde")
        verbose_name_plural = _("dekningsområder")
        ordering = ("valid_from", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(municipality=None, county__isnull=False) | Q(municipality__isnull=False, county=None),
                name="coverage_of_one_municipality_or_one_county",
                violation_error_message=_("Velg enten en kommune eller et fylke."),
            ),
            until_after_from("coverage_until_after_from"),
            ExclusionConstraint(
                name="coverage_one_office_per_municipality_and_day",
                expressions=(("municipality", RangeOperators.EQUAL), (interval(), RangeOperators.OVERLAPS)),
                condition=Q(municipality__isnull=False),
                violation_error_message=_("Kommunen har allerede et kontor på noen av disse dagene."),
            ),
            ExclusionConstraint(
                name="coverage_one_office_per_county_and_day",
                expressions=(("county", RangeOperators.EQUAL), (interval(), RangeOperators.OVERLAPS)),
                condition=Q(county__isnull=False),
                violation_error_message=_("Fylket har allerede et kontor på noen av disse dagene."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.area}: {self.office}"

    @property
    def area(self) -> Municipality | County:
        """What is covered: the one of the two that is there."""
        return self.municipality or self.county  # type: ignore[return-value]  # the database lets no row be without

    @property
    def last_day(self) -> date | None:
        return self.valid_until - timedelta(days=1) if self.valid_until else None
