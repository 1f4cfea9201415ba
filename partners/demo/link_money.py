"""What LINK Vestfold og Telemark applied for, was granted and spent, and the network of those with such funds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from partners.demo.people import OFFICE, People, spend
from partners.enums import (
    ApplicationStatus,
    Category,
    GrantStatus,
    MeetingKind,
    OwnShareKind,
    TrancheStatus,
    UnusedDecision,
)
from partners.models import BudgetLine, Grant, GrantApplication, GrantScheme, PartnershipProject

YEARS = range(2021, 2025)
BUDGET = {
    Category.WAGES: 150_000,
    Category.PREMISES: 20_000,
    Category.MEETINGS: 35_000,
    Category.TRAINING: 20_000,
    Category.INFORMATION: 15_000,
    Category.TRAVEL: 6_000,
    Category.ADMINISTRATION: 4_000,
}
# What each year's vouchers were for; and what was left at its end.
SPENT: dict[int, dict[Category, tuple[str, ...]]] = {
    2021: {
        Category.WAGES: ("50000", "75000"),
        Category.PREMISES: ("20000",),
        Category.MEETINGS: ("12340.50", "9659.50"),
        Category.TRAINING: ("18000",),
        Category.INFORMATION: ("17000",),
        Category.TRAVEL: ("6000",),
        Category.ADMINISTRATION: ("4000",),
    },
    2022: {
        Category.WAGES: ("75000", "80000"),
        Category.PREMISES: ("20000",),
        Category.MEETINGS: ("14250", "19750"),
        Category.TRAINING: ("28000",),
        Category.INFORMATION: ("13000",),
        Category.TRAVEL: ("8000",),
        Category.ADMINISTRATION: ("5000",),
    },
    2023: {
        Category.WAGES: ("75000", "75000"),
        Category.PREMISES: ("20000",),
        Category.MEETINGS: ("15499.25", "16500.75"),
        Category.TRAINING: ("19000",),
        Category.INFORMATION: ("10000",),
        Category.TRAVEL: ("6000",),
        Category.ADMINISTRATION: ("4000",),
    },
    2024: {
        Category.WAGES: ("65000", "65000"),
        Category.PREMISES: ("20000",),
        Category.MEETINGS: ("11999.50", "12000.50"),
        Category.TRAINING: ("12000",),
        Category.INFORMATION: ("6000",),
        Category.TRAVEL: ("4000",),
        Category.ADMINISTRATION: ("2000",),
    },
}
LEFT = {2021: 38_000, 2022: 25_000, 2023: 34_000, 2024: 86_000}
# Besides LINK itself: the network has thirteen projects, whose names are not known.
NETWORK = (
    "Aktiv på dagtid i Larvik",
    "Fjellstua møteplass",
    "Kafé for pårørende i Horten",
    "Kvinnekvelder i Porsgrunn",
    "Lavterskel i Kragerø",
    "Musikk for alle i Notodden",
    "Nærmiljøhuset i Holmestrand",
    "Samtalegrupper i Rjukan",
    "Sandefjord snakker sammen",
    "Turvenner i Vest-Telemark",
    "Ungdomsrommet i Færder",
    "Verkstedet i Bamble",
)


def load(project: PartnershipProject, people: People) -> Grant:
    """Create the scheme with its network, the applications, the award of one million and what became of it."""
    scheme = _scheme(people)
    _network(scheme, project, people)
    grant = _award(_applications(scheme, project, people))
    for year in YEARS:
        grant.budget.bulk_create(
            BudgetLine(grant=grant, year=year, category=category, amount=amount) for category, amount in BUDGET.items()
        )
        spend(grant, year, SPENT[year], first_voucher=101)
        _own_share(project, year, people)
        is_last = year == YEARS[-1]
        grant.unused.create(
            year=year,
            amount=LEFT[year],
            decision=UnusedDecision.PENDING if is_last else UnusedDecision.CARRIED_OVER,
            decided_on=None if is_last else date(year + 1, 3, 1),
        )
        due_on = scheme.report_due_on(year)
        sent_on = None if is_last else due_on - timedelta(days=5)
        grant.duties.create(year=year, due_on=people.within(21) if is_last else due_on, sent_on=sent_on)
    return grant


def _scheme(people: People) -> GrantScheme:
    scheme, _is_new = GrantScheme.objects.get_or_create(
        name="Folkehelsemidler til psykisk helse",
        funder=people.organisations["Vestfold og Telemark fylkeskommune"],
        defaults={
            "largest_share_percent": 80,
            "least_own_share_percent": 20,
            "auditors_limit": 200_000,
            "decided_yearly": True,
            "about": "Midlene vedtas for ett år om gangen. Andelene, fristen og beløpsgrensen er eksempler.",
        },
    )
    return scheme


def _network(scheme: GrantScheme, project: PartnershipProject, people: People) -> None:
    """Thirteen projects, a meeting that was and one to come."""
    scheme.network.get_or_create(name=project.name, project=project)
    for name in NETWORK:
        scheme.network.get_or_create(name=f"{name} (eksempel)")
    for weeks in (-20, 3):
        begins = people.thursday(weeks, 10)
        meeting = scheme.meetings.create(
            kind=MeetingKind.NETWORK,
            title="Nettverksmøte (eksempel)",
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
            venue="På skjerm (eksempel)",
            is_public=True,
        )
    meeting.presentations.create(
        organisation=people.organisations[OFFICE], subject="Fra venteliste til gruppe (eksempel)"
    )


def _applications(scheme: GrantScheme, project: PartnershipProject, people: People) -> GrantApplication:
    """Returns the one that was granted."""
    seniors, _is_new = GrantScheme.objects.get_or_create(
        name="Arbeid med seniorer (eksempel)", funder=people.organisations["Fylkesmannen i Vestfold og Telemark"]
    )
    project.applications.create(
        scheme=seniors,
        title="Arbeid med seniorer (beløp og dag er eksempler)",
        amount=200_000,
        status=ApplicationStatus.SENT,
        sent_on=date(2020, 11, 25),
    )
    return project.applications.create(
        scheme=scheme,
        title="LINK-senter i Vestfold og Telemark",
        amount=1_000_000,
        status=ApplicationStatus.GRANTED,
        sent_on=date(2020, 9, 1),
        decided_on=date(2020, 11, 10),
        reference="2020/4711 (eksempel)",
    )


def _award(application: GrantApplication) -> Grant:
    """One million over four years. The county council decided on each year by itself, and all of it was paid."""
    grant = Grant.objects.create(
        project=application.project,
        scheme=application.scheme,
        application=application,
        granted_by=application.scheme.funder,
        title="LINK Vestfold og Telemark",
        amount=application.amount,
        status=GrantStatus.IN_FORCE,
        letter_on=application.decided_on,
        reference=application.reference,
        valid_from=date(YEARS[0], 1, 1),
        valid_until=date(YEARS[-1] + 1, 1, 1),
    )
    for year in YEARS:
        grant.tranches.create(
            year=year,
            amount=Decimal(250_000),
            due_on=date(year, 4, 1),
            is_conditional=True,
            status=TrancheStatus.PAID,
            paid_on=date(year, 4, 12),
        )
    return grant


def _own_share(project: PartnershipProject, year: int, people: People) -> None:
    """Money of partners, for what no award covers, and hours of volunteers."""
    who = people.organisations
    project.expenses.create(
        voucher="201",
        spent_on=date(year, 9, 1),
        category=Category.INFORMATION,
        amount=30_000,
        text="Åpne kvelder (eksempel)",
    )
    project.own_shares.create(
        organisation=who["NKS"], year=year, kind=OwnShareKind.MONEY, text="Fra lokallagene (eksempel)", money=30_000
    )
    project.own_shares.create(
        organisation=who["Mental Helse"],
        year=year,
        kind=OwnShareKind.WORK,
        text="Frivillige på åpne kvelder (eksempel)",
        hours=Decimal("162.5"),
        rate=Decimal("350"),
    )
