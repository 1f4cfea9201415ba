"""A new password by mail, and accounts that nobody uses."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from contactpoints import accounts
from contactpoints.models import User
from contactpoints.tasks import close_unused_accounts
from linkportal.kit import clock
from tests.accounts.conftest import NOON
from tests.login import first_step, meets_the_login
from tests.mailbox import Mailbox
from tests.processes import run_jobs

pytestmark = pytest.mark.django_db

NEW = "lyng røsslyng blåbær"


def ask(client: Client, email: str) -> bytes:
    """Ask for a new password; the page that answers."""
    answer = client.post("/konto/passord/glemt/", {"email": email}, follow=True)
    assert answer.status_code == 200
    return answer.content


class TestNewPassword:
    def test_berit_gets_a_link_that_works_once(self, client: Client, berit: User, mailbox: Mailbox) -> None:
        ask(client, "Berit@example.no")
        assert not mailbox.mails
        run_jobs()

        [mail] = mailbox.mails
        found = re.search(rf"{settings.SITE_URL}(/konto/passord/ny/\S+)", mail.text)
        assert found
        page = client.get(found[1], follow=True)
        done = client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
        assert "Nå kan du logge inn med det nye passordet." in done.content.decode()
        assert first_step(client, berit, NEW)["Location"] == "/konto/to-trinn/kode/"
        assert "Lenken virker ikke lenger" in Client().get(found[1], follow=True).content.decode()

    def test_an_unknown_address_gets_the_same_answer_the_same_work_and_no_mail(
        self, client: Client, berit: User, mailbox: Mailbox
    ) -> None:
        known, unknown = ask(client, berit.email), ask(client, "ingen@example.no")

        assert known == unknown
        jobs = ProcrastinateJob.objects.filter(task_name="contactpoints.send_password_link").order_by("pk")
        assert [job.args["user_id"] for job in jobs] == [berit.pk, accounts.NOBODY]
        assert "@" not in str([job.args for job in jobs])
        run_jobs()
        assert len(mailbox.mails) == 1

    def test_a_closed_account_gets_none(self, client: Client, berit: User, mailbox: Mailbox) -> None:
        User.objects.get_queryset().filter(pk=berit.pk).update(is_active=False)

        ask(client, berit.email)
        run_jobs()

        assert not mailbox.mails

    def test_too_many_wishes_wait(self, client: Client, berit: User) -> None:
        for _ in range(5):
            ask(client, berit.email)

        answer = client.post("/konto/passord/glemt/", {"email": berit.email})

        assert answer.status_code == 429
        assert "Det ble for mange forsøk" in answer.content.decode()


class TestUnused:
    def test_half_a_year_without_a_login_closes_an_account_and_its_sessions(self, berit: User, ola: User) -> None:
        User.objects.get_queryset().filter(pk=berit.pk).update(last_login=NOON)
        User.objects.get_queryset().filter(pk=ola.pk).update(last_login=NOON + timedelta(days=1))
        client = Client()
        client.force_login(User.objects.get(pk=berit.pk))
        User.objects.get_queryset().filter(pk=berit.pk).update(last_login=NOON)

        with clock.moved_to(NOON + timedelta(days=settings.ACCOUNT_UNUSED_DAYS, minutes=1)):
            close_unused_accounts(timestamp=0)
            version = User.objects.get(pk=berit.pk).session_version
            close_unused_accounts(timestamp=0)

        closed = User.objects.get(pk=berit.pk)
        assert not closed.is_active
        assert closed.session_version == version > 1
        assert User.objects.get(pk=ola.pk).is_active
        User.objects.get_queryset().filter(pk=berit.pk).update(is_active=True)
        assert meets_the_login(client)  # an account that opens again is new

    def test_who_never_came_counts_from_the_day_the_account_was_made(self, berit: User) -> None:
        with clock.moved_to(berit.date_joined + timedelta(days=settings.ACCOUNT_UNUSED_DAYS - 1)):
            assert accounts.close_unused() == 0

        with clock.moved_to(berit.date_joined + timedelta(days=settings.ACCOUNT_UNUSED_DAYS + 1)):
            assert accounts.close_unused() == 1
