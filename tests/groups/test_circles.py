"""Where a group is within reach, and how it is said."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from pytest_django import Settings

from contactpoints.enums import Role
from contactpoints.grid import distance_km
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups.enums import ContactTime, Status, Theme, Wish
from groups.forming import asking
from groups.forming.circles import Circle, Waiting, circles_among, within_reach
from groups.forming.reach_words import proposals
from groups.models import Inquiry
from tests.conftest import make_contact_point, make_user
from tests.groups.forming import make_group, make_waiting
from tests.places import municipality

SKIEN, PORSGRUNN, LARVIK, TONSBERG, RJUKAN, TROMSO = "3724", "3915", "3256", "3110", "3660", "9008"
MORNING, AFTERNOON, EVENING = (ContactTime.MORNING, ContactTime.AFTERNOON, ContactTime.EVENING)


def said(user: User) -> list[str]:
    return [f"{one.words}. {one.enough}" for one in proposals(within_reach(user).circles)]


@pytest.mark.django_db
class TestWithinReach:
    def test_three_in_two_neighbouring_municipalities_wait_for_an_evening_group_about_grief(
        self, bakken: ContactPoint, ola: User, berit: User
    ) -> None:
        huset = make_contact_point("Huset", "Porsgrunn")
        for code, place in ((SKIEN, bakken), (SKIEN, bakken), (PORSGRUNN, huset)):
            make_waiting(code, contact_point=place, by=ola)

        sentence = "3 i Skien og Porsgrunn venter på en kveldsgruppe om sorg og tap. 1–2 til trengs."
        assert said(berit) == said(ola) == [sentence]

    @pytest.mark.parametrize(
        ("codes", "sentence"),
        [
            ([SKIEN] * 2, "2 i Skien venter på en kveldsgruppe om sorg og tap. 2–3 til trengs."),
            (
                [SKIEN] * 4,
                "4 i Skien venter på en kveldsgruppe om sorg og tap. "
                "Nok til å begynne. Med én til blir gruppen passe stor.",
            ),
            ([SKIEN] * 5, "5 i Skien venter på en kveldsgruppe om sorg og tap. Nok til en gruppe."),
            ([SKIEN] * 10, "10 i Skien venter på en kveldsgruppe om sorg og tap. Nok til flere grupper."),
        ],
    )
    def test_says_how_many_more_it_takes(
        self, bakken: ContactPoint, ola: User, codes: list[str], sentence: str
    ) -> None:
        for code in codes:
            make_waiting(code, contact_point=bakken, by=ola)

        assert said(ola) == [sentence]

    def test_across_problems_and_at_any_time_of_day(self, bakken: ContactPoint, ola: User) -> None:
        for theme in ("", Theme.RATHER_NOT_SAY):
            make_waiting(SKIEN, contact_point=bakken, by=ola, theme=theme, meeting_times=[])

        assert said(ola) == ["2 i Skien venter på en gruppe på tvers av problemer. 2–3 til trengs."]

    def test_one_alone_is_only_counted(self, bakken: ContactPoint, ola: User) -> None:
        make_waiting(SKIEN, contact_point=bakken, by=ola)
        make_waiting(RJUKAN, contact_point=bakken, by=ola)
        make_waiting(SKIEN, contact_point=bakken, by=ola, theme=Theme.WORK)
        found = within_reach(ola)

        assert (found.circles, found.alone, found.people) == ([], 3, 3)
        assert [(one.theme, [(str(place), n) for place, n in one.places]) for one in found.by_theme] == [
            (Theme.GRIEF, [("Skien", 1), ("Tinn", 1)]),
            (Theme.WORK, [("Skien", 1)]),
        ]

    def test_the_time_is_that_at_which_most_can_come(self, bakken: ContactPoint, ola: User) -> None:
        every: list[list[str]] = [[MORNING], [MORNING, EVENING], [EVENING], [MORNING], []]
        for times in every:
            make_waiting(SKIEN, contact_point=bakken, by=ola, meeting_times=times)
        found = within_reach(ola)

        assert [(one.time_of_day, one.people) for one in found.circles] == [(MORNING, 4)]
        assert found.alone == 1

    def test_who_is_asked_or_offers_a_place_or_wants_no_group_any_more_is_not_counted(
        self, bakken: ContactPoint, ola: User
    ) -> None:
        asked, closed, *_rest = [make_waiting(SKIEN, contact_point=bakken, by=ola) for _ in range(4)]
        asking.ask(make_group(bakken, by=ola), [asked], by=ola)
        closed.withdraw()
        offer = make_waiting(SKIEN, contact_point=bakken, by=ola)
        Inquiry.objects.filter(pk=offer.pk).update(wish=Wish.CONTACT_POINT)

        assert [one.people for one in within_reach(ola).circles] == [2]

    def test_those_nearest_to_enough_come_first(self, bakken: ContactPoint, ola: User) -> None:
        for theme, number in ((Theme.WORK, 2), (Theme.GRIEF, 5), (Theme.ANXIETY, 3), (Theme.LOW, 4)):
            for _ in range(number):
                make_waiting(SKIEN, contact_point=bakken, by=ola, theme=theme)

        assert [one.theme for one in within_reach(ola).circles] == [Theme.GRIEF, Theme.LOW, Theme.ANXIETY, Theme.WORK]

    def test_each_sees_the_people_of_their_office(
        self, bakken: ContactPoint, ola: User, berit: User, outsider: User, admin: User, tonsberg: DistrictOffice
    ) -> None:
        for _ in range(2):
            make_waiting(SKIEN, contact_point=bakken, by=ola)
        in_tromso = make_contact_point("Huset", "Tromsø")
        for _ in range(3):
            make_waiting(TROMSO, contact_point=in_tromso, by=outsider)
        auditor = make_user("revisor@example.no", Role.AUDITOR, office=tonsberg)

        numbers = {user.email: within_reach(user).people for user in (ola, berit, outsider, admin, auditor)}
        assert list(numbers.values()) == [2, 2, 3, 0, 0]

    @pytest.mark.parametrize("number", [2, 30])
    def test_asks_the_database_a_few_times_however_many_wait(
        self,
        bakken: ContactPoint,
        ola: User,
        number: int,
        django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
    ) -> None:
        for index in range(number):
            make_waiting((SKIEN, PORSGRUNN, LARVIK)[index % 3], contact_point=bakken, by=ola)

        with django_assert_max_num_queries(8):
            assert within_reach(User.objects.get(pk=ola.pk)).people == number


# The rule, without a database for the people


def circles(*waiting: tuple[str, int, set[str]]) -> list[Circle]:
    """The circles of so many people in each municipality, who can come then."""
    rows = [Waiting(Municipality.objects.get(name=name), frozenset(times), number) for name, number, times in waiting]
    return list(circles_among(DistrictOffice(), Theme.GRIEF, rows))


def names(circle: Circle) -> list[tuple[str, int]]:
    return [(place.name, number) for place, number in circle.places]


@pytest.mark.django_db
class TestCircles:
    def test_the_nearest_are_taken_first_until_they_are_enough(self) -> None:
        (found,) = circles(("Skien", 3, set()), ("Porsgrunn", 2, set()), ("Larvik", 1, set()))
        assert names(found) == [("Skien", 3), ("Porsgrunn", 2)]  # the two who travel, travel least

    def test_what_would_be_too_many_stays_for_a_circle_of_its_own(self) -> None:
        found = circles(("Skien", 4, set()), ("Porsgrunn", 6, set()))
        assert [names(one) for one in found] == [[("Porsgrunn", 6)], [("Skien", 4)]]

    def test_nobody_is_farther_away_than_is_within_reach(self, settings: Settings) -> None:
        km = distance_km(municipality("4003").position, municipality("4001").position)  # Skien and Porsgrunn
        people = (("Skien", 1, set[str]()), ("Porsgrunn", 1, set[str]()))
        settings.GROUP_REACH_KM = km - 0.1
        assert circles(*people) == []
        settings.GROUP_REACH_KM = km + 0.1
        assert len(circles(*people)) == 1

    def test_the_thresholds_are_settings(self, settings: Settings) -> None:
        settings.GROUP_MIN_TO_START, settings.GROUP_ADVISED_MIN, settings.GROUP_ADVISED_MAX = 2, 3, 4
        found = circles(("Skien", 2, set()), ("Porsgrunn", 3, set()))
        assert [names(one) for one in found] == [[("Porsgrunn", 3)], [("Skien", 2)]]

    def test_who_can_not_come_then_is_left_for_another_time(self) -> None:
        found = circles(("Skien", 3, {EVENING}), ("Skien", 2, {MORNING}), ("Porsgrunn", 1, set()))
        assert [(one.time_of_day, names(one)) for one in found] == [
            (EVENING, [("Skien", 3), ("Porsgrunn", 1)]),
            (MORNING, [("Skien", 2)]),
        ]


_PLACES = ("Skien", "Porsgrunn", "Bamble", "Larvik", "Tinn")
_ROW = st.tuples(
    st.sampled_from(_PLACES), st.integers(1, 9), st.sets(st.sampled_from([one.value for one in ContactTime]))
)


@pytest.fixture
def places(db: None) -> dict[str, Municipality]:
    return {one.name: one for one in Municipality.objects.filter(name__in=_PLACES).select_related("county")}


def test_nobody_is_counted_twice_and_no_order_changes_anything(places: dict[str, Municipality]) -> None:
    @given(st.lists(_ROW, max_size=12), st.randoms())
    @trials(max_examples=80, deadline=None)
    def holds(rows: list[tuple[str, int, set[str]]], chance: object) -> None:
        waiting = [Waiting(places[name], frozenset(times), number) for name, number, times in rows]
        office = DistrictOffice()
        found = list(circles_among(office, Theme.GRIEF, waiting))
        chance.shuffle(waiting)  # type: ignore[attr-defined]

        assert list(circles_among(office, Theme.GRIEF, waiting)) == found
        assert sum(one.people for one in found) <= sum(one.number for one in waiting)
        for one in found:
            assert one.people >= 2
            assert one.places[0][0] == one.middle
            assert all(distance_km(one.middle.position, place.position) <= 50 for place, _number in one.places)
            for place, number in one.places:
                able = [
                    each.number for each in waiting if each.municipality == place and each.can_come(one.time_of_day)
                ]
                assert number <= sum(able)

    holds()


def test_status_waiting_is_what_is_gathered(bakken: ContactPoint, ola: User) -> None:
    taken = make_waiting(SKIEN, contact_point=bakken, by=ola)
    make_waiting(SKIEN, contact_point=bakken, by=ola)
    Inquiry.objects.filter(pk=taken.pk).update(status=Status.TAKEN)

    assert within_reach(ola).people == 1
