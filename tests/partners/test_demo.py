"""The examples: LINK Vestfold og Telemark as it was announced, three smaller projects, and much that is due."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Q
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from contactpoints.models import User
from linkportal.kit import clock
from partners.demo import loading
from partners.enums import FileFormat, PartnerRole, ProjectStatus
from partners.models import (
    Expense,
    FunderReport,
    GrantApplication,
    GrantScheme,
    NetworkMeeting,
    Organisation,
    OwnShare,
    PartnershipProject,
    ProjectInterest,
    ProjectPartner,
    ProjectUpdate,
    ReportDuty,
    Tranche,
)
from partners.money import financing_of, money_by_year, money_of
from tests.conftest import TODAY
from tests.groups.days import on


@pytest.fixture(scope="module")
def portal(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demonstration of an earlier version, without projects: one for all tests of this module."""
    somewhere = override_settings(VAR_DIR=tmp_path_factory.mktemp("var"))
    with django_db_blocker.unblock(), somewhere, on(TODAY), transaction.atomic():
        call_command("load_demo", verbosity=0)
        call_command("load_demo_inquiries", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="class")
def loaded(portal: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), on(TODAY), transaction.atomic():
        call_command("load_demo_projects", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def link(demo: None) -> PartnershipProject:
    return PartnershipProject.objects.get(slug="link-vestfold-og-telemark")


class TestExamples:
    def test_seven_partners_go_together_for_two_counties(self, link: PartnershipProject) -> None:
        together = link.partners.exclude(role=PartnerRole.FUNDER).values_list("organisation__name", flat=True)

        assert set(together) == {
            "A-Larm",
            "Norske Kvinners Sanitetsforening",
            "Mental Helse",
            "Landsforeningen for pårørende innen psykisk helse",
            "Landsforeningen for nyrepasienter og transplanterte",
            "Spiseforstyrrelsesforeningen",
            "Distriktskontoret for Vestfold og Telemark og Buskerud i Viken",
        }
        assert link.positions_wanted == 2
        assert sorted(link.counties.values_list("name", flat=True)) == ["Telemark", "Vestfold"]
        assert link.municipalities.count() == 23
        assert link.contact_point
        assert link.contact_point.name == "LINK Vestfold og Telemark"

    def test_a_million_over_four_years_adds_up(self, link: PartnershipProject) -> None:
        connection.check_constraints()
        grant = link.grants.get()

        money = money_of(grant)
        assert grant.amount == money.total.granted == money.total.paid == money.total.budget == 1_000_000
        spent = {year: sums.spent for year, sums in money.years.items()}
        assert spent == {2021: 212_000, 2022: 263_000, 2023: 241_000, 2024: 198_000}
        assert [sums.left for sums in money.years.values()] == [0, 0, 0, 86_000]

    def test_the_county_council_granted_it_and_two_answer_for_it_now(self, link: PartnershipProject) -> None:
        grant = link.grants.get()

        assert grant.granted_by.name == "Vestfold og Telemark fylkeskommune"
        assert grant.scheme.decided_yearly
        assert [each.name for each in grant.granted_by.answering_on(date(2023, 12, 31))] == [grant.granted_by.name]
        assert [each.name for each in grant.answering_now] == ["Telemark fylkeskommune", "Vestfold fylkeskommune"]

    def test_its_letter_is_a_file_that_opens(self, link: PartnershipProject) -> None:
        letter = link.grants.get().documents.get()

        assert "(eksempel)" in letter.title
        data = bytes(letter.content.data)
        assert letter.size == len(data)
        table = int(data.rsplit(b"startxref\n", 1)[1].split(b"\n", 1)[0])
        assert data[table:].startswith(b"xref\n0 6\n")
        places = [int(row[:10]) for row in data[table:].splitlines()[3:8]]
        assert all(data[place:].startswith(b"%d 0 obj" % number) for number, place in enumerate(places, start=1))

    def test_thirteen_projects_have_such_funds_and_seniors_were_applied_for(self, link: PartnershipProject) -> None:
        scheme = GrantScheme.objects.get(name="Folkehelsemidler til psykisk helse")

        assert scheme.network.count() == 13
        assert scheme.network.get(project=link).name == link.name
        assert link.applications.get(title__startswith="Arbeid med seniorer").scheme.funder.name.startswith(
            "Fylkesmannen"
        )

    def test_it_was_announced_in_november_2020(self, link: PartnershipProject) -> None:
        first = link.updates.earliest("published_on")

        assert first.title == "LINK Vestfold og Telemark etableres i 2021"
        assert (first.published_on.year, first.published_on.month) == (2020, 11)
        assert timezone.localtime(first.changed_at).date() == first.published_on
        assert link.updates.get(published_on=date(2024, 1, 1)).title == "Fylket deles i Vestfold og Telemark"

    def test_three_smaller_ones_say_that_they_are_examples(self, demo: None) -> None:
        smaller = PartnershipProject.objects.exclude(slug="link-vestfold-og-telemark")

        assert sorted(smaller.values_list("status", flat=True)) == sorted(
            [ProjectStatus.APPLIED, ProjectStatus.RUNNING, ProjectStatus.ENDED]
        )
        for project in smaller:
            assert "(eksempel)" in project.name
            assert project.is_example
        assert all(len(money_by_year(project.grants.counting())) in (0, 3) for project in smaller)

    @pytest.mark.parametrize(("model", "field"), [(Expense, "text"), (OwnShare, "text"), (NetworkMeeting, "title")])
    def test_what_nobody_knows_says_so(
        self, demo: None, model: type[Expense | OwnShare | NetworkMeeting], field: str
    ) -> None:
        assert model.objects.exists()
        assert not model.objects.exclude(**{f"{field}__contains": "(eksempel)"}).exists()

    def test_nobody_in_them_can_be_called_or_written_to(self, demo: None) -> None:
        assert not Organisation.objects.exclude(email="", phone="", number="", contact_role="").exists()

    def test_berit_has_something_late_and_something_due_within_thirty_days(self, demo: None) -> None:
        berit = User.objects.get_by_natural_key("berit@example.no")
        today, month = clock.today(), timedelta(days=30)
        soon = Q(due_on__range=(today, today + month))

        assert Tranche.objects.visible_to(berit).overdue().count() == 1
        assert Tranche.objects.visible_to(berit).planned().filter(soon).count() == 1
        assert ReportDuty.objects.visible_to(berit).not_sent().filter(soon).get().year == 2024
        assert GrantApplication.objects.visible_to(berit).to_be_sent().filter(soon).count() == 1
        agreements = ProjectPartner.objects.visible_to(berit).filter(agreement_until__range=(today, today + month))
        assert agreements.get().organisation.short_name == "LNT"
        not_covered = Expense.objects.visible_to(berit).not_fully_allocated()
        assert set(not_covered.values_list("amount", flat=True)) == {Decimal("3250.50"), Decimal(30_000)}
        assert ProjectInterest.objects.visible_to(berit).linked().count() == 1

    def test_a_second_time_nothing_is_added(self, demo: None) -> None:
        def rows() -> list[int]:
            return [
                each.objects.count() for each in (PartnershipProject, Organisation, Expense, Tranche, ProjectUpdate)
            ]

        before = rows()

        assert loading.complete() == 0
        assert rows() == before

    def test_reports_were_sent_each_in_its_time_and_the_last_names_who_took_over(
        self, link: PartnershipProject
    ) -> None:
        sent = FunderReport.objects.sent().filter(grant__project=link).order_by("year")

        assert [report.year for report in sent] == [2021, 2022, 2023]
        assert all(report.sent_at and report.sent_at.year == report.year + 1 for report in sent)
        pages = [bytes(report.files.get(format=FileFormat.HTML).data).decode() for report in sent]
        named = "Telemark fylkeskommune fra 1. januar 2024 og Vestfold fylkeskommune fra 1. januar 2024"
        assert [named in page for page in pages] == [False, False, True]
        paid = [financing_of(link, [year]) for year in (2021, 2022, 2023, 2024)]
        assert [one.not_covered for one in paid] == [0] * 4


def test_an_older_demonstration_gets_them(portal: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), transaction.atomic():
        assert loading.complete() == 4
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_another_portal_does_not() -> None:
    assert loading.complete() == 0


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31), date(2028, 2, 29)])
def test_they_can_be_loaded_on_any_day(portal: None, django_db_blocker: DjangoDbBlocker, day: date) -> None:
    with django_db_blocker.unblock(), on(day, 23), transaction.atomic():
        assert loading.load() == 4
        connection.check_constraints()
        transaction.set_rollback(True)
