"""The page of a group: what it is and who is asked, and how much of that who may see."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.models import ContactPoint, User
from groups.enums import CancelReason, EventKind, FewReason, GroupStep, StartItem, Step
from groups.forming import asking, history, starting
from groups.models import GroupEvent, InquiryReading, SelfHelpGroup
from linkportal.kit import clock
from tests.conftest import TODAY
from tests.groups.conftest import FIRST_OF_JUNE
from tests.groups.forming import make_group, make_initiator, make_waiting
from tests.groups.group_page import page, words

pytestmark = pytest.mark.django_db


def ask(group: SelfHelpGroup, *people: Any, by: User) -> SelfHelpGroup:
    asking.ask(group, people, by=by)
    return group


def says(group: SelfHelpGroup, person: Any, *, yes: bool) -> None:
    asking.answer(person, group.candidates.get(inquiry=person).public_id, yes=yes)


class TestReading:
    def test_one_sees_what_it_is_where_it_stands_and_what_to_do_next(
        self, as_ola: Client, bakken: ContactPoint, ola: User
    ) -> None:
        group = make_group(bakken, by=ola, meeting_place="Biblioteket, rom 2", weekday=4)

        shown = words(as_ola.get(page(group)))

        for word in (
            "Gruppe om sorg og tap i Skien",
            group.reference,
            "Samles",
            "Frivilligsentralen på Bakken",
            "Distriktskontoret i Tønsberg er ansvarlig kontor",
            "torsdager på kvelden",
            "Biblioteket, rom 2",
            "Neste steg:",
            "Innen 15. juni",
            "5–8 er passe mange.",
            "omtrent 15 år mellom den yngste og den eldste",
            "ola@example.no begynte å samle gruppen",
        ):
            assert word in shown

    @pytest.mark.parametrize("reference", ["%00", "K7M%0049Q"])
    def test_what_is_no_text_is_a_bad_request(self, as_ola: Client, reference: str) -> None:
        assert as_ola.get(f"/arbeidsflate/grupper/{reference}/").status_code == 400

    def test_its_reference_is_found_as_one_says_it(self, as_ola: Client, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)

        assert as_ola.get(f"/arbeidsflate/grupper/{group.reference.replace('-', '').lower()}/").status_code == 200

    def test_it_is_not_kept_by_the_browser(self, as_ola: Client, bakken: ContactPoint, ola: User) -> None:
        assert "no-store" in as_ola.get(page(make_group(bakken, by=ola)))["Cache-Control"]

    def test_another_office_and_another_contact_point_do_not_see_it(
        self, client: Client, bakken: ContactPoint, ola: User, outsider: User, liv: User
    ) -> None:
        group = make_group(bakken, by=ola)

        for stranger in (outsider, liv):
            client.force_login(stranger)
            assert client.get(page(group)).status_code == 404

    def test_who_has_not_logged_in_is_asked_to(self, client: Client, bakken: ContactPoint, ola: User) -> None:
        answer = client.get(page(make_group(bakken, by=ola)))

        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/konto/logg-inn/")

    @pytest.mark.parametrize("times", [1, 12])
    def test_it_asks_little_however_many_are_asked(
        self,
        as_ola: Client,
        bakken: ContactPoint,
        ola: User,
        times: int,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        group = make_group(bakken, by=ola)
        group.add_initiator(make_initiator(bakken, by=ola), by=ola)
        ask(group, *(make_waiting("3724", contact_point=bakken, by=ola) for _ in range(times)), by=ola)
        for _ in range(times):
            make_initiator(bakken, by=ola)
            group.open(True, by=ola)

        with django_assert_max_num_queries(18):
            assert as_ola.get(page(group)).status_code == 200


class TestPeople:
    def test_of_ones_own_place_are_named_with_a_link_and_the_reading_is_written_down(
        self, as_ola: Client, bakken: ContactPoint, ola: User
    ) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        group = ask(make_group(bakken, by=ola), kari, by=ola)

        shown = words(as_ola.get(page(group)))

        assert f'/arbeidsflate/henvendelser/{kari.reference}/">Kari</a>' in shown
        assert "Har ikke svart" in shown
        assert InquiryReading.objects.filter(inquiry=kari, by=ola).count() == 1

    def test_of_another_place_are_nobody_by_name_before_they_say_yes(
        self, as_ola: Client, bakken: ContactPoint, huset: ContactPoint, liv: User, ola: User
    ) -> None:
        siri = make_waiting("3915", contact_point=huset, by=liv, name="Siri", email="siri@example.no")
        group = ask(make_group(bakken, by=ola), siri, by=ola)

        shown = words(as_ola.get(page(group)))
        assert "Noen som venter hos Huset" in shown
        for secret in ("Siri", siri.reference, "siri@example.no"):
            assert secret not in shown
        assert not InquiryReading.objects.exists()

        says(group, siri, yes=True)
        shown = words(as_ola.get(page(group)))
        assert "Siri" in shown
        assert "Porsgrunn" in shown
        assert siri.reference not in shown
        assert "siri@example.no" not in shown
        assert InquiryReading.objects.get().by == ola

    def test_who_said_no_at_another_place_stays_without_a_name(
        self, as_ola: Client, bakken: ContactPoint, huset: ContactPoint, liv: User, ola: User
    ) -> None:
        siri = make_waiting("3915", contact_point=huset, by=liv, name="Siri")
        group = ask(make_group(bakken, by=ola), siri, by=ola)
        says(group, siri, yes=False)

        shown = words(as_ola.get(page(group)))
        assert "Vil ikke" in shown
        assert "Siri" not in shown

    def test_without_an_address_must_be_called_until_somebody_has_spoken_with_them(
        self, as_ola: Client, bakken: ContactPoint, ola: User
    ) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola, email="", phone="+4740612345")
        group = ask(make_group(bakken, by=ola), kari, by=ola)
        assert "Må ringes" in words(as_ola.get(page(group)))

        kari.contact(by=ola)
        assert "Må ringes" not in words(as_ola.get(page(group)))

    def test_without_an_address_at_another_place_are_called_by_that_place(
        self, as_ola: Client, bakken: ContactPoint, huset: ContactPoint, liv: User, ola: User
    ) -> None:
        siri = make_waiting("3915", contact_point=huset, by=liv, name="Siri", email="", phone="+4740612345")
        group = ask(make_group(bakken, by=ola), siri, by=ola)

        shown = words(as_ola.get(page(group)))
        assert "Huset ringer" in shown
        assert "Må ringes" not in shown

    def test_are_a_number_after_the_start(self, as_ola: Client, bakken: ContactPoint, ola: User) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        group = ask(make_group(bakken, by=ola), kari, by=ola)
        starting.start(group, [group.candidates.get().pk], others=4, on=TODAY, by=ola)

        shown = words(as_ola.get(page(group)))
        assert "Kari" not in shown
        assert kari.reference not in shown
        assert "startet 1. juni 2026" in shown
        assert "Hvem de er, står ikke her lenger." in shown


class TestHistory:
    @pytest.mark.parametrize("step", GroupStep)
    def test_every_step_has_its_sentence(self, ola: User, step: GroupStep) -> None:
        event = GroupEvent(
            step=step,
            by=ola,
            number=5,
            day=date(2026, 7, 1),
            kind=EventKind.STARTUP_MEETING,
            reason=CancelReason.NO_PLACE,
        )

        assert re.fullmatch(r"ola@example.no [^%]+[^.% ]", history.sentence(event))

    def test_names_the_day_and_never_the_moment(self, as_ola: Client, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        with clock.moved_to(FIRST_OF_JUNE + timedelta(days=400)):
            as_ola.force_login(ola)
            shown = words(as_ola.get(page(group)))

        assert ">1. juni 2026</time>" in shown
        assert "kl." not in shown.split("Det som har skjedd")[1]

    def test_says_why_a_group_began_with_few(self, as_ola: Client, bakken: ContactPoint, ola: User) -> None:
        group = make_group(bakken, by=ola)
        starting.start(group, [], others=3, on=TODAY, by=ola, few_reason=FewReason.SMALL_PLACE)

        assert "Stedet er lite, og flere er det ikke" in words(as_ola.get(page(group)))


def test_the_checklist_says_what_is_left(as_ola: Client, bakken: ContactPoint, ola: User) -> None:
    group = make_group(bakken, by=ola)
    group.check_off([StartItem.ROOM], by=ola)

    shown = re.sub(r"<[^>]+>", "", words(as_ola.get(page(group))))
    assert "Rommet er avtalt (i orden)" in shown
    assert "Alle har gitt hverandre taushetsløfte (gjenstår)" in shown


def test_a_group_that_runs_has_nothing_left_to_tick(as_ola: Client, bakken: ContactPoint, ola: User) -> None:
    group = make_group(bakken, by=ola)
    starting.start(group, [], others=5, on=TODAY, by=ola)
    assert "Sjekkliste for oppstarten" in words(as_ola.get(page(group)))
    group.run(by=ola)

    shown = words(as_ola.get(page(group)))
    assert "Sjekkliste for oppstarten" not in shown
    assert "passe mange" not in shown


def test_what_the_public_reads_stands_there(as_ola: Client, bakken: ContactPoint, ola: User) -> None:
    group = make_group(bakken, by=ola)
    assert "Vises ikke" in words(as_ola.get(page(group)))

    group.show(True, by=ola)
    assert "Gruppe om sorg og tap i Skien: «Starter snart, det er plass»" in words(as_ola.get(page(group)))


def test_reading_changes_nothing_else(as_ola: Client, bakken: ContactPoint, ola: User) -> None:
    kari = make_waiting("3724", contact_point=bakken, by=ola)
    group = ask(make_group(bakken, by=ola), kari, by=ola)
    as_ola.get(page(group))

    assert kari.events.latest("pk").step == Step.ASK_GROUP
    assert group.events.latest("pk").step == GroupStep.ASK
