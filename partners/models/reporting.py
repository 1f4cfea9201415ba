"""Reports to funders: when they are due, what is written in them, and the files as they were sent."""

from __future__ import annotations

import uuid
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linkportal.kit import clock
from linkportal.kit.history import tracked
from partners.enums import FileFormat, ReportStatus
from partners.models.fields import some_year
from partners.models.funding import Grant
from partners.models.projects import Goal
from partners.models.scopes import OfAnOffice

_USER = "contactpoints.User"
_REPORT_WAS_SENT = """
    IF EXISTS (
        SELECT FROM partners_funderreport WHERE status = 'sent' AND id IN (OLD.report_id, NEW.report_id)
    ) THEN
        RAISE EXCEPTION 'report_was_sent'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'report_was_sent', TABLE = 'partners_reporttext';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class ReportDutyQuerySet(OfAnOffice["ReportDuty"]):
    office = "grant__project__office"

    def not_sent(self) -> Self:
        return self.filter(sent_on=None)


@tracked
class ReportDuty(models.Model):
    """A report about one year of an award is due on a day."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="duties", verbose_name=_("tildeling"))
    year = models.PositiveSmallIntegerField(_("år"))
    due_on = models.DateField(_("frist"))
    sent_on = models.DateField(_("sendt"), null=True, blank=True)

    objects = ReportDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapportfrist")
        verbose_name_plural = _("rapportfrister")
        ordering = ("due_on", "pk")
        constraints = (
            some_year("duty_year"),
            models.UniqueConstraint(
                fields=("grant", "year"),
                name="duty_once_a_year",
                violation_error_message=_("Rapporten for dette året står her allerede."),
            ),
        )
        indexes = (models.Index(fields=("due_on",), name="duty_due", condition=Q(sent_on=None)),)

    def __str__(self) -> str:
        return f"{self.grant}, {self.year}"

    @property
    def is_overdue(self) -> bool:
        return self.sent_on is None and self.due_on < clock.today()


class FunderReportQuerySet(OfAnOffice["FunderReport"]):
    office = "grant__project__office"

    def sent(self) -> Self:
        return self.filter(status=ReportStatus.SENT)


@tracked
class FunderReport(models.Model):
    """One version of the report about one year of an award. Once sent it never changes; a change is a new version."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="reports", verbose_name=_("tildeling"))
    year = models.PositiveSmallIntegerField(_("år"))
    version = models.PositiveSmallIntegerField(_("versjon"), default=1, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT, editable=False
    )
    summary = models.TextField(_("kort om året"), max_length=4000, blank=True)
    made_at = models.DateTimeField(_("laget"), default=clock.now, editable=False)
    made_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", editable=False, verbose_name=_("laget av"))
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("sendt av")
    )

    objects = FunderReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapport")
        verbose_name_plural = _("rapporter")
        ordering = ("-year", "-version", "pk")
        constraints = (
            some_year("report_year"),
            models.UniqueConstraint(fields=("grant", "year", "version"), name="report_version_once"),
            models.UniqueConstraint(
                fields=("grant", "year"), condition=Q(status=ReportStatus.DRAFT), name="report_one_draft_a_year"
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.DRAFT, sent_at=None, sent_by=None)
                | Q(status=ReportStatus.SENT, sent_at__isnull=False, sent_by__isnull=False),
                name="report_sent_says_when_and_by_whom",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="report_sent_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=ReportStatus.SENT),
            ),
        )

    def __str__(self) -> str:
        return f"{self.grant}, {self.year} ({self.version})"

    def get_absolute_url(self) -> str:
        return reverse("partners:report", args=[self.public_id])

    @property
    def is_sent(self) -> bool:
        return self.status == ReportStatus.SENT


class ReportTextQuerySet(OfAnOffice["ReportText"]):
    office = "report__grant__project__office"


@tracked
class ReportText(models.Model):
    """What is said in a report about one goal."""

    report = models.ForeignKey(FunderReport, models.CASCADE, related_name="texts", verbose_name=_("rapport"))
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+", verbose_name=_("mål"))
    text = models.TextField(_("tekst"), max_length=4000, blank=True)

    objects = ReportTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("tekst")
        verbose_name_plural = _("tekster")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("report", "goal"), name="report_text_once_for_each_goal"),)
        triggers = (
            pgtrigger.Trigger(
                name="report_text_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_REPORT_WAS_SENT,
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class ReportFileQuerySet(OfAnOffice["ReportFile"]):
    office = "report__grant__project__office"


class ReportFile(models.Model):
    """A report as it was sent, in one format: the same bytes for ever."""

    append_only = True

    report = models.ForeignKey(FunderReport, models.PROTECT, related_name="files", verbose_name=_("rapport"))
    format = models.CharField(_("format"), max_length=5, choices=FileFormat)
    data = models.BinaryField()
    sha256 = models.CharField(_("kontrollsum"), max_length=64)

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fil")
        verbose_name_plural = _("filer")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("report", "format"), name="report_file_once_in_each_format"),)

    def __str__(self) -> str:
        return f"{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse(f"partners:report_{self.format}", args=[self.report.public_id])


class DeadlineReminder(models.Model):
    """An office was told of a deadline, at one distance from it: never twice."""

    key = models.CharField(max_length=100, unique=True)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("påminnelse om frist")
        verbose_name_plural = _("påminnelser om frister")

    def __str__(self) -> str:
        return self.key
