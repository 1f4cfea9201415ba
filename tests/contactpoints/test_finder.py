"""The finder: nearest first, whatever is typed, and somebody who answers on every page."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import HostKind, MeetingForm, Status, StepFree
from contactpoints.grid import distance_km
from contactpoints.models import ClosedPeriod, ContactPoint, DistrictOffice, Municipality
from linkportal.kit import clock
from tests.conftest import make_contact_point
from tests.markup import Element, read
from tests.places import SKIEN, municipality, place_at_code

MOST_QUERIES = 8


def finder(client: Client, **asked: str) -> Element:
    """The page that a search gives."""
    response = client.get("/kontaktpunkter/", asked)
    assert response.status_code == 200
    return read(response.content)


def hits(page: Element) -> list[Element]:
    return [one for one in page.all("li") if "data-kontaktpunkt" in one.attrs]


def slugs(page: Element) -> list[str]:
    return [hit.attrs["data-kontaktpunkt"] for hit in hits(page)]


def kilometres(page: Element) -> list[float]:
    return [float(hit.attrs["data-km"]) for hit in hits(page)]


def scatter(count: int, around: str = "Skien", **fields: object) -> None:
    """So many contact points, each a little further north than the one before, their names in another order."""
    home = Municipality.objects.get(name=around)
    for number in range(count):
        position = {"latitude": home.latitude + 0.01 * number, "longitude": home.longitude}
        make_contact_point(f"Huset {(number * 7) % count:03}", home, **{"slug": f"nr-{number}", **position, **fields})


# Nearest first


def test_kari_in_skien_finds_the_nearest_first_and_reads_how_far(client: Client, bakken: ContactPoint) -> None:
    make_contact_point("Mestringshuset", "Bamble")
    make_contact_point("LINK Vestfold og Telemark", "Tønsberg")

    page = finder(client, sted="3724")

    assert slugs(page) == ["frivilligsentralen-pa-bakken", "mestringshuset", "link-vestfold-og-telemark"]
    assert kilometres(page) == sorted(kilometres(page))
    nearest = hits(page)[0]
    assert nearest.attrs["data-kommunenummer"] == SKIEN
    assert f"{nearest.attrs['data-km']} km".replace(".", ",") in nearest.text
    assert "46 km" in hits(page)[2].text
    assert "Bekreftet 12. mai 2026" in nearest.text
    assert "Trinnfritt" in nearest.text
    assert "Tar imot nye" in nearest.text


def test_ones_own_municipality_is_marked_but_never_moved_up(client: Client, bakken: ContactPoint) -> None:
    far_in_skien = make_contact_point("Luksefjell grendehus", "Skien", latitude=59.45, longitude=9.55)
    make_contact_point("Sanitetshuset", "Porsgrunn")
    over_the_border = make_contact_point("Nabohuset", "Siljan")
    over_the_border.serves.add(municipality(SKIEN))

    page = finder(client, sted="3724")

    assert slugs(page)[-1] == far_in_skien.slug
    marked = {
        hit.attrs["data-kontaktpunkt"]: [tag.text for tag in hit.all("span", class_="ds-tag")] for hit in hits(page)
    }
    assert marked == {
        bakken.slug: ["I din kommune"],
        far_in_skien.slug: ["I din kommune"],
        "sanitetshuset": [],
        "nabohuset": ["Er også for Skien"],
    }


def test_equal_distances_stand_in_norwegian_order(client: Client, tonsberg: DistrictOffice) -> None:
    for name in ("Årestua", "Zebrahuset", "Ærfuglen", "Østgården", "Bakeriet"):
        make_contact_point(name, "Skien")

    page = finder(client, sted="3724")

    names = [hit.one("h3").text for hit in hits(page)]
    assert names == ["Bakeriet", "Zebrahuset", "Ærfuglen", "Østgården", "Årestua"]


@pytest.mark.parametrize("code", ["0150", "9990", "9170", "8099", "4005"])
def test_the_order_is_that_of_great_circles_on_every_page(
    client: Client, national_desk: DistrictOffice, code: str
) -> None:
    for number, seat in enumerate(Municipality.objects.all()):
        make_contact_point(f"Huset {number}", seat)
    place = place_at_code(code)

    found = slugs(finder(client, sted=code)) + slugs(finder(client, sted=code, side="2"))

    everyone = ContactPoint.objects.all()
    exact = sorted(everyone, key=lambda one: distance_km(place.position, one.position))
    assert found == [one.slug for one in exact[:40]]


def test_many_at_one_address_are_each_shown_once(client: Client, tonsberg: DistrictOffice) -> None:
    for number in range(90):
        make_contact_point(f"Huset {number:02}", "Skien")

    found = [slug for side in range(1, 6) for slug in slugs(finder(client, sted="3724", side=str(side)))]

    assert found == [f"huset-{number:02}" for number in range(90)]


def test_pages_go_forward_and_back_and_keep_the_filters(client: Client, tonsberg: DistrictOffice) -> None:
    scatter(45)

    second = finder(client, sted="3724", side="2", ny="1")

    assert len(hits(second)) == 20
    back, forward = (second.one("a", rel=rel).attrs["href"] for rel in ("prev", "next"))
    assert back == "?sted=3724&ny=1&side=1"
    third = read(client.get(f"/kontaktpunkter/{forward}").content)
    assert len(hits(third)) == 5
    assert not third.all("a", rel="next")
    assert kilometres(second)[-1] <= kilometres(third)[0]


@pytest.mark.parametrize("side", ["0", "-1", "99", "1000000", "1e9", "to", "9" * 500])
def test_a_page_that_does_not_exist_gives_one_that_does_and_says_so(
    client: Client, bakken: ContactPoint, side: str
) -> None:
    page = finder(client, sted="3724", side=side)

    assert slugs(page) == [bakken.slug]
    assert page.one("p", class_="why remark")


# Filters


def test_filters_for_kind_new_people_wheelchairs_and_language(client: Client, tonsberg: DistrictOffice) -> None:
    plain = {"step_free": StepFree.NO, "accepts_new": False, "languages": ["no"]}
    make_contact_point("Frisklivssentralen", "Skien", **{**plain, "host_kind": HostKind.HEALTHY_LIFE_CENTRE})
    make_contact_point("Åpen dør", "Skien", **{**plain, "accepts_new": True})
    make_contact_point("Rampen", "Skien", **{**plain, "step_free": StepFree.YES})
    make_contact_point("Samisk hus", "Skien", **{**plain, "languages": ["no", "se"]})

    assert slugs(finder(client, sted="3724", type="frisklivssentral")) == ["frisklivssentralen"]
    assert slugs(finder(client, sted="3724", ny="1")) == ["apen-dor"]
    assert slugs(finder(client, sted="3724", trinnfri="1")) == ["rampen"]
    assert slugs(finder(client, sted="3724", sprak="se")) == ["samisk-hus"]


def test_when_nothing_passes_the_filters_the_list_is_shown_without_them(client: Client, bakken: ContactPoint) -> None:
    page = finder(client, sted="3724", type="rehabiliteringssenter", sprak="ti")

    assert slugs(page) == [bakken.slug]
    assert "Ingen kontaktpunkter har alt du har valgt." in page.text
    assert "?sted=3724" in {link.attrs["href"] for link in page.all("a")}


@pytest.mark.parametrize("wrong", [{"type": "slott"}, {"ny": "kanskje"}, {"sprak": "xx"}, {"trinnfri": "<script>"}])
def test_an_unknown_filter_is_left_out_with_a_word(client: Client, bakken: ContactPoint, wrong: dict[str, str]) -> None:
    page = finder(client, sted="3724", **wrong)

    assert slugs(page) == [bakken.slug]
    assert "Vi kjenner ikke alle valgene" in page.text


def test_what_is_chosen_stays_chosen(client: Client, bakken: ContactPoint) -> None:
    page = finder(client, sted="3724", type="frivilligsentral", trinnfri="1")

    assert page.one("option", value="frivilligsentral").attrs.get("selected") == ""
    assert "checked" in page.one("input", id="trinnfri").attrs
    assert "checked" not in page.one("input", id="ny").attrs
    assert "(2 valgt)" in page.one("summary").text


def test_who_is_closed_for_a_while_says_when_it_opens_again(client: Client, bakken: ContactPoint) -> None:
    ClosedPeriod.objects.create(contact_point=bakken, first_day=date(2026, 6, 29), last_day=date(2026, 8, 9))

    with clock.moved_to(datetime(2026, 7, 10, tzinfo=UTC)):
        during = finder(client, sted="3724")
    with clock.moved_to(datetime(2026, 8, 10, tzinfo=UTC)):
        after = finder(client, sted="3724")

    assert "Åpner igjen 10. august 2026" in hits(during)[0].text
    assert "Åpner igjen" not in hits(after)[0].text


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.PAUSED, Status.CLOSED])
def test_only_published_ones_are_found(client: Client, bakken: ContactPoint, status: Status) -> None:
    make_contact_point("Ikke her", "Skien", status=status)

    assert slugs(finder(client, sted="3724")) == [bakken.slug]


def test_telephone_and_screen_stand_beside_and_never_among_the_hits(client: Client, bakken: ContactPoint) -> None:
    make_contact_point("Selvhjelp på telefon", "Skien", meeting_form=MeetingForm.PHONE, phone="00 00 52 18")
    make_contact_point("Grupper på skjerm", "Skien", meeting_form=MeetingForm.DIGITAL)

    page = finder(client, sted="3724", trinnfri="1")

    assert slugs(page) == [bakken.slug]
    beside = page.one("section", aria_labelledby="uansett")
    assert [each.text for each in beside.all("h3")] == ["Grupper på skjerm", "Selvhjelp på telefon"]
    assert beside.one("a", href="tel:00005218").text == "00 00 52 18"


# Beside the hits


def test_the_office_that_answers_and_why_stand_beside_the_hits(client: Client, bakken: ContactPoint) -> None:
    box = finder(client, sted="3724").one("section", aria_labelledby="kontor")

    assert "Distriktskontoret i Tønsberg" in box.text
    assert "Fordi 3724 ligger i Skien i Telemark" in box.text
    assert box.one("a", href="mailto:tonsberg@example.no")


def test_one_can_go_on_to_start_a_group_where_one_lives(client: Client, bakken: ContactPoint) -> None:
    page = finder(client, sted="3724 Skien")

    start = page.one("section", aria_labelledby="starte").one("a")
    assert start.attrs["href"] == "/henvendelse/?wish=start&sted=3724"
    assert client.get(start.attrs["href"]).status_code == 200


def test_the_place_that_was_understood_leads_to_its_municipality(client: Client, bakken: ContactPoint) -> None:
    page = finder(client, sted="N-3724")

    assert page.one("h1").text == "Kontaktpunkter nær 3724 Skien"
    assert page.one("a", href="/kommune/4003-skien/").text == "Skien kommune"


def test_nobody_is_near_and_still_somebody_answers(client: Client, tonsberg: DistrictOffice) -> None:
    page = finder(client, sted="3724")

    assert hits(page) == []
    assert "Distriktskontoret i Tønsberg" in page.text


# What else one may type


def test_two_municipalities_of_one_name_are_asked_about(client: Client, bakken: ContactPoint) -> None:
    page = finder(client, sted="Herøy", ny="1")

    assert page.one("h1").text == "Hvilket sted mener du?"
    choices = page.one("ul", class_="choices").all("a")
    assert [one.text for one in choices] == ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]
    chosen = read(client.get(f"/kontaktpunkter/{choices[1].attrs['href']}").content)
    assert chosen.one("h1").text == "Kontaktpunkter nær Herøy (Nordland)"
    assert "checked" in chosen.one("input", id="ny").attrs


def test_a_typing_error_is_understood_and_said(client: Client, bakken: ContactPoint) -> None:
    page = finder(client, sted="tronheim")

    assert page.one("h1").text == "Kontaktpunkter nær Trondheim"
    assert "Vi fant ikke «tronheim», og tror du mente Trondheim." in page.text
    assert "Avstandene er målt fra kommunesenteret." in page.text


def test_a_county_leads_to_its_page_with_the_filters(client: Client, bakken: ContactPoint) -> None:
    response = client.get("/kontaktpunkter/", {"sted": "Telemark", "trinnfri": "1"})

    assert (response.status_code, response["Location"]) == (302, "/fylke/telemark/?trinnfri=1")


def test_part_of_a_name_finds_contact_points_in_norwegian_order(client: Client, bakken: ContactPoint) -> None:
    make_contact_point("Ågot Bakkens hus", "Tromsø")

    page = finder(client, sted="bakken")

    assert slugs(page) == [bakken.slug, "agot-bakkens-hus"]
    assert "data-km" not in hits(page)[0].attrs
    assert "Distriktskontoret i Tønsberg" in page.text
    with_position = finder(client, sted="bakken", lat="69.65", lon="18.96")
    assert slugs(with_position) == [bakken.slug, "agot-bakkens-hus"]
    assert kilometres(with_position)[1] < 5 < kilometres(with_position)[0]


def test_without_a_place_the_page_asks_and_offers_every_county(client: Client, national_desk: DistrictOffice) -> None:
    page = finder(client)

    assert page.one("h1").text == "Finn et kontaktpunkt"
    counties = page.one("section", aria_labelledby="fylker").all("a")
    assert len(counties) == 15
    assert [one.text for one in counties][-2:] == ["Vestland", "Østfold"]
    assert "Distriktskontoret i Oslo" in page.text


def test_an_unknown_place_gets_near_spellings_and_the_national_desk(
    client: Client, national_desk: DistrictOffice
) -> None:
    page = finder(client, sted="Drobakkk")

    assert page.one("h1").text in {"Vi fant ikke stedet", "Kontaktpunkter nær Drøbak"}
    nowhere = finder(client, sted="Xyzzyx")
    assert nowhere.one("h1").text == "Vi fant ikke stedet"
    assert nowhere.one("a", href="mailto:oslo@example.no")
    assert nowhere.one("section", aria_labelledby="starte").one("a").attrs["href"] == "/henvendelse/?wish=start"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "🙂🙃",
        "\u202e3724\u202c",
        "مرحبا",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "%",
        "_",
        "\\",
        "{{ 7 }}",
        "  ",
    ],
)
def test_hostile_text_is_only_text(client: Client, national_desk: DistrictOffice, text: str) -> None:
    page = finder(client, sted=text)

    assert len(page.one("h1").text) < 200
    assert not page.all("script", src="")


@pytest.mark.parametrize("query", ["sted=%FF%FE", "sted=a%00b", "sted=%C3%28"])
def test_what_is_not_text_is_a_bad_request(client: Client, national_desk: DistrictOffice, query: str) -> None:
    assert client.get(f"/kontaktpunkter/?{query}").status_code == 400


# One's own position


def test_the_position_of_the_phone_finds_what_is_near(client: Client, bakken: ContactPoint) -> None:
    page = finder(client, lat="59.2097", lon="9.6089")

    assert page.one("h1").text == "Kontaktpunkter nær din posisjon"
    assert kilometres(page)[0] < 2
    assert page.one("input", name="lat").attrs["value"] == "59.21"
    assert page.one("section", aria_labelledby="starte").one("a").attrs["href"] == "/henvendelse/?wish=start&sted=Skien"


@pytest.mark.parametrize(("lat", "lon"), [("nan", "9"), ("1e400", "9"), ("0", "0"), ("59,2", "9"), ("x", "y")])
def test_a_position_that_is_none_is_left_out_with_a_word(
    client: Client, national_desk: DistrictOffice, lat: str, lon: str
) -> None:
    page = finder(client, lat=lat, lon=lon)

    assert "Vi kan ikke bruke den posisjonen." in page.text
    assert len(page.one("section", aria_labelledby="fylker").all("a")) == 15


# Promises


@pytest.mark.parametrize("count", [1, 20, 500])
def test_the_finder_asks_the_database_at_most_eight_times(
    client: Client, tonsberg: DistrictOffice, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scatter(count)

    with django_assert_max_num_queries(MOST_QUERIES):
        page = finder(client, sted="3724", ny="1", side="1")
    assert len(hits(page)) == min(count, 20)


def test_a_search_leaves_no_cookie_and_no_token(client: Client, bakken: ContactPoint) -> None:
    response = client.get("/kontaktpunkter/", {"sted": "3724"})

    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content


def test_a_page_of_twenty_hits_with_map_is_small(client: Client, tonsberg: DistrictOffice) -> None:
    for seat in Municipality.objects.ordinary():
        make_contact_point(f"Huset i {seat.name}", seat, slug=f"huset-{seat.number}")

    for code in ("3724", "5003", "8006", "9730", "0150"):
        response = client.get("/kontaktpunkter/", {"sted": code}, headers={"Accept-Encoding": "gzip"})
        assert len(response.content) <= 12_000


def test_a_search_is_a_get(client: Client, national_desk: DistrictOffice) -> None:
    assert client.post("/kontaktpunkter/", {"sted": "3724"}).status_code == 405
