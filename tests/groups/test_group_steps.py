"""What one may do on the page of a group: each works, says what is wrong at its field, and tells who comes second."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.enums import (
    ALIVE,
    EndReason,
    FewReason,
    GroupStatus,
    GroupStep,
    Outcome,
    StartItem,
    Status,
    Step,
    Theme,
)
from groups.forming import asking, starting
from groups.models import Candidate, InquiryReading, SelfHelpGroup
from groups.views.workspace.group_actions import ACTIONS
from tests.conftest import TODAY, make_contact_point, make_user
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


@pytest.fixture
def group(bakken: ContactPoint, ola: User) -> SelfHelpGroup:
    """About grief, in Skien, in the evening."""
    return make_group(bakken, by=ola)


@pytest.fixture
def running(group: SelfHelpGroup, ola: User) -> SelfHelpGroup:
    """It has started, with five, and runs by itself."""
    starting.start(group, [], others=5, on=TODAY, by=ola)
    group.run(by=ola)
    return group


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


class TestTheStart:
    @pytest.fixture
    def asked(self, group: SelfHelpGroup, bakken: ContactPoint, ola: User) -> SelfHelpGroup:
        """Four have said yes, one has not answered."""
        people = [make_waiting("3724", contact_point=bakken, by=ola, name=f"Kari {n}") for n in range(5)]
        asking.ask(group, people, by=ola)
        for one in people[:4]:
            asking.answer(one, group.candidates.get(inquiry=one).public_id, yes=True)
        return group

    def test_takes_the_names_away_and_keeps_the_number(self, as_ola: Client, asked: SelfHelpGroup) -> None:
        form = as_ola.get(address(asked, "start")).context["form"]
        assert len(form["came"].initial) == 4
        absent = asked.candidates.get(answer="").inquiry

        answer = take(as_ola, asked, "start", on="2026-06-01", came=form["came"].initial, others=1, checklist=["room"])

        asked.refresh_from_db()
        assert (asked.status, asked.participants, asked.started_on) == (GroupStatus.STARTING, 5, TODAY)
        assert asked.checklist == [StartItem.ROOM]
        assert not Candidate.objects.exists()
        assert "Gruppen har startet. Bare antallet er igjen." in words(answer)
        assert "Kari" not in words(answer)
        absent.refresh_from_db()
        assert (absent.status, absent.events.latest("pk").step) == (Status.WAITING, Step.GROUP_OFF)

    def test_says_on_its_page_that_it_cannot_be_undone(self, as_ola: Client, asked: SelfHelpGroup) -> None:
        shown = words(as_ola.get(address(asked, "start")))

        assert "Dette kan ikke gjøres om" in shown
        assert "tas alle navn bort fra gruppen" in shown
        assert "Kari 0, Skien (vil være med)" in shown

    @pytest.mark.parametrize(
        ("wrong", "field", "sentence"),
        [
            ({"on": "2026-06-02"}, "on", "Dagen er ikke kommet ennå. Vent til møtet har vært."),
            ({"on": ""}, "on", "Velg dagen."),
            ({"others": "mange"}, "others", "Skriv et tall fra 0 til 50."),
            ({"others": "70"}, "others", "Skriv et tall fra 0 til 50."),
            (
                {"others": "1"},
                "others",
                "En gruppe er minst to. Kryss av for dem som kom, eller skriv hvor mange andre som kom.",
            ),
            (
                {"others": "3"},
                "few_reason",
                "De er 3, og 4 er anbefalt for å begynne. Velg hvorfor de begynner nå.",
            ),
            (
                {"came": ["00000000-0000-4000-8000-000000000000"]},
                "came",
                "Noe har endret seg for noen av dem du krysset av. Se over listen, og prøv igjen.",
            ),
        ],
    )
    def test_says_what_is_wrong_at_its_field(
        self, as_ola: Client, asked: SelfHelpGroup, wrong: dict[str, Any], field: str, sentence: str
    ) -> None:
        answer = take(as_ola, asked, "start", **{"on": "2026-06-01", "others": "5", **wrong})

        assert answer.status_code == 422
        assert answer.context["form"].errors == {field: [sentence]}
        asked.refresh_from_db()
        assert asked.status == GroupStatus.GATHERING

    def test_with_three_and_a_reason_is_taken(self, as_ola: Client, group: SelfHelpGroup) -> None:
        take(as_ola, group, "start", on="2026-06-01", others=3, few_reason="small_place")

        group.refresh_from_db()
        assert (group.participants, group.few_reason) == (3, FewReason.SMALL_PLACE)

    def test_with_enough_asks_for_no_reason_and_keeps_none(self, as_ola: Client, group: SelfHelpGroup) -> None:
        take(as_ola, group, "start", on="2026-06-01", others=4, few_reason="small_place")

        group.refresh_from_db()
        assert (group.participants, group.few_reason) == (4, "")

    def test_of_who_withdrew_meanwhile_is_not_counted(self, as_ola: Client, asked: SelfHelpGroup) -> None:
        keys = as_ola.get(address(asked, "start")).context["form"]["came"].initial
        asked.candidates.get(public_id=keys[0]).inquiry.withdraw()

        answer = take(as_ola, asked, "start", on="2026-06-01", others=0, came=keys)

        assert answer.status_code == 422
        assert "Noe har endret seg" in words(answer)
        assert "Kari 0" not in words(answer)

    def test_of_somebody_at_another_place_who_has_not_said_yes_is_a_number(
        self, as_ola: Client, group: SelfHelpGroup, tonsberg: DistrictOffice, ola: User
    ) -> None:
        havna = make_contact_point("Frisklivssentralen ved Havna", "Porsgrunn")
        liv = make_user("liv@example.no", Role.STAFF, contact_point=havna)
        siri = make_waiting("3915", contact_point=havna, by=liv, name="Siri")
        asking.ask(group, [siri], by=ola)

        shown = words(as_ola.get(address(group, "start")))
        assert "1 til er spurt av et annet kontaktpunkt og har ikke sagt ja." in shown
        assert "Siri" not in shown

    def test_who_comes_second_reads_that_it_has_started(
        self, as_ola: Client, asked: SelfHelpGroup, berit: User
    ) -> None:
        as_the_page_was = seen(asked)
        starting.start(asked, [], others=6, on=TODAY, by=berit)

        answer = as_ola.post(
            address(asked, "start"), {"seen": as_the_page_was, "on": "2026-06-01", "others": "5", "came": ["x"]}
        )

        assert answer.status_code == 409
        assert "berit@example.no noterte at gruppen startet 1. juni, med 6, i dag." in words(answer)
        asked.refresh_from_db()
        assert asked.participants == 6

    def test_twice_by_an_impatient_finger_is_once(self, as_ola: Client, asked: SelfHelpGroup) -> None:
        said = {"seen": seen(asked), "on": "2026-06-01", "others": "5"}
        first, second = (as_ola.post(address(asked, "start"), said) for _ in range(2))

        assert (first.status_code, second.status_code) == (302, 409)
        assert asked.events.filter(step=GroupStep.START).count() == 1


class TestTheWayOn:
    def test_the_initiators_withdraw(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
    ) -> None:
        group.add_initiator(make_initiator(bakken, by=ola), by=ola)
        starting.start(group, [], others=5, on=TODAY, by=ola)
        assert "Ingrid" in words(as_ola.get(page(group)))

        shown = take(as_ola, group, "run")

        assert "Gruppen går av seg selv." in words(shown)
        assert "Ingrid" not in words(shown)

    def test_it_is_followed_up(self, as_ola: Client, running: SelfHelpGroup) -> None:
        take(as_ola, running, "follow_up", participants=4, is_open="nei")

        running.refresh_from_db()
        assert (running.participants, running.is_open, running.followed_up_on) == (4, False, TODAY)

    @pytest.mark.parametrize(
        ("said", "errors"),
        [
            ({"is_open": "ja"}, {"participants": ["Skriv et tall fra 2 til 50."]}),
            ({"participants": "1", "is_open": "ja"}, {"participants": ["Skriv et tall fra 2 til 50."]}),
            ({"participants": "4"}, {"is_open": ["Velg om gruppen tar imot nye."]}),
        ],
    )
    def test_a_follow_up_says_what_is_missing(
        self, as_ola: Client, running: SelfHelpGroup, said: dict[str, str], errors: dict[str, list[str]]
    ) -> None:
        answer = take(as_ola, running, "follow_up", **said)

        assert (answer.status_code, dict(answer.context["form"].errors)) == (422, errors)

    def test_it_ends_with_a_reason(self, as_ola: Client, running: SelfHelpGroup) -> None:
        assert take(as_ola, running, "end").context["form"].errors == {"why": ["Velg hvorfor gruppen er slutt."]}

        shown = take(as_ola, running, "end", why="too_few")

        running.refresh_from_db()
        assert (running.status, running.end_reason) == (GroupStatus.ENDED, EndReason.TOO_FEW)
        assert "For få var igjen" in words(shown)
        for one in ACTIONS:
            assert address(running, one.name) not in words(shown)

    def test_it_is_given_up_and_the_asked_wait_on(
        self, as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
    ) -> None:
        kari = make_waiting("3724", contact_point=bakken, by=ola)
        asking.ask(group, [kari], by=ola)
        assert take(as_ola, group, "cancel").context["form"].errors == {
            "why": ["Velg hvorfor det ikke blir noe av gruppen."]
        }

        take(as_ola, group, "cancel", why="no_place")

        kari.refresh_from_db()
        assert (kari.status, kari.outcome) == (Status.WAITING, "")
        assert not Candidate.objects.exists()

    def test_the_checklist_is_kept(self, as_ola: Client, group: SelfHelpGroup) -> None:
        take(as_ola, group, "check", items=["key", "room"])
        group.refresh_from_db()
        assert group.checklist == [StartItem.ROOM, StartItem.KEY]

        take(as_ola, group, "check")
        group.refresh_from_db()
        assert group.checklist == []


def test_from_gathering_to_the_end_by_the_forms_alone(
    as_ola: Client, group: SelfHelpGroup, bakken: ContactPoint, ola: User
) -> None:
    people = [make_waiting("3724", contact_point=bakken, by=ola) for _ in range(4)]
    keys = list(as_ola.get(address(group, "ask")).context["form"].found)
    take(as_ola, group, "ask", people=keys)
    for candidate in group.candidates.all():
        asking.answer(candidate.inquiry, candidate.public_id, yes=True)
    came = as_ola.get(address(group, "start")).context["form"]["came"].initial
    take(as_ola, group, "start", on="2026-06-01", others=0, came=came)
    take(as_ola, group, "run")
    take(as_ola, group, "follow_up", participants=4, is_open="ja")
    take(as_ola, group, "end", why="finished")

    group.refresh_from_db()
    assert group.status not in ALIVE
    for one in people:
        one.refresh_from_db()
        assert one.outcome == Outcome.JOINED


def test_a_day_last_year_is_a_day_too(as_ola: Client, group: SelfHelpGroup) -> None:
    take(as_ola, group, "start", on=str(TODAY - timedelta(days=200)), others=5)

    group.refresh_from_db()
    assert group.started_on == TODAY - timedelta(days=200)
