"""What of another area does not show in the admin: in no list, no filter, no suggestion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from contactpoints.access import GRANTED
from contactpoints.enums import Role
from linkportal.kit.admin import has_owner
from tests.world import CAST, World, granted

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OWNED = [model for model in MODELS if has_owner(model)]


def address(model: type[Model], action: str, row: Model | None = None) -> str:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}"
    return reverse(name, args=[row.pk] if row else [])


def name_of(model: type[Model]) -> str:
    return str(model._meta.model_name)


def test_every_model_that_a_role_is_granted_is_there() -> None:
    inlines = {inline.model for one in admin.site._registry.values() for inline in one.inlines}

    for role in Role:
        assert {model._meta.label_lower for model in (*MODELS, *inlines)} >= set(GRANTED[role])


@pytest.mark.parametrize("model", OWNED, ids=name_of)
@pytest.mark.parametrize("person", CAST)
def test_lists_and_their_filters_hold_what_one_sees(
    client: Client, world: World, person: str, model: type[Model]
) -> None:
    client.force_login(world.people[person])

    page = client.get(address(model, "changelist"))

    if "view" not in granted(person, model):
        assert page.status_code == 404
        return
    shown = page.context["cl"]
    assert {row for row in (world.own[model], world.other[model]) if row in shown.queryset} == {
        row for row in (world.own[model], world.other[model]) if world.sees(person, row)
    }
    for related, key in chosen_by(shown):
        assert world.sees(person, related._default_manager.get(pk=key)), (related, key)


def chosen_by(shown: Any) -> Iterator[tuple[type[Model], Any]]:
    """The rows of owned models that the filters of a list offer."""
    for spec in shown.filter_specs:
        related = getattr(getattr(spec, "field", None), "related_model", None)
        if related and has_owner(related):
            yield from ((related, key) for key, _text in spec.lookup_choices if key)


def suggesting() -> list[tuple[type[Model], str]]:
    """Every field of a form of the admin that suggests while one types."""
    request = RequestFactory().get("/")
    parts: list[BaseModelAdmin[Any]] = []
    for one in admin.site._registry.values():
        parts += [one, *(inline(one.model, admin.site) for inline in one.inlines)]
    return sorted({(part.model, name) for part in parts for name in part.get_autocomplete_fields(request)}, key=str)


@pytest.mark.parametrize("person", CAST)
def test_suggestions_are_of_what_one_sees(client: Client, world: World, person: str) -> None:
    client.force_login(world.people[person])

    for model, field in suggesting():
        related: Any = model._meta.get_field(field).related_model
        question = {"app_label": model._meta.app_label, "model_name": name_of(model), "field_name": field}
        for row in (world.own[related], world.other[related]):
            term = getattr(row, "name", "") or getattr(row, "title", "") or row.email
            answer = client.get(reverse("admin:autocomplete"), {**question, "term": term})
            found = {one["id"] for one in answer.json()["results"]} if answer.status_code == 200 else set()
            assert world.sees(person, row) or str(row.pk) not in found, (field, row)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_what_does_not_exist_is_404_like_what_is_not_ones_own(client: Client, world: World, model: type[Model]) -> None:
    client.force_login(world.people["national admin"])

    for key in ("0", "999999999999999999999999", "etter"):
        for action in ("change", "history", "delete"):
            page = address(model, action, world.own[model]).replace(f"/{world.own[model].pk}/", f"/{key}/")
            assert client.get(page).status_code == 404
