"""What the database itself keeps of money, whoever writes to it and how."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from contactpoints.models import User
from partners.enums import Category, FileFormat, GrantStatus, OwnShareKind, ReportStatus, TrancheStatus
from partners.models import Allocation, FunderReport, Grant, OwnShare, PartnershipProject, ReportFile, Tranche
from tests.partners.making import make_expense, make_grant, make_project


def commit() -> None:
    """Let the checks that wait for the end of a transaction look now."""
    connection.check_constraints()


def test_tranches_that_add_up_are_kept(million: Grant) -> None:
    commit()

    assert [tranche.amount for tranche in million.tranches.all()] == [Decimal(250_000)] * 4


@pytest.mark.parametrize("change", ["amount of a tranche", "one tranche less", "amount of the grant", "one more"])
def test_tranches_that_do_not_add_up_are_refused(million: Grant, change: str) -> None:
    first = million.tranches.order_by("year")[:1]
    if change == "amount of a tranche":
        Tranche.objects.filter(pk__in=first.values("pk")).update(amount=1)
    elif change == "one tranche less":
        first.get().delete()
    elif change == "amount of the grant":
        Grant.objects.update(amount=2)
    else:
        million.tranches.create(year=2022, amount=1)

    with pytest.raises(IntegrityError, match="tranches_add_up_to_grant"):
        commit()


def test_a_draft_may_have_what_tranches_it_will_but_does_not_come_into_force_with_them(million: Grant) -> None:
    Grant.objects.update(status=GrantStatus.DRAFT)
    Tranche.objects.filter(year=2024).delete()
    commit()

    Grant.objects.update(status=GrantStatus.IN_FORCE)

    with pytest.raises(IntegrityError, match="tranches_add_up_to_grant"):
        commit()


def test_a_tranche_that_was_refused_keeps_its_amount(million: Grant) -> None:
    Tranche.objects.filter(year=2024).update(status=TrancheStatus.LAPSED)

    commit()


def test_a_tranche_is_of_a_year_of_the_grant(million: Grant) -> None:
    Tranche.objects.filter(year=2024).update(year=2025)

    with pytest.raises(IntegrityError, match="years_within_the_grants_period"):
        commit()


def test_a_period_does_not_shrink_below_its_budget(million: Grant) -> None:
    million.budget.create(year=2024, category=Category.WAGES, amount=1)
    commit()
    Tranche.objects.filter(year=2024).update(year=2023)
    Grant.objects.update(valid_until=date(2024, 1, 1))

    with pytest.raises(IntegrityError, match="years_within_the_grants_period"):
        commit()


def test_no_more_of_a_voucher_is_covered_than_it_says(link: PartnershipProject, million: Grant) -> None:
    other = make_grant(link, 10_000, [2024])
    expense = make_expense(link, 5000, (million, 3000), (other, 2000))
    commit()

    Allocation.objects.filter(grant=other).update(amount=Decimal("2000.01"))

    with pytest.raises(IntegrityError, match="allocations_within_the_voucher"):
        commit()
    assert expense.voucher


def test_a_voucher_does_not_shrink_below_what_is_covered(link: PartnershipProject, million: Grant) -> None:
    expense = make_expense(link, 5000, (million, 5000))
    commit()
    expense.amount = Decimal(4999)
    expense.save()

    with pytest.raises(IntegrityError, match="allocations_within_the_voucher"):
        commit()


def test_a_grant_covers_its_own_project_and_its_own_period(link: PartnershipProject, million: Grant) -> None:
    make_expense(link, 5000, (million, 1), spent_on=date(2025, 1, 1))

    with pytest.raises(IntegrityError, match="allocations_of_the_grants_project_and_period"):
        commit()


def test_a_grant_covers_nothing_of_another_project(link: PartnershipProject, million: Grant) -> None:
    make_expense(make_project(link.office, "Et annet prosjekt"), 5000, (million, 1))

    with pytest.raises(IntegrityError, match="allocations_of_the_grants_project_and_period"):
        commit()


def test_money_stays_with_its_project(link: PartnershipProject, million: Grant) -> None:
    another = make_project(link.office, "Et annet prosjekt")

    for row in (million, make_expense(link)):
        row.project = another
        with pytest.raises(DatabaseError, match="project"), transaction.atomic():
            row.save()


def test_the_same_voucher_is_not_entered_twice_in_a_year(link: PartnershipProject) -> None:
    make_expense(link, voucher="a12", spent_on=date(2023, 12, 31))
    make_expense(link, voucher="A12", spent_on=date(2024, 1, 1))

    with pytest.raises(IntegrityError, match="voucher_once_a_year"):
        make_expense(link, voucher="a12", spent_on=date(2024, 12, 31))


def test_work_in_kind_is_hours_times_rate_to_the_ore(link: PartnershipProject) -> None:
    work = OwnShare.objects.create(
        project=link, year=2024, kind=OwnShareKind.WORK, text="Dugnad", hours="7.5", rate="333.33"
    )
    work.refresh_from_db()

    assert work.amount == Decimal("2499.98")


def test_a_report_that_was_sent_stays_as_it_was(million: Grant, berit: User) -> None:
    report = FunderReport.objects.create(grant=million, year=2023, made_by=berit)
    goal = million.project.goals.create(title="Nå alle kommuner")
    text = report.texts.create(goal=goal, text="Vi nådde alle.")
    ReportFile.objects.create(report=report, format=FileFormat.CSV, data=b"a;b", sha256="0")
    report.status, report.sent_by, report.sent_at = ReportStatus.SENT, berit, report.made_at
    report.save()

    for change in (report.save, report.delete, text.save, text.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ReportFile.objects.update(data=b"")
