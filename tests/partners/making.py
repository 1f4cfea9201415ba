"""Makers of organisations, projects and money, with as little said as a story needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Model

from contactpoints.models import ContactPoint, DistrictOffice, User
from linkportal.kit import clock
from partners.enums import Category, GrantStatus, MeetingKind, OrganisationKind, OwnShareKind, ProjectStatus
from partners.models import (
    Allocation,
    Document,
    DocumentContent,
    Expense,
    FunderReport,
    Grant,
    GrantScheme,
    NetworkMeeting,
    Organisation,
    OwnShare,
    PartnershipProject,
)


def make_organisation(name: str = "Mental Helse", **fields: Any) -> Organisation:
    """An organisation; voluntary unless said otherwise."""
    return Organisation.objects.create(name=name, **{"kind": OrganisationKind.VOLUNTARY, **fields})


def make_project(office: DistrictOffice, name: str = "LINK Vestfold og Telemark", **fields: Any) -> PartnershipProject:
    """A public project that has run since 2021."""
    values: dict[str, Any] = {
        "slug": "-".join(name.lower().translate(str.maketrans("æøå", "aoa")).split()),
        "summary": "Et møtested for selvhjelp.",
        "status": ProjectStatus.RUNNING,
        "starts_on": date(2021, 1, 1),
        "is_public": True,
        **fields,
    }
    return PartnershipProject.objects.create(office=office, name=name, **values)


def make_scheme(name: str = "Folkehelsemidler", funder: Organisation | None = None, **fields: Any) -> GrantScheme:
    """A scheme of a county council; reports are due on 15 February."""
    if funder is None:
        kind = OrganisationKind.COUNTY_COUNCIL
        funder = make_organisation(f"Fylkeskommunen bak {name}", kind=kind)
    return GrantScheme.objects.create(name=name, funder=funder, **fields)


def make_grant(
    project: PartnershipProject,
    amount: Decimal | int = 1_000_000,
    years: Iterable[int] = range(2021, 2025),
    scheme: GrantScheme | None = None,
    **fields: Any,
) -> Grant:
    """An award in force for some years that follow each other, with one tranche a year that add up to it."""
    years = list(years)
    scheme = scheme or make_scheme(f"Ordning {GrantScheme.objects.count() + 1}")
    status = fields.pop("status", GrantStatus.IN_FORCE)
    values = {"title": "LINK-senter", "granted_by": scheme.funder, **fields}
    grant = Grant.objects.create(
        project=project,
        scheme=scheme,
        amount=Decimal(amount),
        valid_from=date(years[0], 1, 1),
        valid_until=date(years[-1] + 1, 1, 1),
        **values,
    )
    part = (Decimal(amount) / len(years)).quantize(Decimal("0.01"))
    for year in years:
        last = Decimal(amount) - part * (len(years) - 1)
        grant.tranches.create(year=year, amount=last if year == years[-1] else part, due_on=date(year, 6, 1))
    grant.status = status
    grant.save()
    return grant


def make_expense(
    project: PartnershipProject, amount: Decimal | int = 5000, *covered_by: tuple[Grant, Decimal | int], **fields: Any
) -> Expense:
    """A voucher of 2024 for a meeting; `covered_by` says which grants pay how much of it."""
    values = {
        "voucher": f"{Expense.objects.count() + 1}",
        "spent_on": date(2024, 3, 1),
        "category": Category.MEETINGS,
        **fields,
    }
    expense = Expense.objects.create(project=project, amount=Decimal(amount), **values)
    for grant, part in covered_by:
        Allocation.objects.create(expense=expense, grant=grant, amount=Decimal(part))
    return expense


def make_document(project: PartnershipProject, by: User, data: bytes = b"%PDF-1.7\n%%EOF\n", **fields: Any) -> Document:
    """A file of a project, as if somebody had uploaded it."""
    values = {"title": "Avtale", "filename": "avtale.pdf", "content_type": "application/pdf", **fields}
    digest = sha256(data).hexdigest()
    document = Document.objects.create(project=project, uploaded_by=by, size=len(data), sha256=digest, **values)
    DocumentContent.objects.create(document=document, data=data)
    return document


def make_meeting(project: PartnershipProject, **fields: Any) -> NetworkMeeting:
    """The partners of a project meet for two hours, in a week."""
    starts_at = clock.now() + timedelta(days=7)
    values = {"kind": MeetingKind.PARTNERSHIP, "title": "Partnerskapsmøte", "venue": "På skjerm", **fields}
    return NetworkMeeting.objects.create(
        project=project, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **values
    )


def make_long_project(office: DistrictOffice, place: ContactPoint) -> PartnershipProject:
    """A public project with as much on its page as a real one could have, and money over twelve years."""
    said = "Vi åpnet dørene for dem som ville høre hva selvhjelp er, og førti kom. "
    project = make_project(office, "LINK i hele landet", about=said * 20, shows_amounts=True, contact_point=place)
    for number in range(30):
        council = make_organisation(f"Organisasjon nummer {number} for alle i fylket", about=said[:60])
        project.partners.create(organisation=council, valid_from=date(2021, 3, 1))
        project.updates.create(title=f"{number}: {said[:50]}", text=said * 8, is_published=True)
    make_grant(project, years=range(2019, 2031))
    for number in range(12):
        project.goals.create(title=f"Mål nummer {number} for alle i fylket", target=number)
    make_meeting(project, is_public=True)
    return project


def make_all_of_a_project(office: DistrictOffice, by: User, town: str = "") -> list[Model]:
    """A project with one row of each model that hangs on it: what tests of access are about.

    An office that is to have several gives each the name of a `town` of its own.
    """
    town = town or office.town
    project = make_project(office, f"LINK {town}")
    council = make_organisation(f"Fylkeskommunen rundt {town}", kind=OrganisationKind.COUNTY_COUNCIL)
    partner, successor = make_organisation(f"Mental Helse {town}"), make_organisation(f"Ny i {town}")
    scheme = make_scheme(f"Midler fra {town}", council)
    application = project.applications.create(scheme=scheme, title="LINK-senter", amount=1_000_000)
    grant = make_grant(project, scheme=scheme)
    goal = project.goals.create(title="Nå alle kommuner")
    expense = make_expense(project, 5000, (grant, 4000))
    meeting = make_meeting(project, is_public=True)
    report = FunderReport.objects.create(grant=grant, year=2024, made_by=by)
    return [
        project,
        partner,
        partner.successions.create(successor=successor),
        project.partners.create(organisation=partner, valid_from=date(2021, 1, 1)),
        goal,
        goal.results.create(year=2023, reached=12),
        project.positions.create(title="Daglig leder", full_time_equivalents=1, filled_from=date(2021, 1, 1)),
        meeting,
        meeting.presentations.create(organisation=partner, subject="Slik begynte vi"),
        project.updates.create(title="LINK etableres", is_published=True),
        make_document(project, by),
        scheme,
        scheme.network.create(name="Et prosjekt til", organisation=partner),
        application,
        grant,
        grant.tranches.earliest("year"),
        grant.unused.create(year=2021, amount=100),
        grant.budget.create(year=2024, category=Category.MEETINGS, amount=6000),
        expense,
        expense.allocations.get(),
        OwnShare.objects.create(project=project, year=2024, kind=OwnShareKind.MONEY, text="Fra oss", money=1000),
        grant.duties.create(year=2024, due_on=date(2025, 2, 15)),
        report,
        report.texts.create(goal=goal, text="Vi nådde dem."),
    ]
