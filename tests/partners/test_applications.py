"""Applications: sent, answered, and what comes of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from contactpoints.enums import Role
from contactpoints.models import DistrictOffice
from partners.enums import ApplicationStatus
from partners.models import Grant, GrantApplication, PartnershipProject
from tests.admin_page import change
from tests.conftest import make_user
from tests.markup import read
from tests.partners.making import make_project, make_scheme
from tests.partners.test_grant_admin import errors, saved

LIST = "/admin/partners/grantapplication/"


@pytest.fixture
def application(link: PartnershipProject) -> GrantApplication:
    """Half a million for work with seniors, being written."""
    made: GrantApplication = link.applications.create(
        scheme=make_scheme("Seniorer"), title="Arbeid med eldre", amount=Decimal("500000.50")
    )
    return made


def test_it_goes_by_steps(as_berit: Client, application: GrantApplication) -> None:
    offered = as_berit.get(change(application)).context["adminform"].form.fields["status"].choices
    assert [value for value, _words in offered] == [
        ApplicationStatus.DRAFT, ApplicationStatus.SENT, ApplicationStatus.WITHDRAWN,
    ]  # fmt: skip

    page = saved(as_berit, application, status=ApplicationStatus.SENT)
    assert "Skriv hvilken dag søknaden ble sendt." in errors(page)
    saved(as_berit, application, status=ApplicationStatus.SENT, sent_on="1.2.2026")
    page = saved(as_berit, application, status=ApplicationStatus.GRANTED, decided_on="1.1.2026")
    assert "Vedtaket kan ikke være eldre enn søknaden." in errors(page)


def test_when_it_is_granted_the_award_is_half_filled_in(as_berit: Client, application: GrantApplication) -> None:
    assert "Registrer tildelingen" not in as_berit.get(change(application)).content.decode()
    days = {"sent_on": date(2026, 2, 1), "decided_on": date(2026, 5, 1)}
    GrantApplication.objects.update(status=ApplicationStatus.GRANTED, **days)

    page = read(as_berit.get(change(application)).content)
    (way,) = [each for each in page.all("a") if each.text == "Registrer tildelingen"]
    form = as_berit.get(way.attrs["href"]).context["adminform"].form

    assert form["amount"].value() == "500000,50"
    assert (form["project"].value(), form["application"].value()) == (
        str(application.project_id), str(application.pk),
    )  # fmt: skip


def test_an_award_comes_of_an_application_of_its_own_project(
    as_berit: Client, application: GrantApplication, million: Grant
) -> None:
    days = {"sent_on": date(2026, 2, 1), "decided_on": date(2026, 5, 1)}
    GrantApplication.objects.update(status=ApplicationStatus.GRANTED, **days)

    page = saved(as_berit, million, application=application.pk)
    assert "Søknaden gjelder en annen ordning." in errors(page)

    GrantApplication.objects.update(project=make_project(million.project.office, "Et annet"))
    page = saved(as_berit, million, application=application.pk)
    assert "Søknaden er fra et annet prosjekt." in errors(page)


def test_the_list_is_filtered_by_what_is_to_be_sent(as_berit: Client, application: GrantApplication) -> None:
    late = application.project.applications.create(
        scheme=application.scheme, title="Glemt", amount=1, due_on=date(2026, 5, 31)
    )
    soon = application.project.applications.create(
        scheme=application.scheme, title="Snart", amount=1, due_on=date(2026, 6, 15)
    )

    for answer, found in {"forsinket": late, "snart": soon}.items():
        assert list(as_berit.get(LIST, {"frist": answer}).context["cl"].result_list) == [found]


def test_what_led_to_money_keeps_its_project_and_its_scheme(as_berit: Client, million: Grant) -> None:
    made = million.project.applications.create(
        scheme=million.scheme, title="LINK", amount=1, sent_on=date(2020, 9, 1), decided_on=date(2020, 11, 1),
        status=ApplicationStatus.GRANTED,
    )  # fmt: skip
    saved(as_berit, million, application=made.pk)

    page = read(as_berit.get(change(made)).content)

    assert not page.all("select", id="id_project")
    assert page.one("div", class_="form-row field-award").all("a")[0].attrs["href"] == change(million)


def test_whoever_only_reads_is_not_led_to_where_one_registers(
    client: Client, tonsberg: DistrictOffice, application: GrantApplication
) -> None:
    days = {"sent_on": date(2026, 2, 1), "decided_on": date(2026, 5, 1)}
    GrantApplication.objects.update(status=ApplicationStatus.GRANTED, **days)
    client.force_login(make_user("revisor@example.no", Role.AUDITOR, office=tonsberg))

    assert "Registrer tildelingen" not in client.get(change(application)).content.decode()
