"""What was changed or deleted of projects, organisations and money comes back, by whose it is."""

from datetime import date
from decimal import Decimal
from typing import Any

import pghistory
import pytest
from django.test import Client

from contactpoints.enums import Role
from contactpoints.models import County, DistrictOffice, User
from linkportal.kit.changes import number_of, saves_of
from partners.enums import ProjectStatus
from partners.models import Allocation, Expense, Grant, Organisation, PartnershipProject, Tranche
from tests.conftest import make_user
from tests.kit.test_restore import history, said, ticked
from tests.partners.making import make_document, make_expense, make_organisation, make_project


def way_back(row: Any, parts: Any = ()) -> str:
    """Where what was saved last, of the row and its parts, is taken back."""
    return f"{history(row)}{saves_of(row, parts)[0].number}/"


def gone(row: Any) -> str:
    """Where what was deleted last of a model is put back."""
    event = row.pgh_event_model.objects.filter(pgh_label="delete").latest("pgh_id")
    return f"/admin/partners/{row._meta.model_name}/{event.pgh_obj_id}/history/{number_of(event)}/"


def take_back(browser: Client, address: str, *only: str) -> Any:
    return browser.post(address, ticked(browser.get(address), *only))


class TestWhatAProjectIsTiedTo:
    def test_the_counties_of_a_project_are_told_and_go_back(
        self, as_berit: Client, admin: User, link: PartnershipProject
    ) -> None:
        vestfold, telemark = (County.objects.get(name=name) for name in ("Vestfold", "Telemark"))
        link.counties.set([vestfold])
        with pghistory.context(user=admin.pk):
            link.counties.set([telemark])

        told = saves_of(link)[0].changes
        page = as_berit.get(way_back(link))
        take_back(as_berit, way_back(link))

        assert [(one.what, one.fields[0].before, one.fields[0].after) for one in told] == [
            ("Fylker endret", "Vestfold", "Telemark")
        ]
        assert said(page) == [[("fylker", "Telemark", "Vestfold")]]
        assert list(link.counties.all()) == [vestfold]


class TestStatus:
    def test_a_status_does_not_go_where_no_way_leads_and_the_rest_goes_back(
        self, as_berit: Client, admin: User, link: PartnershipProject
    ) -> None:
        with pghistory.context(user=admin.pk):
            PartnershipProject.objects.update(status=ProjectStatus.ENDED, name="LINK")
        address = way_back(link)
        with pghistory.context(user=admin.pk):
            PartnershipProject.objects.update(status=ProjectStatus.IDEA)

        page = as_berit.get(address)
        take_back(as_berit, address)

        assert "Blir stående som nå: status." in page.content.decode()
        link.refresh_from_db()
        assert (link.name, link.status) == ("LINK Vestfold og Telemark", ProjectStatus.IDEA)


class TestParts:
    def test_a_goal_comes_back_with_what_was_reached(
        self, as_berit: Client, admin: User, link: PartnershipProject
    ) -> None:
        goal = link.goals.create(title="Nå alle kommuner")
        result = goal.results.create(year=2023, reached=12)
        with pghistory.context(user=admin.pk):
            goal.delete()

        take_back(as_berit, way_back(link, [type(goal)]))

        assert list(link.goals.get().results.all()) == [result]


class TestMoney:
    @pytest.fixture
    def cut(self, admin: User, million: Grant) -> str:
        """The funder cut the award, and the last tranche with it. Where that is taken back."""
        with pghistory.context(user=admin.pk):
            Grant.objects.update(amount=900_000)
            Tranche.objects.filter(year=2024).update(amount=150_000)
        return way_back(million, [Tranche])

    def test_what_was_saved_together_goes_back_together(self, as_berit: Client, million: Grant, cut: str) -> None:
        answer = take_back(as_berit, cut)

        assert answer.status_code == 302
        million.refresh_from_db()
        assert million.amount == Decimal(1_000_000)
        assert million.tranches.get(year=2024).amount == Decimal(250_000)

    def test_the_reports_follow_the_period_that_it_has_again(
        self, as_berit: Client, admin: User, million: Grant
    ) -> None:
        with pghistory.context(user=admin.pk):
            Tranche.objects.filter(year=2024).update(year=2023)
            Grant.objects.update(valid_until=date(2024, 1, 1))
        address = way_back(million, [Tranche])

        take_back(as_berit, address)

        assert [duty.year for duty in million.duties.order_by("year")] == [2021, 2022, 2023, 2024]

    def test_half_of_it_would_not_add_up_and_is_refused_in_words(
        self, as_berit: Client, million: Grant, cut: str
    ) -> None:
        answer = take_back(as_berit, cut, f"grant-{million.pk}")

        assert answer.status_code == 422
        assert "Ratene blir til sammen ikke det tildelingen er på." in answer.content.decode()
        million.refresh_from_db()
        assert million.amount == Decimal(900_000)

    def test_a_voucher_that_was_deleted_comes_back_with_who_covered_it(
        self, as_berit: Client, link: PartnershipProject, million: Grant
    ) -> None:
        expense = make_expense(link, 5000, (million, 4000))
        allocation = expense.allocations.get()
        with pghistory.context(user=None):
            expense.allocations.all().delete()
            expense.delete()

        answer = take_back(as_berit, gone(expense))

        assert answer.status_code == 302
        assert Expense.objects.get() == Expense(pk=allocation.expense_id)
        assert Allocation.objects.get() == allocation


