"""Seven days after an event nobody is left who signed up for it, and a number stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from contactpoints.models import ContactPoint, DistrictOffice
from groups import erasure
from groups.enums import SignUpStatus
from groups.forming.meeting import call_off
from groups.models import ErasureRun, Event, SignUp
from linkportal.kit.encryption import search_keys
from tests.conftest import TODAY
from tests.groups.days import do_the_jobs_of_the_day, on
from tests.groups.forming import make_event, make_sign_up
from tests.groups.signing import receipt_of
from tests.groups.test_dump import dump
from tests.kit import queue
from tests.mailbox import Mailbox
from tests.processes import run_jobs

THE_DAY = TODAY + timedelta(days=7)


def erase_on(day: date) -> ErasureRun:
    """What the nightly job did on that day."""
    with on(day, 3):
        do_the_jobs_of_the_day()
        return ErasureRun.objects.latest("pk")


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """On the eighth of June; two have a place, one waits, one signed off."""
    event = make_event(tonsberg, bakken.municipality)
    make_sign_up(event)
    make_sign_up(event, name="Ole", email="", phone="+4740612345")
    make_sign_up(event, email="nils@example.no", status=SignUpStatus.WAITING, seat=None)
    gone = make_sign_up(event, email="else@example.no")
    gone.forget()
    gone.save()
    return event


def test_seven_days_after_and_not_before(evening: Event) -> None:
    assert erase_on(THE_DAY + timedelta(days=6)).sign_ups == 0
    assert evening.sign_ups.count() == 4
    run = erase_on(THE_DAY + timedelta(days=7))

    assert (run.sign_ups, run.inquiries) == (4, 0)
    assert not SignUp.objects.exists()
    evening.refresh_from_db()
    assert evening.signed_up == 2


def test_what_was_called_off_counts_from_the_day_on_which_that_was(evening: Event) -> None:
    with on(TODAY + timedelta(days=1)):
        call_off(evening)

    assert [erase_on(TODAY + timedelta(days=days)).sign_ups for days in (7, 8)] == [0, 4]


def test_calling_off_late_keeps_nobody_longer(evening: Event) -> None:
    with on(THE_DAY + timedelta(days=5)):
        call_off(evening)

    assert erase_on(THE_DAY + timedelta(days=7)).sign_ups == 4


def test_days_are_a_setting_and_never_more_than_the_consent_says(evening: Event, settings: Settings) -> None:
    settings.SIGN_UP_ERASE_DAYS = 2
    assert erase_on(THE_DAY + timedelta(days=2)).sign_ups == 4

    settings.SIGN_UP_ERASE_DAYS = 8
    assert "groups.E003" in [message.id for message in run_checks()]


def test_nobody_signed_up_is_a_number_too_and_twice_is_once(
    tonsberg: DistrictOffice, bakken: ContactPoint, evening: Event
) -> None:
    lonely = make_event(tonsberg, bakken.municipality)

    assert [erase_on(THE_DAY + timedelta(days=days)).sign_ups for days in (7, 8)] == [4, 0]

    assert list(Event.objects.order_by("pk").values_list("pk", "signed_up")) == [(evening.pk, 2), (lonely.pk, 0)]


def test_an_event_without_sign_ups_gets_no_number(tonsberg: DistrictOffice, bakken: ContactPoint) -> None:
    make_event(tonsberg, bakken.municipality, takes_sign_ups=False, places=None)

    erase_on(THE_DAY + timedelta(days=7))

    assert Event.objects.get().signed_up is None


def test_two_workers_at_once_count_each_of_them_once(committed_db: None, evening: Event) -> None:
    def erase() -> None:
        try:
            erasure.erase()
        finally:
            connection.close()

    with on(THE_DAY + timedelta(days=7)), ThreadPoolExecutor(4) as four:
        for worker in [four.submit(erase) for _ in range(4)]:
            worker.result()

    assert sum(run.sign_ups for run in ErasureRun.objects.all()) == 4
    assert Event.objects.get().signed_up == 2


def test_what_the_nightly_job_missed_is_told_to_the_operators_after_two_days(client: Client, evening: Event) -> None:
    queue.new_worker()
    with on(THE_DAY + timedelta(days=8)):
        assert client.get("/helse/drift").json()["late_erasures"] == 0
    with on(THE_DAY + timedelta(days=9)):
        response = client.get("/helse/drift")

    assert (response.status_code, response.json()["late_erasures"]) == (503, 4)


def test_afterwards_no_table_holds_anything_of_who_signed_up(
    client: Client, tonsberg: DistrictOffice, bakken: ContactPoint, mailbox: Mailbox
) -> None:
    event = make_event(tonsberg, bakken.municipality)
    receipt_of(client, event, name="Siri Sølvskjær", way="siri.solv@example.no")
    run_jobs()
    siri = SignUp.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, email_key, public_id, submission_id FROM groups_signup")
        [kept] = cursor.fetchall()
    # What her row held, or a job, a session, the cache could hold.
    traces = [*map(str, kept), *search_keys("siri.solv@example.no"), "solv@", "Sølvskjær", siri.secret_token]
    assert all(str(part) in dump() for part in kept)

    with on(THE_DAY - timedelta(days=1)):
        do_the_jobs_of_the_day()
    assert mailbox.to("siri.solv@example.no") == ["Du er påmeldt", "Påminnelse"]
    erase_on(THE_DAY + timedelta(days=7))

    everything = dump()
    assert event.slug in everything
    assert not [trace for trace in traces if trace in everything]
