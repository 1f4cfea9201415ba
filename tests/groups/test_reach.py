"""Who waits within reach: near enough, about the same, at a time that suits both, and at places of one office."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from contactpoints.models import ContactPoint, User
from groups.enums import ContactTime, Theme, Wish
from groups.forming import asking
from groups.forming.reach import askable, nearest_enough, others_waiting_near, suggested
from groups.models import InquiryReading
from tests.conftest import make_contact_point
from tests.groups.forming import make_group, make_waiting

pytestmark = pytest.mark.django_db

SKIEN, PORSGRUNN, LARVIK, TONSBERG, RJUKAN = "3724", "3915", "3256", "3110", "3660"


class TestOthersWaitingNear:
    """What a person who waits is told about how many others there are."""

    def test_counts_those_near_who_wait_for_the_same(self, bakken: ContactPoint, ola: User) -> None:
        kari = make_waiting(SKIEN, contact_point=bakken, by=ola)
        assert others_waiting_near(kari) == 0
        for code in (SKIEN, PORSGRUNN, LARVIK, RJUKAN):  # Rjukan is 100 kilometres away
            make_waiting(code, contact_point=bakken, by=ola)
        make_waiting(SKIEN, contact_point=bakken, by=ola, theme=Theme.ANXIETY)

        assert others_waiting_near(kari) == 3

    @pytest.mark.parametrize(
        ("hers", "theirs", "number"),
        [
            ([ContactTime.EVENING], [ContactTime.MORNING], 0),
            ([ContactTime.EVENING], [ContactTime.MORNING, ContactTime.EVENING], 1),
            ([ContactTime.EVENING], [], 1),
            ([], [ContactTime.MORNING], 1),
            ([], [], 1),
        ],
    )
    def test_who_named_no_time_can_come_at_any(
        self, bakken: ContactPoint, ola: User, hers: list[str], theirs: list[str], number: int
    ) -> None:
        kari = make_waiting(SKIEN, contact_point=bakken, by=ola, meeting_times=hers)
        make_waiting(SKIEN, contact_point=bakken, by=ola, meeting_times=theirs)

        assert others_waiting_near(kari) == number

    @pytest.mark.parametrize("theme", ["", Theme.ACROSS, Theme.OTHER, Theme.RATHER_NOT_SAY])
    def test_what_is_no_theme_leads_to_a_group_across_problems(
        self, bakken: ContactPoint, ola: User, theme: str
    ) -> None:
        kari = make_waiting(SKIEN, contact_point=bakken, by=ola, theme=Theme.ACROSS)
        make_waiting(SKIEN, contact_point=bakken, by=ola, theme=theme)

        assert others_waiting_near(kari) == 1

    def test_who_is_asked_by_a_group_is_not_counted(self, bakken: ContactPoint, ola: User) -> None:
        kari, siri = (make_waiting(SKIEN, contact_point=bakken, by=ola) for _ in range(2))
        asking.ask(make_group(bakken, by=ola), [siri], by=ola)
        assert others_waiting_near(kari) == 0

        asking.answer(siri, siri.candidacies.get().public_id, yes=False)
        assert others_waiting_near(kari) == 1

    def test_counts_across_the_contact_points_of_one_office_and_no_further(
        self, bakken: ContactPoint, ola: User, alta: object
    ) -> None:
        kari = make_waiting(SKIEN, contact_point=bakken, by=ola)
        make_waiting(PORSGRUNN, contact_point=make_contact_point("Huset", "Porsgrunn"), by=ola)
        # Somebody near who asked a contact point of another office waits there.
        make_waiting(SKIEN, contact_point=make_contact_point("Senteret", "Tromsø"), by=ola)

        assert others_waiting_near(kari) == 1


class TestAskable:
    """Those who can be asked by a group, as one who makes it may see them."""

    def test_names_only_those_whom_one_may_read(self, bakken: ContactPoint, ola: User, berit: User) -> None:
        huset = make_contact_point("Huset", "Porsgrunn")
        make_waiting(SKIEN, contact_point=bakken, by=ola, name="Kari")
        make_waiting(PORSGRUNN, contact_point=huset, by=berit, name="Siri", email="", phone="+4740612345")
        group = make_group(bakken, by=ola)

        assert [(one.label, one.details) for one in askable(group, ola)] == [
            ("Kari, Skien", "Bli med i en gruppe"),
            ("Noen som venter hos Huset, Porsgrunn", ""),
        ]
        assert [(one.label, one.details) for one in askable(group, berit)] == [
            ("Kari, Skien", "Bli med i en gruppe"),
            ("Siri, Porsgrunn", "Bli med i en gruppe · må ringes"),
        ]
        assert not InquiryReading.objects.exists()  # that is for who shows them

    def test_nobody_finds_the_inquiry_by_its_key(self, bakken: ContactPoint, ola: User, berit: User) -> None:
        kari = make_waiting(SKIEN, contact_point=bakken, by=ola)
        group = make_group(bakken, by=ola)
        (for_ola,), (for_berit,) = askable(group, ola), askable(group, berit)

        assert for_ola.key == askable(group, ola)[0].key != for_berit.key
        assert kari.reference not in for_ola.key

    def test_leaves_out_who_was_asked_already_or_can_not_come(self, bakken: ContactPoint, ola: User) -> None:
        said_no, here = (make_waiting(SKIEN, contact_point=bakken, by=ola, name=name) for name in ("Nei", "Kari"))
        make_waiting(SKIEN, contact_point=bakken, by=ola, meeting_times=[ContactTime.MORNING])
        make_waiting(RJUKAN, contact_point=bakken, by=ola)
        make_waiting(SKIEN, contact_point=bakken, by=ola, theme=Theme.WORK)
        group = make_group(bakken, by=ola)
        asking.ask(group, [said_no], by=ola)
        asking.answer(said_no, said_no.candidacies.get().public_id, yes=False)

        assert [one.inquiry for one in askable(group, ola)] == [here]

    def test_to_a_group_across_problems_the_others_can_be_asked_as_well(self, bakken: ContactPoint, ola: User) -> None:
        make_waiting(SKIEN, contact_point=bakken, by=ola, name="Siri", theme=Theme.GRIEF)
        make_waiting(PORSGRUNN, contact_point=bakken, by=ola, name="Kari", theme="", wish=Wish.INFORMATION)
        found = askable(make_group(bakken, by=ola, theme=Theme.ACROSS), ola)

        assert [(one.name, one.details) for one in found] == [
            ("Kari", "Få vite mer først"),
            ("Siri", "Bli med i en gruppe · Sorg og tap"),
        ]
        assert [one.name for one in suggested(found)] == ["Kari"]

    def test_what_somebody_at_another_place_has_told_about_is_not_said(
        self, bakken: ContactPoint, ola: User, berit: User
    ) -> None:
        huset = make_contact_point("Huset", "Porsgrunn")
        make_waiting(PORSGRUNN, contact_point=huset, by=berit, name="Siri", theme=Theme.GRIEF)
        group = make_group(bakken, by=ola, theme=Theme.ACROSS)

        (for_ola,), (for_berit,) = askable(group, ola), askable(group, berit)

        # She may say yes, and then Ola reads her name: the question says that of nothing else.
        assert (for_ola.label, for_ola.details) == ("Noen som venter hos Huset, Porsgrunn", "et annet tema")
        assert for_berit.details == "Bli med i en gruppe · Sorg og tap"

    @pytest.mark.parametrize("count", [1, 20])
    def test_asks_the_database_three_times(
        self,
        bakken: ContactPoint,
        ola: User,
        count: int,
        django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
    ) -> None:
        for _ in range(count):
            make_waiting(SKIEN, contact_point=bakken, by=ola)
        group = make_group(bakken, by=ola)
        ola.contact_point_ids  # who one is, is known on every page  # noqa: B018

        with django_assert_num_queries(3):
            assert len([one.label for one in askable(group, ola)]) == count


@pytest.mark.parametrize(
    ("numbers", "taken"),
    [
        ([], []),
        ([1], [0]),
        ([2, 1], [0, 1]),
        ([2, 2, 1, 4], [0, 1, 2]),  # five are enough
        ([4, 1, 1], [0, 1]),
        ([4, 6], [0]),  # ten would be too many, and four can begin
        ([3, 6], [0, 1]),  # three can't
        ([12, 1], [0]),
    ],
)
def test_one_takes_the_nearest_until_they_are_enough(numbers: list[int], taken: list[int]) -> None:
    assert nearest_enough(enumerate(numbers)) == taken
