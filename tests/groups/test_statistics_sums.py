"""Figures against a second opinion: the same said in plain Python over every row, and sums that always agree."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.enums import GroupStep, Status, Step, Wish
from groups.models import Event, GroupEvent, Inquiry, InquiryEvent, MonthlyStatistic, SelfHelpGroup
from groups.statistics import Figures, figures
from groups.statistics.freezing import freeze
from tests.conftest import make_contact_point
from tests.groups.days import on
from tests.groups.half_a_year import FIRST, HalfAYear

NOW = date(2026, 7, 2)  # May is still to be written down, June is not over for long
MONTHS = [date(2025, month, 1) for month in (10, 11, 12)] + [date(2026, month, 1) for month in range(1, 8)]
ADDED_UP = ("inquiries", "to_join", "offers", "groups_started", "events", "participants", "answered")
many = trials(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def places(tonsberg: DistrictOffice, alta: DistrictOffice, bakken: ContactPoint) -> list[ContactPoint]:
    return [bakken, make_contact_point("Huset", "Porsgrunn"), make_contact_point("Fjellet", "Alta")]


@pytest.fixture
def lived(places: list[ContactPoint], tonsberg: DistrictOffice, berit: User) -> Iterator[None]:
    chance = random.Random(5)  # noqa: S311 - a story, no secret
    HalfAYear(places, tonsberg, berit, chance).live(inquiries=60, groups=10, events=14)
    with on(NOW):
        yield


def months_of(day: date) -> int:
    return day.year * 12 + day.month


def by_key(events: Iterable[InquiryEvent]) -> list[InquiryEvent]:
    return sorted(events, key=lambda event: event.pk)


def day_of(moment: Any) -> date:
    return timezone.localtime(moment).date()


class Everything:
    """All rows, read once."""

    def __init__(self) -> None:
        self.inquiries = list(Inquiry.objects.prefetch_related("events"))
        self.starts = list(GroupEvent.objects.filter(step=GroupStep.START).select_related("group"))
        self.groups = list(SelfHelpGroup.objects.exclude(started_on=None))
        self.events = list(Event.objects.prefetch_related("contact_points", "sign_ups"))


class SecondOpinion:
    """The rules of docs/decisions/0033-statistics.md, row by row."""

    def __init__(self, rows: Everything, since: date, until: date, place: dict[str, Any]) -> None:
        self.since, self.until, self.place = since, until, place
        inquiries = rows.inquiries
        came = [one for one in inquiries if (day := self.came_on(one)) and self.counts(day, self.had_it(one, day))]
        answered = [one for one in inquiries if one.answered_at and self.counts_answer(one)]
        days = [(day_of(one.answered_at) - day_of(one.received_at)).days for one in answered]
        held = [one for one in rows.events if self.is_held(one)]
        self.figures = {
            "inquiries": len(came),
            "to_join": sum(one.wish == Wish.JOIN for one in came),
            "to_start": sum(one.wish == Wish.START for one in came),
            "for_information": sum(one.wish == Wish.INFORMATION for one in came),
            "offers": sum(one.wish in (Wish.CONTACT_POINT, Wish.PARTNER) for one in came),
            "municipalities": len({one.municipality_id for one in came}),
            "groups_started": sum(self.is_started(one) for one in rows.starts),
            "groups_running": sum(self.runs(one) for one in rows.groups),
            "events": len(held),
            "participants": sum(map(self.came_to, held)),
            "answered": len(answered),
            "days_to_answer": self.mean(days),
            "is_example": False,
        }

    def counts(self, day: date, place: tuple[int | None, int, int]) -> bool:
        return self.since <= day < self.until and self.is_here(place)

    def is_here(self, place: tuple[int | None, int, int]) -> bool:
        contact_point, office, municipality = place
        asked = self.place
        return (
            contact_point in asked.get("contact_points", [contact_point])
            and office in asked.get("offices", [office])
            and municipality in asked.get("municipalities", [municipality])
            and contact_point not in asked.get("not_contact_points", [])
        )

    def came_on(self, inquiry: Inquiry) -> date | None:
        for event in by_key(inquiry.events.all()):
            if event.status_after != Status.QUARANTINED:
                return day_of(event.at) if event.step in (Step.RECEIVE, Step.RELEASE) else None
        return None

    def had_it(self, inquiry: Inquiry, day: date) -> tuple[int | None, int, int]:
        events = [one for one in by_key(inquiry.events.all()) if months_of(day_of(one.at)) <= months_of(day)]
        return events[-1].contact_point_id, events[-1].office_id, inquiry.municipality_id

    def counts_answer(self, inquiry: Inquiry) -> bool:
        day = day_of(inquiry.answered_at)
        return self.counts(day, self.had_it(inquiry, day))

    def of_group(self, group: SelfHelpGroup) -> tuple[int | None, int, int]:
        return group.contact_point_id, group.office_id, group.municipality_id

    def is_started(self, event: GroupEvent) -> bool:
        assert event.day is not None
        in_time = months_of(event.on) - months_of(event.day) <= 1
        return self.counts(event.day if in_time else event.on, self.of_group(event.group))

    def runs(self, group: SelfHelpGroup) -> bool:
        assert group.started_on is not None
        is_there = group.started_on < self.until and (group.ended_on is None or group.ended_on >= self.until)
        return is_there and self.is_here(self.of_group(group))

    def is_held(self, event: Event) -> bool:
        hosts = sorted(
            event.contact_points.all(), key=lambda one: (one.municipality_id != event.municipality_id, one.pk)
        )
        place = (hosts[0].pk if hosts else None, event.office_id, event.municipality_id)
        took_place = event.is_public and not event.is_cancelled and event.is_over
        return took_place and self.counts(day_of(event.starts_at), place)

    def came_to(self, event: Event) -> int:
        if event.attendance is not None:
            return event.attendance
        return event.signed_up if event.signed_up is not None else sum(one.has_place for one in event.sign_ups.all())

    def mean(self, days: list[int]) -> Decimal | None:
        return (Decimal(sum(days)) / len(days)).quantize(Decimal("0.1"), ROUND_HALF_UP) if days else None


def questions(data: st.DataObject, places: list[ContactPoint]) -> tuple[date, date, dict[str, list[int]]]:
    """Some months and some places that somebody may ask for."""
    first, last = sorted(data.draw(st.lists(st.sampled_from(MONTHS), min_size=2, max_size=2, unique=True)))
    towns = Municipality.objects.filter(name__in=("Skien", "Porsgrunn", "Tønsberg", "Alta"))
    choices = {
        "contact_points": [one.pk for one in places],
        "not_contact_points": [one.pk for one in places],
        "offices": list(DistrictOffice.objects.values_list("pk", flat=True)),
        "municipalities": list(towns.values_list("pk", flat=True)),
    }
    names = data.draw(st.sets(st.sampled_from(sorted(choices)), max_size=2))
    return first, last, {name: data.draw(st.lists(st.sampled_from(choices[name]), unique=True)) for name in names}


@pytest.mark.parametrize("are_frozen", [False, True])
def test_they_are_what_a_second_opinion_says(lived: None, places: list[ContactPoint], are_frozen: bool) -> None:
    if are_frozen:
        assert freeze()

    rows = Everything()

    @many
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        since, until, place = questions(data, places)
        assert asdict(figures(since, until, **place)) == SecondOpinion(rows, since, until, place).figures

    ask()


def test_something_of_everything_happened(lived: None) -> None:
    everything = asdict(figures(FIRST, MONTHS[-1]))
    assert all(everything[name] for name in everything if name != "is_example"), everything


def added_up(parts: Iterable[Figures]) -> list[int]:
    all_parts = list(parts)
    return [sum(getattr(part, name) for part in all_parts) for name in ADDED_UP]


def test_however_they_are_split_they_add_up(lived: None, places: list[ContactPoint]) -> None:
    freeze()

    @many
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        since, until, place = questions(data, places)
        whole = added_up([figures(since, until, **place)])
        months = [month for month in MONTHS if since < month < until]
        cuts = [since, *sorted(data.draw(st.sets(st.sampled_from(months)) if months else st.just(set()))), until]
        assert added_up(figures(first, last, **place) for first, last in pairwise(cuts)) == whole

    ask()


def test_the_places_together_are_everything(lived: None, places: list[ContactPoint]) -> None:
    freeze()
    names = (*ADDED_UP, "groups_running")
    whole = figures(FIRST, NOW.replace(day=1))
    by_place = [figures(FIRST, NOW.replace(day=1), contact_points=[one]) for one in places]
    others = figures(FIRST, NOW.replace(day=1), not_contact_points=places)

    for name in names:
        assert sum(getattr(part, name) for part in [*by_place, others]) == getattr(whole, name)


def test_live_and_frozen_are_the_same(lived: None, places: list[ContactPoint]) -> None:
    months = list(pairwise(MONTHS))
    ways: list[dict[str, Any]] = [{}, *({"contact_points": [one]} for one in places), {"not_contact_points": places}]
    before = [figures(since, until, **way) for since, until in months for way in ways]

    assert freeze()[-7:] == MONTHS[1:8]
    assert MonthlyStatistic.objects.exists()
    assert [figures(since, until, **way) for since, until in months for way in ways] == before
