"""Who answers for a place: exactly one office, on every day, by the first rule that holds."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from contactpoints.coverage import FIRST_DAY, BeforeFirstDay, CoverageTable, NoNationalDesk, office_for
from contactpoints.demo import registry
from contactpoints.enums import CoverageRule
from contactpoints.models import County, CoverageArea, DistrictOffice, Municipality, PostalCode
from contactpoints.place import Place
from tests.conftest import make_office
from tests.places import JAN_MAYEN, SKIEN, SVALBARD, municipality, place_at_code, place_of, place_typed

NEW_YEAR_2025 = date(2025, 1, 1)
TODAY = date(2026, 6, 1)


@pytest.fixture
def demo(db: None) -> None:
    """The seven offices of the demonstration data, with their coverage."""
    registry.load()


# The specification as a table; a new rule begins as a new row.


@pytest.mark.parametrize(
    ("text", "town", "rule"),
    [
        ("3724 Skien", "Tønsberg", CoverageRule.COVERS_COUNTY),
        ("3126 Tønsberg", "Tønsberg", CoverageRule.COVERS_COUNTY),
        ("Drammen", "Tønsberg", CoverageRule.COVERS_COUNTY),
        ("9008", "Alta", CoverageRule.COVERS_COUNTY),
        ("Herøy (Nordland)", "Alta", CoverageRule.COVERS_COUNTY),
        ("Herøy (Møre og Romsdal)", "Trondheim", CoverageRule.COVERS_COUNTY),
        ("Våler (Østfold)", "Oslo", CoverageRule.COVERS_COUNTY),
        ("Våler (Innlandet)", "Brumunddal", CoverageRule.COVERS_COUNTY),
        ("Oslo", "Oslo", CoverageRule.COVERS_COUNTY),
        ("Kristiansand", "Sandnes", CoverageRule.COVERS_COUNTY),
        ("Voss", "Bergen", CoverageRule.COVERS_COUNTY),
        ("Svalbard", "Oslo", CoverageRule.NATIONAL_DESK),
        ("Jan Mayen", "Oslo", CoverageRule.NATIONAL_DESK),
    ],
)
def test_who_answers(demo: None, text: str, town: str, rule: CoverageRule) -> None:
    decision = office_for(place_typed(text), TODAY)

    assert (decision.office.town, decision.rule) == (town, rule)


def test_every_municipality_and_every_postal_code_has_one_office_and_a_reason(
    demo: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        table = CoverageTable.of_norway()
        municipalities = list(Municipality.objects.ordinary().select_related("county"))
        codes = list(PostalCode.objects.select_related("municipality__county"))
        places = [Place.of_municipality(one) for one in municipalities] + [Place.of_postal_code(one) for one in codes]
        decisions = [table.office_for(place, TODAY) for place in places]

    assert len(decisions) == 357 + 5122
    for decision in decisions:
        is_territory = decision.place.municipality.is_territory
        assert decision.rule == (CoverageRule.NATIONAL_DESK if is_territory else CoverageRule.COVERS_COUNTY)
        assert decision.reason.startswith("Fordi ")
        assert decision.office.name in decision.reason
    assert {decision.office.town for decision in decisions} == set(
        DistrictOffice.objects.values_list("town", flat=True)
    )


def test_one_place_is_answered_as_all_of_norway_is(demo: None) -> None:
    table = CoverageTable.of_norway()

    for number in ("0301", SKIEN, "1818", "5610", SVALBARD):
        assert office_for(place_of(number), TODAY) == table.office_for(place_of(number), TODAY)


@pytest.mark.parametrize(("code", "queries"), [("3724", 1), ("9170", 2)])
def test_it_takes_one_query_where_somebody_covers_and_two_elsewhere(
    demo: None, django_assert_num_queries: DjangoAssertNumQueries, code: str, queries: int
) -> None:
    place = place_at_code(code)

    with django_assert_num_queries(queries):
        assert office_for(place, TODAY).reason


# The rules, one after the other


def test_the_municipality_comes_before_the_county(tonsberg: DistrictOffice, alta: DistrictOffice) -> None:
    cover(alta, municipality(SKIEN), FIRST_DAY)

    decision = office_for(place_at_code("3724"), TODAY)

    assert (decision.office, decision.rule) == (alta, CoverageRule.COVERS_MUNICIPALITY)
    assert decision.reason == (
        "Fordi 3724 ligger i Skien, som Distriktskontoret i Alta har svart for siden 1. januar 2024."
    )


def test_an_office_that_is_closed_answers_for_nothing(tonsberg: DistrictOffice, national_desk: DistrictOffice) -> None:
    tonsberg.closed_on = NEW_YEAR_2025
    tonsberg.save()

    before = office_for(place_of(SKIEN), NEW_YEAR_2025 - timedelta(days=1))
    after = office_for(place_of(SKIEN), NEW_YEAR_2025)

    assert (before.office, before.rule) == (tonsberg, CoverageRule.COVERS_COUNTY)
    assert (after.office, after.rule) == (national_desk, CoverageRule.NEAREST)


def test_an_office_that_is_not_open_yet_answers_for_nothing(national_desk: DistrictOffice) -> None:
    skien = make_office("Skien", opened_on=NEW_YEAR_2025)
    cover(skien, municipality(SKIEN), FIRST_DAY)

    assert office_for(place_of(SKIEN), NEW_YEAR_2025 - timedelta(days=1)).office == national_desk
    assert office_for(place_of(SKIEN), NEW_YEAR_2025).office == skien


def test_coverage_holds_from_its_first_day_to_the_day_before_its_last(
    tonsberg: DistrictOffice, alta: DistrictOffice
) -> None:
    cover(alta, municipality(SKIEN), NEW_YEAR_2025, NEW_YEAR_2025 + timedelta(days=31))
    days = [NEW_YEAR_2025 + timedelta(days=number) for number in (-1, 0, 30, 31)]

    assert [office_for(place_of(SKIEN), day).office for day in days] == [tonsberg, alta, alta, tonsberg]


def test_where_nobody_covers_the_nearest_open_office_answers(
    national_desk: DistrictOffice, alta: DistrictOffice
) -> None:
    decision = office_for(place_of("5001"), TODAY)  # Trondheim

    assert (decision.office, decision.rule) == (national_desk, CoverageRule.NEAREST)
    assert decision.reason == (
        "Fordi ingen kontorer dekker Trondheim, og Distriktskontoret i Oslo er nærmest, 392 km unna."
    )


def test_where_no_office_is_open_the_national_desk_answers(national_desk: DistrictOffice) -> None:
    national_desk.closed_on = NEW_YEAR_2025
    national_desk.save()

    decision = office_for(place_of(SKIEN), NEW_YEAR_2025)

    assert (decision.office, decision.rule) == (national_desk, CoverageRule.NATIONAL_DESK)


@pytest.mark.parametrize("number", [SVALBARD, JAN_MAYEN])
def test_territories_are_the_national_desks_whatever_is_near(number: str, national_desk: DistrictOffice) -> None:
    make_office(municipality(number).name)

    assert office_for(place_of(number), TODAY).office == national_desk


@pytest.mark.django_db
def test_without_a_national_desk_it_says_so() -> None:
    with pytest.raises(NoNationalDesk):
        office_for(place_of(SVALBARD), TODAY)


def test_before_2024_the_answer_is_not_known(tonsberg: DistrictOffice) -> None:
    assert office_for(place_of(SKIEN), FIRST_DAY).office == tonsberg
    with pytest.raises(BeforeFirstDay, match="2023-12-31"):
        office_for(place_of(SKIEN), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "3724",
            "Fordi 3724 ligger i Skien i Telemark, "
            "og Distriktskontoret i Tønsberg har svart for fylket siden 1. januar 2024.",
        ),
        (
            "Skien",
            "Fordi Skien ligger i Telemark, som Distriktskontoret i Tønsberg har svart for siden 1. januar 2024.",
        ),
        (
            "Herøy (Nordland)",
            "Fordi Herøy ligger i Nordland, som Distriktskontoret i Alta har svart for siden 1. januar 2024.",
        ),
        ("0150", "Fordi 0150 ligger i Oslo, som Distriktskontoret i Oslo har svart for siden 1. januar 2024."),
        ("Oslo", "Fordi Distriktskontoret i Oslo har svart for Oslo siden 1. januar 2024."),
        (
            "Svalbard",
            "Fordi Svalbard ikke har noe distriktskontor. "
            "Der svarer Distriktskontoret i Oslo, som er nasjonal mottaker.",
        ),
    ],
)
def test_the_reason_says_no_name_twice(demo: None, text: str, reason: str) -> None:
    assert office_for(place_typed(text), TODAY).reason == reason


# What the database refuses


def test_two_offices_cannot_cover_one_municipality_on_one_day(tonsberg: DistrictOffice, alta: DistrictOffice) -> None:
    cover(tonsberg, municipality(SKIEN), FIRST_DAY, NEW_YEAR_2025)

    with pytest.raises(IntegrityError, match="coverage_one_office_per_municipality_and_day"), transaction.atomic():
        cover(alta, municipality(SKIEN), NEW_YEAR_2025 - timedelta(days=1))
    cover(alta, municipality(SKIEN), NEW_YEAR_2025)


def test_two_offices_cannot_cover_one_county_on_one_day(tonsberg: DistrictOffice, alta: DistrictOffice) -> None:
    telemark = County.objects.get(name="Telemark")

    with pytest.raises(IntegrityError, match="coverage_one_office_per_county_and_day"), transaction.atomic():
        cover(alta, telemark, TODAY, TODAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="Fylket har allerede et kontor"):
        CoverageArea(office=alta, county=telemark, valid_from=TODAY).full_clean()


def test_coverage_lasts_at_least_a_day_and_is_of_one_thing(tonsberg: DistrictOffice) -> None:
    with pytest.raises(IntegrityError, match="coverage_until_after_from"), transaction.atomic():
        cover(tonsberg, municipality("5001"), TODAY, TODAY)
    with (
        pytest.raises(IntegrityError, match="coverage_of_one_municipality_or_one_county"),
        transaction.atomic(),
    ):
        CoverageArea.objects.create(office=tonsberg, valid_from=TODAY)


def cover(office: DistrictOffice, area: Municipality | County, since: date, until: date | None = None) -> CoverageArea:
    kind = "county" if isinstance(area, County) else "municipality"
    return CoverageArea.objects.create(office=office, valid_from=since, valid_until=until, **{kind: area})
