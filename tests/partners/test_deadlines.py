"""What has to be done by a day, and what is late. June 1st 2026 is a Monday."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import DistrictOffice, User
from partners.deadlines import Deadline, deadlines
from partners.enums import ApplicationStatus, DeadlineKind, GrantStatus, ProjectStatus, TrancheStatus
from partners.models import Grant, PartnershipProject
from tests.conftest import TODAY, make_user
from tests.markup import read
from tests.partners.making import make_grant, make_organisation, make_project, make_scheme

PAGE = "/arbeidsflate/samarbeid/frister/"
IN_TEN_DAYS = TODAY + timedelta(days=10)


@pytest.fixture
def award(link: PartnershipProject) -> Grant:
    """Money for 2026, of which nothing is due yet."""
    grant = make_grant(link, 1000, [2026])
    grant.tranches.update(due_on=None)
    return grant


def of(user: User, days: int = 30) -> list[tuple[str, str, date]]:
    return [(one.kind.value, one.what, one.day) for one in deadlines(user, days)]


def test_a_report_is_due_until_it_is_sent(berit: User, award: Grant) -> None:
    duty = award.duties.create(year=2026, due_on=IN_TEN_DAYS)

    assert of(berit) == [("report", "Rapport for 2026: LINK-senter", IN_TEN_DAYS)]
    duty.sent_on = TODAY
    duty.save()
    assert of(berit) == []


def test_a_tranche_is_due_until_it_has_come_or_lapsed(berit: User, award: Grant) -> None:
    for done in ({"status": TrancheStatus.PAID, "paid_on": TODAY}, {"status": TrancheStatus.LAPSED, "paid_on": None}):
        award.tranches.update(due_on=IN_TEN_DAYS, status=TrancheStatus.PLANNED, paid_on=None)
        assert of(berit) == [("tranche", "Rate for 2026: LINK-senter", IN_TEN_DAYS)]
        award.tranches.update(**done)
        assert of(berit) == []


def test_an_application_is_due_until_it_is_sent(berit: User, link: PartnershipProject) -> None:
    application = link.applications.create(scheme=make_scheme(), title="Arbeid med eldre", amount=1, due_on=IN_TEN_DAYS)

    assert of(berit) == [("application", "Søknad: Arbeid med eldre", IN_TEN_DAYS)]
    application.move(ApplicationStatus.SENT)
    application.sent_on = TODAY
    application.save()
    assert of(berit) == []


def test_an_agreement_is_due_on_the_last_day_on_which_it_holds_while_the_partner_stays(
    berit: User, link: PartnershipProject
) -> None:
    partner = link.partners.create(
        organisation=make_organisation("LPP"), valid_from=date(2021, 1, 1), agreement_until=IN_TEN_DAYS
    )

    assert of(berit) == [("agreement", "Avtalen med LPP går ut", IN_TEN_DAYS - timedelta(days=1))]
    partner.agreement_until = TODAY
    partner.save()
    assert [what for _kind, what, _day in of(berit)] == ["Avtalen med LPP har gått ut"]
    partner.valid_until = partner.agreement_until = IN_TEN_DAYS
    partner.save()
    assert of(berit) == []  # it leaves with the agreement
    link.partners.update(valid_until=None)
    PartnershipProject.objects.update(status=ProjectStatus.ENDED)
    assert of(berit) == []


def test_an_award_is_to_be_settled_when_it_ends(berit: User, award: Grant) -> None:
    Grant.objects.update(valid_until=date(2026, 7, 1), valid_from=date(2026, 1, 1))

    assert of(berit) == [("agreement", "Tildelingen går ut: LINK-senter", date(2026, 6, 30))]
    Grant.objects.update(valid_until=date(2026, 6, 1))
    assert of(berit) == [("agreement", "Tildelingen er ikke gjort opp: LINK-senter", date(2026, 5, 31))]
    Grant.objects.update(status=GrantStatus.SETTLED)
    assert of(berit) == []


def test_of_a_draft_nothing_is_due(berit: User, award: Grant) -> None:
    award.duties.create(year=2026, due_on=IN_TEN_DAYS)
    award.tranches.update(due_on=IN_TEN_DAYS)
    Grant.objects.update(status=GrantStatus.DRAFT, valid_until=date(2026, 7, 1))

    assert of(berit) == []


@pytest.mark.parametrize(
    ("days_from_today", "seen_within"), [(30, (30, 90, 365)), (31, (90, 365)), (365, (365,)), (-400, (30, 90, 365))]
)
def test_one_looks_so_many_days_ahead_and_all_the_way_back(
    berit: User, award: Grant, days_from_today: int, seen_within: tuple[int, ...]
) -> None:
    award.duties.create(year=2026, due_on=TODAY + timedelta(days=days_from_today))

    reports = {days: [one for one in of(berit, days) if one[0] == DeadlineKind.REPORT] for days in (30, 90, 365)}
    assert tuple(days for days, found in reports.items() if found) == seen_within


@pytest.mark.parametrize(
    ("over", "late", "very_late"), [(0, False, False), (1, True, False), (14, True, False), (15, True, True)]
)
def test_what_is_over_for_more_than_two_weeks_is_very_late(
    berit: User, award: Grant, over: int, late: bool, very_late: bool
) -> None:
    award.duties.create(year=2026, due_on=TODAY - timedelta(days=over))

    (deadline,) = deadlines(berit, 30)

    assert (deadline.is_late, deadline.is_very_late, deadline.days_left) == (late, very_late, -over)


# The page


def test_berit_sees_late_ones_first_and_comes_to_where_they_are_dealt_with(
    as_berit: Client, award: Grant, link: PartnershipProject
) -> None:
    award.duties.create(year=2026, due_on=TODAY - timedelta(days=20))
    award.tranches.update(due_on=TODAY - timedelta(days=3))
    link.applications.create(scheme=make_scheme(), title="Eldre", amount=1, due_on=TODAY + timedelta(days=1))

    page = read(as_berit.get(PAGE).content)

    parts = [(part.one("h2").text, [each.text for each in part.all("h3")]) for part in page.all("section")]
    assert parts == [
        ("Mer enn to uker over fristen", ["Rapport for 2026: LINK-senter"]),
        ("Over fristen", ["Rate for 2026: LINK-senter"]),
        ("De neste 30 dagene", ["Søknad: Eldre"]),
    ]
    tags = [each.text for each in page.all("span", class_="ds-tag")]
    assert tags == ["Fristen gikk ut tir. 12. mai", "Fristen gikk ut fre. 29. mai", "Innen i morgen"]
    for each in page.one("main").all("h3"):
        assert as_berit.get(each.one("a").attrs["href"]).status_code == 200


def test_one_chooses_how_far_ahead_and_a_wrong_word_is_as_none(as_berit: Client, award: Grant) -> None:
    award.duties.create(year=2026, due_on=TODAY + timedelta(days=80))

    assert "Ingen frister de neste 30 dagene" in as_berit.get(PAGE).content.decode()
    assert "Rapport for 2026" in as_berit.get(PAGE, {"dager": "90"}).content.decode()
    for wrong in ({"dager": "7"}, {"dager": "x"}, {"side": "-1"}, {"side": "x" * 9}):
        assert "Ingen frister de neste 30 dagene" in as_berit.get(PAGE, wrong).content.decode()


def test_another_offices_are_not_hers_and_auditors_read(
    client: Client, award: Grant, alta: DistrictOffice, outsider: User, tonsberg: DistrictOffice, admin: User
) -> None:
    award.duties.create(year=2026, due_on=IN_TEN_DAYS)
    auditor = make_user("revisor@example.no", Role.AUDITOR, office=tonsberg)

    for user, sees in ((outsider, False), (auditor, True), (admin, True)):
        client.force_login(user)
        answer = client.get(PAGE)
        assert (answer.status_code, "Rapport for 2026" in answer.content.decode()) == (200, sees)


def test_it_is_nothing_for_contact_points_nor_for_who_is_not_logged_in(client: Client, ola: User, berit: User) -> None:
    assert client.get(PAGE)["Location"].startswith("/konto/logg-inn/")
    client.force_login(ola)
    assert client.get(PAGE).status_code == 404
    assert reverse("partners:deadlines") not in client.get(reverse("groups:inbox")).content.decode()
    client.force_login(berit)
    assert client.post(PAGE).status_code == 405


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_asks_a_bounded_number_of_times(
    as_berit: Client, tonsberg: DistrictOffice, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scheme = make_scheme()
    for number in range(count):
        project = make_project(tonsberg, f"Prosjekt {number}")
        grant = make_grant(project, 1000, [2026], scheme=scheme)
        grant.duties.create(year=2026, due_on=IN_TEN_DAYS)
    as_berit.get(PAGE)

    with django_assert_max_num_queries(12):
        page = read(as_berit.get(PAGE).content)

    assert len(page.one("main").all("li", class_="case")) == min(2 * count, 50)
    second = read(as_berit.get(PAGE, {"side": "2"}).content)
    assert bool(second.one("main").all("li", class_="case")) == (count == 60)


def test_deadlines_cost_five_queries(
    berit: User, award: Grant, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert berit.office_ids

    with django_assert_max_num_queries(5):
        found: list[Deadline] = deadlines(berit, 365)

    assert [one.project.office.name for one in found] == ["Distriktskontoret i Tønsberg"]
