"""Ordering material: once for each form, with mails that name no person, and an end that comes once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, User
from groups import material
from groups.enums import MaterialKind, OrderStatus
from groups.models import Material, MaterialLine, MaterialOrder
from linkportal.kit import clock
from tests.conftest import make_user
from tests.mailbox import Mailbox
from tests.processes import run_jobs


@pytest.fixture
def leaflet(db: None) -> Material:
    return Material.objects.create(name="Brosjyre om selvhjelp", kind=MaterialKind.LEAFLET, most_at_once=100)


@pytest.fixture
def poster(db: None) -> Material:
    return Material.objects.create(name="Plakat A3", kind=MaterialKind.POSTER, most_at_once=10)


def order(place: ContactPoint, numbers: dict[Material, int], *, by: User, **fields: Any) -> MaterialOrder:
    number = fields.get("number") or uuid.uuid4()
    return material.order(place, numbers, "Torget 1, 3724 Skien", by=by, number=number)[0]


def test_an_order_goes_to_the_office_that_answers_there(
    bakken: ContactPoint, ola: User, tonsberg: DistrictOffice, leaflet: Material, poster: Material
) -> None:
    made = order(bakken, {leaflet: 20, poster: 0}, by=ola)

    assert (made.office, made.status, made.ordered_by, made.ordered_on) == (
        tonsberg,
        OrderStatus.ORDERED,
        ola,
        clock.today(),
    )
    assert [(line.material, line.number) for line in made.lines.all()] == [(leaflet, 20)]


def test_the_office_and_then_the_contact_point_are_told_and_no_mail_names_a_person(
    bakken: ContactPoint, ola: User, berit: User, tonsberg: DistrictOffice, leaflet: Material, mailbox: Mailbox
) -> None:
    ola.name = "Ola Nordmann"
    ola.save()
    made = order(bakken, {leaflet: 20}, by=ola)
    run_jobs()
    material.mark_sent(made, by=berit)
    run_jobs()

    assert mailbox.to(tonsberg) == [f"Bestilling {made.reference} av materiell"]
    assert mailbox.to(bakken) == ["Materiellet er sendt"]
    for mail in mailbox.mails:
        assert bakken.name in mail.text
        assert "/arbeidsflate/materiell/" in mail.text
        assert not any(word in mail.text for word in ("Ola", ola.email, berit.email))
    arguments = ProcrastinateJob.objects.filter(task_name="groups.send_material_mail").values_list("args", flat=True)
    assert list(arguments) == [{"order_id": made.pk, "kind": "ordered"}, {"order_id": made.pk, "kind": "sent"}]


def test_a_contact_point_without_an_address_hears_of_it_through_its_office(
    bakken: ContactPoint, ola: User, berit: User, tonsberg: DistrictOffice, leaflet: Material, mailbox: Mailbox
) -> None:
    made = order(bakken, {leaflet: 20}, by=ola)
    run_jobs()
    ContactPoint.objects.filter(pk=bakken.pk).update(email="")

    material.mark_sent(made, by=berit)
    run_jobs()

    assert mailbox.to(tonsberg)[1:] == ["Materiellet er sendt"]


def test_a_mail_that_comes_too_late_to_be_true_is_not_sent(
    bakken: ContactPoint, ola: User, leaflet: Material, mailbox: Mailbox
) -> None:
    made = order(bakken, {leaflet: 20}, by=ola)
    material.cancel(made, by=ola)

    run_jobs()

    assert mailbox.mails == []


def test_who_cancels_what_the_others_wait_for_tells_them(
    bakken: ContactPoint, ola: User, berit: User, leaflet: Material, mailbox: Mailbox
) -> None:
    ours, refused = (order(bakken, {leaflet: 20}, by=ola) for _ in range(2))
    run_jobs()

    material.cancel(ours, by=ola)
    material.cancel(refused, by=berit)
    run_jobs()

    assert mailbox.to(bakken) == [f"Bestilling {refused.reference} er avbestilt"]


def test_the_same_form_again_is_the_same_order(
    bakken: ContactPoint, ola: User, leaflet: Material, mailbox: Mailbox
) -> None:
    number = uuid.uuid4()

    first, again = (order(bakken, {leaflet: many}, by=ola, number=number) for many in (20, 30))
    run_jobs()

    assert first == again
    assert [line.number for line in first.lines.all()] == [20]
    assert len(mailbox.mails) == 1


def test_an_order_that_is_over_can_neither_be_sent_nor_cancelled(
    bakken: ContactPoint, ola: User, berit: User, leaflet: Material
) -> None:
    sent, cancelled = (order(bakken, {leaflet: 20}, by=ola) for _ in range(2))
    material.mark_sent(sent, by=berit)
    material.cancel(cancelled, by=ola)

    for over in (sent, cancelled):
        for end in (material.mark_sent, material.cancel):
            with pytest.raises(material.NotOpen):
                end(over, by=berit)

    sent.refresh_from_db()
    cancelled.refresh_from_db()
    assert (sent.status, sent.ended_by) == (OrderStatus.SENT, berit)
    assert (cancelled.status, cancelled.ended_by) == (OrderStatus.CANCELLED, ola)


def test_of_two_who_mark_it_in_the_same_moment_one_has_sent_it(
    committed_db: None, tonsberg: DistrictOffice, bakken: ContactPoint, ola: User, berit: User, leaflet: Material
) -> None:
    """Real threads, each with a connection of its own."""
    bjorn = make_user("bjorn@example.no", Role.COORDINATOR, office=tonsberg)
    made, together = order(bakken, {leaflet: 20}, by=ola), Barrier(2)

    def marks(user: User) -> bool:
        together.wait()
        try:
            material.mark_sent(made, by=user)
        except material.NotOpen:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(marks, (berit, bjorn))) == [False, True]


def test_of_eight_who_send_the_same_form_at_once_there_is_one_order(
    committed_db: None, bakken: ContactPoint, ola: User, leaflet: Material
) -> None:
    number, together = uuid.uuid4(), Barrier(8)

    def sends(_each: int) -> int:
        together.wait()
        try:
            return order(bakken, {leaflet: 20}, by=ola, number=number).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(sends, range(8)))) == 1
    assert (MaterialOrder.objects.count(), MaterialLine.objects.count()) == (1, 1)


def test_all_that_is_to_be_packed_is_counted_together(
    bakken: ContactPoint, ola: User, leaflet: Material, poster: Material
) -> None:
    order(bakken, {poster: 2, leaflet: 20}, by=ola)
    order(bakken, {leaflet: 30}, by=ola)

    counted = material.totals(MaterialOrder.objects.with_lines())

    assert counted == [("Brosjyre om selvhjelp", 50), ("Plakat A3", 2)]
