"""Who helps a group hears once that the answers are in, and the mail and its job name nobody who answered."""

from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.forming import asking, mails, starting
from groups.models import Inquiry, SelfHelpGroup
from tests.conftest import TODAY
from tests.groups.forming import make_group, make_waiting
from tests.mailbox import Mailbox
from tests.processes import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(bakken: ContactPoint, ola: User) -> SelfHelpGroup:
    return make_group(bakken, by=ola)


def ask(group: SelfHelpGroup, number: int, by: User) -> list[Inquiry]:
    """So many more are asked."""
    assert group.contact_point
    people = [
        make_waiting("3724", contact_point=group.contact_point, by=by, name=f"Kari {n}", email=f"kari{n}@example.no")
        for n in range(number)
    ]
    asking.ask(group, people, by=by)
    return people


def answer(group: SelfHelpGroup, people: list[Inquiry], *, yes: bool) -> None:
    for one in people:
        asking.answer(one, group.candidates.get(inquiry=one).public_id, yes=yes)


def an_hour_later() -> None:
    app.tasks["groups.tell_hosts"].defer(timestamp=0)
    run_jobs()


def heard(mailbox: Mailbox, place: Any) -> list[str]:
    return [subject for subject in mailbox.to(place) if subject.startswith("Svar om gruppe")]


class TestWhenTheHostHears:
    def test_is_when_all_have_answered(
        self, group: SelfHelpGroup, bakken: ContactPoint, ola: User, mailbox: Mailbox
    ) -> None:
        people = ask(group, 2, ola)
        answer(group, people[:1], yes=True)
        an_hour_later()
        assert heard(mailbox, bakken) == []

        answer(group, people[1:], yes=False)
        an_hour_later()
        assert heard(mailbox, bakken) == [f"Svar om gruppe {group.reference}"]
        assert "har svart" in mailbox.mails[-1].text

    def test_is_when_enough_say_yes(
        self, group: SelfHelpGroup, bakken: ContactPoint, ola: User, mailbox: Mailbox
    ) -> None:
        answer(group, ask(group, 6, ola)[:4], yes=True)
        an_hour_later()

        assert heard(mailbox, bakken) == [f"Svar om gruppe {group.reference}"]
        assert "Nok vil være med" in mailbox.mails[-1].text

    def test_is_once(self, group: SelfHelpGroup, bakken: ContactPoint, ola: User, mailbox: Mailbox) -> None:
        people = ask(group, 5, ola)
        answer(group, people, yes=True)
        an_hour_later()
        answer(group, people[:1], yes=False)
        answer(group, people[:1], yes=True)
        an_hour_later()

        assert len(heard(mailbox, bakken)) == 1

    def test_is_again_when_more_were_asked_because_there_were_too_few(
        self, group: SelfHelpGroup, bakken: ContactPoint, ola: User, mailbox: Mailbox
    ) -> None:
        for _ in range(2):
            answer(group, ask(group, 2, ola), yes=True)
            an_hour_later()

        assert len(heard(mailbox, bakken)) == 2

    def test_is_not_before_anybody_is_asked_nor_after_the_start(
        self, group: SelfHelpGroup, bakken: ContactPoint, ola: User, mailbox: Mailbox
    ) -> None:
        an_hour_later()
        answer(group, ask(group, 4, ola), yes=True)
        mails.tell_hosts()
        starting.start(group, [], others=5, on=TODAY, by=ola)
        run_jobs()

        assert heard(mailbox, bakken) == []


def test_the_mail_and_its_job_name_nobody(
    group: SelfHelpGroup, bakken: ContactPoint, ola: User, mailbox: Mailbox
) -> None:
    people = ask(group, 4, ola)
    answer(group, people, yes=True)
    an_hour_later()

    job = ProcrastinateJob.objects.get(task_name="groups.send_group_mail")
    assert job.args == {"group_id": group.pk}
    (mail,) = [one for one in mailbox.mails if one.subject.startswith("Svar om gruppe")]
    said = mail.message.as_string()
    for one in people:
        for name in (one.name, one.email, one.reference, str(one.public_id)):
            assert name not in said


def test_an_answer_queues_nothing_about_the_group(group: SelfHelpGroup, ola: User) -> None:
    people = ask(group, 4, ola)
    before = ProcrastinateJob.objects.count()
    answer(group, people, yes=True)

    assert ProcrastinateJob.objects.count() == before


def test_without_an_address_of_its_own_the_office_hears(
    group: SelfHelpGroup, bakken: ContactPoint, tonsberg: DistrictOffice, ola: User, mailbox: Mailbox
) -> None:
    ContactPoint.objects.filter(pk=bakken.pk).update(email="")
    answer(group, ask(group, 1, ola), yes=False)
    an_hour_later()

    assert heard(mailbox, tonsberg) == [f"Svar om gruppe {group.reference}"]
