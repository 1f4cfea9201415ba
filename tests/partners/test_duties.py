"""Reports that are due come by themselves."""

from datetime import date

from pytest_django import DjangoAssertNumQueries

from partners import duties
from partners.enums import GrantStatus
from partners.models import Grant, GrantScheme, PartnershipProject, ReportDuty
from tests.partners.making import make_grant, make_scheme


def days() -> dict[int, date]:
    return {duty.year: duty.due_on for duty in ReportDuty.objects.all()}


def test_an_award_over_four_years_is_reported_four_times_on_the_day_of_its_scheme(million: Grant) -> None:
    duties.keep(million)
    duties.keep(million)

    assert days() == {year: date(year + 1, 2, 15) for year in range(2021, 2025)}


def test_a_draft_owes_nobody_a_report(million: Grant) -> None:
    Grant.objects.update(status=GrantStatus.DRAFT)
    million.refresh_from_db()

    duties.keep(million)

    assert days() == {}


def test_when_the_scheme_moves_its_day_what_was_sent_stays(million: Grant) -> None:
    duties.keep(million)
    ReportDuty.objects.filter(year=2021).update(sent_on=date(2022, 2, 1))
    GrantScheme.objects.update(report_month=4, report_day=31)

    duties.keep_of(GrantScheme.objects.get())

    assert days() == {2021: date(2022, 2, 15), **{year: date(year + 1, 4, 30) for year in (2022, 2023, 2024)}}


def test_a_day_that_the_funder_gave_stays_when_the_scheme_moves_its_own(million: Grant) -> None:
    duties.keep(million)
    ReportDuty.objects.filter(year=2024).update(due_on=date(2025, 6, 1))

    duties.keep(million)
    GrantScheme.objects.update(report_month=4, report_day=1)
    duties.keep_all()

    assert days() == {**{year: date(year + 1, 4, 1) for year in (2021, 2022, 2023)}, 2024: date(2025, 6, 1)}


def test_when_the_period_shrinks_what_was_not_sent_goes(million: Grant) -> None:
    duties.keep(million)
    ReportDuty.objects.filter(year=2021).update(sent_on=date(2022, 2, 1))
    million.tranches.update(year=2022)
    Grant.objects.update(valid_from=date(2022, 1, 1), valid_until=date(2024, 1, 1))
    million.refresh_from_db()

    duties.keep(million)

    assert sorted(days()) == [2021, 2022, 2023]


def test_many_awards_cost_as_many_queries_as_one(
    link: PartnershipProject, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scheme = make_scheme("Felles")
    for _ in range(10):
        make_grant(link, scheme=scheme)

    with django_assert_max_num_queries(10):
        duties.keep_all()

    assert ReportDuty.objects.count() == 40
