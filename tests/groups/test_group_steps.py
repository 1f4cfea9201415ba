"""What one may do on the page of a group: each works, says what is wrong at its field, and tells who comes second."""

from datetime import date, time

import pytest
from django.test import Client

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.enums import (
    Step,
    Theme,
)
from groups.forming import asking
from groups.models import InquiryReading, SelfHelpGroup
from groups.views.workspace.group_actions import ACTIONS
from tests.conftest import make_contact_point, make_user
from tests.groups.forming import make_group, make_initiator, make_waiting
from tests.groups.group_page import address, page, seen, take, words

pytestmark = pytest.mark.django_db

CHANGES = {
    "theme": "grief",
    "municipality": "Skien",
    "time_of_day": "evening",
    "weekday": "4",
    "meets_at": "18:00",
    "meeting_place": "Biblioteket, rom 2",
}


class TestEach:
    @pytest.mark.parametrize("name", [*(one.name for one in ACTIONS), "ask", "start"])
    def test_is_nobodys_but_those_who_help_the_group(
        self, client: Client, group: SelfHelpGroup, outsider: User, name: str
    ) -> None:
        client.force_login(outsider)
        assert client.post(address(group, name), {"seen": seen(group)}).status_code == 404

        client.logout()
        assert client.post(address(group, name)).status_code == 302

    @pytest.mark.parametrize("name", [one.name for one in ACTIONS])
    def test_is_not_taken_by_opening_an_address(self, as_ola: Client, group: SelfHelpGroup, name: str) -> None:
        assert as_ola.get(address(group, name)).status_code == 405

    @pytest.mark.parametrize("name", [*(one.name for one in ACTIONS), "ask", "start"])
    def test_of_a_page_that_says_nothing_of_what_it_had_seen_is_not_taken(
        self, as_ola: Client, group: SelfHelpGroup, name: str
    ) -> None:
        answer = as_ola.post(address(group, name))

        assert answer.status_code in (409, 422)  # the first where a group that gathers can't do it anyhow
        assert "Se over den og prøv igjen." in words(answer) or name in ("run", "follow_up", "end")
        assert group.events.count() == 1

    def test_stands_on_the_page_only_where_it_may_be_taken(self, as_ola: Client, running: SelfHelpGroup) -> None:
        shown = words(as_ola.get(page(running)))

        assert address(running, "follow_up") in shown
        assert address(running, "end") in shown
        for name in ("ask", "start", "cancel", "run", "add_initiator", "check", "open"):
            assert f'"{address(running, name)}' not in shown

    def test_where_it_may_not_be_taken_any_more_it_is_said(self, as_ola: Client, running: SelfHelpGroup) -> None:
        answer = take(as_ola, running, "run")

        assert answer.status_code == 409
        assert "Det går ikke slik gruppen står nå. Ingenting er lagret." in words(answer)


