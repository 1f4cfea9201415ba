"""Planning an event in the workspace: who may, with whom, when, and what is wrong."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.models import Event
from tests.conftest import make_contact_point
from tests.groups.meeting_page import LIST, NEW, address, errors, opened, planned, words


def test_ola_plans_an_open_meeting_with_his_office_behind_it(
    as_ola: Client, ola: User, bakken: ContactPoint, tonsberg: DistrictOffice
) -> None:
    page = planned(as_ola)

    event = Event.objects.get()
    assert page.status_code == 303
    assert page["Location"] == address("page", event)
    assert (event.office, list(event.contact_points.all()), event.created_by) == (tonsberg, [bakken], ola)
    assert (event.starts_at, event.ends_at - event.starts_at) == (
        datetime(2026, 6, 8, 16, tzinfo=UTC),
        timedelta(hours=2),
    )
    assert (event.is_public, event.takes_sign_ups, event.places) == (True, True, 20)
    assert "Mandag 8. juni 2026 kl. 18.00–20.00" in words(as_ola.get(page["Location"]))


@pytest.mark.parametrize(
    ("audience", "is_public", "takes_sign_ups"),
    [("draft", False, False), ("public", True, False), ("sign_up", True, True)],
)
def test_who_sees_it_is_one_choice(as_ola: Client, audience: str, is_public: bool, takes_sign_ups: bool) -> None:
    planned(as_ola, audience=audience, places="")

    event = Event.objects.get()
    assert (event.is_public, event.takes_sign_ups) == (is_public, takes_sign_ups)


def test_a_year_of_mondays_is_at_six_in_summer_and_in_winter(as_ola: Client) -> None:
    page = planned(as_ola, times="52")

    events = list(Event.objects.order_by("starts_at"))
    assert (page.status_code, page["Location"]) == (303, LIST)
    assert len(events) == len({event.slug for event in events}) == 52
    assert {(event.local_start.hour, event.local_end.hour, event.local_start.weekday()) for event in events} == {
        (18, 20, 0)
    }
    assert (events[-1].local_start.date() - events[0].local_start.date()).days == 51 * 7


def test_sent_twice_it_is_planned_once(as_ola: Client) -> None:
    form = {**opened(as_ola, NEW), "kind": "seminar", "title": "Seminar", "day": "2026-06-08", "begins": "18"}
    form |= {"ends": "20", "sted": "Skien", "venue": "Biblioteket", "audience": "public"}

    first, again = as_ola.post(NEW, form), as_ola.post(NEW, {**form, "title": "Et annet"})

    assert first["Location"] == again["Location"]
    assert Event.objects.get().title == "Seminar"
    assert "Skjemaet var sendt fra før" in words(as_ola.get(again["Location"]))


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"kind": ""}, "kind", "Velg hva slags arrangement det er."),
        ({"kind": "startup_meeting"}, "kind", "Velg et av svarene under «Hva slags arrangement?»."),
        ({"title": ""}, "title", "Skriv hva arrangementet heter."),
        ({"title": "å" * 121}, "title", "Skriv høyst 120 tegn i «Tittel». Nå er det 121."),
        ({"day": "2026-05-25"}, "day", "Dagen er passert. Velg 1. juni 2026 eller senere."),
        ({"day": "2026-06-01", "begins": "09.00"}, "begins", "Det tidspunktet er passert. Velg et som kommer."),
        ({"ends": "17.30"}, "ends", "Slutten må være etter begynnelsen. Skriv et klokkeslett etter 18.00."),
        ({"begins": "seks"}, "begins", "Skriv klokkeslettet med timer og minutter, for eksempel 18.00."),
        ({"sted": ""}, "sted", "Skriv kommunen eller postnummeret, for eksempel Skien eller 3724."),
        ({"sted": "Telemark"}, "sted", "Telemark er et fylke. Skriv kommunen eller postnummeret."),
        ({"venue": ""}, "venue", "Skriv hvor en skal møte fram."),
        ({"times": "53"}, "times", "Skriv et tall fra 1 til 52."),
        ({"times": "0"}, "times", "Skriv et tall fra 1 til 52."),
        ({"audience": ""}, "audience", "Velg hvem som ser det."),
        ({"places": "0"}, "places", "Skriv et tall fra 1 til 2000, eller la feltet stå tomt."),
        ({"places": "mange"}, "places", "Skriv et tall fra 1 til 2000, eller la feltet stå tomt."),
        (
            {"audience": "public"},
            "places",
            "Plasser telles bare når en melder seg på. Velg det over, eller la feltet stå tomt.",
        ),
        (
            {"contact_points": []},
            "contact_points",
            "Kryss av for Frivilligsentralen på Bakken, ellers kan dere ikke se arrangementet selv.",
        ),
        (
            {"day": "2027-03-28", "begins": "02.30", "ends": "04.00"},
            "begins",
            "Natt til 28. mars 2027 stilles klokken fram, og 02.30 finnes ikke. Velg et annet klokkeslett.",
        ),
        (
            {"day": "2027-03-21", "begins": "02.30", "ends": "04.00", "times": "2"},
            "times",
            "Natt til 28. mars 2027 stilles klokken fram, og 02.30 finnes ikke. Velg et annet klokkeslett.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(as_ola: Client, said: dict[str, Any], field: str, sentence: str) -> None:
    assert errors(planned(as_ola, **said)) == {field: [sentence]}
    assert not Event.objects.exists()


def test_a_municipality_that_has_ended_by_the_last_time_is_said_at_its_field(as_ola: Client) -> None:
    skien = Municipality.objects.get(name="Skien")
    skien.valid_until = date(2026, 6, 15)
    skien.save()
    skien.successors.add(Municipality.objects.get(name="Porsgrunn"))

    wrong = errors(planned(as_ola, times="2"))

    assert wrong == {"sted": ["Skien er ikke egen kommune lenger. Skriv Porsgrunn."]}
    assert planned(as_ola).status_code == 303


def test_a_page_whose_number_got_lost_is_sent_once_more(as_ola: Client) -> None:
    wrong = planned(as_ola, submission_id="borte")

    again = planned(as_ola, submission_id=wrong.context["form"]["submission_id"].value())

    assert (wrong.status_code, again.status_code) == (422, 303)


def test_the_office_plans_with_the_contact_points_of_its_area_and_no_others(
    as_berit: Client, bakken: ContactPoint, tonsberg: DistrictOffice
) -> None:
    make_contact_point("Sanitetshuset i Tromsø", "Tromsø")
    make_contact_point("Foreslått i Bamble", "Bamble", status="foreslatt")

    page = as_berit.get(NEW)
    wrong = errors(planned(as_berit, contact_points=["sanitetshuset-i-tromso"]))
    planned(as_berit)

    assert [label for _slug, label in page.context["form"].fields["contact_points"].choices] == [bakken.name]
    assert wrong == {"contact_points": ["Velg blant kontaktpunktene i listen."]}
    assert list(Event.objects.get().contact_points.all()) == []


def test_who_works_for_two_offices_says_which(client: Client, berit: User, alta: DistrictOffice) -> None:
    make_contact_point("Sanitetshuset i Tromsø", "Tromsø")
    berit.memberships.create(role=Role.COORDINATOR, office=alta, valid_from=date(2020, 1, 1))
    client.force_login(berit)

    assert errors(planned(client)) == {"office": ["Velg kontoret som står bak."]}
    wrong = errors(planned(client, office="tonsberg", contact_points=["sanitetshuset-i-tromso"]))
    planned(client, office="alta", contact_points=["sanitetshuset-i-tromso"])

    assert wrong == {"contact_points": ["Sanitetshuset i Tromsø ligger i området til et annet kontor. Ta det bort."]}
    assert Event.objects.get().office == alta


def test_who_has_a_contact_point_and_an_office_elsewhere_keeps_sight_of_what_they_plan(
    client: Client, ola: User, bakken: ContactPoint, alta: DistrictOffice
) -> None:
    ola.memberships.create(role=Role.COORDINATOR, office=alta, valid_from=date(2020, 1, 1))
    client.force_login(ola)

    wrong = errors(planned(client, office="tonsberg"))
    planned(client, office="alta", sted="Alta")

    assert list(wrong) == ["contact_points"]
    assert client.get(address("page", Event.objects.get())).status_code == 200
