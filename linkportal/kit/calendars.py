"""Calendars as other programs read them (RFC 5545), for whatever has a beginning and an end.

What is in one is known by its UID wherever it comes from, so that a calendar that has it learns that it was changed.
Times are those of the clock on the wall in Norway: they stay right when the clock is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as Entry

_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)  # ahead of UTC
_NEW_LINES = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")  # not the tab and the new line


def empty() -> Calendar:
    """A calendar of this portal with nothing in it."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", f"-//{_host()}//LINKportal//NO")
    calendar.add("CALSCALE", "GREGORIAN")
    return calendar


def entry(public_id: UUID, starts_at: datetime, ends_at: datetime, changed_at: datetime) -> Entry:
    """One entry with its times; what it is about is for the caller to add.

    `changed_at` is not the moment of writing: what has not changed shall not look as if it had.
    """
    made = Entry()
    made.add("UID", f"{public_id}@{_host()}")
    made.add("DTSTAMP", changed_at.replace(microsecond=0))
    made.add("DTSTART", _moment(starts_at))
    made.add("DTEND", _moment(ends_at))
    return made


def written(calendar: Calendar, entries: Iterable[Entry]) -> bytes:
    """The calendar with these entries, as a file."""
    calendar.add_component(_norwegian_time())
    for each in entries:
        calendar.add_component(each)
    return bytes(calendar.to_ical())


def readable(text: str) -> str:
    """Without signs that a calendar may not hold, and with one kind of new line."""
    return _CONTROL.sub("", _NEW_LINES.sub("\n", text)).strip()


def _moment(moment: datetime) -> datetime:
    """By the clock on the wall. Only the second time it shows the same in autumn has no other name than that of UTC."""
    local = timezone.localtime(moment)
    return moment.astimezone(UTC) if local.fold else local


@cache
def _norwegian_time() -> Timezone:
    """When the clock is changed, as two rules: some readers understand no list of all the days."""
    zone = Timezone()
    zone.add("TZID", settings.TIME_ZONE)
    zone.add_component(_from_then_on(TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, _WINTER, _SUMMER))  # noqa: DTZ001
    zone.add_component(_from_then_on(TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, _SUMMER, _WINTER))  # noqa: DTZ001
    return zone


def _from_then_on(
    part: TimezoneDaylight | TimezoneStandard,
    name: str,
    first: datetime,
    month: int,
    before: timedelta,
    after: timedelta,
) -> TimezoneDaylight | TimezoneStandard:
    """The clock is changed on the last Sunday of the month, `first` on that of 1996, by the clock that it had."""
    part.add("TZNAME", name)
    part.add("DTSTART", first)
    part.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
    part.add("TZOFFSETFROM", before)
    part.add("TZOFFSETTO", after)
    return part


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""
