"""Working days of a place that is open two hours a week, with the holidays of Norway and its own absences."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import Absence, ClosedPeriod, ContactPoint, DistrictOffice
from contactpoints.working_days import ORDINARY, WorkCalendar, calendar_of, calendars_of, is_public_holiday
from tests.conftest import make_contact_point, make_office

TUESDAYS = WorkCalendar(frozenset({2}))
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
SPANS = st.builds(lambda first, length: (first, first + timedelta(days=length)), DAYS, st.integers(0, 60))
CALENDARS = st.builds(
    WorkCalendar, st.frozensets(st.integers(1, 7), min_size=1), st.lists(SPANS, max_size=4).map(tuple)
)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # new year
        date(2026, 4, 2),  # Maundy Thursday
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 1),  # the first of May
        date(2026, 5, 14),  # Ascension Day
        date(2026, 5, 17),  # Constitution Day
        date(2026, 5, 25),  # Whit Monday
        date(2026, 12, 25),
        date(2026, 12, 26),
    ],
)
def test_the_public_holidays_of_norway_are_known(day: date) -> None:
    assert is_public_holiday(day)


@pytest.mark.parametrize("day", [date(2026, 5, 3), date(2026, 12, 24), date(2026, 12, 31), date(2026, 6, 19)])
def test_sundays_and_the_days_before_holidays_are_none(day: date) -> None:
    assert not is_public_holiday(day)


def test_a_week_in_may_has_three_working_days_less_than_one_thinks() -> None:
    wednesday = date(2026, 5, 13)

    assert ORDINARY.after(wednesday, 1) == date(2026, 5, 15)  # Ascension Day between
    assert ORDINARY.after(date(2026, 5, 22), 1) == date(2026, 5, 26)  # Whitsun between
    assert ORDINARY.between(wednesday, date(2026, 5, 18)) == 2


def test_who_works_on_tuesdays_has_five_weeks_for_five_days() -> None:
    tuesday = date(2026, 6, 2)

    assert TUESDAYS.after(tuesday, 5) == date(2026, 7, 7)
    assert TUESDAYS.between(tuesday, date(2026, 6, 8)) == 0
    assert TUESDAYS.between(tuesday, date(2026, 6, 9)) == 1


@given(CALENDARS, DAYS, st.integers(1, 10))
def test_as_many_days_have_begun_on_the_day_that_is_so_many_days_after(
    calendar: WorkCalendar, day: date, count: int
) -> None:
    then = calendar.after(day, count)

    assert calendar.is_working_day(then)
    assert calendar.between(day, then) == count
    assert calendar.between(day, then - timedelta(days=1)) == count - 1


@given(CALENDARS, DAYS, st.integers(0, 90), st.integers(0, 90))
def test_days_add_up(calendar: WorkCalendar, day: date, first: int, second: int) -> None:
    middle = day + timedelta(days=first)
    end = middle + timedelta(days=second)

    assert calendar.between(day, end) == calendar.between(day, middle) + calendar.between(middle, end)


@given(CALENDARS, DAYS, st.integers(1, 5))
def test_absent_for_days_means_that_the_next_ones_are_all_missed(calendar: WorkCalendar, day: date, count: int) -> None:
    anyway = WorkCalendar(calendar.weekdays)
    last = anyway.after(day - timedelta(days=1), count)
    missed = all(calendar.is_away(day + timedelta(days=n)) or not anyway.is_working_day(day + timedelta(days=n))
                 for n in range((last - day).days + 1))  # fmt: skip

    assert calendar.is_absent_for(day, count) == (calendar.is_away(day) and missed)


def test_a_day_or_two_is_no_absence_to_speak_of() -> None:
    course = WorkCalendar(ORDINARY.weekdays, ((date(2026, 6, 2), date(2026, 6, 3)),))
    holiday = WorkCalendar(ORDINARY.weekdays, ((date(2026, 6, 2), date(2026, 6, 4)),))

    assert not course.is_absent_for(date(2026, 6, 2), 3)
    assert holiday.is_absent_for(date(2026, 6, 2), 3)
    assert not holiday.is_absent_for(date(2026, 6, 3), 3)  # back on Friday
    assert not holiday.is_absent_for(date(2026, 6, 1), 3)  # not yet


def test_two_weeks_away_are_only_two_days_of_one_who_works_on_tuesdays() -> None:
    away = WorkCalendar(frozenset({2}), ((date(2026, 6, 1), date(2026, 6, 14)),))

    assert not away.is_absent_for(date(2026, 6, 1), 3)


def test_absences_that_follow_each_other_are_one() -> None:
    away = WorkCalendar(
        ORDINARY.weekdays, ((date(2026, 6, 1), date(2026, 6, 5)), (date(2026, 6, 6), date(2026, 6, 12)))
    )

    assert away.away_since(date(2026, 6, 10)) == date(2026, 6, 1)
    assert away.away_since(date(2026, 6, 1)) == date(2026, 6, 1)
    assert away.away_since(date(2026, 6, 13)) is None


def test_who_is_away_for_ever_still_has_a_deadline() -> None:
    gone = WorkCalendar(ORDINARY.weekdays, ((date(2026, 1, 1), date(2099, 12, 31)),))

    assert gone.after(date(2026, 6, 1), 1) == date(2028, 6, 6)  # two years and Whit Monday later


def test_absences_and_closed_periods_are_days_off(bakken: ContactPoint) -> None:
    Absence.objects.create(contact_point=bakken, first_day=date(2026, 6, 2), last_day=date(2026, 6, 2))
    ClosedPeriod.objects.create(contact_point=bakken, first_day=date(2026, 6, 3), last_day=date(2026, 6, 5))

    assert calendar_of(bakken).after(date(2026, 6, 1), 1) == date(2026, 6, 8)


def test_each_place_has_its_own_days(tonsberg: DistrictOffice, bakken: ContactPoint) -> None:
    bakken.working_days = [2]
    Absence.objects.create(office=tonsberg, first_day=date(2026, 6, 2), last_day=date(2026, 6, 2))

    calendars = calendars_of([tonsberg, bakken, ContactPoint.objects.get()])

    assert calendars[bakken].after(date(2026, 6, 1), 1) == date(2026, 6, 2)
    assert calendars[tonsberg].after(date(2026, 6, 1), 1) == date(2026, 6, 3)


def test_many_calendars_cost_no_more_than_two(
    tonsberg: DistrictOffice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    places = [make_contact_point(f"Sted {number}", "Skien") for number in range(20)]
    offices = [tonsberg, make_office("Trondheim"), make_office("Bergen")]

    for some in (places[:1] + offices[:1], places + offices):
        with django_assert_num_queries(3):
            calendars_of(some)