class TestChange:
    def test_is_kept_and_said(self, as_ola: Client, group: SelfHelpGroup) -> None:
        answer = take(as_ola, group, "change", **{**CHANGES, "theme": "anxiety", "municipality": "3915"})

        assert "Endringene er lagret." in words(answer)
        group.refresh_from_db()
        assert (group.theme, group.municipality.name) == (Theme.ANXIETY, "Porsgrunn")
        assert (group.weekday, group.meets_at, group.meeting_place) == (4, time(18), "Biblioteket, rom 2")

    def test_of_what_the_question_said_is_told_to_who_is_asked(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
    ) -> None:
        silent, yes, no = (make_waiting("3724", contact_point=bakken, by=ola) for _ in range(3))
        asking.ask(group, [silent, yes, no], by=ola)
        for person in (yes, no):
            asking.answer(person, group.candidates.get(inquiry=person).public_id, yes=person is yes)

        take(as_ola, group, "change", **{**CHANGES, "weekday": "2"})
        assert not yes.events.filter(step=Step.GROUP_NEWS).exists()  # they were asked nothing about the weekday

        for change in ({"theme": "anxiety"}, {"municipality": "Porsgrunn"}, {"time_of_day": "morning"}):
            take(as_ola, group, "change", **{**CHANGES, **change})
        told = [one.events.filter(step=Step.GROUP_NEWS).count() for one in (silent, yes, no)]
        assert told == [3, 3, 0]

    def test_begins_with_how_it_is(self, as_ola: Client, group: SelfHelpGroup) -> None:
        take(as_ola, group, "change", **CHANGES)

        shown = words(as_ola.get(page(group)))
        for value in ('value="Skien"', 'value="18:00"', 'value="Biblioteket, rom 2"'):
            assert value in shown

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"municipality": "Siljan"}, "Siljan er ikke egen kommune lenger. Skriv Skien."),
            ({"municipality": ""}, "Skriv kommunen eller postnummeret, for eksempel Skien eller 3724."),
            ({"municipality": "Oslo"}, "Oslo hører til et annet kontor. Skriv en kommune i deres område."),
            ({"theme": "rather_not_say"}, "Velg et av svarene under «Tema»."),
            ({"meets_at": "kveld"}, "Skriv klokkeslettet med timer og minutter, for eksempel 18.00."),
        ],
    )
    def test_says_what_is_wrong_at_its_field(
        self, as_ola: Client, group: SelfHelpGroup, wrong: dict[str, str], sentence: str
    ) -> None:
        siljan = Municipality.objects.get(name="Siljan")
        Municipality.objects.filter(pk=siljan.pk).update(valid_until=date(2026, 1, 1))
        siljan.successors.add(Municipality.objects.get(name="Skien"))

        answer = take(as_ola, group, "change", **{**CHANGES, **wrong})

        assert answer.status_code == 422
        assert [sentence] in list(answer.context["form"].errors.values())
        assert sentence in words(answer)
        assert "Biblioteket, rom 2" in words(answer)

    def test_of_the_second_is_not_taken_and_what_was_typed_stays(
        self, as_ola: Client, group: SelfHelpGroup, berit: User
    ) -> None:
        as_her_page_was = seen(group)
        group.open(False, by=berit)

        answer = as_ola.post(address(group, "change"), {**CHANGES, "seen": as_her_page_was})

        assert answer.status_code == 409
        assert "berit@example.no stengte for nye, i dag." in words(answer)
        assert "Dette hadde du skrevet:" in words(answer)
        form = answer.context["form"]
        assert (form["meeting_place"].value(), form["seen"].value()) == ("Biblioteket, rom 2", str(seen(group)))
        again = as_ola.post(address(group, "change"), {**CHANGES, "seen": form["seen"].value()})
        assert again.status_code == 302


class TestPublicAndOpen:
    def test_it_is_shown_and_hidden(self, as_ola: Client, group: SelfHelpGroup) -> None:
        take(as_ola, group, "show")
        assert list(SelfHelpGroup.objects.shown()) == [group]

        take(as_ola, group, "hide")
        assert not SelfHelpGroup.objects.shown().exists()

    def test_one_of_an_office_has_nobody_to_ask_and_is_not_shown(
        self, client: Client, tonsberg: DistrictOffice, berit: User
    ) -> None:
        client.force_login(berit)
        group = make_group(tonsberg, by=berit, municipality=Municipality.objects.get(name="Skien"))

        assert address(group, "show") not in words(client.get(page(group)))
        assert take(client, group, "show").status_code == 409

    def test_it_is_closed_and_opened(self, as_ola: Client, group: SelfHelpGroup) -> None:
        for name, is_open in (("close", False), ("open", True)):
            take(as_ola, group, name)
            group.refresh_from_db()
            assert group.is_open is is_open


