"""Every list in the admin of partners, and the ways that people look at it: found by walking through the registry."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

COMMON, RARE = "LINK", "zzz"  # what many rows have, and none
MODELS: list[type[Model]] = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "partners"), key=lambda model: model.__name__
)


def address(model: type[Model], page: str, *args: Any) -> str:
    """The address of a page of the model's admin; "" if it has no such page."""
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)
    except NoReverseMatch:
        return ""


def ways(client: Client, model: type[Model]) -> list[str]:
    """The list as it is, further back, the other way round, searched, narrowed by each filter and by a year.

    As `client` sees it now: what the filters offer depends on the rows.
    """
    path = address(model, "changelist")
    page: Any = client.get(path)
    shown = page.context_data["cl"]
    queries = ["", "?p=2", "?o=-1", *(_narrowed(spec, shown) for spec in shown.filter_specs)]
    if shown.search_fields:
        queries += [f"?q={COMMON}", f"?q={RARE}"]
    if shown.date_hierarchy:
        queries.append(f"?{shown.date_hierarchy}__year=2024")
    return [f"{path}{query}" for query in queries]


def deleted_lists() -> list[str]:
    """Where what was deleted is found again."""
    return [path for model in MODELS if (path := address(model, "deleted"))]


def exports(kind: str) -> list[str]:
    """The lists as files of that kind."""
    return [path for model in MODELS if (path := address(model, f"export_{kind}"))]


def suggestions(term: str) -> list[str]:
    """Each field that suggests while one types, asked once."""
    return [
        f"{reverse('admin:autocomplete')}?{urlencode({**question, 'term': term})}" for question in _suggesting_fields()
    ]


def _narrowed(spec: Any, shown: Any) -> str:
    """The first choice of a filter that is not chosen already."""
    return next(str(choice["query_string"]) for choice in spec.choices(shown) if not choice["selected"])


def _suggesting_fields() -> list[dict[str, str]]:
    request = RequestFactory().get("/")
    parts: list[Any] = []
    for model in MODELS:
        page = admin.site._registry[model]
        parts += [page, *(inline(model, admin.site) for inline in page.inlines)]
    found = {(part.model, name) for part in parts for name in part.get_autocomplete_fields(request)}
    return [
        {"app_label": model._meta.app_label, "model_name": str(model._meta.model_name), "field_name": name}
        for model, name in sorted(found, key=str)
    ]
