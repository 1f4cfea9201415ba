"""At the start of a group nothing links its people to it any more: no row, no chain of rows, no word, no moment."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import make_aware
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from contactpoints.models import ContactPoint, DistrictOffice, User
from groups.enums import CancelReason, EndReason, EventKind, Outcome, StartItem, Status, Step
from groups.forming import asking, meeting, starting
from groups.forming.meeting import Appointment
from groups.models import Candidate, Event, Inquiry, InquiryEvent, SelfHelpGroup
from linkportal.kit import clock
from tests.conftest import TODAY, make_contact_point
from tests.groups.forming import make_group, make_initiator, make_waiting
from tests.groups.traces import between, everything
from tests.mailbox import Mailbox
from tests.processes import run_jobs

pytestmark = pytest.mark.django_db
CANDIDATES = Candidate._meta.db_table


@dataclass
class Story:
    """Five who wait, and the group that they are asked about. Each thing happens an hour after the last."""

    group: SelfHelpGroup
    people: list[Inquiry]
    ola: User
    hour: int = 0
    about_the_group: list[str] = field(default_factory=list)  # jobs that were queued while a person acted

    @contextmanager
    def then(self, *, days: int = 0) -> Iterator[None]:
        """The next thing happens, and the worker does what follows."""
        self.hour += 1 + 24 * days
        with clock.moved_to(clock.now() + timedelta(hours=self.hour, minutes=17)):
            yield
            run_jobs()

    def answers(self, person: Inquiry, *, yes: bool, by: User | None = None) -> None:
        with self.then():
            before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
            asking.answer(person, person.candidacies.get().public_id, yes=yes, by=by)
            queued = ProcrastinateJob.objects.exclude(pk__in=before)
            self.about_the_group += [job.task_name for job in queued if "group_id" in job.args]

    def looks_at_everything(self) -> None:
        """Ola opens the pages of the group and of its people, as far as he may."""
        desk = Client()
        with self.then():
            desk.force_login(self.ola)
            page = desk.get(reverse("groups:group_page", args=[self.group.reference]))
            assert page.status_code == 200
            cases = [desk.get(reverse("groups:case", args=[one.reference])).status_code for one in self.people]
        assert cases == [200, 200, 200, 404, 404]

    def meets(self, kind: EventKind, *, days: int, came: int) -> None:
        """A meeting is agreed on, moved by a day, and held."""
        with self.then():
            held = meeting.plan(self.group, kind, _at(days, 18), by=self.ola)
        with self.then():
            meeting.move(self.group, held, _at(days + 1, 18), by=self.ola)
        with clock.moved_to(held.ends_at + timedelta(hours=self.hour)):
            meeting.hold(self.group, held, came, by=self.ola)


def _at(days: int, hour: int) -> Appointment:
    start = make_aware(datetime.combine(TODAY + timedelta(days=days), time(hour)))
    return Appointment(start, start + timedelta(hours=2), "Biblioteket, rom 3")


@pytest.fixture
def gathering(bakken: ContactPoint, tonsberg: DistrictOffice, berit: User, ola: User, mailbox: Mailbox) -> Story:
    """Three wait in Skien and two in Porsgrunn, one of them with the office and without an address.

    All are asked; four say yes, one no, and Ola hears that they are enough. They have met for information, and agreed
    to begin.
    """
    people = [make_waiting("3724", contact_point=bakken, by=ola, email=f"skien{n}@example.no") for n in range(3)]
    people.append(make_waiting("3915", at=make_contact_point("Møteplassen", "Porsgrunn"), by=berit))
    people.append(make_waiting("3915", at=tonsberg, by=berit, email="", phone="+4740612345"))
    story = Story(make_group(bakken, by=ola, meeting_place="Biblioteket, rom 3"), people, ola)
    with story.then():
        asking.ask(story.group, people, by=ola)
    for person in (people[0], people[1], people[3]):
        story.answers(person, yes=True)
    story.answers(people[4], yes=True, by=ola)
    story.answers(people[2], yes=False)
    with story.then():
        app.tasks["groups.tell_hosts"].defer(timestamp=0)
    assert mailbox.to(bakken)[-1] == f"Svar om gruppe {story.group.reference}"
    with story.then():
        story.group.add_initiator(make_initiator(bakken, by=ola), by=ola)
    story.looks_at_everything()
    story.meets(EventKind.INFORMATION_MEETING, days=7, came=4)
    story.meets(EventKind.STARTUP_MEETING, days=14, came=5)
    return story


@pytest.fixture
def started(gathering: Story) -> Story:
    """Three of them came to the first meeting, and two whom nobody had asked."""
    said_yes = gathering.group.candidates.saying_yes().exclude(inquiry=gathering.people[3])
    came = list(said_yes.values_list("pk", flat=True))
    with gathering.then(days=16):
        starting.start(gathering.group, came, others=2, on=clock.today(), by=gathering.ola, checklist=list(StartItem))
    gathering.looks_at_everything()
    return gathering


def test_while_it_gathers_one_row_names_both_and_nothing_else_does(gathering: Story) -> None:
    assert between([gathering.group], gathering.people)
    assert between([gathering.group], gathering.people, but_for=[CANDIDATES]) == []


def test_after_the_start_nothing_links_them(started: Story) -> None:
    statuses = [Inquiry.objects.get(pk=person.pk).status for person in started.people]
    assert statuses == [Status.CLOSED, Status.CLOSED, Status.WAITING, Status.WAITING, Status.CLOSED]
    assert started.group.participants == 5

    assert between([started.group], started.people) == []


def test_nor_when_it_runs_by_itself_and_has_ended(started: Story, bakken: ContactPoint) -> None:
    with started.then(days=40):
        started.group.run(by=started.ola)
    started.meets(EventKind.FOLLOW_UP_MEETING, days=60, came=4)
    with started.then(days=61):
        started.group.follow_up(4, by=started.ola, is_open=True)
    with started.then(days=300):
        starting.end(started.group, EndReason.FINISHED, by=started.ola)

    assert between([started.group], started.people) == []
    assert between([started.group], list(bakken.initiators.all())) == []


def test_nor_with_one_that_never_came_about(gathering: Story) -> None:
    with gathering.then(days=20):
        starting.cancel(gathering.group, CancelReason.NO_PLACE, by=gathering.ola)

    assert between([gathering.group], gathering.people) == []


def test_nor_with_whom_it_is_over_before(gathering: Story) -> None:
    withdrawn, erased, closed = gathering.people[:3]
    with gathering.then(days=20):
        withdrawn.withdraw()
    with gathering.then(days=20):
        erased.erase()
    with gathering.then(days=20):
        closed.close(Outcome.CHANGED_MIND, by=gathering.ola)

    gone = [withdrawn, erased, closed]
    assert not gathering.group.candidates.filter(inquiry__in=gone).exists()
    assert between([gathering.group], gone, but_for=[CANDIDATES]) == []


def test_no_job_about_the_group_is_of_the_moment_in_which_a_person_answered(gathering: Story) -> None:
    assert gathering.about_the_group == []


def test_every_column_that_looks_like_a_link_is_one_that_was_followed(started: Story) -> None:
    assert everything().unknown == set()


Leaves = Callable[[SelfHelpGroup, Inquiry, User], object]


def _leaves_the_candidate(group: SelfHelpGroup, person: Inquiry, ola: User) -> None:
    Candidate.objects.create(group=group, inquiry=person)


def _queues_a_job(group: SelfHelpGroup, person: Inquiry, ola: User) -> None:
    event = person.events.latest("pk")
    app.configure_task("tests.mail", queue="mail").defer(event_id=event.pk, group_id=group.pk)


def _writes_it_into_the_case(group: SelfHelpGroup, person: Inquiry, ola: User) -> None:
    event = InquiryEvent.quiet(Step.GROUP_YES, person)
    event.reason = f"Ble med i {group.reference}"
    event.save()


def _writes_it_into_a_note(group: SelfHelpGroup, person: Inquiry, ola: User) -> None:
    person.texts.create(kind="note", text=f"Ble med i {group.reference}", by=ola)


def _keeps_it_in_the_cache(group: SelfHelpGroup, person: Inquiry, ola: User) -> None:
    cache.set(f"group:{group.reference}", [person.public_id])


def _keeps_it_in_the_session(group: SelfHelpGroup, person: Inquiry, ola: User) -> None:
    desk = Client()
    desk.force_login(ola)
    session = desk.session
    session["came"] = {group.reference: [person.reference]}
    session.save()
    assert Session.objects.exists()


def _logs_it(group: SelfHelpGroup, person: Inquiry, ola: User) -> None:
    model = ContentType.objects.get_for_model(SelfHelpGroup)
    LogEntry.objects.create(
        user=ola, content_type=model, object_id=str(group.pk), action_flag=CHANGE, change_message=person.reference
    )


def _shares_its_moment(group: SelfHelpGroup, person: Inquiry, ola: User) -> None:
    person.refresh_from_db()
    Event.objects.filter(group=group).update(changed_at=person.closed_at)


MUTANTS: Sequence[Leaves] = (
    _leaves_the_candidate,
    _queues_a_job,
    _writes_it_into_the_case,
    _writes_it_into_a_note,
    _keeps_it_in_the_cache,
    _keeps_it_in_the_session,
    _logs_it,
    _shares_its_moment,
)


def test_a_link_that_was_left_would_be_found(started: Story) -> None:
    for leaves in MUTANTS:
        with transaction.atomic():
            leaves(started.group, started.people[0], started.ola)
            assert between([started.group], started.people), leaves.__name__
            transaction.set_rollback(True)
