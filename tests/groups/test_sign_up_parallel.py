"""Many sign up in the same moment: in threads with a connection each, and at the portal as it is deployed."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from contactpoints.models import ContactPoint, DistrictOffice
from groups.meetings import signing_up
from groups.meetings.signing_up import Wanted, sign_off
from groups.models import Event
from linkportal.kit import clock
from tests.groups.forming import make_event
from tests.groups.test_processes import KariAtHome
from tests.groups.test_signing_up import wants
from tests.markup import read
from tests.processes import PATIENCE, Serve, Web

AT_ONCE = 50  # threads, and so connections; the server has room for 200


@pytest.fixture
def evening(committed_db: None, tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """An open meeting with room for twenty."""
    return make_event(tonsberg, bakken.municipality, places=20)


def at_once(steps: Sequence[Callable[[], object]]) -> None:
    """Take all the steps, fifty at a time, which begin together."""
    assert len(steps) % AT_ONCE == 0
    together = Barrier(AT_ONCE, timeout=PATIENCE)

    def take(step: Callable[[], object]) -> None:
        try:
            together.wait()
            step()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        taken = [threads.submit(take, step) for step in steps]
    for each in taken:  # when all are done: whoever failed must not keep the others waiting at the barrier
        each.result()


def signing(event: Event, *those: Wanted) -> list[Callable[[], object]]:
    return [partial(signing_up.sign_up, event, wanted) for wanted in those]


def mails() -> Counter[str]:
    """How many of each kind are queued."""
    return Counter(job.args["kind"] for job in ProcrastinateJob.objects.filter(task_name="groups.send_sign_up_mail"))


def test_of_200_at_once_twenty_have_a_place_and_180_wait_in_line(evening: Event) -> None:
    people = [wants(f"Nr{number}") for number in range(200)]

    at_once(signing(evening, *people))

    inside, in_line = list(evening.sign_ups.with_place()), list(evening.sign_ups.in_line())
    assert [each.seat for each in inside] == list(range(1, 21))  # in the order in which they came
    assert len(in_line) == 180
    assert inside[-1].pk < in_line[0].pk  # nobody who came later has a place before them
    assert sorted(each.name for each in inside + in_line) == sorted(each.name for each in people)
    assert mails() == {"confirmed": 20, "on_list": 180}


def test_the_same_form_fifty_times_at_once_is_one_sign_up_and_one_mail(evening: Event) -> None:
    at_once(signing(evening, *AT_ONCE * [wants("Siri")]))

    assert evening.sign_ups.get().seat == 1
    assert mails() == {"confirmed": 1}


def test_one_person_with_fifty_forms_at_once_is_one_sign_up(evening: Event) -> None:
    at_once(signing(evening, *(wants("Siri") for _each in range(AT_ONCE))))

    assert evening.sign_ups.get().seat == 1
    assert mails() == {"confirmed": 2}  # their own, and one because it was asked for again


def test_while_some_leave_and_others_come_no_place_is_empty_and_nobody_is_passed(evening: Event) -> None:
    first = [signing_up.sign_up(evening, wants(f"Nr{number}")).sign_up for number in range(60)]
    leaving = [partial(sign_off, each) for each in first[:15] + first[20:25]]  # these five leave the line
    coming = signing(evening, *(wants(f"Ny{number}") for number in range(30)))

    at_once([*leaving, *coming])

    inside = sorted(each.name for each in evening.sign_ups.with_place())
    assert inside == sorted(f"Nr{number}" for number in (*range(15, 20), *range(25, 40)))
    assert {each.seat for each in evening.sign_ups.with_place()} == set(range(1, 21))
    assert evening.sign_ups.in_line().count() == 20 + 30
    assert mails()["got_place"] >= 15  # also somebody who got a place in the moment before they left


class SiriAtHome(KariAtHome):
    """With a browser and a form of her own."""

    def __init__(self, portal: Web, event: Event, name: str) -> None:
        self.address = urlsplit(portal.url).netloc
        self.path = f"{event.get_absolute_url()}meld-pa/"
        _status, headers, page = self.asks("GET", self.path)
        hidden = {field.attrs["name"]: field.attrs.get("value", "") for field in read(page).all("input", type="hidden")}
        self.cookie = headers["Set-Cookie"].partition(";")[0]
        self.form = urlencode({**hidden, "website": "", "name": name, "way": f"{name}@example.no", "consent": "on"})

    def presses(self) -> int:
        """Send, and the answer."""
        return self.asks("POST", self.path, self.form, self.cookie)[0]


def test_200_browsers_at_once_fill_twenty_places_and_a_line_of_180(serve: Serve, evening: Event) -> None:
    portal = serve.web()
    begins = clock.now() + timedelta(days=100 * 365)  # the portal goes by its own clock
    Event.objects.filter(pk=evening.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=2))
    with ThreadPoolExecutor(AT_ONCE) as browsers:
        people = list(browsers.map(lambda number: SiriAtHome(portal, evening, f"nr{number}"), range(200)))

    with ThreadPoolExecutor(200) as browsers:
        answers = list(browsers.map(SiriAtHome.presses, people))

    assert answers == 200 * [303]
    assert [each.seat for each in evening.sign_ups.with_place()] == list(range(1, 21))
    assert evening.sign_ups.in_line().count() == 180
    assert len({each.name for each in evening.sign_ups.all()}) == 200
    assert mails() == {"confirmed": 20, "on_list": 180}
