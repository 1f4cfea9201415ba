"""Days as they pass, with the jobs that each of them has."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

from contactpoints.models import ContactPoint
from groups.enums import Step, Wish
from groups.models import Inquiry
from linkportal.kit import clock
from tests.groups.making import make_inquiry
from tests.processes import run_jobs

OSLO = ZoneInfo("Europe/Oslo")
PERIODIC = (
    "groups.fall_back",
    "groups.keep_deadlines",
    "groups.remind_of_groups",
    "groups.remind_of_events",
    "groups.erase",
)


def on(day: date, hour: int = 7) -> AbstractContextManager[None]:
    """It is that day in Norway, at that full hour."""
    return clock.moved_to(datetime.combine(day, time(hour), tzinfo=OSLO))


def do_the_jobs_of_the_day(*, times: int = 1) -> None:
    """Let the worker do, through the queue, what it does each day, and whatever follows from that."""
    for _ in range(times):
        for name in PERIODIC:
            app.tasks[name].defer(timestamp=0)
        run_jobs()


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`; while the loop is at one, it is that morning, and its jobs are done."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        with on(day):
            do_the_jobs_of_the_day()
            yield day


def at(place: ContactPoint, *, suspicious: bool = False) -> Inquiry:
    """Kari asks to join a group there."""
    return make_inquiry("3724", wish=Wish.JOIN, contact_point=place, suspicious=suspicious)


def steps(inquiry: Inquiry, *, since: Step = Step.RECEIVE) -> list[str]:
    """What happened after the first step of that kind."""
    found = list(inquiry.events.order_by("pk").values_list("step", flat=True))
    return found[found.index(since) + 1 :]


def days_of(inquiry: Inquiry, step: Step) -> list[date]:
    return [event.at.date() for event in inquiry.events.filter(step=step).order_by("pk")]
