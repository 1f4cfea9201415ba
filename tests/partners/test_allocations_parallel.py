"""Many enter money in the same moment, in threads with a connection each: nothing is covered twice, nothing is lost."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from threading import Lock

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from contactpoints.models import DistrictOffice, User
from partners import tranches
from partners.enums import GrantStatus
from partners.models import Allocation, Expense, Grant, PartnershipProject, Tranche
from tests.admin_page import change, typed
from tests.groups.test_group_two_at_once import at_once as both
from tests.groups.test_sign_up_parallel import AT_ONCE, at_once
from tests.partners.making import make_expense, make_grant, make_project

ADD_UP, WITHIN = "tranches_add_up_to_grant", "allocations_within_the_voucher"


@pytest.fixture
def project(committed_db: None, tonsberg: DistrictOffice) -> PartnershipProject:
    """LINK Vestfold og Telemark, for all connections to see."""
    with transaction.atomic():
        return make_project(tonsberg)


def a_grant(project: PartnershipProject, *years: int, amount: int = 100_000) -> Grant:
    """An award whose tranches are there when it is."""
    with transaction.atomic():
        return make_grant(project, amount, years or (2024,))


class Tally:
    """Which steps came through, and by what rule the others were refused."""

    def __init__(self) -> None:
        self.kept, self.refused = 0, list[str]()
        self._lock = Lock()

    def of(self, step: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                step()
        except IntegrityError as error:
            rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or str(error)
            with self._lock:
                self.refused.append(rule)
        else:
            with self._lock:
                self.kept += 1


def test_fifty_at_once_never_cover_more_than_the_voucher_and_as_many_as_fit_do(project: PartnershipProject) -> None:
    grants = [a_grant(project) for _each in range(AT_ONCE)]
    expense = make_expense(project, 5000)
    tally = Tally()

    def allocate(grant: Grant) -> None:
        Allocation.objects.create(expense=expense, grant=grant, amount=Decimal(240))

    at_once([partial(tally.of, partial(allocate, grant)) for grant in grants])

    assert tally.kept == 20  # 20 × 240 = 4,800 of 5,000
    assert tally.refused == [WITHIN] * 30
    assert sum(one.amount for one in expense.allocations.all()) == 4800


def test_while_the_voucher_shrinks_and_is_covered_one_of_the_two_holds(project: PartnershipProject) -> None:
    grants = [a_grant(project) for _each in range(AT_ONCE // 2)]
    expense = make_expense(project, 25_000)
    tally = Tally()
    covers = [partial(Allocation.objects.create, expense=expense, grant=grant, amount=1000) for grant in grants]
    shrinks = [partial(Expense.objects.filter(pk=expense.pk).update, amount=10_000) for _each in grants]

    at_once([partial(tally.of, step) for pair in zip(covers, shrinks, strict=True) for step in pair])

    expense.refresh_from_db()
    covered = sum(one.amount for one in expense.allocations.all())
    assert covered <= expense.amount
    assert set(tally.refused) <= {WITHIN}
    assert tally.kept + len(tally.refused) == AT_ONCE
    assert covered == (25_000 if expense.amount == 25_000 else 10_000)


def test_a_draft_that_comes_into_force_while_tranches_are_added_adds_up(project: PartnershipProject) -> None:
    grant = a_grant(project)
    Grant.objects.update(status=GrantStatus.DRAFT)
    tally = Tally()

    def come_into_force() -> None:
        Grant.objects.filter(pk=grant.pk).update(status=GrantStatus.IN_FORCE)

    def add() -> None:
        Tranche.objects.create(grant=grant, year=2024, amount=1)

    at_once([partial(tally.of, step) for step in [come_into_force, add] * (AT_ONCE // 2)])

    grant.refresh_from_db()
    total = sum(one.amount for one in grant.tranches.all())
    assert set(tally.refused) == {ADD_UP}
    assert grant.is_draft or total == grant.amount
    assert not grant.is_draft or total > grant.amount


def test_of_fifty_who_mark_a_tranche_as_paid_one_does(project: PartnershipProject) -> None:
    tranche = a_grant(project).tranches.get()
    paid: list[int] = []

    at_once([lambda: paid.append(tranches.mark_paid([tranche], date(2024, 6, 1)))] * AT_ONCE)

    assert sorted(paid) == [0] * (AT_ONCE - 1) + [1]
    assert Tranche.pgh_event_model.objects.filter(pgh_obj_id=tranche.pk, status="paid").count() == 1  # type: ignore[attr-defined]


def test_of_two_who_save_one_award_at_once_the_later_is_told_in_words(project: PartnershipProject, berit: User) -> None:
    grant = a_grant(project, 2023, 2024)

    more = {"amount": 100_005, "tranches-2-year": 2024, "tranches-2-amount": 5}
    desks = [Client(), Client()]
    for desk in desks:
        desk.force_login(berit)
    forms = [typed(desk.get(change(grant)), **more) for desk in desks]

    def save(desk: Client, form: dict[str, object]) -> str:
        return " ".join(map(str, desk.post(change(grant), form, follow=True).context["messages"]))

    said = both(*(partial(save, desk, form) for desk, form in zip(desks, forms, strict=True)))

    grant.refresh_from_db()
    assert sum(one.amount for one in grant.tranches.all()) == grant.amount == 100_005
    told, saved = sorted(map(str, said), key=lambda words: "ble endret" in words)
    assert saved.endswith("ble endret.")
    assert told == (
        "Noen andre lagret noe samtidig. Ratene blir til sammen ikke det tildelingen er på. Se over, og lagre på nytt."
    )
