"""A public meeting as calendars read it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from linkportal.kit import calendars, clock
from linkportal.kit.calendars import readable
from partners.models import NetworkMeeting


def of_meeting(meeting: NetworkMeeting) -> bytes:
    """One meeting, to save: what, when and where, and nothing of the notes."""
    # When it was last changed is not kept. Whoever saves it again gets it as it is now.
    entry = calendars.entry(meeting.public_id, meeting.starts_at, meeting.ends_at, clock.now())
    entry.add("SUMMARY", readable(meeting.title))
    entry.add("LOCATION", readable(meeting.venue))
    page = meeting.project.get_absolute_url() if meeting.project else reverse("partners:projects")
    entry.add("URL", settings.SITE_URL + page)
    entry.add("STATUS", "CONFIRMED")
    return calendars.written(calendars.empty(), [entry])
