"""Slips of the finger, and addresses that nobody made by clicking: told in words, never an error of ours."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from contactpoints.models import User
from partners import reports
from partners.enums import GrantStatus, TrancheStatus
from partners.models import Allocation, Grant, OwnShare, PartnershipProject
from tests.admin_page import typed
from tests.partners.files import send, sentences, xlsx
from tests.partners.making import make_expense, make_organisation
from tests.partners.test_grant_admin import errors, saved
from tests.partners.test_import import VOUCHERS, voucher
from tests.partners.test_meetings import plans

YEARS = "Skriv et årstall fra 1900 til 2100."


def test_a_year_that_nobody_meant_is_asked_about(as_berit: Client, link: PartnershipProject, million: Grant) -> None:
    partner = {"partners-0-organisation": make_organisation().pk, "partners-0-valid_from": "1.1.2021"}
    answers: list[tuple[Any, dict[str, Any]]] = [
        (million, {"valid_until": "1.1.0001"}),
        (million, {"valid_until": "1.1.9999"}),
        (link, {"starts_on": "", "ends_on": "1.1.0001"}),
        (link, {**partner, "partners-0-agreement_until": "1.1.0001"}),
    ]
    for row, said in answers:
        assert YEARS in errors(saved(as_berit, row, **said)), said

    page = plans(as_berit, kind="partnership", project=link.pk, starts_at_0="1.1.0001", starts_at_1="00:00")
    assert YEARS in errors(page)
    page = send(as_berit, "expense", xlsx(VOUCHERS, voucher(day="1.1.0001")))
    assert [each for each in sentences(page) if YEARS in each]


def test_an_address_can_fill_in_a_form_wrongly(as_berit: Client, link: PartnershipProject) -> None:
    assert as_berit.get("/admin/partners/networkmeeting/add/?starts_at=snart").status_code == 200


def test_what_no_row_is_called_can_not_be_chosen(as_berit: Client, million: Grant) -> None:
    answer = as_berit.post("/admin/partners/tranche/", {"action": "mark_paid", "_selected_action": "alle"})

    assert answer.status_code == 400


def test_work_is_not_worth_more_than_there_is_room_for(as_berit: Client, link: PartnershipProject) -> None:
    add = "/admin/partners/ownshare/add/"
    work = {"project": link.pk, "year": 2024, "kind": "work", "text": "Dugnad", "hours": "999 999"}

    page = as_berit.post(add, typed(as_berit.get(add), **work, rate="999 999 999 999"))

    assert "Så mye er ikke egeninnsatsen verd." in errors(page)
    assert not OwnShare.objects.exists()


def test_a_file_allocates_no_part_of_an_ore(as_berit: Client, million: Grant) -> None:
    page = send(as_berit, "expense", xlsx(VOUCHERS, voucher(covered="LINK-senter: 10,005")))

    assert [each for each in sentences(page) if "høyst to desimaler" in each]
    assert not Allocation.objects.exists()


class TestWhatIsInUse:
    def test_an_award_that_covers_something_is_no_draft_again(self, as_berit: Client, million: Grant) -> None:
        make_expense(million.project, 5000, (million, 4000))

        assert "Det står nå som «Gjelder»." in errors(saved(as_berit, million, status=GrantStatus.DRAFT))

    def test_nor_one_of_which_money_has_come(self, as_berit: Client, million: Grant) -> None:
        million.tranches.filter(year=2021).update(status=TrancheStatus.PAID, paid_on=date(2021, 6, 1))

        assert GrantStatus.DRAFT not in million.allowed_moves

    def test_nor_one_that_was_reported(self, million: Grant, berit: User) -> None:
        report = reports.make(million, 2024, by=berit)
        assert GrantStatus.DRAFT in million.allowed_moves

        reports.send(report, by=berit)

        assert GrantStatus.DRAFT not in million.allowed_moves

    def test_no_tranche_waits_of_one_that_is_settled(self, as_berit: Client, million: Grant) -> None:
        million.tranches.update(status=TrancheStatus.PAID, paid_on=date(2021, 6, 1))
        Grant.objects.filter(pk=million.pk).update(status=GrantStatus.SETTLED)

        page = saved(as_berit, million.tranches.first(), status=TrancheStatus.PLANNED, paid_on="")

        assert "Tildelingen er gjort opp" in errors(page)


class TestAYearThatIsNoMore:
    def test_its_draft_is_read_and_can_not_be_sent(self, as_berit: Client, million: Grant, berit: User) -> None:
        report = reports.make(million, 2024, by=berit)
        _without_the_last_year(million)

        assert as_berit.get(report.get_absolute_url()).status_code == 200
        sent = as_berit.post(
            reverse("partners:report_send", args=[report.public_id]), {"is_read": "on", "seen": ""}, follow=True
        )
        assert "gjelder ikke for dette året" in sent.content.decode()
        report.refresh_from_db()
        assert not report.is_sent

    def test_no_other_version_is_made(self, as_berit: Client, million: Grant, berit: User) -> None:
        report = reports.send(reports.make(million, 2024, by=berit), by=berit)
        _without_the_last_year(million)

        page = as_berit.post(reverse("partners:report_new_version", args=[report.public_id]), follow=True)

        assert "gjelder ikke for dette året" in page.content.decode()
        assert million.reports.count() == 1

    def test_no_report_is_made_of_it(self, as_berit: Client, million: Grant) -> None:
        duty = million.duties.create(year=2024, due_on=date(2025, 2, 15))
        _without_the_last_year(million)

        assert as_berit.post(reverse("partners:report_make"), {"duty": duty.pk}).status_code == 422
        assert not million.reports.exists()


def _without_the_last_year(grant: Grant) -> None:
    grant.tranches.filter(year=2024).delete()
    Grant.objects.filter(pk=grant.pk).update(amount=750_000, valid_until=date(2024, 1, 1))
