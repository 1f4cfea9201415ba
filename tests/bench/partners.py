"""The admin of partners with few and with many organisations, projects and vouchers, in one process.

Every list of it is asked for as it is, searched, filtered and further back. It may take twelve queries, the same for
few as for many, and twice the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contactpoints.models import User
from partners.models import Expense, Organisation
from tests.bench import partnerships
from tests.bench.lists import seconds

PROJECTS = (100, 1_000)  # with ten organisations and fifty vouchers each
ROUNDS = 7
MOST_QUERIES, MOST_SLOWDOWN = 12, 2.0
COMMON, RARE = partnerships.WORD, "zzz"  # what all rows have, and none


def measure() -> Iterator[str]:
    """Print the table; yields what breaks a limit."""
    user = partnerships.begin()
    found: dict[str, list[tuple[float, int]]] = {}
    for projects in PROJECTS:
        partnerships.fill_up(projects, user)
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user)
        for path in found or addresses(user):
            found.setdefault(path, []).append((fastest(client, path), queries(client, path)))
    counts = Organisation.objects.count(), PROJECTS[-1], Expense.objects.count()
    print("{:,} organisations, {:,} projects, {:,} vouchers".format(*counts))
    print(f"{'list':<60} {PROJECTS[0]:>8,} {PROJECTS[1]:>8,} {'slower':>8} {'queries':>8}")
    for path, ((few, asked_few), (many, asked)) in found.items():
        print(f"{path:<60} {few * 1000:>5.0f} ms {many * 1000:>5.0f} ms {many / few:>8.2f} {asked:>8}", flush=True)
        if many > MOST_SLOWDOWN * few:
            yield f"{path}: {many / few:.2f} times slower, wanted at most {MOST_SLOWDOWN}"
        if asked > MOST_QUERIES or asked != asked_few:
            yield f"{path}: {asked_few} and {asked} queries, wanted the same, and at most {MOST_QUERIES}"


def addresses(user: User) -> list[str]:
    """Every list in the admin of partners, in the ways that people look at it, and the page that it begins with."""
    models = (model for model in admin.site._registry if model._meta.app_label == "partners")
    return ["/admin/", *(path for model in models for path in _ways(model, user))]


def _ways(model: type[Model], user: User) -> Iterator[str]:
    path = reverse(f"admin:partners_{model._meta.model_name}_changelist")
    request = RequestFactory().get(path)
    request.user = user
    page: Any = admin.site._registry[model].changelist_view(request)
    shown = page.context_data["cl"]
    yield path
    if shown.multi_page:
        yield f"{path}?p=2"
    if shown.search_fields:
        yield f"{path}?q={COMMON}"
        yield f"{path}?q={RARE}"
    for narrowed in shown.filter_specs:
        yield path + next(choice["query_string"] for choice in narrowed.choices(shown) if not choice["selected"])
    if shown.date_hierarchy:
        yield f"{path}?{shown.date_hierarchy}__year=2024"


def fastest(client: Client, path: str) -> float:
    """Seconds for the page, the least of several times: what else the machine does is not the page's."""
    return min(seconds(client, path) for _round in range(ROUNDS))


def queries(client: Client, path: str) -> int:
    """How many queries the page takes."""
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)
