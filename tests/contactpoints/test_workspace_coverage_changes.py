"""A change of coverage does just what its preview said, for every municipality, on every day."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from contactpoints import coverage_changes as changes
from contactpoints import coverage_summary
from contactpoints import coverage_wishes as wishes
from contactpoints.coverage import CoverageTable
from contactpoints.demo import registry
from contactpoints.enums import CoverageRule, Role
from contactpoints.models import County, CoverageArea, DistrictOffice, Municipality, User
from contactpoints.place import Place
from tests.conftest import TODAY, make_office, make_user
from tests.places import SKIEN, TONSBERG, municipality

SOON = TODAY + timedelta(days=30)
LATER = TODAY + timedelta(days=90)


@dataclass(frozen=True)
class Wish:
    """What somebody might wish, as numbers that become offices, areas and days."""

    kind: str
    office: int
    area: int
    days: int
    more_days: int | None


WISHES = st.builds(
    Wish,
    kind=st.sampled_from(["cover", "end", "hand over", "close", "close and give"]),
    office=st.integers(0, 6),
    area=st.integers(0, 371),
    days=st.integers(0, 400),
    more_days=st.none() | st.integers(1, 200),
)


def steps_of(wish: Wish) -> list[changes.Step]:
    """The steps of a wish as things stand; none where it is not possible."""
    table = changes.whole_table()
    offices = sorted(table.offices, key=lambda one: one.slug)
    areas = [*County.objects.order_by("pk"), *Municipality.objects.ordinary().order_by("pk")]
    office, heir = offices[wish.office], offices[wish.office - 1]
    area, day = areas[wish.area % len(areas)], TODAY + timedelta(days=wish.days)
    until = day + timedelta(days=wish.more_days) if wish.more_days else None
    try:
        match wish.kind:
            case "cover":
                return wishes.covering(table, office, [area], day, until)
            case "end":
                return wishes.ending(table.areas[wish.area % len(table.areas)], day)
            case "hand over":
                return wishes.handing_over(table, [area], office, day)
            case "close":
                return wishes.closing(table, office, day)
            case _:
                return wishes.closing(table, office, day, heir)
    except wishes.NotPossible:
        return []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WISHES, min_size=1, max_size=4), st.integers(0, 700))
def test_what_is_saved_is_what_was_shown_for_every_municipality(
    somebody_in_the_demo: User, several: list[Wish], some_day: int
) -> None:
    everywhere = [Place.of_municipality(one) for one in Municipality.objects.select_related("county")]
    assert len(everywhere) == 357 + 2
    with transaction.atomic():
        for wish in several:
            steps = steps_of(wish)
            before, shown = CoverageTable.of_norway(), changes.preview(steps, TODAY)
            changes.save(steps, by=somebody_in_the_demo)
            days = {TODAY, TODAY + timedelta(days=some_day), *days_around(shown)}
            after = CoverageTable.of_norway()
            for place in everywhere:
                assert_as_shown(place, days, before, after, shown)
        transaction.set_rollback(True)


def days_around(shown: list[changes.Change]) -> set[date]:
    """Those on which something begins or ends, and the days before."""
    turning = {day for one in shown for day in (one.day, one.until) if day}
    return turning | {day - timedelta(days=1) for day in turning if day > TODAY}


def assert_as_shown(
    place: Place, days: set[date], before: CoverageTable, after: CoverageTable, shown: list[changes.Change]
) -> None:
    mine = [one for one in shown if one.municipality == place.municipality]
    for day in days:
        now = [one for one in mine if one.day <= day and (one.until is None or day < one.until)]
        expected = now[0].after if now else before.office_for(place, day)
        actual = after.office_for(place, day)
        assert (actual.office, actual.rule) == (expected.office, expected.rule), (place.label, day)


@pytest.fixture
def somebody_in_the_demo(db: None) -> User:
    """The seven offices of the demonstration data, and who changes their coverage."""
    registry.load()
    return make_user("admin@example.no", Role.NATIONAL_ADMIN)


# The rules of a wish, one after the other


def test_handing_over_a_municipality_leaves_the_county_where_it_is(
    tonsberg: DistrictOffice, alta: DistrictOffice, admin: User
) -> None:
    steps = wishes.handing_over(changes.whole_table(), [municipality(SKIEN)], alta, SOON)

    (shown,) = changes.preview(steps, TODAY)
    changes.save(steps, by=admin)

    assert (shown.municipality.number, shown.day, shown.until) == (SKIEN, SOON, None)
    assert (shown.before.office, shown.before.rule) == (tonsberg, CoverageRule.COVERS_COUNTY)
    assert (shown.after.office, shown.after.rule) == (alta, CoverageRule.COVERS_MUNICIPALITY)
    assert CoverageArea.objects.filter(office=tonsberg, valid_until=None).count() == 2


def test_what_is_agreed_for_later_stays_when_an_area_is_handed_over(
    tonsberg: DistrictOffice, alta: DistrictOffice, national_desk: DistrictOffice
) -> None:
    skien = municipality(SKIEN)
    CoverageArea.objects.create(office=national_desk, municipality=skien, valid_from=LATER)

    shown = changes.preview(wishes.handing_over(changes.whole_table(), [skien], alta, SOON), TODAY)

    assert [(one.after.office, one.day, one.until) for one in shown] == [(alta, SOON, LATER)]


def test_coverage_that_has_not_begun_can_be_taken_back(
    tonsberg: DistrictOffice, alta: DistrictOffice, admin: User
) -> None:
    row = CoverageArea.objects.create(office=alta, municipality=municipality(SKIEN), valid_from=LATER)

    changes.save(wishes.ending(row, SOON), by=admin)

    assert not CoverageArea.objects.filter(pk=row.pk).exists()


def test_a_closed_office_is_out_of_the_way(tonsberg: DistrictOffice, alta: DistrictOffice, admin: User) -> None:
    tonsberg.closed_on = SOON
    tonsberg.save()
    vestfold = County.objects.get(name="Vestfold")

    changes.save(wishes.covering(changes.whole_table(), alta, [vestfold], LATER), by=admin)

    assert CoverageArea.objects.get(office=tonsberg, county=vestfold).valid_until == LATER
    with pytest.raises(wishes.NotPossible, match="ikke åpent"):
        wishes.handing_over(changes.whole_table(), [vestfold], tonsberg, LATER)


@pytest.mark.parametrize(("until", "says"), [(None, "Avslutt det først"), (LATER, "til og med 29. august 2026")])
def test_an_area_that_another_office_has_is_said_in_words(
    tonsberg: DistrictOffice, alta: DistrictOffice, until: date | None, says: str
) -> None:
    tonsberg.coverage.update(valid_until=until)

    with pytest.raises(wishes.NotPossible, match=says):
        wishes.covering(changes.whole_table(), alta, [County.objects.get(name="Vestfold")], SOON)


def test_closing_an_office_sends_its_municipalities_to_the_nearest(
    tonsberg: DistrictOffice, national_desk: DistrictOffice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_office("Kristiansand")
    steps = wishes.closing(changes.whole_table(), tonsberg, SOON)

    with django_assert_num_queries(3):
        shown = changes.preview(steps, TODAY)

    towns = {one.municipality.name: one.after.office.town for one in shown}
    covered = Municipality.objects.filter(county__name__in=("Vestfold", "Telemark"))
    assert towns.keys() >= {one.name for one in covered}
    # Halden is nobody's, and Tønsberg the nearest
    assert (towns["Tønsberg"], towns["Tokke"], towns["Halden"]) == ("Oslo", "Kristiansand", "Oslo")
    assert {one.day for one in shown} == {SOON}
    assert {move.after.town for move in coverage_summary.moves(shown)} == {"Oslo", "Kristiansand"}


def test_an_heir_gets_all_of_a_closed_office(tonsberg: DistrictOffice, alta: DistrictOffice, admin: User) -> None:
    steps = wishes.closing(changes.whole_table(), tonsberg, SOON, alta)

    covered, nearest = coverage_summary.moves(changes.preview(steps, TODAY))
    changes.save(steps, by=admin)

    assert (covered.before, covered.after, covered.why_after) == (tonsberg, alta, "dekker fylket")
    assert "Skien" in covered.names
    assert nearest.after.town == "Oslo"
    assert any(name.startswith("Halden (") for name in nearest.names)
    assert not CoverageArea.objects.filter(office=tonsberg, valid_until=None).exists()


def test_the_national_desk_is_not_closed(national_desk: DistrictOffice) -> None:
    with pytest.raises(wishes.NotPossible, match="nasjonal mottaker"):
        wishes.closing(changes.whole_table(), national_desk, SOON)


# Who may


def test_a_coordinator_gives_what_is_hers_and_takes_what_nobody_has(
    tonsberg: DistrictOffice, alta: DistrictOffice, berit: User
) -> None:
    table = changes.whole_table()
    gives = wishes.handing_over(table, [municipality(SKIEN)], alta, SOON)
    takes = wishes.covering(table, tonsberg, [municipality("0301")], SOON)  # Oslo, which nobody covers here

    assert refused(berit, gives) == ""
    assert refused(berit, takes) == ""


def test_a_coordinator_can_not_take_what_another_office_answers_for(
    tonsberg: DistrictOffice, alta: DistrictOffice, berit: User, admin: User
) -> None:
    tromso = Municipality.objects.get(name="Tromsø")
    takes = wishes.covering(changes.whole_table(), tonsberg, [tromso], SOON)

    assert "svarer Distriktskontoret i Alta for Tromsø" in refused(berit, takes)
    assert refused(admin, takes) == ""


def test_a_coordinator_can_not_touch_what_is_between_others(
    tonsberg: DistrictOffice, alta: DistrictOffice, national_desk: DistrictOffice, berit: User
) -> None:
    nobodys = wishes.covering(changes.whole_table(), alta, [municipality(TONSBERG)], SOON)
    shadowed = CoverageArea.objects.create(office=alta, county=County.objects.get(name="Oslo"), valid_from=TODAY)
    CoverageArea.objects.create(office=tonsberg, municipality=municipality("0301"), valid_from=TODAY)

    assert refused(berit, nobodys) == ""  # Tønsberg is hers to give
    assert "dekket av et annet kontor" in refused(berit, wishes.ending(shadowed, SOON))
    assert "egen koordinator" in refused(berit, wishes.closing(changes.whole_table(), make_office("Bodø"), SOON))


def refused(user: User, steps: list[changes.Step]) -> str:
    return wishes.refusal(user, steps, changes.preview(steps, TODAY))
