"""Who may do what in the admin: every role, every model, every action, one's own and another's."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from contactpoints.access import GRANTED, MembershipBackend
from contactpoints.enums import Role
from contactpoints.models import ContactPoint, DistrictOffice, Membership, Municipality, User
from groups.models import Inquiry
from linkportal.kit.admin import has_owner
from linkportal.kit.changes import is_tracked
from tests.conftest import give_app, make_contact_point
from tests.groups.making import make_inquiry

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)

# Whose rows each of the cast sees; of inquiries the national ones see less (below).
CAST = {
    "coordinator": (Role.COORDINATOR, "own"),
    "national admin": (Role.NATIONAL_ADMIN, "all"),
    "national auditor": (Role.AUDITOR, "all"),
    "auditor of the office": (Role.AUDITOR, "own"),
    "leader": (Role.LEADER, "own"),
    "staff": (Role.STAFF, "own"),
}


@dataclass
class World:
    """The area of the Tønsberg office, and that of another."""

    people: dict[str, User]
    own: dict[type[Model], Model]
    other: dict[type[Model], Model]

    def sees(self, person: str, row: Model) -> bool:
        """By the table, what the person is to see."""
        model = type(row)
        role, reach = CAST[person]
        if "view" not in granted(role, model):
            return False
        if model is Inquiry and role == Role.NATIONAL_ADMIN:
            return False  # both are with offices that are not the national desk
        return reach == "all" or not has_owner(model) or row == self.own[model]


def granted(role: Role, model: type[Model]) -> set[str]:
    return GRANTED[role].get(model._meta.label_lower, set())


def someone(role: Role, **place: Model) -> User:
    """A person with that role, without a password: making one takes long, on purpose."""
    user = User.objects.create_user(f"{role}-{User.objects.get_queryset().count()}@example.no")
    Membership.objects.create(user=user, role=role, valid_from=date(2020, 1, 1), **place)
    give_app(user)
    return user


@pytest.fixture
def world(tonsberg: DistrictOffice, alta: DistrictOffice, bakken: ContactPoint) -> World:
    people = {
        "coordinator": someone(Role.COORDINATOR, office=tonsberg),
        "national admin": someone(Role.NATIONAL_ADMIN),
        "national auditor": someone(Role.AUDITOR),
        "auditor of the office": someone(Role.AUDITOR, office=tonsberg),
        "leader": someone(Role.LEADER, contact_point=bakken),
        "staff": someone(Role.STAFF, contact_point=bakken),
    }
    outsider = someone(Role.COORDINATOR, office=alta)
    far_away = make_contact_point("Frivilligsentralen i Alta", "Alta")
    own: list[Model] = [
        tonsberg,
        bakken,
        people["coordinator"],
        make_inquiry("3724", contact_point=bakken, wish="join"),
    ]
    other: list[Model] = [alta, far_away, outsider, make_inquiry("9510", contact_point=far_away, wish="join")]
    own.append(Membership.objects.get(user=people["coordinator"]))
    other.append(Membership.objects.get(user=outsider))
    skien = Municipality.objects.get(name="Skien")
    own += [skien, skien.county, skien.postal_codes.all()[0]]  # type: ignore[list-item]
    return World(people, {type(row): row for row in own}, {type(row): row for row in other})


def address(model: type[Model], action: str, row: Model | None = None) -> str:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}"
    return reverse(name, args=[row.pk] if row else [])


def test_every_model_that_a_role_is_granted_is_there() -> None:
    parts = {"contactpoints.coveragearea", "contactpoints.openinghours", "contactpoints.closedperiod"}  # inlines

    for role in Role:
        assert {model._meta.label_lower for model in MODELS} | parts >= set(GRANTED[role])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("person", CAST)
class TestTable:
    """Each test is one line of the table of roles, for one model."""

    def test_list(self, client: Client, world: World, person: str, model: type[Model]) -> None:
        client.force_login(world.people[person])

        response = client.get(address(model, "changelist"))

        if "view" not in granted(CAST[person][0], model):
            assert response.status_code == 404
            return
        shown = set(response.context["cl"].queryset)
        for row in (world.own[model], world.other.get(model, world.own[model])):
            assert (row in shown) == world.sees(person, row)

    def test_single_objects(self, client: Client, world: World, person: str, model: type[Model]) -> None:
        client.force_login(world.people[person])

        for row in filter(None, (world.own[model], world.other.get(model))):
            sees, may = world.sees(person, row), granted(CAST[person][0], model)
            expected = {
                "change": 200 if sees else 404,
                "history": 200 if sees and is_tracked(model) else 404,
                "delete": 404 if not sees else 200 if "delete" in may else 403,
            }
            assert {action: client.get(address(model, action, row)).status_code for action in expected} == expected

    def test_changing(self, client: Client, world: World, person: str, model: type[Model]) -> None:
        """An empty form is answered with what is wrong by whom it would be accepted from."""
        client.force_login(world.people[person])

        for row in filter(None, (world.own[model], world.other.get(model))):
            status = client.post(address(model, "change", row), {}).status_code
            if model is Inquiry:
                assert status == 405  # nobody edits what a person wrote
            elif not world.sees(person, row):
                assert status == 404
            else:
                assert status == (200 if "change" in granted(CAST[person][0], model) else 403)

    def test_adding(self, client: Client, world: World, person: str, model: type[Model]) -> None:
        client.force_login(world.people[person])

        status = client.get(address(model, "add")).status_code

        assert status == (200 if "add" in granted(CAST[person][0], model) else 403)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_anonymous_goes_to_the_login(client: Client, world: World, model: type[Model]) -> None:
    row = world.own[model]
    pages = [address(model, "changelist"), address(model, "add")]
    pages += [address(model, action, row) for action in ("change", "history", "delete")]

    for page in [*pages, reverse("admin:index"), reverse("admin:autocomplete")]:
        assert client.get(page, follow=True).redirect_chain[-1][0] == f"/konto/logg-inn/?next={page}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_what_does_not_exist_is_404_like_what_is_not_ones_own(client: Client, world: World, model: type[Model]) -> None:
    client.force_login(world.people["national admin"])

    for key in ("0", "999999999999999999999999", "etter"):
        for action in ("change", "history", "delete"):
            page = address(model, action, world.own[model]).replace(f"/{world.own[model].pk}/", f"/{key}/")
            assert client.get(page).status_code == 404


def test_one_who_works_nowhere_does_not_learn_that_there_is_an_admin(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("ny@example.no"))

    assert [client.get(page).status_code for page in ("/admin/", "/admin/groups/inquiry/", "/admin/x/")] == [404] * 3


def test_rights_end_with_the_membership(client: Client, berit: User) -> None:
    client.force_login(berit)
    assert client.get("/admin/").status_code == 200

    berit.memberships.update(valid_until=date(2024, 1, 1))

    assert client.get("/admin/").status_code == 404


def test_who_may_not_log_in_may_nothing(berit: User) -> None:
    berit.is_active = False

    assert not berit.has_perm("groups.view_inquiry")
    assert not berit.has_module_perms("groups")


def test_nobody_is_granted_anything_without_an_account() -> None:
    assert not MembershipBackend().has_perm(AnonymousUser(), "groups.view_inquiry")


def test_logging_in_ignores_the_case_of_the_address(berit: User) -> None:
    backend = MembershipBackend()

    assert backend.authenticate(None, email="Berit@Example.no", password="on.elpmaxe@tireb") == berit
    assert backend.authenticate(None, email="berit@example.no", password="noe annet") is None
    assert backend.authenticate(None, email="ukjent@example.no", password="on.elpmaxe@tireb") is None


def test_only_what_is_scoped_is_in_the_admin() -> None:
    site: Any = admin.site

    class Unscoped(ModelAdmin):  # type: ignore[type-arg]
        pass

    site.register(Membership.pgh_event_model, Unscoped)  # type: ignore[attr-defined]

    assert not site.is_registered(Membership.pgh_event_model)  # type: ignore[attr-defined]
