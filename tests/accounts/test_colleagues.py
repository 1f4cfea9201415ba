"""Who may end whose work where, and what ends with it."""

from datetime import date

import pytest
from django.test import Client

from contactpoints.colleagues import LastOne, MayNotEnd, end_membership, may_end
from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Membership, User
from tests.conftest import TODAY, make_contact_point, make_user
from tests.login import INBOX, meets_the_login

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri(bakken: ContactPoint) -> User:
    """Helps at Bakken."""
    return make_user("siri@example.no", Role.STAFF, contact_point=bakken)


def work_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def test_ola_ends_siris_work_and_she_is_out_at_once(client: Client, ola: User, siri: User) -> None:
    client.force_login(siri)
    assert client.get(INBOX).status_code == 200

    end_membership(work_of(siri), by=ola)

    assert work_of(siri).valid_until == TODAY
    assert not Membership.objects.on(TODAY).filter(user=siri).exists()
    assert meets_the_login(client)


def test_who_works_elsewhere_too_stays_logged_in(client: Client, ola: User, siri: User, bakken: ContactPoint) -> None:
    heia = make_contact_point("Frivilligsentralen på Heia", "Porsgrunn")
    Membership.objects.create(user=siri, role=Role.STAFF, contact_point=heia, valid_from=date(2020, 1, 1))
    client.force_login(siri)

    end_membership(Membership.objects.get(user=siri, contact_point=bakken), by=ola)

    assert client.get(INBOX).status_code == 200


def test_work_that_began_today_never_was(ola: User, siri: User) -> None:
    Membership.objects.filter(user=siri).update(valid_from=TODAY)

    end_membership(work_of(siri), by=ola)

    assert not Membership.objects.filter(user=siri).exists()


def test_ending_twice_is_the_same_as_once(ola: User, siri: User) -> None:
    Membership.objects.filter(user=siri).update(valid_until=date(2026, 5, 1))

    end_membership(work_of(siri), by=ola)

    assert work_of(siri).valid_until == date(2026, 5, 1)


def test_the_last_leader_is_ended_by_the_office_only(ola: User, berit: User) -> None:
    with pytest.raises(LastOne):
        end_membership(work_of(ola), by=ola)

    end_membership(work_of(ola), by=berit)

    assert work_of(ola).valid_until == TODAY


def test_with_another_leader_one_may_go(ola: User, bakken: ContactPoint) -> None:
    make_user("kari@example.no", Role.LEADER, contact_point=bakken)

    end_membership(work_of(ola), by=ola)

    assert work_of(ola).valid_until == TODAY


def test_a_leader_whose_account_is_closed_is_none(ola: User, bakken: ContactPoint) -> None:
    closed = make_user("kari@example.no", Role.LEADER, contact_point=bakken)
    User.objects.get_queryset().filter(pk=closed.pk).update(is_active=False)

    with pytest.raises(LastOne):
        end_membership(work_of(ola), by=ola)


def test_the_last_national_administrator_stays(admin: User) -> None:
    with pytest.raises(LastOne):
        end_membership(work_of(admin), by=admin)


def test_who_may_end_whom(
    ola: User, siri: User, berit: User, admin: User, outsider: User, tonsberg: DistrictOffice
) -> None:
    people = {"siri": siri, "ola": ola, "berit": berit, "admin": admin, "outsider": outsider}
    auditor = make_user("auditor@example.no", Role.AUDITOR, office=tonsberg)

    def ended_by(user: User) -> set[str]:
        return {name for name, one in people.items() if may_end(user, work_of(one))}

    assert ended_by(siri) == {"siri"}
    assert ended_by(ola) == {"ola", "siri"}
    assert ended_by(berit) == {"berit", "ola", "siri"}
    assert ended_by(outsider) == {"outsider"}
    assert ended_by(auditor) == set()
    assert ended_by(admin) == set(people)


def test_a_stranger_ends_nothing(outsider: User, siri: User) -> None:
    with pytest.raises(MayNotEnd):
        end_membership(work_of(siri), by=outsider)

    assert work_of(siri).valid_until is None
