"""What was counted in a month that is over: frozen, and of nobody in particular."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint, DistrictOffice, Municipality
from linkportal.kit import clock

# What is counted, each a whole number. The wishes add up to the inquiries.
WISHES = ("to_join", "to_start", "for_information", "offers")
COUNTED = (*WISHES, "answered", "days_to_answer", "groups_started", "groups_running", "events", "participants")


class FrozenMonth(models.Model):
    """That a month is counted, once and for all. Append-only; the one row of a month decides who writes it."""

    append_only = True

    month = models.DateField(_("måned"), unique=True)  # its first day
    at = models.DateTimeField(_("når"), default=clock.now, editable=False)
    is_example = models.BooleanField(_("eksempel"), default=False)

    class Meta:
        verbose_name = _("måned i statistikken")
        verbose_name_plural = _("måneder i statistikken")
        ordering = ("month",)
        constraints = (models.CheckConstraint(condition=Q(month__day=1), name="frozen_month_is_its_first_day"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class MonthlyStatistic(models.Model):
    """How much there was in one month, of one contact point or of an office itself, from one municipality.

    Append-only. A place where nothing was has no row.
    """

    append_only = True

    month = models.ForeignKey(
        FrozenMonth, models.PROTECT, to_field="month", related_name="rows", verbose_name=_("måned")
    )
    contact_point = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kontaktpunkt")
    )
    office = models.ForeignKey(DistrictOffice, models.PROTECT, related_name="+", verbose_name=_("distriktskontor"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("kommune"))

    to_join = models.PositiveIntegerField(_("ville bli med i en gruppe"), default=0)
    to_start = models.PositiveIntegerField(_("ville starte en gruppe"), default=0)
    for_information = models.PositiveIntegerField(_("ville vite mer"), default=0)
    offers = models.PositiveIntegerField(_("tilbud om å bidra"), default=0)
    inquiries = models.GeneratedField(
        expression=F("to_join") + F("to_start") + F("for_information") + F("offers"),
        output_field=models.PositiveIntegerField(_("henvendelser")),
        db_persist=True,
    )
    answered = models.PositiveIntegerField(_("første svar"), default=0)
    # Of all first answers together, in whole days.
    days_to_answer = models.PositiveIntegerField(_("dager til første svar"), default=0)
    groups_started = models.PositiveIntegerField(_("startede grupper"), default=0)
    groups_running = models.PositiveIntegerField(_("grupper i gang ved slutten"), default=0)
    events = models.PositiveIntegerField(_("arrangementer"), default=0)
    participants = models.PositiveIntegerField(_("deltakere på arrangementer"), default=0)

    class Meta:
        verbose_name = _("månedstall")
        verbose_name_plural = _("månedstall")
        ordering = ("month", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("month", "contact_point", "office", "municipality"),
                nulls_distinct=False,
                name="statistic_once_a_month_for_each_place",
            ),
            models.CheckConstraint(
                condition=Q(answered__gt=0) | Q(days_to_answer=0), name="statistic_days_are_those_of_answers"
            ),
            models.CheckConstraint(condition=Q(events__gt=0) | Q(participants=0), name="statistic_participants_came"),
        )
        indexes = (models.Index(fields=("contact_point", "month"), name="statistic_of_contact_point"),)

    def __str__(self) -> str:
        return f"{self.month_id:%Y-%m}: {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("What is frozen is never changed.")
        super().save(*args, **kwargs)
