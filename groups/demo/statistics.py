"""Example figures of the months that are over, since the LINK centre began: enough for a report to say something."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date

from contactpoints.models import ContactPoint, Municipality
from groups.demo.people import People
from groups.models import FrozenMonth, MonthlyStatistic
from groups.models.statistics import WISHES
from groups.statistics.months import after, between, first_of
from linkportal.kit import clock

CENTRE = "link-vestfold-og-telemark"
BEGAN = date(2021, 1, 1)
SUMMER, GROWS = 7, 24  # in July it is quiet; two years until as many ask as ever will
LIVES = 14  # months that a group meets
# How many ask in a month, and every how many months a group starts.
BUSY = {CENTRE: (12, 2), "porsgrunn-frivilligsentral": (5, 6)}
BUSY_OTHERS = (8, 4)


def load(people: People) -> None:
    """Create them, marked as examples: the same each time, up to the last month that would be frozen by now."""
    centre = ContactPoint.objects.get(slug=CENTRE)
    served = list(centre.serves.order_by("number"))
    months = list(between(BEGAN, after(first_of(clock.today()), -1)))
    kept = FrozenMonth.objects.bulk_create(FrozenMonth(month=month, is_example=True) for month in months)
    rows = [
        row
        for place in (centre, people.bakken, people.porsgrunn)
        for number, month in enumerate(kept)
        for row in _of_month(place, number, month, people, served)
    ]
    MonthlyStatistic.objects.bulk_create(rows)


def _of_month(
    place: ContactPoint, number: int, month: FrozenMonth, people: People, served: list[Municipality]
) -> Iterator[MonthlyStatistic]:
    """What there was at one place in the month that is so many after the first: most of it where the place is."""
    chance = random.Random(f"{place.slug} {number}")  # noqa: S311 - an example, no secret
    asked, every = BUSY.get(place.slug, BUSY_OTHERS)
    many = round(asked * min(1, (number + 4) / GROWS) * chance.uniform(0.6, 1.4))
    quiet = month.month.month == SUMMER
    came_from = Counter(chance.choices(served, k=many // 3 if quiet else many))
    came_from[place.municipality] += 1
    for municipality, asking in came_from.items():
        is_home = municipality == place.municipality
        wishes = Counter(chance.choices(WISHES, weights=(6, 2, 3, 1), k=asking))
        answered = max(0, asking - chance.choice((0, 0, 0, 1)))
        yield MonthlyStatistic(
            month=month,
            contact_point=place,
            office=people.tonsberg,
            municipality=municipality,
            **wishes,
            answered=answered,
            days_to_answer=sum(chance.choice((0, 1, 1, 2, 3, 5)) for _ in range(answered)),
            groups_started=int(is_home and _starts(number, every)),
            groups_running=sum(_starts(one, every) for one in range(max(0, number - LIVES), number + 1)) * is_home,
            events=int(is_home and not quiet),
            participants=chance.randint(6, 28) if is_home and not quiet else 0,
        )


def _starts(number: int, every: int) -> bool:
    """Whether a group starts in that month: none in the first half year."""
    return number >= 6 and number % every == 0
