"""Rights come from memberships, and end with them."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from contactpoints.access import MembershipBackend
from contactpoints.models import Membership, User


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
