"""LINK Vestfold og Telemark: who takes part, what they want, and how it has gone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from groups.enums import Wish
from groups.models import Inquiry
from linkportal.kit import clock
from partners.demo.people import OFFICE, People, is_in
from partners.enums import Indicator, MeetingKind, PartnerRole, ProjectStatus
from partners.models import PartnershipProject

PARTNERS = ("A-Larm", "NKS", "Mental Helse", "LPP", "LNT", "SPISFO")
# Goal, what it is measured by, what is counted by hand, how many a year; and what was reached of that from 2021 on.
GOALS = (
    ("Penger til to stillinger", Indicator.POSITIONS, "", "2", ()),
    ("Nå folk i alle kommunene i de to fylkene (eksempel)", Indicator.MUNICIPALITIES, "", "23", ()),
    ("Hjelpe nye grupper i gang (eksempel)", Indicator.GROUPS_STARTED, "", "10", ()),
    ("Svare innen to dager (eksempel)", Indicator.DAYS_TO_ANSWER, "", "2", ()),
    ("Lære opp igangsettere (eksempel)", Indicator.OWN, "igangsettere", "12", ("8", "14", "11", "12")),
)
UPDATES = (
    (
        date(2020, 11, 20),
        "LINK Vestfold og Telemark etableres i 2021",
        "Det fjerde LINK-senteret blir kunngjort. Sju organisasjoner går sammen, og fylkeskommunen gir én million "
        "kroner over fire år av folkehelsemidlene til psykisk helse. Frivillige, foreninger, private og offentlige er "
        "velkomne til å være med. Kunngjøringen kom i november; dagen er et eksempel.",
    ),
    (date(2021, 3, 11), "Første åpne møte (eksempel)", "Førti kom for å høre hva selvhjelp er."),
    (date(2022, 9, 22), "Første kull igangsettere ferdig med opplæringen (eksempel)", ""),
    (
        date(2024, 1, 1),
        "Fylket deles i Vestfold og Telemark",
        "Avtalene følger med til de to nye fylkeskommunene.",
    ),
)


def load(people: People) -> PartnershipProject:
    """Create the project and what hangs on it, but for the money."""
    project = PartnershipProject.objects.create(
        slug="link-vestfold-og-telemark",
        name="LINK Vestfold og Telemark",
        summary=(
            "Sju organisasjoner gikk sammen om et møtested for selvhjelp: Læring, Informasjon, Nettverk og Kunnskap."
        ),
        about=(
            "LINK Vestfold og Telemark er det fjerde LINK-senteret. Det samler dem som vil starte en gruppe, dem som "
            "leter etter en, og dem som kan hjelpe til.\n\nHva pengene er brukt til, egenandelen og tallene på hva som "
            "er nådd, er eksempler."
        ),
        target_group="Alle som vil møte andre i samme situasjon, og de som er pårørende",
        office=people.offices["tonsberg"],
        contact_point=people.contact_points.get("link-vestfold-og-telemark"),
        status=ProjectStatus.RUNNING,
        starts_on=date(2021, 1, 1),
        positions_wanted=Decimal(2),
        is_public=True,
        shows_amounts=True,
        is_example=True,
        staff_notes="Ring fylkeskommunene før hver frist. Etter delingen er det to å snakke med. (eksempel)",
        partner_remarks="Send bilag til kontoret innen den femte i hver måned. (eksempel)",
    )
    is_in(project, "39", "40")
    _take_part(project, people)
    _want(project)
    _news(project, people)
    _meet(project, people)
    _offer(project, people)
    return project


def _take_part(project: PartnershipProject, people: People) -> None:
    who = people.organisations
    since = {"valid_from": date(2021, 1, 1)}
    project.partners.create(organisation=who[OFFICE], role=PartnerRole.OWNER, **since)
    for name in PARTNERS:
        until = people.within(28) if name == "LNT" else None
        project.partners.create(organisation=who[name], agreement_until=until, **since)
    council = who["Vestfold og Telemark fylkeskommune"]
    project.partners.create(
        organisation=council, role=PartnerRole.FUNDER, valid_until=date(2024, 1, 1), valid_from=date(2020, 11, 1)
    )


def _want(project: PartnershipProject) -> None:
    for order, (title, indicator, unit, target, reached) in enumerate(GOALS, start=1):
        goal = project.goals.create(title=title, indicator=indicator, unit=unit, target=Decimal(target), order=order)
        for year, number in enumerate(reached, start=2021):
            goal.results.create(year=year, reached=Decimal(number))
    project.positions.create(
        title="Daglig leder (eksempel)", full_time_equivalents=Decimal("0.5"), filled_from=date(2021, 3, 1)
    )
    project.positions.create(
        title="Rådgiver (eksempel)", full_time_equivalents=Decimal("0.5"), filled_from=date(2022, 8, 15)
    )


def _news(project: PartnershipProject, people: People) -> None:
    recent = (people.within(-12), "Vi planlegger våren (eksempel)", "Har dere et rom eller en idé? Ta kontakt.")
    for day, title, text in (*UPDATES, recent):
        with clock.moved_to(clock.midnight(day)):
            project.updates.create(title=title, text=text, published_on=day, is_published=True)
    project.updates.create(title="Utkast: vi søker en rådgiver til (eksempel)", published_on=people.today)


def _meet(project: PartnershipProject, people: People) -> None:
    who = people.organisations
    meetings = (
        (timezone.make_aware(datetime(2021, 2, 4, 10)), "Første partnerskapsmøte (eksempel)", "Slik vil vi jobbe"),  # noqa: DTZ001 - made aware
        (people.thursday(-10, 10), "Partnerskapsmøte (eksempel)", "Hva igangsettere trenger"),
        (people.thursday(5, 10), "Partnerskapsmøte (eksempel)", ""),
    )
    for starts_at, title, subject in meetings:
        meeting = project.meetings.create(
            kind=MeetingKind.PARTNERSHIP,
            title=title,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            venue="LINK-senteret (eksempel)",
        )
        if subject:
            meeting.presentations.create(organisation=who["Mental Helse"], subject=subject)


def _offer(project: PartnershipProject, people: People) -> None:
    """One who offered to take part is linked to it."""
    offer = Inquiry.objects.filter(wish=Wish.PARTNER, office=project.office, project_interest=None).first()
    if offer:
        project.interests.create(inquiry=offer, linked_by=people.berit, linked_on=people.within(-1))
