"""Calendars as another reader than the writer's own understands them."""

from datetime import UTC, datetime
from typing import Any

import vobject
from django.test import Client


def entries(written: bytes | str) -> list[Any]:
    """The events of a calendar, by their beginning."""
    text = written if isinstance(written, str) else written.decode()
    calendar = vobject.readOne(text)
    assert calendar.name == "VCALENDAR"
    return sorted(calendar.contents.get("vevent", []), key=begins)


def begins(entry: Any) -> datetime:
    """The moment in UTC, as the reader makes it of what stands there and the time zone that comes with it."""
    return _moment(entry.dtstart)


def ends(entry: Any) -> datetime:
    return _moment(entry.dtend)


def _moment(line: Any) -> datetime:
    moment: datetime = line.value
    assert moment.tzinfo is not None
    return moment.astimezone(UTC)


def subscribed(client: Client, **query: str) -> list[Any]:
    """What somebody who subscribes has in their calendar."""
    response = client.get("/arrangementer/kalender.ics", query)
    assert response.status_code == 200
    return entries(response.content)
