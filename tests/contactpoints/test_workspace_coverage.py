"""Pages on which a coordinator changes who answers where: shown first, then done."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints import coverage_gaps
from contactpoints.coverage import office_for
from contactpoints.enums import Role
from contactpoints.models import ContactPoint, County, CoverageArea, DistrictOffice, User
from linkportal.kit import clock
from tests.conftest import TODAY, make_contact_point, make_office, make_user
from tests.markup import read
from tests.places import SKIEN, TONSBERG, municipality, place_of

SOON = TODAY + timedelta(days=30)
ADD, HAND_OVER = reverse("contactpoints:coverage_add"), reverse("contactpoints:coverage_hand_over")


@pytest.fixture(autouse=True)
def first_of_june() -> Iterator[None]:
    with clock.moved_to(datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)):
        yield


def seen_in(response: Any) -> str:
    """What the preview's button sends along."""
    return read(response.content).one("input", name="seen").attrs["value"]


def close_url(office: DistrictOffice) -> str:
    return reverse("contactpoints:office_close", args=[office.slug])


# Every page of it


@pytest.fixture
def pages(tonsberg: DistrictOffice) -> list[str]:
    row = tonsberg.coverage.first()
    assert row is not None
    names = ("coverage", "coverage_add", "coverage_hand_over", "gaps")
    return [*(reverse(f"contactpoints:{name}") for name in names), _end(row), close_url(tonsberg)]


def _end(row: CoverageArea) -> str:
    return reverse("contactpoints:coverage_end", args=[row.pk])


def test_every_page_is_there_for_the_coordinator_and_the_national_administrator(
    client: Client, pages: list[str], berit: User, admin: User
) -> None:
    for user in (berit, admin):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)


def test_another_office_has_its_own_and_not_these(client: Client, pages: list[str], outsider: User) -> None:
    client.force_login(outsider)

    assert [client.get(page).status_code for page in pages] == [200, 200, 200, 200, 404, 404]
    assert "Vestfold" not in client.get(pages[0]).text


def test_others_find_nothing_there(client: Client, pages: list[str], ola: User, tonsberg: DistrictOffice) -> None:
    auditor = make_user("revisor@example.no", Role.AUDITOR)
    of_office = make_user("revisor2@example.no", Role.AUDITOR, office=tonsberg)
    for user in (ola, auditor, of_office):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {404}
        assert client.post(close_url(tonsberg), {"on": SOON}).status_code == 404
    assert tonsberg.closed_on is None


def test_without_a_login_one_is_asked_for_it(client: Client, pages: list[str]) -> None:
    for page in pages:
        assert client.get(page).headers["Location"].startswith(reverse("account_login"))


# Closing an office


def test_an_office_is_closed_after_one_has_seen_where_its_municipalities_go(
    client: Client, tonsberg: DistrictOffice, berit: User
) -> None:
    client.force_login(berit)
    asked = {"on": SOON.isoformat(), "heir": ""}

    preview = client.post(close_url(tonsberg), asked)

    text = read(preview.content).text
    assert preview.status_code == 200
    assert "Fra 1. juli 2026: " in text
    assert "kommuner går til Distriktskontoret i Oslo" in text
    assert "Før: Distriktskontoret i Tønsberg dekker fylket." in text
    assert "Skien (101 km)" in text
    tonsberg.refresh_from_db()
    assert tonsberg.closed_on is None

    done = client.post(close_url(tonsberg), {**asked, "seen": seen_in(preview)})

    assert done.headers["Location"] == reverse("contactpoints:coverage")
    assert office_for(place_of(SKIEN), SOON).office.town == "Oslo"
    assert office_for(place_of(SKIEN), SOON - timedelta(days=1)).office == tonsberg


def test_what_was_wrong_is_said_at_the_field(client: Client, tonsberg: DistrictOffice, berit: User) -> None:
    client.force_login(berit)

    missing = client.post(close_url(tonsberg), {"on": ""})
    past = client.post(close_url(tonsberg), {"on": "31.05.2026"})

    assert (missing.status_code, past.status_code) == (422, 422)
    assert read(missing.content).one(id="id_on_error").text == "Velg dagen."
    assert "Dagen er passert. Velg 1. juni 2026 eller senere." in past.text


def test_what_changed_after_one_looked_is_shown_again_and_not_done(
    client: Client, tonsberg: DistrictOffice, alta: DistrictOffice, berit: User
) -> None:
    client.force_login(berit)
    asked = {"on": SOON.isoformat(), "heir": ""}
    seen = seen_in(client.post(close_url(tonsberg), asked))
    CoverageArea.objects.create(office=alta, municipality=municipality(SKIEN), valid_from=TODAY)

    late = client.post(close_url(tonsberg), {**asked, "seen": seen})

    assert late.status_code == 409
    assert "Noen andre har endret dekningen siden du så på dette." in late.text
    assert office_for(place_of(TONSBERG), SOON).office == tonsberg
    client.post(close_url(tonsberg), {**asked, "seen": seen_in(late)})
    assert office_for(place_of(TONSBERG), SOON).office.town == "Oslo"


