"""The first page of the admin tells a coordinator what is due, over and missing in the projects of their office."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, User
from linkportal.context import shows_examples
from linkportal.kit import clock
from partners.enums import Category, DocumentKind, GrantStatus, ProjectStatus
from partners.models import Document, Grant, PartnershipProject
from tests.conftest import make_contact_point, make_user
from tests.partners.making import make_document, make_expense, make_grant, make_organisation, make_project

START = "/admin/"


def told(browser: Client) -> dict[str, list[tuple[str, str]]]:
    """By heading, what is told: about what, and what."""
    panels = browser.get(START).context["panels"]
    return {panel.heading: [(line.about, line.text) for line in panel.lines] for panel in panels}


def missing(browser: Client) -> set[str]:
    return {text for _about, text in told(browser)["Mangler"]}


@pytest.fixture
def in_order(link: PartnershipProject, bakken: ContactPoint, berit: User) -> Grant:
    """LINK with all that belongs to it, and an award for last year, this one and the next."""
    year = clock.today().year
    link.contact_point = bakken
    link.save()
    link.goals.create(title="Nå alle kommuner")
    link.partners.create(organisation=make_organisation(), valid_from=date(2021, 1, 1))
    link.updates.create(title="Åpent hus", is_published=True)
    grant = make_grant(link, 900_000, range(year - 1, year + 2), letter_on=date(year - 1, 1, 15))
    grant.tranches.update(due_on=None)
    grant.budget.create(year=year, category=Category.WAGES, amount=300_000)
    make_document(link, berit, grant=grant, kind=DocumentKind.AWARD)
    return grant


def test_where_all_is_in_order_it_says_so(as_berit: Client, in_order: Grant) -> None:
    assert told(as_berit) == {"Frister": [], "Over grensen": [], "Mangler": []}
    page = as_berit.get(START).content.decode()
    for sentence in ("Ingenting forfaller den neste måneden.", "Ingen grense er brutt.", "Ingenting mangler."):
        assert sentence in page


def test_what_is_due_stands_by_its_day_and_leads_to_where_it_is_dealt_with(as_berit: Client, in_order: Grant) -> None:
    late, soon, far = (clock.today() + timedelta(days=days) for days in (-3, 5, 60))
    tranches = in_order.tranches.order_by("year")
    for tranche, day in zip(tranches, (soon, late, far), strict=True):
        tranche.due_on = day
        tranche.save()

    lines = as_berit.get(START).context["panels"][0].lines

    assert [(line.text.partition(". ")[2], line.is_late) for line in lines] == [
        ("Fristen var 29. mai 2026.", True),
        ("Frist 6. juni 2026.", False),
    ]
    assert as_berit.get(lines[0].url).status_code == 200


def test_what_was_spent_above_the_award_is_over(as_berit: Client, in_order: Grant) -> None:
    year = clock.today().year
    for number in range(2):
        spent_on = date(year, 2, 1)
        make_expense(in_order.project, 500_000, (in_order, 500_000), spent_on=spent_on, voucher=f"A{number}")

    [(about, text)] = told(as_berit)["Over grensen"]

    assert about == "LINK Vestfold og Telemark"
    assert "brukt" in text


@pytest.mark.parametrize(
    ("taken_away", "sentence"),
    [
        ("goals", "Har ingen mål."),
        ("partners", "Har ingen partnere i dag."),
        ("contact_point", "Har ikke noe kontaktpunkt."),
        ("updates", "Har ingen nyhet fra det siste halvåret."),
        ("letter_on", "LINK-senter: Datoen på tilsagnsbrevet mangler."),
        ("letter", "LINK-senter: Tilsagnsbrevet er ikke lastet opp."),
        ("budget", "LINK-senter: Har ikke noe budsjett for i år."),
        ("in force", "LINK-senter: Er fortsatt en kladd, men perioden har begynt."),
    ],
)
def test_what_is_missing_is_said_and_leads_to_where_it_is_mended(
    as_berit: Client, in_order: Grant, taken_away: str, sentence: str
) -> None:
    project = in_order.project
    match taken_away:
        case "goals" | "budget":
            getattr(project if taken_away == "goals" else in_order, taken_away).all().delete()
        case "partners":
            project.partners.update(valid_until=clock.today())
        case "updates":
            project.updates.update(published_on=clock.today() - timedelta(days=183))
        case "contact_point":
            PartnershipProject.objects.update(contact_point=None)
        case "letter_on":
            Grant.objects.update(letter_on=None)
        case "letter":
            Document.objects.update(kind=DocumentKind.OTHER)
        case "in force":
            Grant.objects.update(status=GrantStatus.DRAFT)

    [line] = as_berit.get(START).context["panels"][2].lines

    assert (line.about, line.text) == ("LINK Vestfold og Telemark", sentence)
    assert as_berit.get(line.url).status_code == 200


def test_an_idea_lacks_nothing_yet_and_what_has_ended_nothing_any_more(
    as_berit: Client, tonsberg: DistrictOffice
) -> None:
    make_project(tonsberg, "En tanke", status=ProjectStatus.IDEA)
    make_project(tonsberg, "Det var en gang", status=ProjectStatus.ENDED)

    assert missing(as_berit) == set()


def test_vouchers_that_no_award_covers_are_counted_and_listed(as_berit: Client, in_order: Grant) -> None:
    spent_on = date(clock.today().year, 2, 1)
    make_expense(in_order.project, 1000, spent_on=spent_on)
    make_expense(in_order.project, 500, spent_on=spent_on)
    make_expense(in_order.project, 200, (in_order, 100), spent_on=spent_on)
    make_expense(in_order.project, 99, spent_on=date(2020, 1, 1))

    [line] = as_berit.get(START).context["panels"][2].lines
    listed = as_berit.get(line.url).context["cl"].queryset

    assert line.text.replace("\xa0", " ") == "2 utgifter på til sammen 1 500,00 kroner er ikke fordelt."
    assert {row.amount for row in listed} >= {1000, 500}
    assert 200 not in {row.amount for row in listed}


def test_another_office_is_told_nothing_of_it(client: Client, outsider: User, link: PartnershipProject) -> None:
    client.force_login(outsider)

    assert told(client) == {}
    assert "LINK Vestfold" not in client.get(START).content.decode()


def test_the_auditor_of_the_office_reads_it_too(client: Client, link: PartnershipProject) -> None:
    client.force_login(make_user("auditor@example.no", Role.AUDITOR, office=link.office))

    assert "Har ingen mål." in missing(client)


def test_whose_office_is_none_has_the_lists_alone(client: Client, admin: User, link: PartnershipProject) -> None:
    client.force_login(admin)

    assert told(client) == {}


def test_many_projects_are_asked_about_as_little_as_one(
    as_berit: Client, link: PartnershipProject, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    as_berit.get(START)
    counts = []
    for number in (1, 6):
        for each in range(number):
            project = make_project(link.office, f"Prosjekt {number} {each}")
            project.contact_point = make_contact_point(f"Sted {number} {each}", "Skien")
            project.save()
            grant = make_grant(project, years=range(2025, 2028))
            make_expense(project, 5000, (grant, 4000), spent_on=date(2026, 2, 1))
            make_expense(project, 700, spent_on=date(2026, 2, 1))
        shows_examples()  # asked once a minute
        with django_assert_max_num_queries(15) as asked:
            page = as_berit.get(START)
        counts.append(len(asked))
        assert page.status_code == 200

    assert counts[0] == counts[1]


def test_a_long_list_shows_the_first_and_says_how_many_more(as_berit: Client, tonsberg: DistrictOffice) -> None:
    for number in range(10):
        make_project(tonsberg, f"Prosjekt {number}")

    page: Any = as_berit.get(START)

    panel = page.context["panels"][2]
    assert len(panel.shown) + panel.left_out == len(panel.lines) == 40
    assert f"og {panel.left_out} til" in page.content.decode()
