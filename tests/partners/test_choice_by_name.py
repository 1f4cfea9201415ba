"""A choice among many, by those whose browser runs no script: they write the name."""

from typing import Any

import pytest
from django.test import Client

from contactpoints.models import User
from partners.models import Expense, PartnershipProject
from tests.conftest import make_office
from tests.partners.making import make_project

ADD = "/admin/partners/expense/add/"


def sent(client: Client, name: str) -> Any:
    said = {"project__skrevet": name, "voucher": "12", "spent_on": "2024-03-01", "category": "meetings", "amount": "50"}
    return client.post(ADD, {**said, "allocations-TOTAL_FORMS": "0", "allocations-INITIAL_FORMS": "0"})


@pytest.mark.parametrize("name", ["LINK Vestfold og Telemark", "link vestfold og telemark ", "Vestfold"])
def test_the_one_that_is_called_so_is_chosen(as_berit: Client, link: PartnershipProject, name: str) -> None:
    assert sent(as_berit, name).status_code == 302

    assert Expense.objects.get().project == link


def test_of_several_the_one_that_is_called_just_so(as_berit: Client, link: PartnershipProject) -> None:
    make_project(link.office, "LINK Vestfold og Telemark, ny")

    assert sent(as_berit, "LINK Vestfold og Telemark").status_code == 302
    assert Expense.objects.get().project == link


@pytest.mark.parametrize("name", ["LINK", "Noe helt annet", "<b>LINK", "\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_what_is_nobodys_name_or_that_of_several_is_told_and_kept(
    as_berit: Client, link: PartnershipProject, name: str
) -> None:
    make_project(link.office, "LINK Buskerud")

    page = sent(as_berit, name)

    assert "Velg en av dem som blir foreslått, eller skriv hele navnet." in page.content.decode()
    assert not Expense.objects.exists()
    assert "<b>LINK" not in page.content.decode()


def test_what_one_does_not_see_is_nobodys_name(as_berit: Client, link: PartnershipProject, berit: User) -> None:
    make_project(make_office("Bodø"), "Et prosjekt i nord")

    assert "skriv hele navnet" in sent(as_berit, "Et prosjekt i nord").content.decode()
    assert not Expense.objects.exists()
