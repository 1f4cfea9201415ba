"""What is counted, for whom, and in which month: the year of a contact point in figures."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.enums import EndReason, EventStatus, Outcome, Wish
from groups.inquiries import casework
from groups.models import Inquiry
from groups.statistics import Figures, figures
from tests.conftest import TODAY
from tests.groups.days import at, on
from tests.groups.forming import make_event, make_group, make_sign_up, make_waiting
from tests.groups.making import make_inquiry

MAY, JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (5, 6, 7, 8))


def in_june(**places: list[ContactPoint]) -> Figures:
    return figures(JUNE, JULY, **places)


def test_before_anything_happened_there_is_nothing(bakken: ContactPoint) -> None:
    nothing = in_june()
    assert set(asdict(nothing).values()) <= {0, None}


class TestInquiries:
    def test_each_is_counted_by_its_wish(self, bakken: ContactPoint) -> None:
        for wish in (Wish.JOIN, Wish.JOIN, Wish.START, Wish.INFORMATION, Wish.CONTACT_POINT):
            make_inquiry("3724", wish=wish)

        found = in_june()
        assert (found.to_join, found.to_start, found.for_information, found.offers) == (2, 1, 1, 1)
        assert found.inquiries == 5

    def test_come_from_so_many_different_municipalities(self, bakken: ContactPoint) -> None:
        for code in ("3724", "3724", "3915", "3126"):
            make_inquiry(code, wish=Wish.JOIN, contact_point=bakken)

        assert in_june(contact_points=[bakken]).municipalities == 3

    def test_a_month_is_one_in_norway(self, bakken: ContactPoint) -> None:
        with on(JULY, 0):  # ten in the evening of the last of June, by the clock of the server
            at(bakken)

        assert (in_june().inquiries, figures(JULY, AUGUST).inquiries) == (0, 1)

    def test_what_waits_for_control_does_not_count_until_it_is_let_in(self, bakken: ContactPoint, berit: User) -> None:
        inquiry = at(bakken, suspicious=True)
        assert in_june().inquiries == 0

        with on(date(2026, 7, 2)):
            inquiry.release(by=berit)

        assert (in_june().inquiries, figures(JULY, AUGUST, contact_points=[bakken]).inquiries) == (0, 1)

    @pytest.mark.parametrize("way", ["closed as spam", "withdrawn", "erased"])
    def test_what_never_left_control_never_counts(self, bakken: ContactPoint, berit: User, way: str) -> None:
        inquiry = at(bakken, suspicious=True)
        match way:
            case "closed as spam":
                inquiry.close(Outcome.SPAM, by=berit)
            case "withdrawn":
                inquiry.withdraw()
            case "erased":
                inquiry.erase()

        assert in_june().inquiries == 0

    def test_taken_back_or_erased_it_still_counts(self, bakken: ContactPoint) -> None:
        at(bakken).withdraw()
        at(bakken).erase()

        assert in_june(contact_points=[bakken]).inquiries == 2

    def test_counts_for_who_had_it_when_the_month_ended(
        self, bakken: ContactPoint, huset: ContactPoint, berit: User
    ) -> None:
        moved_soon, moved_late = at(bakken), at(bakken)
        with on(date(2026, 6, 30)):
            casework.hand_over(moved_soon, huset, by=berit, reason="Nærmere.")
        with on(JULY):
            casework.hand_over(moved_late, huset, by=berit, reason="Nærmere.")

        assert [in_june(contact_points=[one]).inquiries for one in (bakken, huset)] == [1, 1]


class TestDaysToTheFirstAnswer:
    def answered_after(self, bakken: ContactPoint, ola: User, days: int) -> Inquiry:
        inquiry = at(bakken)
        with on(TODAY + timedelta(days=days)):
            inquiry.answer("Hei.", by=ola)
        return inquiry

    def test_are_the_average_with_one_decimal(self, bakken: ContactPoint, ola: User) -> None:
        for days in (0, 1, 3):
            self.answered_after(bakken, ola, days)
        at(bakken)  # nobody has answered yet

        assert (in_june().answered, in_june().days_to_answer) == (3, Decimal("1.3"))

    def test_are_of_the_first_answer_only(self, bakken: ContactPoint, ola: User) -> None:
        inquiry = self.answered_after(bakken, ola, 2)
        with on(date(2026, 6, 20)):
            inquiry.contact(by=ola)

        assert (in_june().answered, in_june().days_to_answer) == (1, Decimal("2.0"))

    def test_belong_to_the_month_of_the_answer(self, bakken: ContactPoint, ola: User) -> None:
        self.answered_after(bakken, ola, 35)

        assert (in_june().answered, in_june().days_to_answer) == (0, None)
        assert figures(JULY, AUGUST).days_to_answer == Decimal("35.0")

    def test_are_none_for_who_called_and_left_no_address(self, bakken: ContactPoint, ola: User) -> None:
        make_waiting("3724", by=ola, at=bakken, email="")

        assert (in_june().answered, in_june().days_to_answer) == (1, Decimal("0.0"))


class TestGroups:
    def test_start_with_their_first_meeting_and_run_until_they_end(self, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        with on(date(2026, 7, 2)):
            group.begin(6, date(2026, 6, 30), by=ola)
        with on(AUGUST):
            group.end(EndReason.FINISHED, by=ola)

        by_month = [figures(since, until) for since, until in ((MAY, JUNE), (JUNE, JULY), (JULY, AUGUST))]
        assert [(one.groups_started, one.groups_running) for one in by_month] == [(0, 0), (1, 1), (0, 1)]
        assert figures(AUGUST, date(2026, 9, 1)).groups_running == 0

    def test_of_a_year_run_at_its_end(self, bakken: ContactPoint, ola: User) -> None:
        for ends in (False, False, True):
            group = make_group(bakken, by=ola)
            group.begin(6, TODAY, by=ola)
            if ends:
                group.end(EndReason.FINISHED, by=ola)

        year = figures(date(2026, 1, 1), date(2027, 1, 1), contact_points=[bakken])
        assert (year.groups_started, year.groups_running) == (3, 2)

    def test_written_down_when_the_month_is_frozen_count_on_that_day(self, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        with on(date(2026, 8, 3)):
            group.begin(6, date(2026, 6, 30), by=ola)

        assert [figures(*months).groups_started for months in ((JUNE, JULY), (AUGUST, date(2026, 9, 1)))] == [0, 1]


class TestEvents:
    @pytest.fixture
    def skien(self, bakken: ContactPoint) -> Municipality:
        return bakken.municipality

    def test_count_with_how_many_came_or_else_had_a_place(
        self, bakken: ContactPoint, tonsberg: DistrictOffice, skien: Municipality
    ) -> None:
        make_event(tonsberg, skien, contact_points=[bakken], attendance=14)
        make_event(tonsberg, skien, contact_points=[bakken], signed_up=7)
        make_sign_up(make_event(tonsberg, skien, contact_points=[bakken]))
        with on(date(2026, 6, 30)):
            found = in_june(contact_points=[bakken])

        assert (found.events, found.participants) == (3, 14 + 7 + 1)

    def test_that_are_to_come_called_off_or_drafts_do_not_count(
        self, bakken: ContactPoint, tonsberg: DistrictOffice, skien: Municipality
    ) -> None:
        make_event(tonsberg, skien)
        make_event(tonsberg, skien, status=EventStatus.CANCELLED)
        make_event(tonsberg, skien, is_public=False, takes_sign_ups=False, places=None)
        assert in_june().events == 0

        with on(date(2026, 6, 30)):
            assert in_june().events == 1

    def test_meetings_of_a_group_do_not_count(self, bakken: ContactPoint, ola: User, tonsberg: DistrictOffice) -> None:
        group = make_group(bakken, by=ola)
        make_event(
            tonsberg, bakken.municipality, group=group, is_public=False, takes_sign_ups=False, places=None, attendance=6
        )
        with on(date(2026, 6, 30)):
            assert (in_june().events, in_june().participants) == (0, 0)

    def test_held_by_two_count_once_for_the_one_at_home(
        self, bakken: ContactPoint, huset: ContactPoint, tonsberg: DistrictOffice
    ) -> None:
        make_event(tonsberg, huset.municipality, contact_points=[bakken, huset])
        with on(date(2026, 6, 30)):
            assert [in_june(contact_points=[one]).events for one in (bakken, huset)] == [0, 1]


class TestWhatIsAskedFor:
    def test_other_cases_in_the_municipalities_of_a_project(self, bakken: ContactPoint, huset: ContactPoint) -> None:
        at(bakken)  # from Skien
        at(huset)  # from Skien too
        make_inquiry("3915", wish=Wish.JOIN)  # from Porsgrunn, to the office
        make_inquiry("3126", wish=Wish.JOIN)  # from Tønsberg
        served = Municipality.objects.filter(name__in=("Skien", "Porsgrunn"))

        assert in_june(contact_points=[bakken]).inquiries == 1
        assert figures(JUNE, JULY, municipalities=served, not_contact_points=[bakken]).inquiries == 2

    def test_an_office_has_what_its_contact_points_have(
        self, bakken: ContactPoint, tonsberg: DistrictOffice, alta: DistrictOffice
    ) -> None:
        at(bakken)
        make_inquiry("3724")
        make_inquiry("9513")

        assert [figures(JUNE, JULY, offices=[one]).inquiries for one in (tonsberg, alta)] == [2, 1]

    def test_no_contact_point_at_all_has_nothing(self, bakken: ContactPoint) -> None:
        at(bakken)
        assert in_june(contact_points=[]) == figures(MAY, JUNE)

    @pytest.mark.parametrize(("since", "until"), [(JUNE, JUNE), (JULY, JUNE), (date(2026, 6, 2), JULY)])
    def test_days_that_are_no_months_are_refused(self, since: date, until: date) -> None:
        with pytest.raises(ValueError, match="no months"):
            figures(since, until)

    def test_costs_two_queries_for_one_inquiry_and_for_many(
        self, bakken: ContactPoint, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(4):
            with django_assert_num_queries(2):
                figures(date(2020, 1, 1), date(2027, 1, 1), contact_points=[bakken])
            at(bakken)


class TestForOthers:
    def test_less_than_five_is_hidden_and_the_average_with_it(self, bakken: ContactPoint, ola: User) -> None:
        for number in range(5):
            inquiry = at(bakken)
            if number < 4:
                inquiry.contact(by=ola)

        theirs = in_june().for_others()
        assert (theirs.inquiries, theirs.answered, theirs.days_to_answer) == (5, None, None)
        assert (theirs.municipalities, theirs.groups_started) == (None, 0)

        at(bakken).contact(by=ola)
        assert in_june().for_others().days_to_answer == Decimal("0.0")


def test_the_clock_of_the_database_is_that_of_norway() -> None:
    assert str(timezone.get_default_timezone()) == "Europe/Oslo"
