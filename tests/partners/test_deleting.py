"""What has money or partners on it stays, and is told why; what another office has on it is counted, not named."""

from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models.signals import pre_save
from django.test import Client

from contactpoints.models import DistrictOffice, User
from partners.models import Grant, Organisation, PartnershipProject
from tests.admin_page import change, typed
from tests.partners.making import make_expense, make_grant, make_organisation, make_project, make_scheme

LIST = "/admin/partners/organisation/"
SURE = {"post": "yes"}


@pytest.fixture
def council(link: PartnershipProject) -> Organisation:
    """The county council that gave money to LINK and to another project of the same office."""
    council = make_organisation("Vestfold og Telemark fylkeskommune")
    scheme = make_scheme(funder=make_organisation("Helsedirektoratet"))
    for project in (link, make_project(link.office, "Selvhjelp i Skien")):
        make_grant(project, scheme=scheme, granted_by=council)
    return council


def delete(row: Any) -> str:
    return change(row).replace("/change/", "/delete/")


def test_who_granted_money_stays_and_one_is_told_what_to_do_instead(as_berit: Client, council: Organisation) -> None:
    answer = as_berit.post(delete(council), SURE)

    assert answer.status_code == 422
    assert (
        "Vestfold og Telemark fylkeskommune har tildelt penger til 2 prosjekter og kan ikke slettes. "
        "Sett heller dato for når den ble lagt ned."
    ) in answer.content.decode()
    assert Organisation.objects.filter(pk=council.pk).exists()
    assert "Ja, jeg er sikker" not in as_berit.get(delete(council)).content.decode()


def test_so_is_one_who_chose_it_in_the_list(as_berit: Client, council: Organisation) -> None:
    free = make_organisation("Mental Helse")
    chosen = {"action": "delete_selected", "_selected_action": [council.pk, free.pk]}

    answer = as_berit.post(LIST, {**chosen, **SURE})

    assert answer.status_code == 422
    assert "har tildelt penger til 2 prosjekter og kan ikke slettes" in answer.content.decode()
    assert "Mental Helse har" not in answer.content.decode()
    assert Organisation.objects.filter(pk__in=[council.pk, free.pk]).count() == 2


def test_what_nothing_hangs_on_goes(as_berit: Client, link: PartnershipProject) -> None:
    free = make_organisation("Mental Helse")

    assert as_berit.post(delete(free), SURE).status_code == 302
    assert not Organisation.objects.filter(pk=free.pk).exists()


def test_all_is_counted_and_only_what_one_sees_is_named(
    as_berit: Client, link: PartnershipProject, alta: DistrictOffice
) -> None:
    partner, gone = make_organisation("Mental Helse"), make_organisation("Mental Helse Ung")
    for project in (link, make_project(alta, "LINK Finnmark")):
        project.partners.create(organisation=partner, valid_from=date(2021, 1, 1))
    gone.successions.create(successor=partner)

    page = as_berit.get(delete(partner)).content.decode()

    assert "Mental Helse er med i 2 prosjekter og er etterfølger for Mental Helse Ung, og kan ikke slettes." in page
    assert "LINK Finnmark" not in page
    assert "og 1 til" in page


def test_a_project_with_money_stays(as_berit: Client, link: PartnershipProject, million: Grant) -> None:
    make_expense(link, 5000, (million, 4000))

    page = as_berit.get(delete(link)).content.decode()

    assert "LINK Vestfold og Telemark har 1 utgift og 1 tildeling, og kan ikke slettes." in page
    assert "Sett heller status «Avsluttet»." in page
    assert f'<a href="{change(million)}">LINK-senter</a>' in page


def test_a_voucher_that_an_award_covers_stays_until_it_does_not(
    as_berit: Client, link: PartnershipProject, million: Grant
) -> None:
    voucher = make_expense(link, 5000, (million, 4000), voucher="117")

    answer = as_berit.post(delete(voucher), SURE)

    assert answer.status_code == 422
    assert (
        "117 er fordelt på 1 tildeling og kan ikke slettes. "
        "Er bilaget ført feil, tar du først bort fordelingen på bilagets side."
    ) in answer.content.decode()
    page = as_berit.get(change(voucher))
    assert as_berit.post(change(voucher), typed(page, **{"allocations-0-DELETE": "on"})).status_code == 302
    assert as_berit.post(delete(voucher), SURE).status_code == 302
    assert not link.expenses.exists()


def test_a_row_of_a_form_says_it_too(as_berit: Client, berit: User, link: PartnershipProject, million: Grant) -> None:
    goal = link.goals.create(title="Nå alle kommuner")
    report = million.reports.create(year=2024, made_by=berit)
    report.texts.create(goal=goal, text="Vi nådde dem.")

    answer = as_berit.post(change(link), typed(as_berit.get(change(link)), **{"goals-0-DELETE": "on"}))

    assert answer.status_code == 200
    assert "Nå alle kommuner har 1 tekst og kan ikke slettes." in answer.content.decode()
    assert link.goals.get() == goal


def test_what_is_taken_into_use_at_the_same_moment_is_told(as_berit: Client, link: PartnershipProject) -> None:
    free = make_organisation("Mental Helse")

    def someone_else(**_: Any) -> None:
        """Makes it a partner when it has been looked at, and is not deleted yet."""
        pre_save.disconnect(someone_else, sender=LogEntry)
        link.partners.create(organisation=free, valid_from=date(2021, 1, 1))

    pre_save.connect(someone_else, sender=LogEntry)
    answer = as_berit.post(delete(free), SURE, follow=True)

    assert "Noen andre tok det i bruk samtidig" in answer.content.decode()
    assert Organisation.objects.filter(pk=free.pk).exists()
