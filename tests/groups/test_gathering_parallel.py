"""The button that makes a group, pressed twice in the same moment: real threads, each with its own connection."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from contactpoints.models import ContactPoint, User
from groups.enums import ContactTime, Theme
from groups.forming.gathering import gather
from groups.forming.reach import Spot
from groups.models import GroupEvent, Inquiry
from tests.groups.forming import make_waiting
from tests.places import SKIEN, municipality

EVENING = ContactTime.EVENING


def test_pressed_twice_at_the_same_moment_it_is_one_group(committed_db: None, bakken: ContactPoint, ola: User) -> None:
    kari = make_waiting("3724", contact_point=bakken, by=ola)
    spot = Spot(Inquiry.objects.get().office_id, Theme.GRIEF, municipality(SKIEN), EVENING)
    number, together, made = uuid.uuid4(), Barrier(4), []

    def press(_time: int) -> None:
        try:
            together.wait()
            made.append(gather(bakken, spot, [Inquiry.objects.get(pk=kari.pk)], by=ola, submission_id=number).reference)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(press, range(4)))

    assert len(made) == 4
    assert len(set(made)) == 1
    assert list(GroupEvent.objects.values_list("step", flat=True)) == ["create", "ask"]
