"""How long figures take with many inquiries: of a year that is frozen, and of the months that are not."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date

from django.db import connection

from contactpoints.models import User
from groups.enums import Status, Step
from groups.models import FrozenMonth, MonthlyStatistic
from groups.statistics import figures
from groups.statistics.freezing import freeze
from groups.statistics.months import after, first_of
from linkportal.kit import clock
from linkportal.kit.roles import as_owner
from tests.bench import inquiries

MANY = 100_000
ROUNDS = 5
MOST_SECONDS_FROZEN, MOST_SECONDS_LIVE = 0.05, 2.0
# Spread over 400 days, with five events each: so much happens to one on the average.
_SPREAD = """
UPDATE groups_inquiry SET
    received_at = now() - id %% 400 * interval '1 day',
    answered_at = CASE WHEN id %% 10 < 9 THEN now() - id %% 400 * interval '1 day' + interval '50 hours' END
"""
_EVENTS = """
INSERT INTO groups_inquiryevent (
    inquiry_id, step, at, status_before, status_after, office_id, contact_point_id, rule, reason, distance_km,
    decline_reason, outcome
)
SELECT id, (%(steps)s::text[])[number], received_at + (number - 1) * interval '1 day', '', %(status)s, office_id,
    contact_point_id, rule, reason, distance_km, '', ''
FROM groups_inquiry, generate_series(1, 5) AS number ORDER BY number, id
"""


def measure() -> Iterator[str]:
    """Print the table; yields what breaks a limit."""
    begin()
    this_month = first_of(clock.today())
    began = time.perf_counter()
    months = freeze()
    print(f"{len(months)} months are frozen in {time.perf_counter() - began:.1f} s")
    over = after(this_month, -1)
    yield from took("figures of a year", MOST_SECONDS_FROZEN, after(over, -12), over)
    yield from took("figures of two months, live", MOST_SECONDS_LIVE, over, after(this_month))


def begin() -> User:
    """So many inquiries with their events, and nothing frozen."""
    user = inquiries.begin()
    inquiries.fill_up(MANY, user)
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {MonthlyStatistic._meta.db_table}, {FrozenMonth._meta.db_table}")
        cursor.execute(_SPREAD, {})
        steps = [Step.RECEIVE, Step.TAKE, Step.CONTACT, Step.NOTE, Step.CLOSE]
        cursor.execute(_EVENTS, {"steps": [step.value for step in steps], "status": Status.TAKEN.value})
        cursor.execute("VACUUM ANALYZE")
    return user


def took(what: str, most: float, since: date, until: date) -> Iterator[str]:
    """Print how long it takes, of everything and of one contact point; yields what is more than `most` seconds."""
    contact_point = next(iter(inquiries.contact_points()))
    asked: dict[str, Callable[[], object]] = {
        "of all": lambda: figures(since, until),
        "of one": lambda: figures(since, until, contact_points=[contact_point]),
        "of others": lambda: figures(since, until, not_contact_points=[contact_point]),
    }
    for whose, ask in asked.items():
        seconds = statistics.median(_seconds(ask) for _round in range(ROUNDS))
        print(f"{what}, {whose}: {seconds * 1000:.0f} ms", flush=True)
        if seconds > most:
            yield f"{what}, {whose}: {seconds:.2f} s, wanted at most {most}"


def _seconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began
