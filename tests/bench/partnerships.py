"""Organisations, projects and their money for a benchmark: as many as wanted, half of them of the office that looks."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from contactpoints.enums import Role
from contactpoints.models import DistrictOffice, User
from linkportal.kit.roles import as_owner
from partners.enums import (
    ApplicationStatus,
    Category,
    GrantStatus,
    MeetingKind,
    OrganisationKind,
    OwnShareKind,
    PartnerRole,
    ProjectStatus,
)
from partners.models import (
    Allocation,
    BudgetLine,
    Expense,
    FunderReport,
    Goal,
    Grant,
    GrantApplication,
    GrantScheme,
    NetworkMeeting,
    Organisation,
    OwnShare,
    PartnershipProject,
    ProjectPartner,
    ProjectUpdate,
    ReportDuty,
    Tranche,
)
from tests.conftest import make_user

YEARS = range(2022, 2026)
FIRST_DAY = date(2022, 1, 1)
WORD = "selvhjelp"  # in whatever is searched
ORGANISATIONS, EXPENSES = 10, 50  # for each project
AWARD = Decimal(400_000)


def begin() -> User:
    """Nothing of the kind, and a coordinator of the office that half of it will be of."""
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE partners_organisation, partners_partnershipproject, contactpoints_membership, contactpoints_user"
            " CASCADE"
        )
    return make_user("samarbeid@example.no", Role.COORDINATOR, office=DistrictOffice.objects.get(slug="tonsberg"))


def fill_up(projects: int, user: User) -> None:
    """Add projects until there are so many."""
    add(projects, user)
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def add(projects: int, user: User) -> None:
    """Add projects until there are so many, each with ten organisations, an award and fifty vouchers."""
    offices = [DistrictOffice.objects.get(slug=slug) for slug in ("tonsberg", "oslo")]
    for number in range(PartnershipProject.objects.count(), projects):
        with transaction.atomic():
            _project(number, offices[number % 2], user)


def _project(number: int, office: DistrictOffice, user: User) -> None:
    chance = random.Random(number)
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Organisasjon {number}-{one} for {WORD}", kind=chance.choice(OrganisationKind.values))
        for one in range(ORGANISATIONS)
    )
    project = PartnershipProject.objects.create(
        slug=f"benk-{number}",
        name=f"Prosjekt {number} for {WORD}",
        summary="Et møtested for selvhjelp.",
        office=office,
        status=chance.choice(ProjectStatus.values),
        starts_on=FIRST_DAY,
        is_public=True,
    )
    ProjectPartner.objects.bulk_create(
        ProjectPartner(project=project, organisation=one, role=PartnerRole.PARTNER, valid_from=FIRST_DAY)
        for one in organisations[:7]
    )
    Goal.objects.bulk_create(Goal(project=project, title=f"Mål {one} for {WORD}", target=10) for one in range(2))
    ProjectUpdate.objects.create(project=project, title=f"Nytt i {number} om {WORD}", is_published=True)
    starts_at = datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(days=chance.randrange(700))
    ends_at, kind = starts_at + timedelta(hours=2), MeetingKind.PARTNERSHIP
    NetworkMeeting.objects.create(
        project=project, kind=kind, title=f"Møte om {WORD}", starts_at=starts_at, ends_at=ends_at
    )
    _money(project, organisations[0], chance, user)


def _money(project: PartnershipProject, funder: Organisation, chance: random.Random, user: User) -> None:
    scheme = GrantScheme.objects.create(name=f"Ordning {project.pk} for {WORD}", funder=funder)
    GrantApplication.objects.create(
        project=project, scheme=scheme, title=f"Til {WORD}", amount=AWARD, status=ApplicationStatus.DRAFT
    )
    grant = Grant.objects.create(
        project=project,
        scheme=scheme,
        granted_by=funder,
        title=f"Til {WORD}",
        amount=AWARD,
        status=GrantStatus.IN_FORCE,
        valid_from=FIRST_DAY,
        valid_until=date(YEARS[-1] + 1, 1, 1),
    )
    for year in YEARS:
        Tranche.objects.create(grant=grant, year=year, amount=AWARD / len(YEARS), due_on=date(year, 6, 1))
        ReportDuty.objects.create(grant=grant, year=year, due_on=date(year + 1, 2, 15))
        for category in (Category.WAGES, Category.MEETINGS):
            BudgetLine.objects.create(grant=grant, year=year, category=category, amount=chance.randint(1, 50_000))
    FunderReport.objects.create(grant=grant, year=YEARS[0], made_by=user)
    OwnShare.objects.create(project=project, year=YEARS[0], kind=OwnShareKind.MONEY, text=f"Til {WORD}", money=1000)
    _expenses(project, grant, chance)


def _expenses(project: PartnershipProject, grant: Grant, chance: random.Random) -> None:
    expenses = Expense.objects.bulk_create(
        Expense(
            project=project,
            voucher=f"{one}",
            spent_on=grant.valid_from + timedelta(days=chance.randrange(365 * len(YEARS))),
            category=chance.choice(Category.values),
            amount=Decimal(chance.randint(100, 2_000_000)) / 100,
            text=f"Lokale til {WORD}",
        )
        for one in range(EXPENSES)
    )
    Allocation.objects.bulk_create(Allocation(expense=one, grant=grant, amount=one.amount / 2) for one in expenses)
