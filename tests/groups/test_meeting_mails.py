"""The mails to those who signed up: what they say, what they bring, and when they are not sent any more."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from contactpoints.models import ContactPoint, DistrictOffice
from groups.enums import SignUpStatus
from groups.forming.meeting import call_off
from groups.meetings.mails import Mail, queue
from groups.models import Event, SignUp
from linkportal.kit import clock
from tests.conftest import TODAY
from tests.groups.calendars import begins, entries
from tests.groups.days import do_the_jobs_of_the_day, on
from tests.groups.forming import make_event, make_sign_up
from tests.groups.test_letters import ABOUT_SELF_HELP
from tests.mailbox import Delivered, Mailbox
from tests.processes import run_jobs

SIRI = "siri@example.no"
DAY_BEFORE = TODAY + timedelta(days=6)


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """On the eighth of June, from six to eight, in Skien."""
    return make_event(tonsberg, bakken.municipality, text="Vi snakker om å miste noen.")


@pytest.fixture
def siri(evening: Event) -> SignUp:
    return make_sign_up(evening)


def sent(mailbox: Mailbox, sign_up: SignUp, mail: Mail) -> Delivered:
    """The mail as it comes, when it is the only one."""
    assert queue(sign_up, mail)
    run_jobs()
    [came] = mailbox.mails
    assert came.receivers == [sign_up.email]
    return came


def move(event: Event) -> None:
    """A week later, as whoever organises it would."""
    event.starts_at += timedelta(days=7)
    event.ends_at += timedelta(days=7)
    event.sequence += 1
    event.changed_at = clock.now()
    event.save()


def put_on_list(sign_up: SignUp) -> None:
    sign_up.status, sign_up.seat = SignUpStatus.WAITING, None
    sign_up.save()


def test_a_confirmation_says_what_when_and_where_and_how_to_sign_off(mailbox: Mailbox, siri: SignUp) -> None:
    came = sent(mailbox, siri, Mail.CONFIRMED)

    assert came.subject == "Du er påmeldt"
    assert "Åpent møte" in came.text
    assert "mandag 8. juni 2026 kl. 18.00–20.00" in came.text
    assert "Biblioteket, store sal, Skien" in came.text
    assert f"http://testserver/min-pamelding/{siri.secret_token}/" in came.text


def test_the_link_in_the_mail_opens_ones_own_sign_up(mailbox: Mailbox, siri: SignUp, client: Client) -> None:
    [address] = re.findall(r"http://testserver(\S+)", sent(mailbox, siri, Mail.CONFIRMED).text)

    page = client.get(address, follow=True)

    assert page.status_code == 200
    assert "Biblioteket, store sal" in page.content.decode()


@pytest.mark.parametrize("mail", Mail)
def test_no_mail_tells_what_it_is_about(mailbox: Mailbox, siri: SignUp, mail: Mail) -> None:
    if mail == Mail.CANCELLED:
        call_off(siri.event)
    if mail == Mail.ON_LIST:
        put_on_list(siri)

    came = sent(mailbox, siri, mail)

    said = came.subject + re.sub(r"http\S+", "", came.text) + "".join(came.files.values())
    assert not ABOUT_SELF_HELP.search(said)
    assert "miste noen" not in said
    assert "Siri" not in said
    assert came.message["From"] == "LINKportal <post@testserver>"


@pytest.mark.parametrize("mail", [Mail.CONFIRMED, Mail.GOT_PLACE, Mail.REMINDER, Mail.MOVED])
def test_who_has_a_place_gets_the_appointment(mailbox: Mailbox, siri: SignUp, mail: Mail) -> None:
    came = sent(mailbox, siri, mail)

    [entry] = entries(came.files["avtale.ics"])
    assert entry.uid.value == f"{siri.event.public_id}@testserver"
    assert entry.summary.value == "Åpent møte"
    assert begins(entry) == siri.event.starts_at
    assert came.message.get_content_type() == "multipart/mixed"
    [part] = came.message.iter_attachments()
    assert part["Content-Type"].params == {"method": "PUBLISH", "charset": "utf-8"}  # as the file itself says


def test_on_the_waiting_list_one_has_no_appointment(mailbox: Mailbox, siri: SignUp) -> None:
    put_on_list(siri)

    came = sent(mailbox, siri, Mail.ON_LIST)

    assert came.subject == "Du står på venteliste"
    assert came.files == {}


def test_the_appointment_of_a_cancelled_event_takes_back_the_one_before(mailbox: Mailbox, siri: SignUp) -> None:
    call_off(siri.event)

    came = sent(mailbox, siri, Mail.CANCELLED)

    assert came.subject == "Avlyst"
    [entry] = entries(came.files["avtale.ics"])
    assert (entry.status.value, entry.sequence.value) == ("CANCELLED", "1")


def test_a_move_is_told_with_the_new_time_also_to_who_waits(mailbox: Mailbox, siri: SignUp) -> None:
    put_on_list(siri)
    move(siri.event)

    came = sent(mailbox, siri, Mail.MOVED)

    assert came.subject == "Nytt tidspunkt eller sted"
    assert "mandag 15. juni 2026 kl. 18.00–20.00" in came.text
    assert "Du står fortsatt på venteliste." in came.text


def test_over_two_days_it_says_from_when_until_when(mailbox: Mailbox, siri: SignUp) -> None:
    siri.event.ends_at += timedelta(days=1)
    siri.event.save()

    came = sent(mailbox, siri, Mail.CONFIRMED)

    assert "fra mandag 8. juni 2026 kl. 18.00 til tirsdag 9. juni 2026 kl. 20.00" in came.text


def test_without_an_address_there_is_no_mail_to_queue(evening: Event) -> None:
    by_phone = make_sign_up(evening, email="", phone="+4740612345")

    assert not queue(by_phone, Mail.MOVED)
    assert run_jobs() == 0


def test_a_mail_that_is_asked_for_again_is_another_one(mailbox: Mailbox, siri: SignUp) -> None:
    queue(siri, Mail.CONFIRMED)
    queue(siri, Mail.CONFIRMED)
    run_jobs()

    first, second = mailbox.mails
    assert first.id != second.id


def test_who_signed_off_or_was_erased_hears_nothing_more(mailbox: Mailbox, siri: SignUp) -> None:
    queue(siri, Mail.CONFIRMED)
    siri.forget()
    siri.save()
    run_jobs()
    other = make_sign_up(siri.event, email="nils@example.no")
    queue(other, Mail.CONFIRMED)
    other.delete()
    run_jobs()

    assert mailbox.mails == []


def test_of_a_cancelled_event_only_that_is_told(mailbox: Mailbox, siri: SignUp) -> None:
    for mail in (Mail.CONFIRMED, Mail.GOT_PLACE, Mail.REMINDER, Mail.MOVED):
        queue(siri, mail)
    call_off(siri.event)
    queue(siri, Mail.CANCELLED)
    run_jobs()

    assert mailbox.to(SIRI) == ["Avlyst"]


def test_moved_twice_before_the_first_mail_left_only_the_last_is_told(mailbox: Mailbox, siri: SignUp) -> None:
    for _ in range(2):
        move(siri.event)
        queue(siri, Mail.MOVED)
    run_jobs()

    [came] = mailbox.mails
    assert "mandag 22. juni 2026" in came.text


def test_a_confirmation_that_comes_late_says_what_is_true_now(mailbox: Mailbox, siri: SignUp) -> None:
    queue(siri, Mail.CONFIRMED)
    move(siri.event)
    run_jobs()

    assert "mandag 15. juni 2026" in mailbox.mails[0].text


def test_who_has_got_a_place_meanwhile_is_not_told_of_the_list(mailbox: Mailbox, siri: SignUp) -> None:
    put_on_list(siri)
    queue(siri, Mail.ON_LIST)
    siri.status, siri.seat = SignUpStatus.PLACE, 1
    siri.save()
    queue(siri, Mail.GOT_PLACE)
    run_jobs()

    assert mailbox.to(SIRI) == ["Du har fått plass"]


def test_when_it_has_begun_nobody_is_told_that_a_place_may_come(mailbox: Mailbox, siri: SignUp) -> None:
    put_on_list(siri)
    queue(siri, Mail.ON_LIST)
    with clock.moved_to(siri.event.starts_at):
        run_jobs()

    assert mailbox.mails == []


def test_when_it_is_over_nothing_is_sent(mailbox: Mailbox, siri: SignUp) -> None:
    queue(siri, Mail.CONFIRMED)
    queue(siri, Mail.MOVED)
    with on(TODAY + timedelta(days=8)):
        run_jobs()

    assert mailbox.mails == []


def test_the_day_before_who_has_a_place_is_reminded_once(mailbox: Mailbox, siri: SignUp) -> None:
    make_sign_up(siri.event, email="", phone="+4740612345")
    make_sign_up(siri.event, email="nils@example.no", status=SignUpStatus.WAITING, seat=None)
    for days in range(-1, 2):
        with on(DAY_BEFORE + timedelta(days=days)):
            do_the_jobs_of_the_day(times=2)

    assert [(mail.receivers, mail.subject) for mail in mailbox.mails] == [([SIRI], "Påminnelse")]
    siri.refresh_from_db()
    assert siri.reminded_at is not None


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (23, 59)])
def test_tomorrow_is_the_day_in_norway(mailbox: Mailbox, siri: SignUp, hour: int, minute: int) -> None:
    starts_at = siri.event.local_start.replace(hour=hour, minute=minute)
    Event.objects.update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))

    for day, expected in ((DAY_BEFORE - timedelta(days=1), []), (DAY_BEFORE, ["Påminnelse"])):
        with on(day):
            do_the_jobs_of_the_day()
        assert mailbox.to(SIRI) == expected


def test_who_signs_up_the_day_before_has_just_read_it(mailbox: Mailbox, evening: Event) -> None:
    with on(DAY_BEFORE):
        make_sign_up(evening)
        do_the_jobs_of_the_day()

    assert mailbox.mails == []


def test_moved_after_the_reminder_one_is_reminded_of_the_new_day(mailbox: Mailbox, siri: SignUp) -> None:
    with on(DAY_BEFORE):
        do_the_jobs_of_the_day()
        move(siri.event)
    with on(DAY_BEFORE + timedelta(days=7)):
        do_the_jobs_of_the_day()

    assert mailbox.to(SIRI) == ["Påminnelse", "Påminnelse"]


def test_a_reminder_that_waits_while_it_is_moved_is_not_sent(mailbox: Mailbox, siri: SignUp) -> None:
    with on(DAY_BEFORE):
        queue(siri, Mail.REMINDER)
        move(siri.event)
        queue(siri, Mail.MOVED)
        run_jobs()

    assert mailbox.to(SIRI) == ["Nytt tidspunkt eller sted"]


def test_of_what_was_called_off_nobody_is_reminded(mailbox: Mailbox, siri: SignUp) -> None:
    call_off(siri.event)

    with on(DAY_BEFORE):
        do_the_jobs_of_the_day()

    assert mailbox.mails == []