# Rows


def test_a_municipality_is_given_to_another_office(
    client: Client, tonsberg: DistrictOffice, alta: DistrictOffice, berit: User
) -> None:
    client.force_login(berit)
    asked = {"areas": "Skien\nporsgrunn", "office": alta.slug, "since": SOON.isoformat()}

    preview = client.post(HAND_OVER, asked)
    client.post(HAND_OVER, {**asked, "seen": seen_in(preview)})

    assert "2 kommuner går til Distriktskontoret i Alta" in preview.text
    assert "Porsgrunn, Skien" in preview.text
    assert office_for(place_of(SKIEN), SOON).office == alta


@pytest.mark.parametrize(
    ("areas", "says"),
    [
        ("Tromsø", "Fra 1. juli 2026 svarer Distriktskontoret i Alta for Tromsø."),
        ("Telemark", "Distriktskontoret i Tønsberg dekker Telemark fra 1. januar 2024. Avslutt det først"),
        ("Herøy", "Flere heter «Herøy». Skriv Herøy (Møre og Romsdal) eller Herøy (Nordland)."),
        ("Skein", "Vi kjenner ikke «Skein». Mente du Skien?"),
        ("xyzxyz", "Vi kjenner ikke «xyzxyz». Skriv navnet på en kommune"),
        ("", "Skriv minst én kommune eller ett fylke."),
    ],
)
def test_what_can_not_be_covered_is_said_in_words(
    client: Client, tonsberg: DistrictOffice, alta: DistrictOffice, berit: User, areas: str, says: str
) -> None:
    client.force_login(berit)

    response = client.post(ADD, {"office": tonsberg.slug, "areas": areas, "since": SOON.isoformat()})

    assert response.status_code == 422
    assert says in response.text
    assert CoverageArea.objects.filter(municipality__isnull=False).count() == 0


def test_a_forged_confirmation_does_nothing(
    client: Client, tonsberg: DistrictOffice, alta: DistrictOffice, outsider: User
) -> None:
    client.force_login(outsider)
    asked = {"areas": "Skien", "office": alta.slug, "since": SOON.isoformat(), "seen": "0" * 32}

    assert client.post(HAND_OVER, asked).status_code == 422
    assert office_for(place_of(SKIEN), SOON).office == tonsberg


def test_a_row_ends(client: Client, tonsberg: DistrictOffice, admin: User) -> None:
    client.force_login(admin)
    row = tonsberg.coverage.get(county__name="Telemark")

    preview = client.post(_end(row), {"on": SOON.isoformat()})
    client.post(_end(row), {"on": SOON.isoformat(), "seen": seen_in(preview)})

    row.refresh_from_db()
    assert row.valid_until == SOON
    assert "kommuner blir hos Distriktskontoret i Tønsberg" in preview.text  # it is still the nearest
    listed = client.get(reverse("contactpoints:coverage"), {"kontor": "tonsberg"})
    assert "til og med 30. juni 2026" in listed.text


def test_the_list_of_coverage_asks_as_often_for_many_rows_as_for_few(
    client: Client, tonsberg: DistrictOffice, berit: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(berit)
    for one in County.objects.get(name="Nordland").municipalities.all():
        CoverageArea.objects.create(office=tonsberg, municipality=one, valid_from=TODAY)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("contactpoints:coverage"))

    assert "Herøy (Nordland)" in page.text


# Gaps


def test_places_with_no_coverage_and_with_two_are_shown_to_whom_they_concern(
    client: Client, tonsberg: DistrictOffice, alta: DistrictOffice, berit: User, outsider: User
) -> None:
    CoverageArea.objects.create(office=alta, municipality=municipality(SKIEN), valid_from=TODAY)
    make_office("Bodø")

    seen: dict[str, str] = {}
    for user in (berit, outsider):
        client.force_login(user)
        seen[user.email] = read(client.get(reverse("contactpoints:gaps")).content).text

    assert "Halden" in seen["berit@example.no"]
    assert "Halden" not in seen["outsider@example.no"]
    for text in seen.values():
        assert "Distriktskontoret i Alta svarer siden 1. juni 2026. Distriktskontoret i Tønsberg har Telemark" in text


def test_the_start_page_is_told_how_many_there_are(
    tonsberg: DistrictOffice, alta: DistrictOffice, berit: User, ola: User, bakken: ContactPoint
) -> None:
    CoverageArea.objects.create(office=alta, municipality=municipality(SKIEN), valid_from=TODAY)
    make_contact_point("Gammelt nytt", "Tønsberg", confirmed_on=TODAY - timedelta(days=366))
    make_contact_point("Aldri spurt", "Tønsberg", confirmed_on=None)
    make_contact_point("Langt borte", "Alta", confirmed_on=None)

    counts = coverage_gaps.counts(berit)

    assert (counts.uncovered, counts.twice, counts.unconfirmed) == (67, 1, 2)
    assert coverage_gaps.counts(ola) == coverage_gaps.Counts(0, 0, 0)
