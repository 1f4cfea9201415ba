"""Months are counted once: when, by whom, and so that nothing that comes later changes them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.models import Event, FrozenMonth, Inquiry, MonthlyStatistic
from groups.statistics import figures
from groups.statistics.freezing import due, freeze
from groups.tasks import freeze_statistics
from linkportal.kit.each import SomeFailed
from tests.conftest import TODAY
from tests.groups.days import at, do_the_jobs_of_the_day, on
from tests.groups.forming import make_event, make_sign_up
from tests.kit import queue
from tests.kit.test_roles import refused

JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (6, 7, 8))


@pytest.fixture
def june(bakken: ContactPoint, ola: User, tonsberg: DistrictOffice) -> Event:
    """Two asked, one had an answer, and there was an open meeting with one who had signed up."""
    at(bakken).contact(by=ola)
    at(bakken)
    event = make_event(tonsberg, bakken.municipality, contact_points=[bakken])
    make_sign_up(event)
    return event


@pytest.fixture
def in_august(june: Event) -> Iterator[None]:
    with on(AUGUST):
        yield


def months() -> list[date]:
    return list(FrozenMonth.objects.values_list("month", flat=True))


def test_a_month_is_frozen_when_the_next_one_is_over_too(june: Event) -> None:
    with on(date(2026, 7, 31), 23):
        assert freeze() == []
    with on(AUGUST, 0):
        assert freeze() == [JUNE]

    [row] = MonthlyStatistic.objects.all()
    counted = (row.inquiries, row.answered, row.days_to_answer, row.events, row.participants)
    assert counted == (2, 1, 0, 1, 1)
    assert (row.contact_point, row.office) == (june.contact_points.get(), june.office)


def test_before_anything_happened_nothing_is_due(db: None) -> None:
    with on(AUGUST):
        assert due() == []


def test_a_second_time_there_is_nothing_to_do(in_august: None) -> None:
    assert [freeze(), freeze()] == [[JUNE], []]
    assert MonthlyStatistic.objects.count() == 1


def test_months_that_were_missed_are_made_up_for(june: Event) -> None:
    with on(date(2026, 11, 20)):
        freeze_statistics(timestamp=0)

    assert months() == [date(2026, month, 1) for month in (6, 7, 8, 9)]


def test_four_workers_at_once_write_each_month_once(committed_db: None, june: Event) -> None:
    def work() -> list[date]:
        try:
            return freeze()
        finally:
            connection.close()

    with on(date(2026, 11, 20)), ThreadPoolExecutor(4) as four:
        written = [month for worker in [four.submit(work) for _ in range(4)] for month in worker.result()]

    assert sorted(written) == months() == [date(2026, month, 1) for month in (6, 7, 8, 9)]
    assert MonthlyStatistic.objects.count() == 1


def test_one_that_goes_wrong_is_not_half_written_and_does_not_stop_the_others(
    june: Event, caplog: pytest.LogCaptureFixture
) -> None:
    queue.sql_now("UPDATE groups_inquiry SET received_at = '-infinity'")  # nobody can say how many days ago

    with on(date(2026, 10, 1)), pytest.raises(SomeFailed):
        freeze()

    assert months() == [JULY, AUGUST]
    assert not MonthlyStatistic.objects.exists()
    assert "freeze_one: DataError" in caplog.text


def asked_of_june(bakken: ContactPoint) -> tuple[int, ...]:
    then = figures(JUNE, JULY, contact_points=[bakken])
    return then.inquiries, then.answered, then.events, then.participants


def test_erasing_does_not_change_it(june: Event, bakken: ContactPoint) -> None:
    with on(date(2027, 7, 1)):  # long after everything is erased that was to be
        do_the_jobs_of_the_day()
        assert not Inquiry.objects.filter(erased_at=None).exists()
        assert not june.sign_ups.exists()

        assert asked_of_june(bakken) == (2, 1, 1, 1)
        freeze()
        assert asked_of_june(bakken) == (2, 1, 1, 1)


def test_what_is_written_down_later_does_not_change_it(in_august: None, june: Event, bakken: ContactPoint) -> None:
    freeze()
    june.attendance = 30
    june.save()

    assert asked_of_june(bakken) == (2, 1, 1, 1)


def test_the_month_that_runs_is_counted_as_it_is_now(in_august: None, bakken: ContactPoint) -> None:
    freeze()
    at(bakken)

    assert figures(JUNE, date(2026, 9, 1)).inquiries == 3


def test_what_is_frozen_can_be_neither_changed_nor_deleted(in_august: None) -> None:
    freeze()

    refused("UPDATE groups_monthlystatistic SET to_join = 0")
    refused("DELETE FROM groups_monthlystatistic")
    refused("UPDATE groups_frozenmonth SET is_example = true")
    with pytest.raises(TypeError, match="never changed"):
        MonthlyStatistic.objects.get().save()


def test_nothing_in_it_leads_to_a_person(in_august: None) -> None:
    leads_to = {field.related_model for field in MonthlyStatistic._meta.get_fields() if field.related_model}
    assert {model._meta.label for model in leads_to if not isinstance(model, str)} == {
        "groups.FrozenMonth",
        "contactpoints.ContactPoint",
        "contactpoints.DistrictOffice",
        "contactpoints.Municipality",
    }


def test_the_database_has_one_row_for_each_place_and_months_begin_on_the_first(bakken: ContactPoint) -> None:
    place = {"office": at(bakken).office, "municipality": bakken.municipality}
    month = FrozenMonth.objects.create(month=TODAY)
    MonthlyStatistic.objects.create(month=month, **place)

    with pytest.raises(IntegrityError, match="statistic_once_a_month_for_each_place"), transaction.atomic():
        MonthlyStatistic.objects.create(month=month, **place)
    with pytest.raises(IntegrityError, match="frozen_month_is_its_first_day"), transaction.atomic():
        FrozenMonth.objects.create(month=date(2026, 6, 2))


def test_a_row_says_which_month_it_is_of(in_august: None) -> None:
    freeze()
    assert str(FrozenMonth.objects.get()) == "2026-06"
    assert str(MonthlyStatistic.objects.get()).startswith("2026-06: ")
