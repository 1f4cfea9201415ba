"""Events in the workspace: the lists, planning one, and the page of one with those who come."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.enums import EventKind, SignUpStatus
from groups.forming import meeting
from groups.models import Event, SignUp
from linkportal.kit import clock
from tests.conftest import make_contact_point, make_user
from tests.groups.forming import make_event, make_group, make_sign_up
from tests.markup import read

LIST, NEW = "/arbeidsflate/arrangementer/", "/arbeidsflate/arrangementer/ny/"
ACTIONS = ("cancel", "attendance", "sign_up", "sign_off", "called")
PAGES = ("page", "edit", "move", "attendees")


@pytest.fixture
def evening(tonsberg: DistrictOffice, bakken: ContactPoint) -> Event:
    """An open meeting in Skien in a week, with room for two."""
    return make_event(tonsberg, bakken.municipality, contact_points=[bakken], places=2)


def address(name: str, event: Event) -> str:
    return reverse(f"groups:meeting_{name}", args=[event.slug])


def opened(client: Client, path: str) -> dict[str, Any]:
    """The form as the page gives it."""
    form = client.get(path).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}


def planned(client: Client, **said: Any) -> Any:
    """An open meeting in Skien on the second Monday of June."""
    answers = {
        "kind": EventKind.OPEN_MEETING,
        "title": "Åpent møte om søvn",
        "text": "Kom som du er.",
        "day": "2026-06-08",
        "begins": "18.00",
        "ends": "20.00",
        "sted": "Skien",
        "venue": "Biblioteket, store sal",
        "audience": "sign_up",
        "places": "20",
    }
    return client.post(NEW, {**opened(client, NEW), **answers, **said})


def sent(client: Client, name: str, event: Event, **said: Any) -> Any:
    """One of the forms of the page, with what it saw."""
    seen = client.get(address("page", event)).context["seen"]
    return client.post(address(name, event), {"seen": seen, **said})


def errors(page: Any) -> dict[str, list[str]]:
    assert page.status_code == 422
    found: dict[str, list[str]] = page.context["form"].errors
    return found


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def names(page: Any) -> list[str]:
    return [each.text for each in read(page.content).all("h3", class_="case__title")]


# Planning


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


# The lists


def test_each_list_has_its_own(as_ola: Client, bakken: ContactPoint, tonsberg: DistrictOffice) -> None:
    def made(title: str, days: int, **fields: Any) -> Event:
        at = clock.now() + timedelta(days=days)
        fields = {"contact_points": [bakken], **fields}
        return make_event(
            tonsberg, bakken.municipality, title=title, starts_at=at, ends_at=at + timedelta(hours=2), **fields
        )

    made("Til høsten", 90)
    flyttet = made("Flyttet", 9)
    make_sign_up(flyttet, email="", phone="+4740612345", to_call=True)
    made("I forrige uke", -7)
    made("I vår", -60, attendance=14)
    made("Utkast fra i vår", -61, is_public=False, takes_sign_ups=False, places=None)
    made("Kontorets eget", 5, contact_points=[])

    assert names(as_ola.get(LIST)) == ["Flyttet", "Til høsten"]
    assert names(as_ola.get(LIST, {"utvalg": "ringes"})) == ["Flyttet"]
    assert names(as_ola.get(LIST, {"utvalg": "oppmote"})) == ["I forrige uke"]
    assert names(as_ola.get(LIST, {"utvalg": "tidligere"})) == ["I forrige uke", "I vår", "Utkast fra i vår"]
    assert names(as_ola.get(LIST, {"utvalg": "tull", "side": "-1"})) == ["Flyttet", "Til høsten"]
    tabs = [each.text for each in read(as_ola.get(LIST).content).one("nav", class_="views").all("a")]
    assert tabs == ["Kommende", "Må ringes 1", "Oppmøte 1", "Tidligere"]


@pytest.mark.parametrize("selection", ["kommende", "ringes", "oppmote", "tidligere"])
def test_an_empty_list_says_what_one_can_do(as_ola: Client, selection: str) -> None:
    assert len(read(as_ola.get(LIST, {"utvalg": selection}).content).one("div", class_="nothing").text) > 20


def test_the_list_says_where_each_stands(as_ola: Client, evening: Event, bakken: ContactPoint) -> None:
    def tag() -> str:
        return read(as_ola.get(LIST).content).one("span", class_="ds-tag").text

    assert tag() == "0 av 2 plasser"
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="per@example.no")
    assert tag() == "Fullt, 2 av 2"
    make_sign_up(evening, name="Lise", email="lise@example.no", seat=None, status=SignUpStatus.WAITING)
    assert tag() == "Fullt, 1 på venteliste"
    sent(as_ola, "cancel", evening)
    assert tag() == "Avlyst"


@pytest.mark.parametrize("number", [1, 50])
@pytest.mark.parametrize("selection", ["kommende", "tidligere"])
def test_a_list_asks_as_often_with_fifty_as_with_one(
    as_ola: Client,
    bakken: ContactPoint,
    tonsberg: DistrictOffice,
    selection: str,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for which in range(number):
        at = clock.now() + timedelta(days=which + 1) * (1 if selection == "kommende" else -1)
        event = make_event(
            tonsberg, bakken.municipality, contact_points=[bakken], starts_at=at, ends_at=at + timedelta(hours=1)
        )
        make_sign_up(event)

    with django_assert_max_num_queries(12):
        page = as_ola.get(LIST, {"utvalg": selection})

    assert len(page.context["page"].rows) == min(number, 30)
    assert bool(page.context["next"]) == (number > 30)
    if number > 30:
        second = as_ola.get(LIST + page.context["next"])
        assert (len(second.context["page"].rows), second.context["next"]) == (20, "")


# The page


def test_the_page_has_the_facts_and_those_who_come_in_their_order(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="", phone="+4740612345")
    for name in ("Lise", "Tor"):
        make_sign_up(evening, name=name, email=f"{name}@example.no", seat=None, status=SignUpStatus.WAITING)

    page = as_ola.get(address("page", evening))

    assert names(page) == ["1. Siri", "2. Per", "1. Lise", "2. Tor"]
    assert "40 61 23 45" in words(page)
    assert "Har plass: 2 av 2" in words(page)
    assert settings.SITE_URL + evening.get_absolute_url() in words(page)
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.parametrize("number", [1, 40])
def test_the_page_asks_as_often_with_forty_people_as_with_one(
    as_ola: Client, evening: Event, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Event.objects.update(places=50)
    for which in range(number):
        make_sign_up(evening, email=f"nr{which}@example.no")

    with django_assert_max_num_queries(12):
        as_ola.get(address("page", evening))


def test_after_the_erasure_the_number_is_left(as_ola: Client, evening: Event) -> None:
    Event.objects.update(starts_at=clock.now() - timedelta(days=9), ends_at=clock.now() - timedelta(days=8))
    Event.objects.update(signed_up=17, attendance=14)

    page = as_ola.get(address("page", evening))

    assert "17. Det de skrev, er slettet." in words(page)
    assert names(page) == []


def test_the_list_at_the_door_has_names_and_nothing_else_of_them(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Anne", email="", phone="+4740612345")
    make_sign_up(evening, name="Lise", email="lise@example.no", seat=None, status=SignUpStatus.WAITING)

    page = as_ola.get(address("attendees", evening))

    rows = [each.text for each in read(page.content).one("tbody").all("th")]
    assert rows == ["Anne", "Siri"]
    assert "@" not in read(page.content).one("table").text


def test_a_meeting_of_a_group_is_shown_with_the_way_to_its_group_and_changed_there(
    as_ola: Client, ola: User, bakken: ContactPoint
) -> None:
    group = make_group(bakken, by=ola)
    starts_at = datetime(2026, 6, 15, 16, tzinfo=UTC)
    when = meeting.Appointment(starts_at, starts_at + timedelta(hours=2), "Biblioteket")
    event = meeting.plan(group, EventKind.STARTUP_MEETING, when, by=ola)

    page = as_ola.get(address("page", event))

    assert names(as_ola.get(LIST)) == ["Oppstartsmøte"]
    assert read(page.content).one("main").all("a", href=f"/arbeidsflate/grupper/{group.reference}/")
    assert "Det flyttes, avlyses og følges opp på siden til gruppen." in words(page)
    assert not read(page.content).one("main").all("form")
    for name in (*ACTIONS, "edit", "move"):
        assert as_ola.post(address(name, event)).status_code == 404


# Changing


def test_ola_rewrites_it_and_nobody_gets_a_mail(as_ola: Client, evening: Event) -> None:
    form = opened(as_ola, address("edit", evening))
    done = as_ola.post(address("edit", evening), {**form, "title": "Åpent hus", "places": "30"})

    evening.refresh_from_db()
    assert done["Location"] == address("page", evening)
    assert (evening.title, evening.places, evening.sequence) == ("Åpent hus", 30, 0)


def test_less_room_than_there_are_people_is_said_at_the_field(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="per@example.no")
    form = opened(as_ola, address("edit", evening))

    wrong = as_ola.post(address("edit", evening), {**form, "title": "Åpent hus", "places": "1"})

    assert errors(wrong) == {"places": ["2 har plass. Skriv 2 eller flere."]}
    assert wrong.context["form"]["title"].value() == "Åpent hus"
    assert Event.objects.get().title == evening.title


def test_what_was_promised_to_those_who_signed_up_is_said_at_the_field(as_ola: Client, evening: Event) -> None:
    make_contact_point("Frisklivssentralen", "Porsgrunn")
    make_sign_up(evening)
    form = opened(as_ola, address("edit", evening))

    closed = as_ola.post(address("edit", evening), {**form, "audience": "draft", "places": ""})
    both = ["frisklivssentralen", "frivilligsentralen-pa-bakken"]
    shared = as_ola.post(address("edit", evening), {**form, "contact_points": both})

    assert errors(closed) == {"audience": ["Én er påmeldt. Behold påmeldingen, eller avlys arrangementet."]}
    assert list(errors(shared)) == ["contact_points"]


def test_of_two_who_rewrite_it_the_second_keeps_what_was_typed(as_ola: Client, evening: Event) -> None:
    form = opened(as_ola, address("edit", evening))
    as_ola.post(address("edit", evening), {**form, "title": "Åpent hus"})

    late = as_ola.post(address("edit", evening), {**form, "title": "Åpen kveld"})
    assert late.status_code == 409
    assert "Noe er endret siden du åpnet siden" in words(late)
    assert "«Åpent hus»" in words(late)

    again = {name: late.context["form"][name].value() for name in late.context["form"].fields}
    as_ola.post(address("edit", evening), again)
    assert Event.objects.get().title == "Åpen kveld"


def test_moved_it_says_who_gets_a_mail_and_who_must_be_called(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening)
    make_sign_up(evening, name="Per", email="", phone="+4740612345")
    form = opened(as_ola, address("move", evening))

    page = as_ola.get(as_ola.post(address("move", evening), {**form, "day": "2026-06-15", "begins": "17"})["Location"])

    assert "Arrangementet er flyttet. Én får e-post om det. Én har ikke e-post, og må ringes." in words(page)
    assert "Mandag 15. juni 2026 kl. 17.00–20.00" in words(page)
    assert names(page)[0] == "Per"
    said = {"seen": page.context["seen"], "who": str(_who("Per").public_id), "place": "yes"}
    as_ola.post(address("called", evening), said)
    assert not _who("Per").to_call


@pytest.mark.parametrize(
    ("said", "field"), [({"day": "2026-05-01"}, "day"), ({"ends": "12"}, "ends"), ({"venue": ""}, "venue")]
)
def test_a_move_to_nowhere_is_said_at_its_field(
    as_ola: Client, evening: Event, said: dict[str, str], field: str
) -> None:
    form = opened(as_ola, address("move", evening))

    assert list(errors(as_ola.post(address("move", evening), {**form, **said}))) == [field]
    assert Event.objects.get().sequence == 0


def test_of_two_who_move_it_the_second_is_told(as_ola: Client, evening: Event) -> None:
    form = opened(as_ola, address("move", evening))
    as_ola.post(address("move", evening), {**form, "day": "2026-06-15"})

    late = as_ola.post(address("move", evening), {**form, "day": "2026-06-16"})

    assert late.status_code == 409
    assert "mandag 15. juni 2026" in words(late)
    assert late.context["form"]["day"].value() == "2026-06-16"
    assert Event.objects.get().sequence == 1


def test_cancelled_it_can_not_be_changed_any_more(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening)
    before = opened(as_ola, address("move", evening))

    page = as_ola.get(sent(as_ola, "cancel", evening)["Location"])
    late = as_ola.post(address("move", evening), {**before, "day": "2026-06-16"})

    assert "Arrangementet er avlyst. Én får e-post om det." in words(page)
    assert not read(page.content).one("main").all("a", href=address("move", evening))
    assert (late.status_code, Event.objects.get().is_cancelled) == (409, True)


def test_a_cancelling_that_has_not_seen_the_last_change_is_not_done(as_ola: Client, evening: Event) -> None:
    late = as_ola.post(address("cancel", evening), {"seen": "noe gammelt"})
    empty = as_ola.post(address("cancel", evening))

    assert (late.status_code, empty.status_code) == (409, 422)
    assert not Event.objects.get().is_cancelled


def test_how_many_came_is_asked_when_it_has_begun(as_ola: Client, ola: User, evening: Event) -> None:
    too_early = sent(as_ola, "attendance", evening, number="12")
    with clock.moved_to(evening.ends_at + timedelta(hours=1)):
        as_ola.force_login(ola)  # a login does not last for a week
        empty, silly = sent(as_ola, "attendance", evening), sent(as_ola, "attendance", evening, number="-3")
        done = sent(as_ola, "attendance", evening, number="12")
        page = as_ola.get(done["Location"])

    assert too_early.status_code == 409
    assert errors(empty) == {"number": ["Skriv hvor mange som kom, eller 0."]}
    assert errors(silly) == {"number": ["Skriv et tall, for eksempel 12."]}
    assert Event.objects.get().attendance == 12
    assert read(page.content).one("span", class_="ds-tag").text == "12 kom"


def test_cancelled_it_says_so_beside_those_who_must_be_called(as_ola: Client, evening: Event) -> None:
    make_sign_up(evening, email="", phone="+4740612345")

    page = as_ola.get(sent(as_ola, "cancel", evening)["Location"])

    assert read(page.content).one("span", class_="ds-tag").text == "Avlyst. Én må ringes"
    assert "Si at arrangementet er avlyst." in words(page)


# Those who call


def _who(name: str) -> SignUp:
    return next(one for one in SignUp.objects.all() if one.name == name)


def call(client: Client, event: Event, **said: str) -> Any:
    form = client.get(address("page", event)).context["phone_form"]
    hidden = {"submission_id": str(form["submission_id"].value())}
    return client.post(address("sign_up", event), {**hidden, "name": "Per", "consent": "on", **said})


def test_who_calls_is_signed_up_and_told_how_it_stands(as_ola: Client, evening: Event) -> None:
    pages = [
        as_ola.get(call(as_ola, evening, name=name, phone=phone)["Location"])
        for name, phone in (("Per", "406 12 345"), ("Tor", "406 12 346"), ("Eva", "406 12 347"), ("Per", "40612345"))
    ]

    said = [words(page) for page in pages]
    assert "Per har plass. Uten e-post må dere ringe hvis noe endres." in said[0]
    assert "Eva står som nummer 1 på ventelisten." in said[2]
    assert "Personen var påmeldt fra før. Per har plass." in said[3]
    assert SignUp.objects.count() == 3
    assert _who("Per").consent_version.endswith("muntlig")


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (
            {"phone": "406 12 345", "name": ""},
            "name",
            "Skriv hva vi skal kalle deg. Fornavn eller et annet navn holder.",
        ),
        ({}, "phone", "Skriv et telefonnummer eller en e-postadresse."),
        ({"phone": "12"}, "phone", "Skriv inn et telefonnummer med åtte siffer, for eksempel 406 12 345."),
        ({"email": "per"}, "email", "Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
        (
            {"phone": "406 12 345", "consent": ""},
            "consent",
            "Spør personen om det er greit, og kryss av når svaret er ja.",
        ),
    ],
)
def test_what_is_missing_of_a_caller_is_said_and_the_form_stays_open(
    as_ola: Client, evening: Event, said: dict[str, str], field: str, sentence: str
) -> None:
    page = call(as_ola, evening, **said)

    assert errors(page) == {field: [sentence]}
    assert "open" in read(page.content).all("details", class_="do")[0].attrs
    assert not SignUp.objects.exists()


def test_after_the_beginning_nobody_is_signed_up(as_ola: Client, ola: User, evening: Event) -> None:
    form = as_ola.get(address("page", evening)).context["phone_form"]
    said = {"submission_id": str(form["submission_id"].value()), "name": "Per", "phone": "40612345", "consent": "on"}

    with clock.moved_to(evening.starts_at):
        as_ola.force_login(ola)
        page = as_ola.get(as_ola.post(address("sign_up", evening), said)["Location"])

    assert "Ingen er meldt på." in words(page)
    assert not SignUp.objects.exists()


def test_who_calls_off_makes_room_for_the_first_in_line(as_ola: Client, evening: Event) -> None:
    siri = make_sign_up(evening)
    make_sign_up(evening, name="Per", email="per@example.no")
    make_sign_up(evening, name="Lise", email="", phone="+4740612345", seat=None, status=SignUpStatus.WAITING)

    done = as_ola.post(address("sign_off", evening), {"who": str(siri.public_id)})
    again = as_ola.post(address("sign_off", evening), {"who": str(siri.public_id)})

    assert "Personen var meldt av fra før." in words(as_ola.get(again["Location"]))
    assert names(as_ola.get(done["Location"])) == ["Lise", "1. Per", "2. Lise"]
    assert [one.name for one in evening.sign_ups.active()] == ["Per", "Lise"]


def test_a_button_of_another_event_does_nothing_here(as_ola: Client, evening: Event, tonsberg: DistrictOffice) -> None:
    other = make_event(tonsberg, evening.municipality)
    siri = make_sign_up(other, to_call=True, email="", phone="+4740612345")

    for name, said in (("sign_off", {}), ("called", {"seen": as_ola.get(address("page", evening)).context["seen"]})):
        as_ola.post(address(name, evening), {"who": str(siri.public_id), **said})

    siri.refresh_from_db()
    assert (siri.name, siri.to_call) == ("Siri", True)


# Whose it is


@pytest.mark.parametrize("name", [*PAGES, *ACTIONS])
def test_another_office_finds_nothing_here(client: Client, outsider: User, evening: Event, name: str) -> None:
    client.force_login(outsider)

    answer = client.post(address(name, evening)) if name in ACTIONS else client.get(address(name, evening))

    assert answer.status_code == 404
    assert names(client.get(LIST)) == []


def test_a_contact_point_sees_what_it_organises_and_not_the_rest(as_ola: Client, evening: Event) -> None:
    evening.contact_points.set([make_contact_point("Frisklivssentralen", "Porsgrunn")])

    assert as_ola.get(address("page", evening)).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, *ACTIONS])
def test_nobody_gets_in_without_a_login(client: Client, evening: Event, name: str) -> None:
    assert client.post(address(name, evening))["Location"].startswith("/konto/logg-inn/?next=")
    assert client.get(LIST)["Location"] == f"/konto/logg-inn/?next={LIST}"


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_a_post(as_ola: Client, evening: Event, name: str) -> None:
    assert as_ola.get(address(name, evening)).status_code == 405


def test_who_only_reads_has_no_events(client: Client, tonsberg: DistrictOffice, evening: Event) -> None:
    client.force_login(make_user("revisor@example.no", Role.AUDITOR, office=tonsberg))

    assert [client.get(path).status_code for path in (LIST, NEW, address("page", evening))] == [404, 404, 404]


def test_the_day_of_an_event_late_at_night_is_the_one_in_norway(as_ola: Client) -> None:
    planned(as_ola, begins="00.30", ends="01.30")

    event = Event.objects.get()
    assert timezone.localtime(event.starts_at).date() == date(2026, 6, 8)
    assert "2026-06-08" in event.slug
