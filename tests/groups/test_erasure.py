"""What the consent promises: ninety days after the end, and a year after the last contact, nothing personal is left."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups import erasure
from groups.enums import Outcome, Status, Step
from groups.inquiries import casework
from groups.models import ErasureRun, Inquiry, InquiryText
from linkportal.kit.each import SomeFailed
from linkportal.kit.encryption import search_keys
from tests.conftest import TODAY
from tests.groups.conftest import Kari
from tests.groups.days import do_the_jobs_of_the_day, on
from tests.groups.making import make_inquiry
from tests.groups.test_dump import dump
from tests.kit import queue
from tests.mailbox import Mailbox
from tests.processes import run_jobs


def erase_after(days: int) -> ErasureRun:
    """What the nightly job did on that day."""
    with on(TODAY + timedelta(days=days)):
        do_the_jobs_of_the_day()
        return ErasureRun.objects.latest("pk")


@pytest.fixture
def closed(tonsberg: DistrictOffice, berit: User) -> Inquiry:
    """Kari joined a group; Berit wrote a word about it."""
    inquiry = make_inquiry(phone="+4740612345", message="Helst torsdager.")
    casework.close(inquiry, Outcome.JOINED, by=berit, note="Begynte i går.")
    return inquiry


@pytest.mark.parametrize("hour", [0, 23])
def test_at_whatever_hour_it_was_closed_the_ninetieth_night_is_the_one(
    tonsberg: DistrictOffice, berit: User, hour: int
) -> None:
    with on(TODAY, hour):
        casework.close(make_inquiry(), Outcome.JOINED, by=berit)

    assert [erase_after(days).inquiries for days in (89, 90)] == [0, 1]


def test_ninety_days_after_the_end_and_not_before(closed: Inquiry) -> None:
    assert erase_after(89).inquiries == 0
    run = erase_after(90)

    assert (run.inquiries, run.lapsed, run.texts) == (1, 0, 1)
    closed.refresh_from_db()
    assert (closed.name, closed.email, closed.phone, closed.message) == ("", "", "", "")
    assert (closed.status, closed.outcome) == (Status.CLOSED, Outcome.JOINED)
    assert closed.events.latest("pk").step == Step.ERASE
    assert not InquiryText.objects.exists()


def test_a_year_after_the_last_contact_an_open_one_ends(tonsberg: DistrictOffice, berit: User) -> None:
    inquiry = make_inquiry()
    with on(TODAY + timedelta(days=100)):
        inquiry.contact(by=berit)
        inquiry.wait(by=berit)

    assert erase_after(464).inquiries == 0
    run = erase_after(465)

    assert (run.inquiries, run.lapsed) == (1, 1)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.outcome, inquiry.name) == (Status.CLOSED, Outcome.LAPSED, "")


def test_quarantine_ends_after_a_year_too(bakken: ContactPoint) -> None:
    inquiry = make_inquiry(suspicious=True, contact_point=bakken, wish="join")

    assert erase_after(365).lapsed == 1

    inquiry.refresh_from_db()
    assert (inquiry.name, inquiry.contact_point) == ("", None)


def test_reopened_before_it_was_erased_it_is_kept(closed: Inquiry, berit: User) -> None:
    with on(TODAY + timedelta(days=80)):
        closed.reopen(by=berit)

    assert erase_after(120).inquiries == 0


def test_days_are_a_setting(closed: Inquiry, settings: Settings) -> None:
    settings.INQUIRY_ERASE_DAYS = 30

    assert erase_after(30).inquiries == 1


@pytest.mark.parametrize(("days", "expected"), [(90, []), (91, ["groups.E002"])])
def test_nobody_is_kept_longer_than_the_consent_says(settings: Settings, days: int, expected: list[str]) -> None:
    settings.INQUIRY_ERASE_DAYS = days

    assert [message.id for message in run_checks() if str(message.id).startswith("groups.")] == expected


def test_a_second_time_there_is_nothing_left_to_erase(closed: Inquiry) -> None:
    assert erase_after(90).inquiries == 1
    assert erase_after(90).inquiries == 0
    assert closed.events.filter(step=Step.ERASE).count() == 1


def test_two_at_once_erase_each_of_them_once(committed_db: None, tonsberg: DistrictOffice, berit: User) -> None:
    for _ in range(20):
        casework.close(make_inquiry(), Outcome.JOINED, by=berit, note="Begynte i går.")
    run_jobs()

    def erase() -> None:
        try:
            erasure.erase()
        finally:
            connection.close()

    with on(TODAY + timedelta(days=90)), ThreadPoolExecutor(4) as four:
        for worker in [four.submit(erase) for _ in range(4)]:
            worker.result()

    assert sum(run.inquiries for run in ErasureRun.objects.all()) == 20
    assert sum(run.texts for run in ErasureRun.objects.all()) == 20
    assert not Inquiry.objects.filter(erased_at=None).exists()
    assert all(inquiry.events.filter(step=Step.ERASE).count() == 1 for inquiry in Inquiry.objects.all())


def test_one_that_cannot_be_erased_does_not_stop_the_others(closed: Inquiry, berit: User) -> None:
    other = make_inquiry()
    casework.close(other, Outcome.JOINED, by=berit)
    queue.sql_now("UPDATE groups_inquiry SET name = 'no key reads this' WHERE id = %s", closed.pk)

    with on(TODAY + timedelta(days=90)), pytest.raises(SomeFailed):
        erasure.erase()

    assert Inquiry.objects.defer("name").get(pk=other.pk).erased_at
    assert ErasureRun.objects.get().inquiries == 1


@pytest.mark.parametrize(("days", "late"), [(91, 0), (93, 1)])
def test_what_the_nightly_job_missed_is_counted_after_two_days(closed: Inquiry, days: int, late: int) -> None:
    with on(TODAY + timedelta(days=days)):
        assert erasure.late() == late


def test_a_night_without_anything_to_erase_costs_three_queries(
    closed: Inquiry, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        erasure.erase()


def test_afterwards_no_table_holds_anything_of_the_person(
    kari: Kari, bakken: ContactPoint, alta: DistrictOffice, berit: User, ola: User, mailbox: Mailbox
) -> None:
    said = {"name": "Kari Sølvskjær", "email": "kari.solv@example.no", "phone": "40612345", "message": "Helst i Skien."}
    inquiry = kari.asks(wish="start", leave_message="no", **said)
    casework.ask_person(inquiry, alta, by=berit, reason="Bor der om vinteren.")
    inquiry.note("Ringte hjem.", by=berit)
    casework.answer(inquiry, "Vi møtes torsdag.", by=berit)
    inquiry.add_message("Passer fint.")
    casework.hand_over(inquiry, bakken, by=berit, reason="Nærmere.")
    casework.close(inquiry, Outcome.STARTED, by=ola, note="I gang.")
    run_jobs()
    inquiry.refresh_from_db()
    cyphers = encrypted_of(inquiry)
    assert all(cypher in dump() for cypher in cyphers)

    erase_after(90)

    everything = dump()
    assert inquiry.reference in everything
    for cypher in cyphers:
        assert cypher not in everything
    for key in (*search_keys(said["email"]), *search_keys("+4740612345")):
        assert key not in everything
    assert "gAAAAA" not in table("groups_inquiry") + table("groups_inquirytext") + table("groups_handoverrequest")


def encrypted_of(inquiry: Inquiry) -> list[str]:
    """All that the database has of the person, as it is stored."""
    columns = ("name", "email", "phone", "message")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM groups_inquiry WHERE id = %s", [inquiry.pk])
        own = [value for value in cursor.fetchone() if value]
        cursor.execute("SELECT text FROM groups_inquirytext UNION ALL SELECT reason FROM groups_handoverrequest")
        return own + [value for (value,) in cursor.fetchall()]


def table(name: str) -> str:
    """All rows of a table, as `pg_dump` writes them."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {name} TO STDOUT") as rows:
        return b"".join(bytes(row) for row in rows).decode()
