"""Events as calendars read them: those one subscribes to, one to save, and the one that a mail brings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event as Entry
from icalendar import vDuration

from groups.meetings.letters import place_of
from groups.models import Event
from linkportal.kit import calendars
from linkportal.kit.calendars import readable

# Of what a mail brings: for information, no invitation. Its content type has to say the same (RFC 5545, 3.7.2); what is
# fetched has none, and so its DTSTAMP is when the event was changed.
METHOD = "PUBLISH"
READ_AGAIN_AFTER = timedelta(hours=6)  # how often whoever subscribes is asked to look


def of_events(events: Iterable[Event], name: str) -> bytes:
    """A calendar to subscribe to, under this name. The same events, unchanged, are the same bytes."""
    calendar = calendars.empty()
    calendar.add("NAME", readable(name))
    calendar.add("X-WR-CALNAME", readable(name))
    calendar.add("X-WR-TIMEZONE", settings.TIME_ZONE)
    calendar.add("REFRESH-INTERVAL", READ_AGAIN_AFTER, {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(READ_AGAIN_AFTER))  # what it does not know it would write as text
    return calendars.written(calendar, (_public_entry(event) for event in events))


def of_event(event: Event) -> bytes:
    """One public event, to save."""
    return calendars.written(calendars.empty(), [_public_entry(event)])


def for_mail(event: Event) -> bytes:
    """What a mail brings to one who signed up: kind, time and place, and not what it is about."""
    calendar = calendars.empty()
    calendar.add("METHOD", METHOD)
    return calendars.written(calendar, [_entry(event, event.get_kind_display())])


def _public_entry(event: Event) -> Entry:
    entry = _entry(event, event.title)
    if event.text:
        entry.add("DESCRIPTION", readable(event.text))
    entry.add("URL", settings.SITE_URL + event.get_absolute_url())
    return entry


def _entry(event: Event, summary: str) -> Entry:
    """What everybody may know who has it in a calendar."""
    entry = calendars.entry(event.public_id, event.starts_at, event.ends_at, event.changed_at)
    entry.add("SEQUENCE", event.sequence)
    entry.add("LAST-MODIFIED", event.changed_at.replace(microsecond=0))
    # Some calendars show a cancelled one like any other.
    entry.add("SUMMARY", readable(_("Avlyst: %(what)s") % {"what": summary} if event.is_cancelled else summary))
    entry.add("LOCATION", readable(place_of(event)))
    entry.add("STATUS", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry
