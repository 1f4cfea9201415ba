"""Where the money comes from: schemes with their rules, applications, awards and their tranches."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactpoints.models.dated import Dated, DatedQuerySet, until_after_from
from linkportal.kit import clock
from linkportal.kit.fields import WebsiteField
from linkportal.kit.history import tracked
from partners.enums import (
    APPLICATION_MOVES,
    GRANT_MOVES,
    TRANCHE_MOVES,
    ApplicationStatus,
    GrantStatus,
    ReportStatus,
    TrancheStatus,
    UnusedDecision,
)
from partners.models.fields import Moves, at_least_nothing, kroner_field, percent_field, some_year
from partners.models.organisations import Organisation
from partners.models.projects import PartnershipProject
from partners.models.scopes import OfAnOffice, Shared
from partners.models.sums import GRANT_ADDS_UP, PART_OF_GRANT_ADDS_UP


class GrantSchemeQuerySet(Shared["GrantScheme"]):
    pass


@tracked
class GrantScheme(models.Model):
    """Rules under which a funder gives money. What is empty is no rule."""

    name = models.CharField(_("navn"), max_length=160)
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="schemes", verbose_name=_("tilskuddsgiver"))
    largest_share_percent = percent_field(
        _("dekker høyst, i prosent"), help_text=_("Av alle kostnadene i prosjektet, for eksempel 80")
    )
    least_own_share_percent = percent_field(_("egenandel minst, i prosent"))
    report_month = models.PositiveSmallIntegerField(
        _("rapport innen, måned"), default=2, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    report_day = models.PositiveSmallIntegerField(
        _("rapport innen, dag"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("I året etter det som rapporteres"),
    )
    auditors_limit = kroner_field(_("revisorerklæring fra"), null=True, blank=True, help_text=_("Kroner i tildelingen"))
    decided_yearly = models.BooleanField(_("avgjøres for ett år om gangen"), default=False)
    website = WebsiteField(_("nettsted"), blank=True)
    about = models.TextField(_("om ordningen"), max_length=2000, blank=True)

    objects = GrantSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tilskuddsordning")
        verbose_name_plural = _("tilskuddsordninger")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(report_month__gte=1, report_month__lte=12, report_day__gte=1, report_day__lte=31),
                name="scheme_reports_on_a_day_of_the_year",
                violation_error_message=_("Skriv en dag og en måned som finnes, for eksempel 15 og 2."),
            ),
            models.UniqueConstraint(
                fields=("funder", "name"),
                name="scheme_once_for_each_funder",
                violation_error_message=_("Tilskuddsgiveren har allerede en ordning med dette navnet."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def report_due_on(self, year: int) -> date:
        """The day on which the report about a year is due: in the year after, the last of a month that is shorter."""
        first = date(year + 1, self.report_month, 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return first.replace(day=min(self.report_day, last.day))


class NetworkProjectQuerySet(Shared["NetworkProject"]):
    pass


@tracked
class NetworkProject(models.Model):
    """One of the projects that have money of a scheme and form a network: ours, or somebody else's by its name."""

    # All offices read the history of a network, and not all of them see the project.
    unnamed_in_history: ClassVar = ("project",)

    scheme = models.ForeignKey(GrantScheme, models.PROTECT, related_name="network", verbose_name=_("tilskuddsordning"))
    name = models.CharField(_("navn"), max_length=160)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("drives av")
    )
    project = models.ForeignKey(
        PartnershipProject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("prosjekt i portalen"),
    )

    objects = NetworkProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("prosjekt i nettverket")
        verbose_name_plural = _("prosjekter i nettverket")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "name"),
                name="network_names_each_project_once",
                violation_error_message=_("Prosjektet står allerede i nettverket."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class GrantApplicationQuerySet(OfAnOffice["GrantApplication"]):
    def to_be_sent(self) -> Self:
        """Being written, and due on some day."""
        return self.filter(status=ApplicationStatus.DRAFT, due_on__isnull=False)


@tracked
class GrantApplication(Moves):
    """A project asks for money under a scheme."""

    MOVES = APPLICATION_MOVES

    project = models.ForeignKey(
        PartnershipProject, models.PROTECT, related_name="applications", verbose_name=_("prosjekt")
    )
    scheme = models.ForeignKey(
        GrantScheme, models.PROTECT, related_name="applications", verbose_name=_("tilskuddsordning")
    )
    title = models.CharField(_("hva det søkes om"), max_length=160)
    amount = kroner_field(_("søkt beløp"))
    status = models.CharField(_("status"), max_length=10, choices=ApplicationStatus, default=ApplicationStatus.DRAFT)
    due_on = models.DateField(_("søknadsfrist"), null=True, blank=True)
    sent_on = models.DateField(_("sendt"), null=True, blank=True)
    decided_on = models.DateField(_("vedtak"), null=True, blank=True)
    reference = models.CharField(_("tilskuddsgiverens referanse"), max_length=60, blank=True)
    decision = models.TextField(_("begrunnelse i vedtaket"), max_length=2000, blank=True)

    objects = GrantApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("søknad")
        verbose_name_plural = _("søknader")
        ordering = ("-due_on", "-pk")
        constraints = (
            at_least_nothing("application_of_some_amount", "amount"),
            models.CheckConstraint(
                condition=Q(status__in=(ApplicationStatus.DRAFT, ApplicationStatus.WITHDRAWN))
                | Q(sent_on__isnull=False),
                name="application_sent_on_some_day",
                violation_error_message=_("Skriv hvilken dag søknaden ble sendt."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(ApplicationStatus.GRANTED, ApplicationStatus.REFUSED))
                | Q(decided_on__isnull=False),
                name="application_decided_on_some_day",
                violation_error_message=_("Skriv hvilken dag vedtaket er fra."),
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(decided_on=None) | Q(decided_on__gte=models.F("sent_on")),
                name="application_decided_after_sent",
                violation_error_message=_("Vedtaket kan ikke være eldre enn søknaden."),
            ),
        )
        indexes = (models.Index(fields=("status", "due_on"), name="application_due"),)

    def __str__(self) -> str:
        return self.title


class GrantQuerySet(DatedQuerySet["Grant"], OfAnOffice["Grant"]):  # type: ignore[override]  # the plugin names managers by their first base
    def in_force(self) -> Self:
        return self.filter(status=GrantStatus.IN_FORCE)

    def counting(self) -> Self:
        """Those that are no drafts."""
        return self.exclude(status=GrantStatus.DRAFT)


@tracked
class Grant(Moves, Dated):
    """An award: an amount for the years of `[valid_from, valid_until)`, by whoever granted it then."""

    MOVES = GRANT_MOVES

    project = models.ForeignKey(PartnershipProject, models.PROTECT, related_name="grants", verbose_name=_("prosjekt"))
    scheme = models.ForeignKey(GrantScheme, models.PROTECT, related_name="grants", verbose_name=_("tilskuddsordning"))
    application = models.OneToOneField(
        GrantApplication, models.PROTECT, null=True, blank=True, related_name="grant", verbose_name=_("søknad")
    )
    granted_by = models.ForeignKey(Organisation, models.PROTECT, related_name="grants", verbose_name=_("tildelt av"))
    title = models.CharField(_("til hva"), max_length=160)
    amount = kroner_field(_("beløp"))
    status = models.CharField(_("status"), max_length=10, choices=GrantStatus, default=GrantStatus.DRAFT)
    letter_on = models.DateField(_("tilsagnsbrev"), null=True, blank=True)
    reference = models.CharField(_("tilskuddsgiverens referanse"), max_length=60, blank=True)
    valid_until = models.DateField(_("til (ikke med)"))

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("tildeling")
        verbose_name_plural = _("tildelinger")
        ordering = ("-valid_from", "pk")
        constraints = (
            at_least_nothing("grant_of_some_amount", "amount"),
            until_after_from("grant_until_after_from"),
            models.CheckConstraint(
                condition=Q(valid_from__gte=date(2000, 1, 1), valid_until__lte=date(2101, 1, 1)),
                name="grant_of_this_century",
                violation_error_message=_("Skriv datoene med årstall på fire siffer, for eksempel 1.1.2026."),
            ),
        )
        triggers = (GRANT_ADDS_UP, pgtrigger.ReadOnly(name="grant_keeps_its_project", fields=["project"]))

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date:
        return self.valid_until - timedelta(days=1)

    @property
    def years(self) -> range:
        """The years that it has days in."""
        return range(self.valid_from.year, self.last_day.year + 1)

    @property
    def is_draft(self) -> bool:
        return self.status == GrantStatus.DRAFT

    @property
    def allowed_moves(self) -> frozenset[str]:
        """No draft again, which need not add up, when money has come, covers something or was reported."""
        moves = super().allowed_moves
        if GrantStatus.DRAFT not in moves:
            return moves
        used = (
            Q(tranches__status=TrancheStatus.PAID) | Q(allocations__isnull=False) | Q(reports__status=ReportStatus.SENT)
        )
        is_used = Grant.objects.filter(used, pk=self.pk).exists()
        return moves - {GrantStatus.DRAFT} if is_used else moves

    @property
    def answering_now(self) -> list[Organisation]:
        """Who answers today for what was granted."""
        return self.granted_by.answering_now


class TrancheQuerySet(OfAnOffice["Tranche"]):
    office = "grant__project__office"

    def planned(self) -> Self:
        """Still to come, of a grant that is no draft."""
        return self.filter(status=TrancheStatus.PLANNED, grant__status=GrantStatus.IN_FORCE)

    def paid(self) -> Self:
        return self.filter(status=TrancheStatus.PAID)

    def overdue(self) -> Self:
        return self.planned().filter(due_on__lt=clock.today())


@tracked
class Tranche(Moves):
    """The part of an award for one year. One that was refused keeps its amount, and has lapsed."""

    MOVES = TRANCHE_MOVES

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="tranches", verbose_name=_("tildeling"))
    year = models.PositiveSmallIntegerField(_("år"))
    amount = kroner_field(_("beløp"))
    due_on = models.DateField(_("ventes"), null=True, blank=True)
    is_conditional = models.BooleanField(_("avhenger av årets vedtak"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=TrancheStatus, default=TrancheStatus.PLANNED)
    paid_on = models.DateField(_("utbetalt"), null=True, blank=True)

    objects = TrancheQuerySet.as_manager()

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rater")
        ordering = ("year", "due_on", "pk")
        constraints = (
            at_least_nothing("tranche_of_some_amount", "amount"),
            some_year("tranche_year"),
            models.CheckConstraint(
                condition=Q(status=TrancheStatus.PAID, paid_on__isnull=False)
                | ~Q(status=TrancheStatus.PAID) & Q(paid_on=None),
                name="tranche_paid_on_some_day",
                violation_error_message=_("En utbetalt rate har dagen den kom, de andre har ingen."),
            ),
        )
        indexes = (models.Index(fields=("status", "due_on"), name="tranche_due"),)
        triggers = (PART_OF_GRANT_ADDS_UP,)

    def __str__(self) -> str:
        return f"{self.grant}, {self.year}"

    @property
    def is_overdue(self) -> bool:
        return self.status == TrancheStatus.PLANNED and self.due_on is not None and self.due_on < clock.today()


class UnusedFundsQuerySet(OfAnOffice["UnusedFunds"]):
    office = "grant__project__office"


@tracked
class UnusedFunds(models.Model):
    """What was left of an award at the end of a year, and what was decided about it."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="unused", verbose_name=_("tildeling"))
    year = models.PositiveSmallIntegerField(_("fra året"))
    amount = kroner_field(_("beløp"))
    decision = models.CharField(_("vedtak"), max_length=15, choices=UnusedDecision, default=UnusedDecision.PENDING)
    decided_on = models.DateField(_("vedtatt"), null=True, blank=True)
    reference = models.CharField(_("tilskuddsgiverens referanse"), max_length=60, blank=True)

    objects = UnusedFundsQuerySet.as_manager()

    class Meta:
        verbose_name = _("ubrukte midler")
        verbose_name_plural = _("ubrukte midler")
        ordering = ("year", "pk")
        constraints = (
            at_least_nothing("unused_funds_of_some_amount", "amount"),
            some_year("unused_funds_year"),
            models.UniqueConstraint(
                fields=("grant", "year"),
                name="unused_funds_once_a_year",
                violation_error_message=_("Ubrukte midler fra dette året står her allerede."),
            ),
            models.CheckConstraint(
                condition=Q(decision=UnusedDecision.PENDING) | Q(decided_on__isnull=False),
                name="unused_funds_decided_on_some_day",
                violation_error_message=_("Skriv hvilken dag det ble vedtatt."),
            ),
        )
        triggers = (PART_OF_GRANT_ADDS_UP,)

    def __str__(self) -> str:
        return f"{self.grant}, {self.year}"