class TestInitiators:
    def test_who_is_suggested_can_be_added_and_taken_away(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
    ) -> None:
        ingrid = make_initiator(bakken, by=ola)
        before = words(as_ola.get(page(group)))
        assert "Ingrid (uten opplæring)" in before
        assert f'/arbeidsflate/igangsettere/ny/?gruppe={group.reference}"' in before

        shown = take(as_ola, group, "add_initiator", initiator=ingrid.public_id)
        assert group.helpers.get().initiator == ingrid
        assert f'/arbeidsflate/igangsettere/{ingrid.public_id}/"' in words(shown)
        assert "Uten opplæring" in words(shown)

        take(as_ola, group, "remove_initiator", initiator=ingrid.public_id)
        assert not group.helpers.exists()

    def test_a_third_has_a_sentence(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
    ) -> None:
        first, second, third = (make_initiator(bakken, by=ola, name=name) for name in ("Ingrid", "Per", "Anne"))
        for one in (first, second):
            group.add_initiator(one, by=ola)
        assert address(group, "add_initiator") not in words(as_ola.get(page(group)))

        answer = take(as_ola, group, "add_initiator", initiator=third.public_id)
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"initiator": ["Gruppen har to igangsettere. Ta bort en av dem først."]}

    @pytest.mark.parametrize("chosen", ["", "noen", "00000000-0000-4000-8000-000000000000"])
    def test_somebody_unknown_is_not_added(self, as_ola: Client, group: SelfHelpGroup, chosen: str) -> None:
        answer = take(as_ola, group, "add_initiator", initiator=chosen)

        assert answer.status_code == 422
        assert answer.context["form"].errors == {
            "initiator": ["Velg en av igangsetterne, eller skriv inn en ny i registeret."]
        }

    def test_who_is_not_with_it_is_not_taken_away(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
    ) -> None:
        answer = take(as_ola, group, "remove_initiator", initiator=make_initiator(bakken, by=ola).public_id)

        assert answer.status_code == 422
        assert "Igangsetteren er ikke med i gruppen lenger." in words(answer)


class TestAsking:
    def test_more_are_asked_and_the_page_lists_them(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
    ) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        shown = as_ola.get(address(group, "ask"))
        assert "Kari, Skien" in words(shown)
        assert InquiryReading.objects.filter(inquiry=kari, by=ola).exists()

        (key,) = shown.context["form"].found
        answer = take(as_ola, group, "ask", people=[key])

        assert "De er spurt. Svarene kommer hit." in words(answer)
        assert group.candidates.get().inquiry == kari

    def test_at_another_place_nobody_is_named(
        self, as_ola: Client, group: SelfHelpGroup, tonsberg: DistrictOffice
    ) -> None:
        havna = make_contact_point("Frisklivssentralen ved Havna", "Porsgrunn")
        liv = make_user("liv@example.no", Role.STAFF, contact_point=havna)
        siri = make_waiting("3915", contact_point=havna, by=liv, name="Siri")

        shown = words(as_ola.get(address(group, "ask")))

        assert "Noen som venter hos Frisklivssentralen ved Havna, Porsgrunn" in shown
        for secret in ("Siri", siri.reference, str(siri.public_id)):
            assert secret not in shown
        assert not InquiryReading.objects.exists()

    @pytest.mark.parametrize(("people", "sentence"), [([], "Kryss av for minst én."), (["noen"], "Noe har endret seg")])
    def test_nobody_and_somebody_unknown_have_a_sentence(
        self,
        as_ola: Client,
        group: SelfHelpGroup,
        bakken: ContactPoint,
        ola: User,
        people: list[str],
        sentence: str,
    ) -> None:
        make_waiting("3724", contact_point=bakken, by=ola)
        answer = take(as_ola, group, "ask", people=people)

        assert answer.status_code == 422
        assert sentence in answer.context["form"].errors["people"][0]

    def test_where_nobody_waits_the_page_says_so(self, as_ola: Client, group: SelfHelpGroup) -> None:
        assert "Ingen flere i nærheten venter" in words(as_ola.get(address(group, "ask")))

    def test_who_comes_second_reads_what_happened(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User, berit: User
    ) -> None:
        make_waiting("3724", contact_point=bakken, by=ola)
        shown = as_ola.get(address(group, "ask"))
        (key,) = shown.context["form"].found
        as_the_page_was = seen(group)
        group.open(False, by=berit)

        answer = as_ola.post(address(group, "ask"), {"seen": as_the_page_was, "people": [key]})

        assert answer.status_code == 409
        assert "berit@example.no stengte for nye, i dag." in words(answer)
        assert not group.candidates.exists()

    def test_after_the_start_one_is_led_to_the_group(self, as_ola: Client, running: SelfHelpGroup) -> None:
        assert as_ola.get(address(running, "ask"))["Location"] == page(running)
