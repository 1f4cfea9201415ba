"""My contact point: its page is put right by those who work there, and by the office that answers for it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import MeetingForm, Role, Status
from contactpoints.models import ClosedPeriod, ContactPoint, DistrictOffice, Onboarding, OpeningHours, User
from linkportal.kit import clock
from linkportal.kit.changes import changes_of
from tests.conftest import TODAY, make_contact_point, make_user
from tests.markup import Element, read
from tests.places import municipality


@pytest.fixture(autouse=True)
def first_of_june() -> Iterator[None]:
    with clock.moved_to(datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)):
        yield


def url(name: str, contact_point: ContactPoint, *more: int) -> str:
    return reverse(f"contactpoints:{name}", args=[contact_point.slug, *more])


def filled(page: bytes) -> dict[str, str | list[str]]:
    """What the browser sends if one changes nothing."""
    form = next(form for form in read(page).all("form") if "form" in form.attrs.get("class", "").split())
    sent: dict[str, str | list[str]] = {}
    for field in form:
        name = field.attrs.get("name", "")
        if field.tag == "textarea":
            sent[name] = field.text if name != "serves" else "\n".join("".join(field.texts).split("\n")).strip()
        elif field.tag == "select":
            sent[name] = next((one.attrs["value"] for one in field.all("option") if "selected" in one.attrs), "")
        elif field.attrs.get("type") == "checkbox":
            if "checked" in field.attrs:
                sent[name] = [*sent.get(name, []), field.attrs.get("value", "on")]
        elif field.tag == "input":
            sent[name] = field.attrs.get("value", "")
    return sent


@pytest.fixture
def pages(bakken: ContactPoint) -> list[str]:
    return [url(name, bakken) for name in ("place", "place_hours", "place_closed", "place_absences")]


@pytest.fixture
def actions(bakken: ContactPoint) -> list[str]:
    period = ClosedPeriod.objects.create(contact_point=bakken, first_day=TODAY, last_day=TODAY)
    absence = bakken.absences.create(first_day=TODAY, last_day=TODAY)
    return [
        url("place_confirm", bakken),
        url("place_closed_remove", bakken, period.pk),
        url("place_absence_remove", bakken, absence.pk),
        url("place_working_days", bakken),
    ]


# The ladder


def test_those_who_look_after_it_see_every_page(
    client: Client, pages: list[str], ola: User, berit: User, admin: User
) -> None:
    for user in (ola, berit, admin):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)


def test_others_find_nothing_there(
    client: Client, pages: list[str], actions: list[str], outsider: User, tonsberg: DistrictOffice
) -> None:
    far_away = make_contact_point("Frivilligsentralen i Alta", "Alta")
    strangers = [
        outsider,
        make_user("leder@example.no", Role.LEADER, contact_point=far_away),
        make_user("revisor@example.no", Role.AUDITOR),
        make_user("revisor2@example.no", Role.AUDITOR, office=tonsberg),
    ]
    for user in strangers:
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {404}
        assert {client.post(page).status_code for page in [*pages, *actions]} == {404}


def test_without_a_login_one_is_asked_for_it(client: Client, pages: list[str], actions: list[str]) -> None:
    for page in [*pages, *actions]:
        assert client.post(page).headers["Location"].startswith(reverse("account_login"))


def test_an_action_is_no_page(client: Client, actions: list[str], ola: User) -> None:
    client.force_login(ola)

    assert {client.get(action).status_code for action in actions} == {405}


# The chooser


def test_who_works_at_one_place_is_led_there(client: Client, ola: User, bakken: ContactPoint) -> None:
    client.force_login(ola)

    assert client.get(reverse("contactpoints:my_place")).headers["Location"] == url("place", bakken)


def test_a_coordinator_searches_among_hundreds(
    client: Client, berit: User, bakken: ContactPoint, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        make_contact_point(f"Sentral {number:02}", "Horten")
    client.force_login(berit)
    mine = reverse("contactpoints:my_place")

    with django_assert_max_num_queries(12):
        first = client.get(mine)

    assert len(read(first.content).all("li", class_="case")) == 30
    assert [one.text for one in read(client.get(mine, {"q": "bakken"}).content).all("h2")] == [bakken.name]
    second = read(client.get(mine, {"q": "sentral", "side": "2"}).content)
    assert len(second.all("li", class_="case")) == 11
    assert second.one("a", rel="prev").attrs["href"] == "?q=sentral&side=1"


def test_those_not_confirmed_for_a_year_come_in_order(client: Client, berit: User, bakken: ContactPoint) -> None:
    make_contact_point("Gammel", "Horten", confirmed_on=TODAY - timedelta(days=400))
    make_contact_point("Aldri", "Horten", confirmed_on=None)
    make_contact_point("Foreslått", "Horten", confirmed_on=None, status=Status.PROPOSED)
    client.force_login(berit)

    listed = read(client.get(reverse("contactpoints:unconfirmed")).content)

    assert [one.text for one in listed.all("h2")] == ["Aldri", "Gammel"]


def test_lists_are_for_those_who_look_after_something(client: Client, ola: User, bakken: ContactPoint) -> None:
    lists = [reverse("contactpoints:my_place") + "?q=bakken", reverse("contactpoints:unconfirmed")]
    for url_of_list in lists:
        assert client.get(url_of_list).headers["Location"].startswith(reverse("account_login"))
    client.force_login(make_user("revisor@example.no", Role.AUDITOR))
    assert {client.get(url_of_list).status_code for url_of_list in lists} == {404}
    client.force_login(ola)
    assert {client.get(url_of_list).status_code for url_of_list in lists} == {200}


def test_one_that_is_closed_says_so(client: Client, berit: User, bakken: ContactPoint) -> None:
    ContactPoint.objects.filter(pk=bakken.pk).update(status=Status.CLOSED, closed_on=TODAY)
    client.force_login(berit)

    page = client.get(url("place", bakken)).text

    assert "Kontaktpunktet er lagt ned." in page
    assert "Ja, alt stemmer" not in page


# The page


def test_ola_puts_the_page_right(client: Client, ola: User, bakken: ContactPoint) -> None:
    client.force_login(ola)
    sent = filled(client.get(url("place", bakken)).content)
    sent |= {"phone": "35 00 00 00", "postal_code": "3724", "address": "Bakken 1", "serves": "Siljan\nPorsgrunn"}
    sent |= {"languages": ["no", "pl"]}
    del sent["accepts_new"]

    response = client.post(url("place", bakken), sent)

    assert response.headers["Location"] == url("place", bakken)
    bakken.refresh_from_db()
    assert (bakken.phone, bakken.accepts_new, bakken.languages) == ("35 00 00 00", False, ["no", "pl"])
    assert bakken.postal_code is not None
    assert bakken.position == bakken.postal_code.position
    assert {one.name for one in bakken.serves.all()} == {"Siljan", "Porsgrunn"}
    assert changes_of(bakken)[0].who == str(ola)
    assert "35 00 00 00" in client.get(bakken.get_absolute_url()).text


def test_a_form_sent_back_unchanged_changes_nothing(client: Client, ola: User, bakken: ContactPoint) -> None:
    ContactPoint.objects.filter(pk=bakken.pk).update(meeting_form=MeetingForm.PHONE)
    bakken.serves.add(municipality("4012"))
    before = len(changes_of(bakken))
    client.force_login(ola)

    response = client.post(url("place", bakken), filled(client.get(url("place", bakken)).content))

    assert response.status_code == 302
    assert len(changes_of(bakken)) == before
    assert [one.number for one in bakken.serves.all()] == ["4012"]


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("name", "", "Skriv hva kontaktpunktet heter."),
        ("postal_code", "9999", "Dette postnummeret finnes ikke. Skriv fire siffer, for eksempel 3724."),
        ("postal_code", "", "Skriv postnummeret til stedet, fire siffer."),
        ("postal_code", "9510", "9510 ligger i Alta. Be distriktskontoret om å flytte dere fra Skien."),
        ("email", "ola", "Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
        ("phone", "ring oss", "Skriv telefonnummeret med siffer, for eksempel 00 00 00 00."),
        ("serves", "Skein", "Vi kjenner ikke «Skein». Mente du Skien?"),
        ("website", "ikke en adresse", "Skriv «Nettsted» på nytt."),
        ("summary", "x" * 301, "Skriv høyst 300 tegn"),
    ],
)
def test_each_wrong_field_says_what_to_write(
    client: Client, ola: User, bakken: ContactPoint, field: str, text: str, says: str
) -> None:
    client.force_login(ola)
    sent = filled(client.get(url("place", bakken)).content) | {"postal_code": "3724"}

    response = client.post(url("place", bakken), sent | {field: text})

    assert response.status_code == 422
    assert says in read(response.content).one(id=f"id_{field}_error").text
    bakken.refresh_from_db()
    assert bakken.name == "Frivilligsentralen på Bakken"


def test_the_national_administrator_moves_a_place_to_another_area(
    client: Client, admin: User, bakken: ContactPoint, alta: DistrictOffice
) -> None:
    client.force_login(admin)
    sent = filled(client.get(url("place", bakken)).content)

    client.post(url("place", bakken), sent | {"postal_code": "9510"})

    bakken.refresh_from_db()
    assert bakken.municipality.name == "Alta"
    assert bakken.latitude > 69


# Two at once


def test_the_second_of_two_is_told_what_the_first_changed(
    client: Client, ola: User, berit: User, admin: User, bakken: ContactPoint
) -> None:
    client.force_login(ola)
    olas = filled(client.get(url("place", bakken)).content) | {"postal_code": "3724", "summary": "Kaffe og prat."}
    client.force_login(berit)
    berits = filled(client.get(url("place", bakken)).content)
    berits |= {"postal_code": "3724", "phone": "35 00 00 00", "summary": "Grupper."}
    assert client.post(url("place", bakken), berits).status_code == 302
    client.force_login(admin)
    client.post(url("place_confirm", bakken))
    client.force_login(ola)

    told = client.post(url("place", bakken), olas)

    assert told.status_code == 409
    page = read(told.content)
    alert = page.one(role="alert")
    assert f"{berit} lagret noe annet " in alert.text
    assert [one.text for one in alert.all("li")] == ["Hva en kan komme for: Grupper.", "Telefon: 35 00 00 00"]
    bakken.refresh_from_db()
    assert bakken.summary == "Grupper."
    # Ola's own words stand in the form; what only Berit changed is there too
    again = filled(told.content)
    assert (again["summary"], again["phone"]) == ("Kaffe og prat.", "35 00 00 00")
    assert client.post(url("place", bakken), again).status_code == 302
    bakken.refresh_from_db()
    assert (bakken.summary, bakken.phone) == ("Kaffe og prat.", "35 00 00 00")


def test_who_confirms_meanwhile_disturbs_nobody(client: Client, ola: User, berit: User, bakken: ContactPoint) -> None:
    client.force_login(ola)
    olas = filled(client.get(url("place", bakken)).content) | {"postal_code": "3724", "phone": "35 00 00 00"}
    client.force_login(berit)
    client.post(url("place_confirm", bakken))
    client.force_login(ola)

    assert client.post(url("place", bakken), olas).status_code == 302
    bakken.refresh_from_db()
    assert (bakken.phone, bakken.confirmed_on) == ("35 00 00 00", TODAY)


@pytest.mark.parametrize("seen", ["", "0", "x-y-z", "99999999999999999999999-1-1", "1"])
def test_a_forged_version_overwrites_nothing(client: Client, ola: User, bakken: ContactPoint, seen: str) -> None:
    client.force_login(ola)
    sent = filled(client.get(url("place", bakken)).content) | {"postal_code": "3724"}

    response = client.post(url("place", bakken), sent | {"name": "Noe annet", "seen": seen})

    assert response.status_code == 409
    bakken.refresh_from_db()
    assert bakken.name == "Frivilligsentralen på Bakken"


def test_other_municipalities_changed_meanwhile_are_told_too(client: Client, ola: User, bakken: ContactPoint) -> None:
    bakken.serves.add(municipality("4012"))
    client.force_login(ola)
    sent = filled(client.get(url("place", bakken)).content) | {"postal_code": "3724"}
    bakken.serves.set([municipality("4010")])

    told = client.post(url("place", bakken), sent)

    assert "Er også for disse kommunene: Siljan" in read(told.content).one(role="alert").text
    assert filled(told.content)["serves"] == "Siljan"


# Hours and closed periods


def test_opening_hours_are_written_as_one_says_them(client: Client, ola: User, bakken: ContactPoint) -> None:
    OpeningHours.objects.create(contact_point=bakken, weekday=5, opens=time(9), closes=time(10))
    client.force_login(ola)
    sent = filled(client.get(url("place_hours", bakken)).content)
    assert sent["day_5"] == "9–10"

    response = client.post(
        url("place_hours", bakken), sent | {"day_1": "10-14", "day_2": "kl. 9.30 til 12 og 16:00–18", "day_5": "stengt"}
    )

    assert response.status_code == 302
    assert [str(one) for one in bakken.opening_hours.all()] == [
        "Mandag 10.00–14.00",
        "Tirsdag 09.30–12.00",
        "Tirsdag 16.00–18.00",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("av og til", "Skriv for eksempel 10–14"),
        ("10–25", "Skriv for eksempel 10–14"),
        ("14–10", "Stengetid må være etter åpningstid."),
        ("10–14 og 13–15", "Tidene går over i hverandre."),
    ],
)
def test_hours_that_can_not_be(client: Client, ola: User, bakken: ContactPoint, text: str, says: str) -> None:
    client.force_login(ola)

    response = client.post(url("place_hours", bakken), {"day_1": text, "seen": ""})

    assert response.status_code == 422
    assert says in read(response.content).one(id="id_day_1_error").text


def test_hours_that_somebody_changed_meanwhile_are_not_overwritten(
    client: Client, ola: User, bakken: ContactPoint
) -> None:
    client.force_login(ola)
    sent = filled(client.get(url("place_hours", bakken)).content)
    OpeningHours.objects.create(contact_point=bakken, weekday=5, opens=time(9), closes=time(10))

    told = client.post(url("place_hours", bakken), sent | {"day_1": "10–14"})

    assert told.status_code == 409
    assert "Åpningstider: Fredag 9 til 10" in read(told.content).one(role="alert").text
    assert bakken.opening_hours.count() == 1
    assert client.post(url("place_hours", bakken), filled(told.content)).status_code == 302
    assert [str(one) for one in bakken.opening_hours.all()] == ["Mandag 10.00–14.00"]


def test_a_closed_period_stands_on_the_page_until_it_is_taken_away(
    client: Client, ola: User, bakken: ContactPoint
) -> None:
    client.force_login(ola)
    summer = {"first_day": "2026-06-29", "last_day": "2026-08-09", "reason": "Sommerstengt"}

    client.post(url("place_closed", bakken), summer)
    twice = client.post(url("place_closed", bakken), summer)

    assert twice.status_code == 422
    assert "Det er allerede stengt noen av disse dagene." in twice.text
    assert "Sommerstengt" in client.get(bakken.get_absolute_url()).text
    client.post(url("place_closed_remove", bakken, bakken.closed_periods.get().pk))
    assert not bakken.closed_periods.exists()


def test_a_period_of_another_place_is_not_there(client: Client, ola: User, bakken: ContactPoint) -> None:
    other = make_contact_point("Frivilligsentralen i Alta", "Alta")
    period = ClosedPeriod.objects.create(contact_point=other, first_day=TODAY, last_day=TODAY)
    client.force_login(ola)

    assert client.post(url("place_closed_remove", bakken, period.pk)).status_code == 404


# Confirming, and the way into the registry


def test_yes_all_is_right(client: Client, ola: User, bakken: ContactPoint) -> None:
    client.force_login(ola)

    page = client.post(url("place_confirm", bakken), follow=True)

    bakken.refresh_from_db()
    assert bakken.confirmed_on == TODAY
    assert "Sist bekreftet 1. juni 2026." in page.text


@pytest.fixture
def proposed(tonsberg: DistrictOffice) -> ContactPoint:
    """A next-of-kin group in Horten that somebody has proposed."""
    return make_contact_point("Pårørende i Horten", "Horten", status=Status.PROPOSED, confirmed_on=None, email="")


def test_a_proposed_place_becomes_a_contact_point(client: Client, berit: User, proposed: ContactPoint) -> None:
    client.force_login(berit)
    assert client.get(url("place_checklist", proposed)).status_code == 200
    client.post(url("place_checklist", proposed), {"steps": ["talked_on", "agreed_on"]})
    onboarding = Onboarding.objects.get(contact_point=proposed)
    assert (onboarding.talked_on, onboarding.agreed_on, onboarding.trained_on) == (TODAY, TODAY, None)

    early = client.post(url("place_publish", proposed))

    assert early.status_code == 422
    assert "Skriv e-postadressen som skal få varsel om henvendelser." in early.text
    sent = filled(client.get(url("place", proposed)).content)
    sent |= {"email": "horten@example.no", "summary": "For pårørende.", "address": "Torget 1", "postal_code": "3187"}
    assert client.post(url("place", proposed), sent).status_code == 302
    client.post(url("place_publish", proposed))
    proposed.refresh_from_db()
    onboarding.refresh_from_db()
    assert (proposed.status, proposed.confirmed_on, onboarding.published_on) == (Status.PUBLISHED, TODAY, TODAY)
    assert client.get(proposed.get_absolute_url()).status_code == 200


def test_a_step_that_was_not_done_after_all_is_taken_back(client: Client, berit: User, proposed: ContactPoint) -> None:
    client.force_login(berit)
    client.post(url("place_checklist", proposed), {"steps": ["talked_on", "published_on"]})

    client.post(url("place_checklist", proposed), {"steps": []})

    onboarding = Onboarding.objects.get(contact_point=proposed)
    assert (onboarding.talked_on, onboarding.published_on) == (None, None)


def test_the_checklist_is_the_offices(
    client: Client, ola: User, outsider: User, bakken: ContactPoint, proposed: ContactPoint
) -> None:
    for user in (ola, outsider):
        client.force_login(user)
        for place in (bakken, proposed):
            assert client.get(url("place_checklist", place)).status_code == 404
            assert client.post(url("place_publish", place)).status_code == 404
    client.force_login(ola)
    tabs: Element = read(client.get(url("place", bakken)).content).one("nav", class_="views")
    assert "Sjekkliste" not in tabs.text
    client.logout()
    assert client.get(url("place_checklist", bakken)).status_code == 302


def test_publishing_is_an_action(client: Client, berit: User, proposed: ContactPoint) -> None:
    client.force_login(berit)

    assert client.get(url("place_publish", proposed)).status_code == 405


def test_a_page_takes_as_many_queries_with_much_on_it(
    client: Client, ola: User, bakken: ContactPoint, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bakken.serves.set([municipality(number) for number in ("4001", "4010", "4012", "3905")])
    for number in range(20):
        day = TODAY + timedelta(days=3 * number)
        ClosedPeriod.objects.create(contact_point=bakken, first_day=day, last_day=day)
        bakken.absences.create(first_day=day, last_day=day)
    client.force_login(ola)

    for name in ("place", "place_hours", "place_closed", "place_absences"):
        with django_assert_max_num_queries(12):
            client.get(url(name, bakken))
