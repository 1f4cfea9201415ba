"""What an absence does to inquiries, in words for those who enter it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from contactpoints.models import Absence, ContactPoint, DistrictOffice
from contactpoints.working_days import WorkCalendar, calendar_of

PASSES_ON = 3  # working days; who is away for fewer keeps the inquiries that come


def with_effects(place: ContactPoint | DistrictOffice, absences: list[Absence]) -> list[tuple[Absence, str]]:
    """Each absence with what it does."""
    calendar = calendar_of(place)
    return [(one, _effect(one, calendar, place)) for one in absences]


def _effect(absence: Absence, calendar: WorkCalendar, place: ContactPoint | DistrictOffice) -> str:
    if isinstance(place, DistrictOffice) and place.is_national_desk:
        return _("Fristene teller ikke disse dagene.")  # nobody stands behind it
    if not calendar.is_absent_for(absence.first_day, PASSES_ON):
        return _("Kortere enn tre arbeidsdager: Henvendelser venter på dere, og fristene teller ikke disse dagene.")
    if isinstance(place, DistrictOffice):
        return _("Henvendelser som kommer imens, går rett til det nasjonale kontoret. Den som spør, får vite det.")
    return _("Henvendelser som kommer imens, går rett til distriktskontoret. Den som spør, får vite det.")
