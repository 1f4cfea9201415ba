"""What is said of money that is over, late or missing: a sentence with the numbers, and where it is mended."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import DistrictOffice, User
from partners import warnings
from partners.enums import Category, DocumentKind, GrantStatus, OwnShareKind, TrancheStatus, UnusedDecision
from partners.models import Grant, OwnShare, PartnershipProject
from partners.warnings import Kind
from tests.conftest import TODAY
from tests.partners.making import make_document, make_expense, make_grant, make_project, make_scheme


@pytest.fixture
def award(link: PartnershipProject) -> Grant:
    """100,000 kroner for 2026 that came in January, of a scheme without rules."""
    grant = make_grant(link, 100_000, [2026], scheme=make_scheme("Folkehelse"))
    grant.tranches.update(status=TrancheStatus.PAID, paid_on=date(2026, 1, 5))
    return grant


def said(grant: Grant) -> list[str]:
    return [one.text.replace("\N{NO-BREAK SPACE}", " ") for one in warnings.of_grant(grant)]


def spend(grant: Grant, amount: Decimal | int, year: int = 2026, *, covered: Decimal | int | None = None) -> None:
    day, part = date(year, 2, 1), amount if covered is None else covered
    make_expense(grant.project, amount, (grant, part), spent_on=day, category=Category.WAGES)


def test_of_an_award_that_goes_as_it_should_nothing_is_said(award: Grant) -> None:
    spend(award, 100_000)

    assert said(award) == []


def test_too_much_is_spent(award: Grant) -> None:
    spend(award, Decimal("100000.01"))

    assert said(award) == ["Det er brukt 100 000,01 kroner, men det er 100 000,00 kroner å bruke."]
    (one,) = warnings.of_grant(award)
    assert (one.kind, one.kind.label) == (Kind.OVER, "Over grensen")
    assert one.path == reverse("admin:partners_grant_change", args=[award.pk])


def test_too_much_is_spent_when_a_tranche_has_lapsed(link: PartnershipProject) -> None:
    grant = make_grant(link, 1000, [2025, 2026])
    grant.tranches.filter(year=2025).update(status=TrancheStatus.LAPSED)
    spend(grant, 600)

    assert "Det er brukt 600,00 kroner, men det er 500,00 kroner å bruke." in said(grant)


def test_a_year_is_spent_beyond_what_it_had(link: PartnershipProject) -> None:
    grant = make_grant(link, 1000, [2026, 2027])
    grant.tranches.update(due_on=None)
    spend(grant, 600)

    assert said(grant) == ["I 2026 er det brukt 600,00 kroner, men det er 500,00 kroner å bruke."]


def test_what_was_carried_over_may_be_used_in_the_year_after(link: PartnershipProject) -> None:
    grant = make_grant(link, 1000, [2025, 2026])
    grant.tranches.update(due_on=None)
    spend(grant, 400, 2025)
    spend(grant, 600, 2026)
    assert said(grant) == ["I 2026 er det brukt 600,00 kroner, men det er 500,00 kroner å bruke."]

    unused = grant.unused.create(
        year=2025, amount=100, decision=UnusedDecision.CARRIED_OVER, decided_on=date(2026, 1, 10)
    )
    assert said(grant) == []

    unused.decision = UnusedDecision.REPAID
    unused.save()
    assert said(grant) == [
        "Det er brukt, betalt tilbake eller overført 1 100,00 kroner, men det er 1 000,00 kroner å bruke."
    ]


def test_it_covers_more_than_the_scheme_allows(award: Grant) -> None:
    award.scheme.largest_share_percent = Decimal("80.00")
    award.scheme.save()
    spend(award, 1000, covered=800)
    assert said(award) == []

    spend(award, 1, covered=1)

    assert said(award) == [
        "Tildelingen dekker 801,00 av 1 001,00 kroner. "
        "Ordningen dekker høyst 80 prosent av kostnadene, her 800,80 kroner."
    ]


def test_work_in_kind_is_a_cost_too(award: Grant) -> None:
    award.scheme.largest_share_percent = Decimal("62.50")
    award.scheme.save()
    spend(award, 1000)
    assert "Ordningen dekker høyst 62,5 prosent" in said(award)[0]

    OwnShare.objects.create(
        project=award.project, year=2026, kind=OwnShareKind.WORK, text="Dugnad", hours=2, rate=Decimal(300)
    )
    assert said(award) == []


def test_the_own_share_is_asked_for_when_the_year_is_over(link: PartnershipProject) -> None:
    scheme = make_scheme("Stiftelsen", least_own_share_percent=Decimal(20))
    grant = make_grant(link, 2000, [2025, 2026], scheme=scheme)
    grant.tranches.update(due_on=None)
    spend(grant, 1000, 2026)
    assert said(grant) == []

    spend(grant, 1000, 2025)
    OwnShare.objects.create(project=link, year=2025, kind=OwnShareKind.MONEY, text="Fra oss", money=100)

    assert said(grant) == [
        "Egenandelen er 100,00 av 1 000,00 kroner i årene som er over. "
        "Ordningen krever minst 20 prosent av kostnadene, her 200,00 kroner."
    ]


def test_a_tranche_has_not_come(link: PartnershipProject) -> None:
    grant = make_grant(link, 250_000, [2026])
    grant.tranches.update(due_on=TODAY)
    assert said(grant) == []

    grant.tranches.update(due_on=date(2026, 5, 31))

    assert said(grant) == ["Raten for 2026 på 250 000 kroner var ventet 31. mai 2026."]


def test_a_tranche_that_is_decided_each_year_says_so(link: PartnershipProject) -> None:
    grant = make_grant(link, 250_000, [2026, 2027], scheme=make_scheme(decided_yearly=True))
    grant.tranches.filter(year=2026).update(status=TrancheStatus.PAID, paid_on=date(2026, 1, 5))
    ask = "Ordningen avgjøres for ett år om gangen. Merk hvilke rater som avhenger av årets vedtak."
    assert said(grant) == [ask]

    grant.tranches.filter(year=2027).update(is_conditional=True, due_on=date(2026, 5, 31))

    assert said(grant) == ["Raten for 2027 på 125 000 kroner var ventet 31. mai 2026. Den avhenger av årets vedtak."]


@pytest.mark.parametrize(
    ("due_on", "sentences"),
    [
        (date(2026, 5, 31), ["Rapporten for 2026 skulle vært sendt 31. mai 2026."]),
        (date(2026, 6, 1), ["Rapporten for 2026 har frist 1. juni 2026."]),
        (date(2026, 7, 1), ["Rapporten for 2026 har frist 1. juli 2026."]),
        (date(2026, 7, 2), []),
    ],
)
def test_a_report_is_due(award: Grant, due_on: date, sentences: list[str]) -> None:
    duty = award.duties.create(year=2026, due_on=due_on)
    assert said(award) == sentences

    duty.sent_on = TODAY
    duty.save()
    assert said(award) == []


def test_an_auditor_is_asked_for_before_the_report_is_due(award: Grant, berit: User) -> None:
    award.scheme.auditors_limit = Decimal(100_000)
    award.scheme.save()
    assert said(award) == []

    award.duties.create(year=2026, due_on=TODAY)
    sentence = "Rapporten skal ha revisorerklæring, for tildelingen er på 100 000 kroner eller mer. Last den opp her."
    assert sentence in said(award)

    make_document(award.project, berit, grant=award, kind=DocumentKind.AUDIT)
    assert sentence not in said(award)


@pytest.mark.parametrize(("limit", "needs"), [(None, False), (100_000, True), (Decimal("100000.01"), False)])
def test_an_auditor_is_needed_from_the_limit_on(award: Grant, limit: Decimal | None, needs: bool) -> None:
    award.scheme.auditors_limit = limit

    assert warnings.needs_auditor(award) is needs


def test_nobody_has_decided_about_what_was_left(link: PartnershipProject) -> None:
    grant = make_grant(link, 1000, [2025])
    grant.tranches.update(status=TrancheStatus.PAID, paid_on=date(2025, 6, 1))
    spend(grant, 900, 2025)
    assert said(grant) == ["Perioden er over, og 100,00 kroner er ikke brukt. Skriv hva som er avgjort om dem."]

    unused = grant.unused.create(year=2025, amount=100)
    assert said(grant) == ["Det er ikke avgjort hva som skjer med 100,00 kroner som ikke ble brukt i 2025."]

    unused.decision, unused.decided_on = UnusedDecision.REPAID, TODAY
    unused.save()
    assert said(grant) == []


def test_drafts_are_left_alone_and_of_what_is_settled_only_the_sum_counts(link: PartnershipProject) -> None:
    grant = make_grant(link, 1000, [2025])
    spend(grant, 1001, 2025)
    assert {one.kind for one in warnings.of_grant(grant)} == {Kind.OVER, Kind.DUE}

    grant.status = GrantStatus.SETTLED
    grant.save()
    assert {one.kind for one in warnings.of_grant(grant)} == {Kind.OVER}
    grant.status = GrantStatus.DRAFT
    grant.save()
    assert said(grant) == []


def test_one_hears_of_ones_own_projects_and_it_costs_the_same_for_many(
    tonsberg: DistrictOffice, alta: DistrictOffice, berit: User, outsider: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    assert berit.office_ids  # asked once for each person
    costs = []
    for how_many in (1, 5):
        for number in range(how_many):
            spend(make_grant(make_project(tonsberg, f"LINK {how_many} {number}"), 10, [2026]), 11)
        with django_assert_max_num_queries(8) as asked:
            assert all(one.grant.project.office_id == tonsberg.pk for one in warnings.of_user(berit))
        costs.append(len(asked))
    spend(make_grant(make_project(alta, "LINK Alta"), 10, [2026]), 11)

    assert costs[0] == costs[1]
    assert len([one for one in warnings.of_user(berit) if one.kind == Kind.OVER]) == 6
    assert {one.grant.project.name for one in warnings.of_user(outsider)} == {"LINK Alta"}
