"""The public page of a project as a reader sees it."""

from datetime import date

from django.test import Client

from contactpoints.models import County
from partners.enums import Category
from partners.models import PartnershipProject
from tests.markup import Element, read
from tests.partners.making import make_expense, make_grant, make_meeting, make_organisation, make_scheme


def page_of(client: Client, project: PartnershipProject, **query: str) -> Element:
    response = client.get(project.get_absolute_url(), query)
    assert response.status_code == 200
    assert not response.cookies
    return read(response.content)


def section(page: Element, name: str) -> str:
    return page.one("section", aria_labelledby=name).text.replace("\xa0", " ")


def facts(page: Element) -> dict[str, str]:
    return {row.one("dt").text: row.one("dd").text for row in page.one("dl", class_="rows").children}


def with_everything(project: PartnershipProject, number: int) -> None:
    """So many of each that hangs on it."""
    council = make_organisation(f"Fylket som var, {project.pk}", dissolved_on=date(2024, 1, 1))
    council.successions.create(successor=make_organisation(f"Fylket som er, {project.pk}"))
    for each in range(number):
        partner = make_organisation(f"Forening {each} av {project.pk}")
        project.partners.create(organisation=partner, valid_from=date(2021, 1, 1))
        grant = make_grant(project, scheme=make_scheme(f"Ordning {each} av {project.pk}", council))
        make_expense(project, 100, (grant, 50), category=Category.WAGES, voucher=f"{each}")
        project.goals.create(title=f"Mål {each}").results.create(year=2023, reached=each)
        project.positions.create(title="Vert", full_time_equivalents="0.2", filled_from=date(2021, 1, 1))
        project.updates.create(title=f"Nytt {each}", text="Noe skjer. " * 20, is_published=True)
        make_meeting(project, is_public=True)
    project.counties.set(County.objects.filter(name__in=("Vestfold", "Telemark")))
    PartnershipProject.objects.update(shows_amounts=True)
