"""Partnership projects: what they are for, who takes part, and how far they have come."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint, County, DistrictOffice, Municipality
from contactpoints.models.dated import Dated, DatedQuerySet, interval, until_after_from
from linkportal.kit import clock
from linkportal.kit.history import tracked, tracked_links
from linkportal.kit.text import norwegian_order
from partners.enums import PROJECT_MOVES, Indicator, PartnerRole, ProjectStatus
from partners.models.fields import Moves, some_year
from partners.models.organisations import Organisation
from partners.models.scopes import OfAnOffice


class PartnershipProjectQuerySet(OfAnOffice["PartnershipProject"]):
    office = "office"

    def public(self) -> Self:
        """Those that everybody may read about."""
        return self.filter(is_public=True)

    def alive(self) -> Self:
        return self.exclude(status=ProjectStatus.ENDED)

    def in_county(self, county: County) -> Self:
        return self.filter(counties=county)

    def by_start(self) -> Self:
        """What goes on first, then what has ended; the latest begun first."""
        has_ended = models.Case(models.When(status=ProjectStatus.ENDED, then=1), default=0)
        return self.order_by(has_ended, models.F("starts_on").desc(nulls_last=True), "name", "pk")


@tracked
class PartnershipProject(Moves):
    """Organisations that go together about one thing, such as a LINK centre. It lasts `[starts_on, ends_on)`."""

    MOVES = PROJECT_MOVES

    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    name = models.CharField(_("navn"), max_length=120)
    summary = models.CharField(_("kort om prosjektet"), max_length=300, help_text=_("Én eller to setninger"))
    about = models.TextField(_("om prosjektet"), max_length=4000, blank=True)
    target_group = models.CharField(_("målgruppe"), max_length=300, blank=True)
    office = models.ForeignKey(
        DistrictOffice, models.PROTECT, related_name="projects", verbose_name=_("distriktskontor")
    )
    contact_point = models.ForeignKey(
        ContactPoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("kontaktpunktet det bygger"),
    )
    counties = models.ManyToManyField(County, related_name="projects", verbose_name=_("fylker"), blank=True)
    municipalities = models.ManyToManyField(
        Municipality, related_name="projects", verbose_name=_("kommuner"), blank=True
    )
    status = models.CharField(_("status"), max_length=15, choices=ProjectStatus, default=ProjectStatus.IDEA)
    starts_on = models.DateField(_("begynner"), null=True, blank=True)
    ends_on = models.DateField(_("slutter (ikke med)"), null=True, blank=True)
    positions_wanted = models.DecimalField(_("årsverk ønsket"), max_digits=4, decimal_places=2, default=Decimal(0))
    is_public = models.BooleanField(_("vises på nettsiden"), default=False)
    shows_amounts = models.BooleanField(_("viser beløp på nettsiden"), default=False)
    is_example = models.BooleanField(_("er et eksempel"), default=False)
    staff_notes = models.TextField(
        _("notater for kontoret"), max_length=4000, blank=True, help_text=_("Vises bare her, aldri på nettsiden")
    )
    partner_remarks = models.TextField(
        _("beskjeder til partnerne"), max_length=4000, blank=True, help_text=_("Står på partnerarket")
    )

    objects = PartnershipProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("prosjekt")
        verbose_name_plural = _("prosjekter")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")),
                name="project_ends_after_it_starts",
                violation_error_message=_("Prosjektet kan ikke slutte før det begynner."),
            ),
            models.CheckConstraint(
                condition=Q(positions_wanted__gte=0),
                name="project_wants_no_fewer_than_no_positions",
                violation_error_message=_("Skriv årsverkene som et tall fra 0, for eksempel 2,0."),
            ),
        )
        indexes = (
            models.Index(fields=("office", "status"), name="project_of_office"),
            models.Index(norwegian_order("name"), models.F("id"), name="project_in_order"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:project", args=[self.slug])

    def positions_filled_on(self, day: date) -> Decimal:
        """Full-time equivalents in which somebody worked on that day."""
        filled: Decimal | None = self.positions.filled_on(day).aggregate(sum=Sum("full_time_equivalents"))["sum"]
        return filled or Decimal(0)

    @property
    def positions_filled(self) -> Decimal:
        """Full-time equivalents in which somebody works today."""
        return self.positions_filled_on(clock.today())


@tracked_links
class ProjectCounty(PartnershipProject.counties.through):  # type: ignore[misc, name-defined]
    """A county that a project is for, for the history alone."""

    class Meta:
        proxy = True
        verbose_name = _("fylke")


@tracked_links
class ProjectMunicipality(PartnershipProject.municipalities.through):  # type: ignore[misc, name-defined]
    """A municipality that a project is for, for the history alone."""

    class Meta:
        proxy = True
        verbose_name = _("kommune")


class ProjectPartnerQuerySet(DatedQuerySet["ProjectPartner"], OfAnOffice["ProjectPartner"]):  # type: ignore[override]  # the plugin names managers by their first base
    pass


@tracked
class ProjectPartner(Dated):
    """An organisation takes part in a project, in one role, from the day it joined until it left."""

    project = models.ForeignKey(PartnershipProject, models.PROTECT, related_name="partners", verbose_name=_("prosjekt"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partnerships", verbose_name=_("organisasjon")
    )
    role = models.CharField(_("rolle"), max_length=10, choices=PartnerRole, default=PartnerRole.PARTNER)
    agreement_until = models.DateField(_("avtalen gjelder til (ikke med)"), null=True, blank=True)

    objects = ProjectPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partnere")
        ordering = ("valid_from", "pk")
        constraints = (
            until_after_from("partner_left_after_joining"),
            ExclusionConstraint(
                name="partner_once_in_each_role",
                expressions=(
                    ("project", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (interval(), RangeOperators.OVERLAPS),
                ),
                violation_error_message=_("Organisasjonen har allerede denne rollen på noen av disse dagene."),
            ),
        )
        indexes = (models.Index(fields=("agreement_until",), name="partner_agreement_until"),)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


class GoalQuerySet(OfAnOffice["Goal"]):
    pass


@tracked
class Goal(models.Model):
    """Something a project wants to reach, and what it is measured by."""

    project = models.ForeignKey(PartnershipProject, models.PROTECT, related_name="goals", verbose_name=_("prosjekt"))
    title = models.CharField(_("mål"), max_length=200)
    indicator = models.CharField(_("måles i"), max_length=20, choices=Indicator, default=Indicator.OWN)
    unit = models.CharField(
        _("hva som telles"), max_length=60, blank=True, help_text=_("Bare for det som telles for hånd")
    )
    target = models.DecimalField(_("per år"), max_digits=10, decimal_places=2, null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("mål")
        verbose_name_plural = _("mål")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title


class GoalResultQuerySet(OfAnOffice["GoalResult"]):
    office = "goal__project__office"


@tracked
class GoalResult(models.Model):
    """What was reached in one year, of a goal that is counted by hand."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="results", verbose_name=_("mål"))
    year = models.PositiveSmallIntegerField(_("år"))
    reached = models.DecimalField(_("nådd"), max_digits=10, decimal_places=2)

    objects = GoalResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("resultat")
        verbose_name_plural = _("resultater")
        ordering = ("year", "pk")
        constraints = (
            some_year("goal_result_year"),
            models.UniqueConstraint(
                fields=("goal", "year"),
                name="goal_result_once_a_year",
                violation_error_message=_("Målet har allerede et resultat for dette året."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.goal}, {self.year}"


class PositionQuerySet(OfAnOffice["Position"]):
    def filled_on(self, day: date) -> Self:
        """Those in which somebody worked on that day."""
        return self.filter(Q(filled_until=None) | Q(filled_until__gt=day), filled_from__lte=day)


@tracked
class Position(models.Model):
    """A position in a project, in full-time equivalents; who has it is nobody's business here."""

    project = models.ForeignKey(
        PartnershipProject, models.PROTECT, related_name="positions", verbose_name=_("prosjekt")
    )
    title = models.CharField(_("stilling"), max_length=80)
    full_time_equivalents = models.DecimalField(_("årsverk"), max_digits=3, decimal_places=2)
    filled_from = models.DateField(_("besatt fra"), null=True, blank=True)
    filled_until = models.DateField(_("besatt til (ikke med)"), null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("stilling")
        verbose_name_plural = _("stillinger")
        ordering = ("filled_from", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(full_time_equivalents__gt=0, full_time_equivalents__lte=1),
                name="position_is_one_at_most",
                violation_error_message=_("Skriv årsverkene som et tall over 0 og høyst 1, for eksempel 0,5."),
            ),
            models.CheckConstraint(
                condition=Q(filled_until=None) | Q(filled_until__gt=models.F("filled_from")),
                name="position_filled_until_after_from",
                violation_error_message=_("Til-datoen må være etter fra-datoen."),
            ),
        )

    def __str__(self) -> str:
        return self.title
