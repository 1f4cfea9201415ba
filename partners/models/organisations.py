"""Organisations: partners, funders and hosts, and who answers for one that is no more."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from contactpoints.validators import organisation_number, phone_number
from linkportal.kit import clock
from linkportal.kit.fields import WebsiteField
from linkportal.kit.history import tracked
from linkportal.kit.text import norwegian_order
from partners.enums import OrganisationKind
from partners.models.scopes import Shared


class OrganisationQuerySet(Shared["Organisation"]):
    def standing_on(self, day: date) -> Self:
        """Those that are not dissolved on that day."""
        return self.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=day))

    def by_name(self) -> Self:
        return self.order_by(norwegian_order("name"), "pk")


@tracked
class Organisation(models.Model):
    """A body that takes part in projects, or gives money to them. It exists on the days before `dissolved_on`."""

    name = models.CharField(_("navn"), max_length=160)
    short_name = models.CharField(_("kortnavn"), max_length=40, blank=True)
    kind = models.CharField(_("slag"), max_length=20, choices=OrganisationKind)
    # Nine digits without spaces; shown in groups of three (linkportal.kit).
    number = models.CharField(
        _("organisasjonsnummer"), max_length=9, blank=True, validators=[organisation_number], help_text=_("Ni siffer")
    )
    about = models.CharField(_("hva de gjør"), max_length=200, blank=True)
    contact_role = models.CharField(
        _("hvem en spør etter"),
        max_length=80,
        blank=True,
        help_text=_("En rolle og ikke et navn, for eksempel daglig leder"),
    )
    email = models.EmailField(
        _("e-post"), blank=True, help_text=_("Organisasjonens adresse, ikke en privat, for eksempel post@…")
    )
    phone = models.CharField(_("telefon"), max_length=20, blank=True, validators=[phone_number])
    website = WebsiteField(_("nettsted"), blank=True)
    dissolved_on = models.DateField(
        _("lagt ned"), null=True, blank=True, help_text=_("Den første dagen den ikke fantes lenger")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisasjon")
        verbose_name_plural = _("organisasjoner")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("number",),
                condition=~Q(number=""),
                name="organisation_number_is_one_organisations",
                violation_error_message=_("En annen organisasjon har allerede dette organisasjonsnummeret."),
            ),
        )
        indexes = (
            models.Index(Upper("name"), name="organisation_by_name"),
            models.Index(norwegian_order("name"), "id", name="organisation_in_order"),
        )

    def __str__(self) -> str:
        return self.name

    def exists_on(self, day: date) -> bool:
        return self.dissolved_on is None or day < self.dissolved_on

    def answering_on(self, day: date) -> list[Organisation]:
        """Who answers for what it once agreed to: itself, else its successors of that day, by name.

        A successor that is gone too has its own; one that left none answers for nothing, so the list can be empty.
        """
        found: dict[int, Organisation] = {}
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            one = waiting.pop()
            if one.pk in seen:
                continue
            seen.add(one.pk)
            if one.exists_on(day):
                found[one.pk] = one
            else:
                waiting += [row.successor for row in one.successions.all()]
        return sorted(found.values(), key=lambda one: (one.name, one.pk))

    @property
    def answering_now(self) -> list[Organisation]:
        """Who answers for it today."""
        return self.answering_on(clock.today())


class SuccessionQuerySet(Shared["Succession"]):
    pass


@tracked
class Succession(models.Model):
    """One organisation took over after another that was dissolved."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="successions", verbose_name=_("organisasjon")
    )
    successor = models.ForeignKey(
        Organisation, models.PROTECT, related_name="predecessions", verbose_name=_("etterfølger")
    )

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("etterfølger")
        verbose_name_plural = _("etterfølgere")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "successor"),
                name="succession_once",
                violation_error_message=_("Denne etterfølgeren står her allerede."),
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("successor")),
                name="succession_by_another",
                violation_error_message=_("En organisasjon kan ikke etterfølge seg selv."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} → {self.successor}"
