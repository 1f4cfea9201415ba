"""Who works at a place: leaders and coordinators invite, take back, and say when somebody has left."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contactpoints.enums import Role
from contactpoints.invitations import invite
from contactpoints.models import ContactPoint, DistrictOffice, Invitation, Membership, User
from linkportal.kit import clock
from tests.conftest import make_user
from tests.markup import read


@pytest.fixture
def kari(bakken: ContactPoint) -> User:
    """Answers at Bakken, and leads nothing."""
    return make_user("kari@example.no", Role.STAFF, contact_point=bakken)


def page_of(place: ContactPoint | DistrictOffice) -> str:
    return reverse(f"contactpoints:{_kind(place)}_colleagues", args=[place.slug])


def action(name: str, place: ContactPoint | DistrictOffice, row: Membership | Invitation) -> str:
    return reverse(f"contactpoints:{_kind(place)}_{name}", args=[place.slug, row.pk])


def _kind(place: ContactPoint | DistrictOffice) -> str:
    return "place" if isinstance(place, ContactPoint) else "office"


def test_ola_invites_a_colleague_sends_it_again_and_takes_it_back(
    client: Client, ola: User, bakken: ContactPoint
) -> None:
    client.force_login(ola)

    page = client.post(page_of(bakken), {"email": "Ny@example.no", "role": Role.STAFF}, follow=True)

    invitation = Invitation.objects.get(contact_point=bakken)
    assert (invitation.email, invitation.role, invitation.invited_by) == ("ny@example.no", Role.STAFF, ola)
    assert "lenken virker til" in page.text
    client.post(action("invitation_resend", bakken, invitation))
    invitation.refresh_from_db()
    assert invitation.link_version == 2
    page = client.post(action("invitation_cancel", bakken, invitation), follow=True)
    assert "ny@example.no" not in page.text
    assert client.post(action("invitation_cancel", bakken, invitation)).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field", "says"),
    [
        ({"email": "", "role": Role.STAFF}, "email", "Skriv e-postadressen til den du inviterer."),
        ({"email": "ny", "role": Role.STAFF}, "email", "Skriv inn en e-postadresse, for eksempel navn@eksempel.no."),
        ({"email": "ny@example.no"}, "role", "Velg hvilken rolle personen får."),
        ({"email": "ny@example.no", "role": Role.NATIONAL_ADMIN}, "role", "Velg et av svarene under «Rolle»."),
    ],
)
def test_an_invitation_that_is_not_clear(
    client: Client, ola: User, bakken: ContactPoint, sent: dict[str, str], field: str, says: str
) -> None:
    client.force_login(ola)

    page = client.post(page_of(bakken), sent)

    assert page.status_code == 422
    assert read(page.content).one(id=f"id_{field}_error").text == says
    assert not Invitation.objects.exists()


def test_who_leads_nothing_sees_the_colleagues_and_invites_nobody(
    client: Client, ola: User, kari: User, bakken: ContactPoint
) -> None:
    invitation = invite("ny@example.no", Role.STAFF, bakken, by=ola)
    client.force_login(kari)

    page = client.get(page_of(bakken))

    assert str(ola) in page.text
    assert "ny@example.no" not in page.text
    assert client.post(page_of(bakken), {"email": "venn@example.no", "role": Role.LEADER}).status_code == 404
    for name in ("invitation_resend", "invitation_cancel"):
        assert client.post(action(name, bakken, invitation)).status_code == 404
    assert client.post(action("membership_end", bakken, ola.memberships.get())).status_code == 404
    assert Invitation.objects.waiting().count() == 1


def test_kari_leaves(client: Client, ola: User, kari: User, bakken: ContactPoint) -> None:
    client.force_login(ola)

    page = client.post(action("membership_end", bakken, kari.memberships.get()), follow=True)

    assert f"{kari} arbeider ikke lenger her." in page.text
    assert not kari.memberships.on(clock.today()).exists()


def test_the_last_leader_stays(client: Client, ola: User, bakken: ContactPoint) -> None:
    client.force_login(ola)

    page = client.post(action("membership_end", bakken, ola.memberships.get()), follow=True)

    assert "Noen må være igjen." in page.text
    assert ola.memberships.on(clock.today()).exists()


def test_who_leaves_is_led_away(client: Client, ola: User, kari: User, bakken: ContactPoint) -> None:
    client.force_login(kari)

    response = client.post(action("membership_end", bakken, kari.memberships.get()))

    assert response.headers["Location"] == reverse("contactpoints:my_place")
    assert client.get(page_of(bakken)).headers["Location"].startswith(reverse("account_login"))


def test_berit_invites_a_coordinator_and_the_leaders_of_her_contact_points(
    client: Client, berit: User, tonsberg: DistrictOffice, bakken: ContactPoint
) -> None:
    client.force_login(berit)

    client.post(page_of(tonsberg), {"email": "to@example.no", "role": Role.COORDINATOR})
    client.post(page_of(bakken), {"email": "leder@example.no", "role": Role.LEADER})
    refused = client.post(page_of(tonsberg), {"email": "revisor@example.no", "role": Role.AUDITOR})

    assert refused.status_code == 422
    assert [(one.role, one.place) for one in Invitation.objects.order_by("pk")] == [
        (Role.COORDINATOR, tonsberg),
        (Role.LEADER, bakken),
    ]


def test_others_find_nothing_there(
    client: Client, ola: User, outsider: User, bakken: ContactPoint, tonsberg: DistrictOffice, alta: DistrictOffice
) -> None:
    invitation, membership = invite("ny@example.no", Role.STAFF, bakken, by=ola), ola.memberships.get()
    actions = [action(name, bakken, invitation) for name in ("invitation_resend", "invitation_cancel")]
    actions.append(action("membership_end", bakken, membership))
    auditor = make_user("revisor@example.no", Role.AUDITOR)
    for user in (outsider, auditor):
        client.force_login(user)
        assert {client.get(page_of(place)).status_code for place in (bakken, tonsberg)} == {404}
        assert {client.post(url).status_code for url in [*actions, page_of(bakken), page_of(tonsberg)]} == {404}
    client.force_login(outsider)
    assert client.post(action("membership_end", alta, membership)).status_code == 404
    client.force_login(ola)
    assert {client.get(url).status_code for url in actions} == {405}
    client.logout()
    for url in [*actions, page_of(bakken)]:
        assert client.post(url).headers["Location"].startswith(reverse("account_login"))


def test_many_colleagues_take_no_more_queries(
    client: Client, berit: User, bakken: ContactPoint, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        make_user(f"{number}@example.no", Role.LEADER, contact_point=bakken)
        invite(f"ny{number}@example.no", Role.STAFF, bakken, by=berit)
    client.force_login(berit)

    with django_assert_max_num_queries(13):
        page = client.get(page_of(bakken))

    assert len(read(page.content).all("li", class_="case")) == 24
