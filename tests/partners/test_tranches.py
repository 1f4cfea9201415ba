"""Tranches: what comes, what came, what never came, and what is due is remembered."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from contactpoints.models import User
from partners import tranches
from partners.enums import GrantStatus, ReportStatus, TrancheStatus
from partners.models import Grant, Tranche
from tests.admin_page import change, typed
from tests.conftest import TODAY
from tests.markup import read
from tests.partners.making import make_grant, make_project
from tests.partners.test_grant_admin import errors, saved

LIST, ADD, DUE = "/admin/partners/tranche/", "/admin/partners/tranche/add/", "/admin/partners/reportduty/"


@pytest.fixture
def first(million: Grant) -> Tranche:
    """A quarter of a million for 2021."""
    return million.tranches.get(year=2021)


def chosen(action: str, *rows: Any, **more: Any) -> dict[str, Any]:
    """What is sent when an action is taken on rows of a list."""
    return {"action": action, "index": "0", "_selected_action": [row.pk for row in rows], **more}


def messages(page: Any) -> list[str]:
    return [str(message) for message in page.context["messages"]]


class TestPaying:
    def test_one_says_on_which_day_they_came(self, as_berit: Client, million: Grant) -> None:
        two = list(million.tranches.filter(year__lt=2023))

        asked = as_berit.post(LIST, chosen("mark_paid", *two))
        assert asked.context["form"]["day"].value() == TODAY
        assert read(asked.content).one("tbody").text.count("250 000,00") == 2
        page = as_berit.post(LIST, chosen("mark_paid", *two, day="2.6.2022"), follow=True)

        assert messages(page) == ["2 rater er merket som utbetalt."]
        paid = million.tranches.paid()
        assert [(one.year, one.paid_on) for one in paid] == [(2021, date(2022, 6, 2)), (2022, date(2022, 6, 2))]

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            ("", "Skriv hvilken dag pengene kom, for eksempel 15.6.2026."),
            ("i går", "Skriv dagen som dag, måned og år, for eksempel 15.6.2026."),
            ("2.6.2026", "Dagen pengene kom, kan ikke være etter i dag."),
        ],
    )
    def test_the_day_must_be_one_that_was(self, as_berit: Client, first: Tranche, day: str, sentence: str) -> None:
        page = as_berit.post(LIST, chosen("mark_paid", first, day=day))

        assert page.status_code == 422
        assert sentence in page.content.decode()
        first.refresh_from_db()
        assert first.status == TrancheStatus.PLANNED

    def test_of_two_who_say_so_the_second_is_told(self, as_berit: Client, first: Tranche) -> None:
        as_berit.post(LIST, chosen("mark_paid", first, day="1.6.2021"), follow=True)

        page = as_berit.post(LIST, chosen("mark_paid", first, day="5.6.2021"), follow=True)

        assert messages(page) == [
            "1 rate er som før: den er utbetalt eller falt bort, eller tildelingen gjelder ikke.",
        ]
        first.refresh_from_db()
        assert first.paid_on == date(2021, 6, 1)

    def test_what_lapsed_or_is_a_draft_is_not_paid(self, first: Tranche, million: Grant) -> None:
        draft = make_grant(million.project, 10, [2026], status=GrantStatus.DRAFT).tranches.get()
        Tranche.objects.filter(pk=first.pk).update(status=TrancheStatus.LAPSED)

        assert tranches.mark_paid([first, draft], TODAY) == 0

    def test_another_offices_are_not_touched(self, client: Client, outsider: User, first: Tranche) -> None:
        client.force_login(outsider)

        client.post(LIST, chosen("mark_paid", first, day="1.6.2021"))

        first.refresh_from_db()
        assert first.status == TrancheStatus.PLANNED


class TestOne:
    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"status": TrancheStatus.PAID}, "Skriv hvilken dag raten kom."),
            ({"paid_on": "1.6.2021"}, "Sett statusen til «Utbetalt», eller ta bort dagen."),
            ({"status": TrancheStatus.PAID, "paid_on": "2.6.2026"}, "Dagen raten kom, kan ikke være etter i dag."),
        ],
    )
    def test_that_it_came_and_when_belong_together(
        self, as_berit: Client, first: Tranche, answers: dict[str, str], sentence: str
    ) -> None:
        assert sentence in errors(saved(as_berit, first, **answers))

    def test_one_that_was_refused_keeps_its_amount(self, as_berit: Client, first: Tranche) -> None:
        assert saved(as_berit, first, status=TrancheStatus.LAPSED).status_code == 302

        first.refresh_from_db()
        assert (first.status, first.amount) == (TrancheStatus.LAPSED, Decimal(250_000))
        assert "id_amount" not in as_berit.get(change(first)).content.decode()

    def test_one_more_is_put_in_where_it_need_not_add_up(self, as_berit: Client, million: Grant) -> None:
        answers = {"grant": million.pk, "year": 2021, "amount": 5, "status": TrancheStatus.PLANNED}

        page = as_berit.post(ADD, typed(as_berit.get(ADD), **answers))
        assert "Denne tildelingen er ikke en kladd." in errors(page)

        Grant.objects.update(status=GrantStatus.DRAFT)
        page = as_berit.post(ADD, typed(as_berit.get(ADD), **{**answers, "year": 2030}))
        assert "Skriv et år fra 2021 til 2024, som tildelingen gjelder." in errors(page)
        as_berit.post(ADD, typed(as_berit.get(ADD), **answers))
        assert million.tranches.count() == 5


def test_the_list_is_filtered_by_when_it_is_due(as_berit: Client, million: Grant) -> None:
    for year, due_on in {2021: date(2026, 5, 31), 2022: TODAY, 2023: date(2026, 7, 2), 2024: None}.items():
        million.tranches.filter(year=year).update(due_on=due_on)

    for answer, year in {"forsinket": 2021, "snart": 2022, "senere": 2023, "uten": 2024}.items():
        (found,) = as_berit.get(LIST, {"ventes": answer}).context["cl"].result_list
        assert found.year == year, answer


class TestReports:
    def test_one_is_made_from_the_list_of_what_is_due(self, as_berit: Client, million: Grant) -> None:
        duty = million.duties.create(year=2024, due_on=date(2025, 2, 15))

        for _each in range(2):
            there = as_berit.post(DUE, chosen("make_report", duty))["Location"]
            assert there == million.reports.get(year=2024, status=ReportStatus.DRAFT).get_absolute_url()

    def test_it_is_one_at_a_time_and_of_what_is_in_force(self, as_berit: Client, million: Grant) -> None:
        two = [million.duties.create(year=year, due_on=TODAY) for year in (2023, 2024)]
        page = as_berit.post(DUE, chosen("make_report", *two), follow=True)
        assert messages(page) == ["Velg én linje, så lager vi den rapporten."]

        Grant.objects.update(status=GrantStatus.DRAFT)
        page = as_berit.post(DUE, chosen("make_report", two[0]), follow=True)
        assert messages(page) == ["Tildelingen er en kladd. Sett den i kraft før du lager rapporten."]
        assert not million.reports.exists()

    def test_the_list_is_filtered_by_when_it_is_due(self, as_berit: Client, million: Grant) -> None:
        days = {2021: date(2026, 5, 31), 2022: TODAY, 2023: date(2026, 7, 2), 2024: TODAY}
        for year, due_on in days.items():
            million.duties.create(year=year, due_on=due_on, sent_on=TODAY if year == 2024 else None)

        for answer, year in {"forsinket": 2021, "snart": 2022, "senere": 2023, "sendt": 2024}.items():
            (found,) = as_berit.get(DUE, {"frist": answer}).context["cl"].result_list
            assert found.year == year, answer


def test_the_office_is_reminded_once_a_day_of_what_still_waits(as_berit: Client, million: Grant) -> None:
    waits, came = million.tranches.get(year=2021), million.tranches.get(year=2022)
    tranches.mark_paid([came], TODAY)

    page = as_berit.post(LIST, chosen("remind", waits, came), follow=True)
    again = as_berit.post(LIST, chosen("remind", waits), follow=True)

    nothing = "linje fikk ingen påminnelse: den er ferdig, har ingen dato eller ble minnet om i dag."
    assert messages(page) == ["1 påminnelse er på vei.", f"1 {nothing}"]
    assert messages(again) == [f"1 {nothing}"]
    assert ProcrastinateJob.objects.filter(queue_name="mail").count() == 1


def test_the_project_says_what_is_late_and_where(as_berit: Client, million: Grant) -> None:
    page = read(as_berit.get(change(million.project)).content).one("section", class_="findings")

    assert "Frist LINK-senter: Raten for 2021 på 250 000 kroner var ventet 1. juni 2021." in page.text
    assert page.all("a")[0].attrs["href"] == change(million)
    quiet = make_project(million.project.office, "Stille")
    assert not read(as_berit.get(change(quiet)).content).all("section", class_="findings")
