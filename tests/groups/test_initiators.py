"""The register of initiators: who is suggested for a group, who may see whom, and how one comes in and leaves."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Municipality, User
from groups import initiators
from groups.enums import GroupStep
from groups.models import Helper, Initiator, MoveNotAllowed, SelfHelpGroup
from linkportal.kit import clock
from tests.conftest import make_contact_point, make_user
from tests.groups.forming import make_group, make_initiator


@pytest.fixture
def group(bakken: ContactPoint, ola: User) -> SelfHelpGroup:
    """A group about grief that gathers in Skien."""
    return make_group(bakken, by=ola)


@pytest.fixture
def porsgrunn(tonsberg: DistrictOffice) -> ContactPoint:
    """Ten kilometres from Skien."""
    return make_contact_point("Møteplassen", "Porsgrunn")


def suggested(group: SelfHelpGroup, user: User) -> list[str]:
    return [one.name for one in initiators.suggested_for(group, user)]


class TestSuggestions:
    def test_first_who_helps_in_the_municipality_then_the_nearest_and_of_these_the_trained(
        self, group: SelfHelpGroup, berit: User, bakken: ContactPoint, porsgrunn: ContactPoint
    ) -> None:
        sandefjord = make_contact_point("Huset", "Sandefjord")
        trained = {"trained_on": date(2025, 3, 1)}
        make_initiator(sandefjord, by=berit, name="Fra Sandefjord", **trained)
        make_initiator(porsgrunn, by=berit, name="Øyvind")
        make_initiator(porsgrunn, by=berit, name="Åse", **trained)
        make_initiator(porsgrunn, by=berit, name="Anne")
        make_initiator(bakken, by=berit, name="Utlært", **trained)
        make_initiator(bakken, by=berit, name="Arne")

        assert suggested(group, berit) == ["Utlært", "Arne", "Åse", "Anne", "Øyvind", "Fra Sandefjord"]

    def test_nobody_from_far_away_nobody_who_left_and_nobody_who_helps_it_already(
        self, group: SelfHelpGroup, berit: User, bakken: ContactPoint
    ) -> None:
        vinje = make_contact_point("Bygdehuset", "Vinje")
        make_initiator(vinje, by=berit, name="Langt borte")
        left = make_initiator(bakken, by=berit, name="Sluttet")
        helping = make_initiator(bakken, by=berit, name="Hjelper alt")
        left.leave()
        group.add_initiator(helping, by=berit)

        assert suggested(group, berit) == []

    def test_of_several_municipalities_the_nearest_counts(
        self, group: SelfHelpGroup, berit: User, porsgrunn: ContactPoint
    ) -> None:
        both = make_initiator(porsgrunn, by=berit, name="Begge steder")
        both.municipalities.add(Municipality.objects.get(name="Skien"))
        make_initiator(porsgrunn, by=berit, name="Bare Porsgrunn", trained_on=date(2025, 3, 1))

        assert suggested(group, berit) == ["Begge steder", "Bare Porsgrunn"]

    def test_a_contact_point_is_told_of_its_own_and_of_who_helps_in_its_municipality(
        self, group: SelfHelpGroup, ola: User, berit: User, bakken: ContactPoint, porsgrunn: ContactPoint
    ) -> None:
        other_in_skien = make_contact_point("Kirkens Bymisjon", "Skien")
        make_initiator(bakken, by=ola, name="Vår egen")
        make_initiator(other_in_skien, by=berit, name="Naboens")
        make_initiator(porsgrunn, by=berit, name="Porsgrunns")

        assert suggested(group, ola) == ["Naboens", "Vår egen"]

    @pytest.mark.parametrize("number", [1, 30])
    def test_it_asks_the_database_as_little_however_many_there_are(
        self,
        group: SelfHelpGroup,
        berit: User,
        bakken: ContactPoint,
        django_assert_num_queries: DjangoAssertNumQueries,
        number: int,
    ) -> None:
        for _ in range(number):
            make_initiator(bakken, by=berit)
        assert berit.coordinated_office_ids

        with django_assert_num_queries(2):
            assert len(initiators.suggested_for(group, berit)) == number


class TestLeaving:
    def test_nothing_personal_is_left_and_each_group_knows_that_one_went(
        self, group: SelfHelpGroup, bakken: ContactPoint, ola: User, berit: User
    ) -> None:
        ingrid = make_initiator(bakken, by=ola, phone="+4790012345")
        group.add_initiator(ingrid, by=ola)

        initiators.leave(ingrid, by=berit)

        ingrid.refresh_from_db()
        assert (ingrid.name, ingrid.email, ingrid.phone, ingrid.left_on) == ("", "", "", clock.today())
        assert not Helper.objects.exists()
        last = group.events.latest("pk")
        assert (last.step, last.by) == (GroupStep.REMOVE_INITIATOR, berit)

    def test_leaving_twice_is_leaving_once(self, group: SelfHelpGroup, bakken: ContactPoint, ola: User) -> None:
        ingrid = make_initiator(bakken, by=ola)
        group.add_initiator(ingrid, by=ola)

        for _ in range(2):
            initiators.leave(ingrid, by=ola)

        assert group.events.filter(step=GroupStep.REMOVE_INITIATOR).count() == 1

    def test_who_has_left_comes_into_no_group(self, group: SelfHelpGroup, bakken: ContactPoint, ola: User) -> None:
        as_shown = make_initiator(bakken, by=ola)
        initiators.leave(as_shown, by=ola)

        with pytest.raises(MoveNotAllowed):
            group.add_initiator(as_shown, by=ola)

        assert not Helper.objects.exists()


def test_another_office_sees_none_of_them(bakken: ContactPoint, ola: User, outsider: User) -> None:
    make_initiator(bakken, by=ola)
    auditor = make_user("revisor@example.no", Role.AUDITOR)

    assert not Initiator.objects.visible_to(outsider).exists()
    assert not Initiator.objects.visible_to(auditor).exists()
