"""Who helps a group is reminded of its next step: a mail a week at most, and not on top of others."""

from datetime import timedelta

import pytest

from contactpoints.models import ContactPoint, User
from groups.enums import CancelReason, Wish
from groups.forming.reminders import remind
from groups.models import Reminder, SelfHelpGroup
from tests.conftest import TODAY
from tests.groups.days import do_the_jobs_of_the_day, on
from tests.groups.forming import make_group
from tests.groups.making import make_inquiry
from tests.mailbox import Mailbox
from tests.processes import run_jobs

pytestmark = pytest.mark.django_db
ONE = "1 gruppe venter på neste steg"
LATER = TODAY + timedelta(days=28)  # a Monday too


@pytest.fixture
def group(bakken: ContactPoint, ola: User) -> SelfHelpGroup:
    """Made four weeks ago, and nobody has done anything since."""
    return make_group(bakken, by=ola)


def test_who_helps_a_group_is_reminded_once_a_week_for_as_long_as_it_waits(
    group: SelfHelpGroup, ola: User, mailbox: Mailbox
) -> None:
    for days in range(10):
        with on(LATER + timedelta(days=days)):
            remind()
            remind()
            run_jobs()

    assert mailbox.to(ola) == [ONE, ONE]
    assert "/arbeidsflate/grupper/" in mailbox.mails[0].text


def test_nobody_is_reminded_of_what_has_time(group: SelfHelpGroup, mailbox: Mailbox) -> None:
    remind()
    run_jobs()
    assert not mailbox.mails


def test_an_inquiry_comes_first(group: SelfHelpGroup, bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
    with on(LATER - timedelta(days=6)):
        make_inquiry("3724", wish=Wish.JOIN, contact_point=bakken)
        run_jobs()
    mailbox.mails.clear()

    with on(LATER):
        do_the_jobs_of_the_day()
        remind()
        run_jobs()

    assert mailbox.to(ola) == ["1 henvendelse venter på dere"]


def test_where_nobody_has_an_account_the_place_is_told(group: SelfHelpGroup, ola: User, mailbox: Mailbox) -> None:
    ola.memberships.get().delete()
    with on(LATER):
        remind()
        run_jobs()

    assert group.contact_point is not None
    assert mailbox.to(group.contact_point)[-1] == ONE


def test_what_was_done_in_the_meantime_is_not_told(
    group: SelfHelpGroup, ola: User, bakken: ContactPoint, mailbox: Mailbox
) -> None:
    with on(LATER):
        remind()
        group.cancel(CancelReason.MISTAKE, by=ola)
        run_jobs()

    assert Reminder.objects.count() == 1
    assert not mailbox.to(ola)
