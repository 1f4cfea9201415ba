"""The examples: something in every list, and once."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from contactpoints.models import ContactPoint, User
from groups.enums import Status, Wish
from groups.forming import meeting
from groups.models import Event, FrozenMonth, Initiator, Inquiry, Material, MaterialOrder, SelfHelpGroup, SignUp
from groups.statistics import figures
from groups.statistics.freezing import freeze
from tests.conftest import TODAY
from tests.groups.days import on
from tests.processes import run_jobs

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
    assert {inquiry.wish for inquiry in hers} >= {Wish.START, Wish.CONTACT_POINT, Wish.PARTNER}


def test_nobody_in_them_is_real(demo: None) -> None:
    for inquiry in Inquiry.objects.all():
        assert "(eksempel)" in inquiry.name
        assert not inquiry.email or inquiry.email.endswith("@example.no")
        assert not inquiry.phone or inquiry.phone.startswith("+470000")

    for initiator in Initiator.objects.all():
        assert "(eksempel)" in initiator.name
        assert not initiator.email or initiator.email.endswith("@example.no")
    for place in SelfHelpGroup.objects.values_list("meeting_place", flat=True):
        assert "(eksempel)" in place
    for material in Material.objects.all():
        assert "(eksempel)" in material.name


def test_a_second_time_nothing_is_added(demo: None) -> None:
    def rows() -> list[int]:
        return [
            model.objects.count() for model in (FrozenMonth, Inquiry, SelfHelpGroup, Initiator, Event, MaterialOrder)
        ]

    before = rows()

    call_command("load_demo_inquiries", verbosity=0)

    assert rows() == before


class TestEvents:
    def test_three_are_to_come_and_one_of_them_is_full(self, demo: None) -> None:
        coming = Event.objects.public().upcoming()
        taken = [(one.sign_ups.with_place().count(), one.sign_ups.in_line().count(), one.places) for one in coming]
        assert taken == [(3, 0, 30), (8, 3, 8), (0, 0, None)]

    def test_say_that_they_are_examples(self, demo: None) -> None:
        for event in Event.objects.public():
            assert "(eksempel)" in event.title
        for sign_up in SignUp.objects.all():
            assert "(eksempel)" in sign_up.name
            assert sign_up.email.endswith("@example.no")

    def test_everybody_has_a_mail(self, demo: None) -> None:
        run_jobs()
        assert not ProcrastinateJob.objects.exclude(status="succeeded").exists()


class TestGroups:
    def test_there_is_one_at_each_place_of_the_way(self, demo: None) -> None:
        ola = User.objects.get_by_natural_key("ola@example.no")
        found = SelfHelpGroup.objects.visible_to(ola).values_list("status", flat=True)
        assert sorted(found) == ["ended", "gathering", "running", "starting"]

    def test_four_wait_for_another_within_reach_of_each_other(self, demo: None) -> None:
        waiting = Inquiry.objects.waiting_for_group().filter(theme="grief")
        assert sorted(waiting.values_list("municipality__name", flat=True)) == ["Porsgrunn"] * 2 + ["Skien"] * 2

    def test_one_gathers_with_answers_of_every_kind(self, demo: None) -> None:
        group = SelfHelpGroup.objects.get(status="gathering")
        assert sorted(group.candidates.values_list("answer", flat=True)) == ["", "no", "yes", "yes"]
        assert meeting.to_come(group, "information_meeting")
        assert group.helpers.count() == 1

    def test_two_are_on_the_public_page(self, demo: None) -> None:
        assert sorted(SelfHelpGroup.objects.shown().values_list("status", flat=True)) == ["gathering", "running"]

    def test_there_is_an_order_to_send(self, demo: None) -> None:
        berit = User.objects.get_by_natural_key("berit@example.no")
        assert MaterialOrder.objects.sent_by(berit).to_be_sent().count() == 1


def test_the_link_centre_has_figures_of_every_year_since_it_began(demo: None) -> None:
    centre = ContactPoint.objects.get(slug="link-vestfold-og-telemark")
    for year in range(2021, 2026):
        span = date(year, 1, 1), date(year + 1, 1, 1)
        found = figures(*span, contact_points=[centre])
        others = figures(*span, municipalities=centre.serves.all(), not_contact_points=[centre])
        assert found.is_example
        assert None not in (found.for_others().days_to_answer, found.for_others().participants)
        assert min(found.inquiries, found.municipalities, others.inquiries) >= 5

    assert freeze() == []  # nothing is left for the nightly job
    assert not FrozenMonth.objects.filter(is_example=False).exists()


def test_they_can_be_loaded_on_any_day_and_at_any_hour(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path
    call_command("load_demo", verbosity=0)
    for weekday, hour in enumerate((0, 23, 9, 18, 7, 22, 1)):
        with on(TODAY + timedelta(days=weekday), hour), transaction.atomic():
            call_command("load_demo_inquiries", verbosity=0)
            assert SelfHelpGroup.objects.count() == 4
            transaction.set_rollback(True)
