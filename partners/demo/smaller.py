"""Three smaller projects that don't exist: one that runs and has much that is due, one to come, one that is over."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from linkportal.kit import clock
from partners.demo.people import People, is_in, spend
from partners.enums import (
    ApplicationStatus,
    Category,
    GrantStatus,
    Indicator,
    MeetingKind,
    PartnerRole,
    ProjectStatus,
    TrancheStatus,
    UnusedDecision,
)
from partners.models import Expense, Grant, GrantScheme, PartnershipProject


def load(people: People) -> None:
    """Create them, with the foundation that gives them money."""
    scheme, _is_new = GrantScheme.objects.get_or_create(
        name="Møteplasser (eksempel)",
        funder=people.organisations["Stiftelsen Gode Naboer (eksempel)"],
        defaults={"largest_share_percent": 80, "report_month": 3, "report_day": 1},
    )
    _running(scheme, people)
    _to_come(scheme, people)
    _over(scheme, people)


def _project(people: People, name: str, town: str, county: str, **fields: object) -> PartnershipProject:
    project = PartnershipProject.objects.create(
        name=f"{name} (eksempel)", office=people.offices[town], is_public=True, is_example=True, **fields
    )
    is_in(project, county)
    return project


def _running(scheme: GrantScheme, people: People) -> None:
    this_year = people.today.year
    project = _project(
        people,
        "Sammen i Buskerud",
        "tonsberg",
        "33",
        slug="sammen-i-buskerud",
        summary="Et verksted og en frivilligsentral åpner dørene for grupper på kveldstid.",
        target_group="Unge voksne og de rundt dem",
        status=ProjectStatus.RUNNING,
        starts_on=date(this_year - 1, 1, 1),
        ends_on=date(this_year + 2, 1, 1),
        positions_wanted=Decimal("0.5"),
        shows_amounts=True,
    )
    began = date(this_year - 1, 1, 1)
    _partner(project, people, "Frivilligsentralen ved Fossen (eksempel)", PartnerRole.OWNER, began)
    _partner(project, people, "Verkstedet AS (eksempel)", PartnerRole.HOST, began)
    _partner(project, people, "Sykehuset ved Sjøen (eksempel)", PartnerRole.PARTNER, began)
    project.partners.filter(role=PartnerRole.HOST).update(agreement_until=people.within(60))
    goal = project.goals.create(title="Åpne kvelder", indicator=Indicator.OWN, unit="kvelder", target=Decimal(40))
    goal.results.create(year=this_year - 1, reached=Decimal(37))
    project.positions.create(title="Vert", full_time_equivalents=Decimal("0.4"), filled_from=date(this_year - 1, 2, 1))
    _news(project, people.within(-30), "Verkstedet har fått et rom til", "Det er plass til to grupper samtidig.")
    project.meetings.create(
        kind=MeetingKind.PARTNERSHIP,
        title="Partnerskapsmøte (eksempel)",
        starts_at=people.thursday(2, 14),
        ends_at=people.thursday(2, 15),
        venue="Verkstedet (eksempel)",
        is_public=True,
    )
    _much_is_due(_grant(project, scheme, this_year - 1, "270000", 3), people)


def _much_is_due(grant: Grant, people: People) -> None:
    """A tranche that should have come, one to come in two weeks, an application to send, a voucher nobody covers."""
    this_year = people.today.year
    Grant.objects.filter(pk=grant.pk).update(status=GrantStatus.IN_FORCE)
    grant.tranches.filter(year=this_year - 1).update(status=TrancheStatus.PAID, paid_on=date(this_year - 1, 5, 3))
    grant.tranches.filter(year=this_year).update(amount=40_000, due_on=people.within(-10))
    grant.tranches.create(year=this_year, amount=50_000, due_on=people.within(14), is_conditional=True)
    for year in grant.years:
        grant.budget.create(year=year, category=Category.WAGES, amount=70_000)
        grant.budget.create(year=year, category=Category.MEETINGS, amount=20_000)
    spend(grant, this_year - 1, {Category.WAGES: ("68000",), Category.MEETINGS: ("21500",)}, first_voucher=1)
    grant.duties.create(
        year=this_year - 1, due_on=date(this_year, 1, 31), sent_on=min(date(this_year, 1, 28), people.today)
    )
    Expense.objects.create(
        project=grant.project,
        voucher="7",
        spent_on=people.within(-20),
        category=Category.INFORMATION,
        amount=Decimal("3250.50"),
        text="Plakater (eksempel)",
    )
    grant.project.applications.create(
        scheme=grant.scheme, title="Sommerverksted (eksempel)", amount=60_000, due_on=people.within(25)
    )


def _to_come(scheme: GrantScheme, people: People) -> None:
    project = _project(
        people,
        "Møteplass på Hedmarken",
        "brumunddal",
        "34",
        slug="moteplass-pa-hedmarken",
        summary="En kommune og en frivilligsentral vil gi grupper et sted å være.",
        status=ProjectStatus.APPLIED,
        starts_on=people.within(120),
    )
    for name, role in (
        ("Elvebyen kommune (eksempel)", PartnerRole.HOST),
        ("Frivilligsentralen ved Fossen (eksempel)", PartnerRole.PARTNER),
    ):
        _partner(project, people, name, role, people.within(-40))
    project.applications.create(
        scheme=scheme,
        title="Møteplass på Hedmarken (eksempel)",
        amount=150_000,
        status=ApplicationStatus.SENT,
        sent_on=people.within(-35),
    )
    _news(project, people.within(-35), "Vi har søkt om penger", "Svaret kommer om noen måneder.")


def _over(scheme: GrantScheme, people: People) -> None:
    project = _project(
        people,
        "Naboer i Bergen",
        "bergen",
        "46",
        slug="naboer-i-bergen",
        summary="Tre år med grupper i borettslag. Gruppene går videre uten prosjektet.",
        status=ProjectStatus.ENDED,
        starts_on=date(2020, 1, 1),
        ends_on=date(2023, 1, 1),
        contact_point=people.contact_points.get("link-bergen-og-omegn"),
        shows_amounts=True,
    )
    began = date(2020, 1, 1)
    _partner(project, people, "Mental Helse", PartnerRole.PARTNER, began)
    _partner(project, people, "Elvebyen kommune (eksempel)", PartnerRole.HOST, began)
    left = date(2021, 7, 1)
    project.partners.create(
        organisation=people.organisations["Verkstedet AS (eksempel)"], valid_from=began, valid_until=left
    )
    _news(project, left, "Verkstedet går ut av prosjektet", "")
    _news(project, date(2022, 12, 15), "Takk for oss", "Fjorten grupper går videre på egen hånd.")
    grant = _grant(project, scheme, 2020, "300000", 3)
    for year in grant.years:
        spend(grant, year, {Category.WAGES: ("80000",), Category.PREMISES: ("18000",)}, first_voucher=1)
        grant.budget.create(year=year, category=Category.WAGES, amount=80_000)
        grant.budget.create(year=year, category=Category.PREMISES, amount=20_000)
        grant.tranches.filter(year=year).update(status=TrancheStatus.PAID, paid_on=date(year, 4, 1))
        grant.unused.create(year=year, amount=2_000, decision=UnusedDecision.REPAID, decided_on=date(year + 1, 4, 1))
        grant.duties.create(year=year, due_on=date(year + 1, 3, 1), sent_on=date(year + 1, 2, 20))
    grant.move(GrantStatus.IN_FORCE)
    grant.move(GrantStatus.SETTLED)
    grant.save()


def _partner(project: PartnershipProject, people: People, name: str, role: PartnerRole, since: date) -> None:
    project.partners.create(organisation=people.organisations[name], role=role, valid_from=since)


def _news(project: PartnershipProject, day: date, title: str, text: str) -> None:
    with clock.moved_to(clock.midnight(day)):
        project.updates.create(title=f"{title} (eksempel)", text=text, published_on=day, is_published=True)


def _grant(project: PartnershipProject, scheme: GrantScheme, first: int, amount: str, years: int) -> Grant:
    """A draft in equal tranches, one a year, each expected on the first of May."""
    grant = Grant.objects.create(
        project=project,
        scheme=scheme,
        granted_by=scheme.funder,
        title=project.name,
        amount=Decimal(amount),
        letter_on=date(first, 1, 1) - timedelta(days=40),
        valid_from=date(first, 1, 1),
        valid_until=date(first + years, 1, 1),
    )
    for year in grant.years:
        grant.tranches.create(year=year, amount=grant.amount / years, due_on=date(year, 5, 1))
    return grant