class TestDeleted:
    LIST = "/admin/partners/{}/slettet/"

    def test_an_organisation_is_found_again_and_comes_back_with_its_successors(
        self, as_berit: Client, tonsberg: DistrictOffice
    ) -> None:
        old = make_organisation("Vestfold og Telemark fylkeskommune", dissolved_on=date(2024, 1, 1))
        old.successions.create(successor=make_organisation("Telemark fylkeskommune"))
        pk = old.pk
        with pghistory.context(user=None):
            old.delete()

        found = as_berit.get(self.LIST.format("organisation"))
        assert [row["name"] for row in found.context["rows"]] == ["Vestfold og Telemark fylkeskommune"]
        answer = take_back(as_berit, found.context["rows"][0]["url"])

        assert answer["Location"] == f"/admin/partners/organisation/{pk}/change/"
        assert [one.name for one in Organisation.objects.get(pk=pk).answering_now] == ["Telemark fylkeskommune"]
        assert not as_berit.get(self.LIST.format("organisation")).context["rows"]

    def test_a_project_comes_back_with_its_counties_under_its_own_number(
        self, as_berit: Client, link: PartnershipProject
    ) -> None:
        vestfold = County.objects.get(name="Vestfold")
        link.counties.set([vestfold])
        number = link.pk
        with pghistory.context(user=None):
            link.delete()

        take_back(as_berit, gone(link))

        assert list(PartnershipProject.objects.get(pk=number).counties.all()) == [vestfold]

    def test_another_office_neither_finds_it_nor_puts_it_back(
        self, client: Client, outsider: User, link: PartnershipProject
    ) -> None:
        link.delete()
        client.force_login(outsider)

        assert not client.get(self.LIST.format("partnershipproject")).context["rows"]
        assert client.get(gone(link)).status_code == 404
        assert client.post(gone(link)).status_code == 404
        assert not PartnershipProject.objects.exists()

    def test_who_only_reads_finds_no_such_list(
        self, client: Client, tonsberg: DistrictOffice, link: PartnershipProject
    ) -> None:
        link.delete()
        client.force_login(make_user("auditor@example.no", Role.AUDITOR, office=tonsberg))

        assert client.get(self.LIST.format("partnershipproject")).status_code == 403
        assert client.get(gone(link)).status_code == 403
        assert "/slettet/" not in client.get("/admin/partners/partnershipproject/").content.decode()

    def test_what_has_come_back_is_not_put_back_twice(self, as_berit: Client, link: PartnershipProject) -> None:
        with pghistory.context(user=None):
            link.delete()
        address = gone(link)
        first = ticked(as_berit.get(address))
        assert as_berit.post(address, first).status_code == 302

        assert as_berit.post(address, first).status_code in {409, 422}
        assert PartnershipProject.objects.count() == 1

    def test_its_address_may_have_been_taken_meanwhile(
        self, as_berit: Client, tonsberg: DistrictOffice, link: PartnershipProject
    ) -> None:
        with pghistory.context(user=None):
            link.delete()
        make_project(tonsberg)

        answer = take_back(as_berit, gone(link))

        assert answer.status_code == 422
        assert "Adresse: " in answer.content.decode()

    def test_a_file_is_gone_for_good(self, as_berit: Client, berit: User, link: PartnershipProject) -> None:
        document = make_document(link, berit)
        with pghistory.context(user=None):
            document.delete()

        page = as_berit.get(way_back(link, [type(document)]))

        assert "Innholdet er borte for godt" in page.content.decode()
        assert ticked(page)["row"] == []

    def test_a_list_of_many_asks_as_little_as_one_of_few(
        self, as_berit: Client, link: PartnershipProject, django_assert_max_num_queries: Any
    ) -> None:
        for _number in range(30):
            make_expense(link)
        Expense.objects.all().delete()

        with django_assert_max_num_queries(12):
            assert len(as_berit.get(self.LIST.format("expense")).context["rows"]) == 30
