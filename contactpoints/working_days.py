"""On which days a place answers: its working days of the week, without public holidays, closed periods and absences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import prefetch_related_objects
from holidays import country_holidays

from contactpoints.enums import ordinary_week
from contactpoints.models import Absence, ClosedPeriod, ContactPoint, DistrictOffice

LONGEST_PAUSE = 2 * 366  # days; who is away for longer than that has no next working day


@lru_cache(maxsize=16)
def public_holidays(year: int) -> Mapping[date, str]:
    """The Norwegian public holidays of a year, by day, with their Norwegian names. Sundays are not among them."""
    return dict(country_holidays("NO", years=year, language="no").items())


def is_public_holiday(day: date) -> bool:
    return day in public_holidays(day.year)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days on which one place answers. `away` are spans of days off, both ends included."""

    weekdays: frozenset[int]
    away: tuple[tuple[date, date], ...] = ()

    def is_ordinary_working_day(self, day: date) -> bool:
        """Whether it would answer on that day, absences left aside."""
        return day.isoweekday() in self.weekdays and not is_public_holiday(day)

    def is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)

    def away_since(self, day: date) -> date | None:
        """The first day of the absence that `day` lies in, also where one absence follows another; None if in none."""
        if not self.is_away(day):
            return None
        # Not further back than that: somebody may have written the year 1, before which there is no day.
        first = day
        while (day - first).days < LONGEST_PAUSE and self.is_away(first - timedelta(days=1)):
            first -= timedelta(days=1)
        return first

    def is_working_day(self, day: date) -> bool:
        return self.is_ordinary_working_day(day) and not self.is_away(day)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself does not count. `count` is at least 1.

        Absences longer than `LONGEST_PAUSE` don't count as absences: there always is a day.
        """
        found, one = 0, day
        while found < count:
            one += timedelta(days=1)
            away = self.is_away(one) and (one - day).days <= LONGEST_PAUSE
            found += self.is_ordinary_working_day(one) and not away
        return one

    def between(self, day: date, today: date) -> int:
        """How many working days have begun after `day`, up to and including `today`."""
        days = (day + timedelta(days=number) for number in range(1, (today - day).days + 1))
        return sum(self.is_working_day(one) for one in days)

    def is_absent_for(self, day: date, count: int) -> bool:
        """Whether it is away on that day and stays away for `count` ordinary working days, `day` among them.

        An absence of a day or two is no reason to pass anything on.
        """
        if not self.is_away(day):
            return False
        found, one = 0, day
        while self.is_away(one) or not self.is_ordinary_working_day(one):
            found += self.is_ordinary_working_day(one)
            if found == count or one == date.max:
                return True
            one += timedelta(days=1)
        return False


ORDINARY = WorkCalendar(frozenset(ordinary_week()))


def calendar_of(place: ContactPoint | DistrictOffice) -> WorkCalendar:
    """When this place answers. Two queries for a contact point, one for an office, unless they are prefetched."""
    spans: list[Absence | ClosedPeriod] = [*place.absences.all()]
    if isinstance(place, ContactPoint):
        spans += place.closed_periods.all()
    away = sorted((span.first_day, span.last_day) for span in spans)
    return WorkCalendar(frozenset(place.working_days), tuple(away))


def calendars_of(places: Iterable[ContactPoint | DistrictOffice]) -> dict[ContactPoint | DistrictOffice, WorkCalendar]:
    """`calendar_of` for many, in three queries."""
    all_places = set(places)
    contact_points = [place for place in all_places if isinstance(place, ContactPoint)]
    offices = [place for place in all_places if isinstance(place, DistrictOffice)]
    prefetch_related_objects(contact_points, "absences", "closed_periods")
    prefetch_related_objects(offices, "absences")
    return {place: calendar_of(place) for place in all_places}
