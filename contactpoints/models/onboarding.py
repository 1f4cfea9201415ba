"""How a place becomes a contact point: what has been done on the way, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from contactpoints.models.registry import ContactPoint
from linkportal.kit import clock
from linkportal.kit.history import tracked


@tracked
class Onboarding(models.Model):
    """The checklist of a proposed contact point; a day stands where a step is done."""

    STEPS = ("talked_on", "agreed_on", "trained_on", "material_sent_on", "published_on")

    contact_point = models.OneToOneField(
        ContactPoint, models.CASCADE, related_name="onboarding", verbose_name=_("kontaktpunkt")
    )
    talked_on = models.DateField(_("snakket sammen"), null=True, blank=True)
    agreed_on = models.DateField(_("avtale gjort"), null=True, blank=True)
    trained_on = models.DateField(_("opplæring gitt"), null=True, blank=True)
    material_sent_on = models.DateField(_("materiell sendt"), null=True, blank=True)
    published_on = models.DateField(_("publisert"), null=True, blank=True)

    class Meta:
        verbose_name = _("sjekkliste for nytt kontaktpunkt")
        verbose_name_plural = _("sjekklister for nye kontaktpunkter")

    def __str__(self) -> str:
        return f"{self.contact_point_id}: {self.done_count} av {len(self.STEPS)}"

    @property
    def steps(self) -> list[tuple[str, str, date | None]]:
        """Each step in order: its name, its words, and the day it was done."""
        fields: Any = self._meta.get_field
        return [(name, str(fields(name).verbose_name), getattr(self, name)) for name in self.STEPS]

    @property
    def done_count(self) -> int:
        return sum(getattr(self, name) is not None for name in self.STEPS)

    def mark(self, name: str, *, done: bool) -> None:
        """Say that a step is done, as of today unless it was done before, or that it is not. Not saved."""
        if name not in self.STEPS:
            raise ValueError(name)
        setattr(self, name, (getattr(self, name) or clock.today()) if done else None)
