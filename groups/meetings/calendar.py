"""Events as calendars read them (RFC 5545): those one subscribes to, one to save, and the one that a mail brings.

An event is known by its UID wherever it comes from, so that a calendar that has it learns that it was moved or
cancelled. Times are those of the clock on the wall in Norway: they stay right when the clock is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard, vDuration
from icalendar import Event as Entry

from groups.meetings.letters import place_of
from groups.models import Event

# Of what a mail brings: for information, no invitation. Its content type has to say the same (RFC 5545, 3.7.2); what is
# fetched has none, and so its DTSTAMP is when the event was changed.
METHOD = "PUBLISH"
READ_AGAIN_AFTER = timedelta(hours=6)  # how often whoever subscribes is asked to look

_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)  # ahead of UTC
_NEW_LINES = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")  # not the tab and the new line


def of_events(events: Iterable[Event], name: str) -> bytes:
    """A calendar to subscribe to, under this name. The same events, unchanged, are the same bytes."""
    calendar = _calendar()
    calendar.add("NAME", _readable(name))
    calendar.add("X-WR-CALNAME", _readable(name))
    calendar.add("X-WR-TIMEZONE", settings.TIME_ZONE)
    calendar.add("REFRESH-INTERVAL", READ_AGAIN_AFTER, {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(READ_AGAIN_AFTER))  # what it does not know it would write as text
    return _written(calendar, (_public_entry(event) for event in events))


def of_event(event: Event) -> bytes:
    """One public event, to save."""
    return _written(_calendar(), [_public_entry(event)])


def for_mail(event: Event) -> bytes:
    """What a mail brings to one who signed up: kind, time and place, and not what it is about."""
    calendar = _calendar()
    calendar.add("METHOD", METHOD)
    return _written(calendar, [_entry(event, event.get_kind_display())])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", f"-//{_host()}//LINKportal//NO")
    calendar.add("CALSCALE", "GREGORIAN")
    return calendar


def _written(calendar: Calendar, entries: Iterable[Entry]) -> bytes:
    calendar.add_component(_norwegian_time())
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _public_entry(event: Event) -> Entry:
    entry = _entry(event, event.title)
    if event.text:
        entry.add("DESCRIPTION", _readable(event.text))
    entry.add("URL", settings.SITE_URL + event.get_absolute_url())
    return entry


def _entry(event: Event, summary: str) -> Entry:
    """What everybody may know who has it in a calendar."""
    entry = Entry()
    entry.add("UID", f"{event.public_id}@{_host()}")
    entry.add("SEQUENCE", event.sequence)
    # Not the moment of writing: what has not changed shall not look as if it had.
    entry.add("DTSTAMP", event.changed_at.replace(microsecond=0))
    entry.add("LAST-MODIFIED", event.changed_at.replace(microsecond=0))
    entry.add("DTSTART", _moment(event.starts_at))
    entry.add("DTEND", _moment(event.ends_at))
    # Some calendars show a cancelled one like any other.
    entry.add("SUMMARY", _readable(_("Avlyst: %(what)s") % {"what": summary} if event.is_cancelled else summary))
    entry.add("LOCATION", _readable(place_of(event)))
    entry.add("STATUS", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry


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


def _readable(text: str) -> str:
    """Without signs that a calendar may not hold, and with one kind of new line."""
    return _CONTROL.sub("", _NEW_LINES.sub("\n", text)).strip()
