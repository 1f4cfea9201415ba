"""The example inquiries: something in every list, and once."""

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from contactpoints.models import User
from groups.enums import Status, Wish
from groups.models import Inquiry

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path
    call_command("load_demo", verbosity=0)
    call_command("load_demo_inquiries", verbosity=0)


def test_ola_and_berit_find_something_in_every_list(demo: None) -> None:
    ola, berit = (User.objects.get_by_natural_key(f"{name}@example.no") for name in ("ola", "berit"))

    his = Inquiry.objects.visible_to(ola)
    assert {inquiry.status for inquiry in his} == {Status.NEW, Status.TAKEN, Status.WAITING, Status.CLOSED}
    assert his.overdue().exists()
    hers = Inquiry.objects.visible_to(berit).filter(contact_point=None)
    assert {inquiry.wish for inquiry in hers} == {Wish.START, Wish.CONTACT_POINT}


def test_nobody_in_them_is_real(demo: None) -> None:
    for inquiry in Inquiry.objects.all():
        assert "(eksempel)" in inquiry.name
        assert not inquiry.email or inquiry.email.endswith("@example.no")
        assert not inquiry.phone or inquiry.phone.startswith("+470000")


def test_a_second_time_nothing_is_added(demo: None) -> None:
    before = Inquiry.objects.count()

    call_command("load_demo_inquiries", verbosity=0)

    assert Inquiry.objects.count() == before
