"""The admin of partners with few and with many organisations, projects and vouchers, in one process.

Every list of it is asked for as it is, searched, filtered and further back. It may take twelve queries, the same for
few as for many, and twice the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contactpoints.models import User
from partners.models import Expense, Organisation
from tests.bench import partnerships
from tests.bench.lists import median

PROJECTS = (100, 1_000)  # with ten organisations and fifty vouchers each
MOST_QUERIES, MOST_SLOWDOWN = 12, 2.0


def measure() -> Iterator[str]:
    """Print the table; yields what breaks a limit."""
    user = partnerships.begin()
    found: dict[str, list[tuple[float, int]]] = {}
    for projects in PROJECTS:
        partnerships.fill_up(projects, user)
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user)
        for path in found or addresses(user):
            found.setdefault(path, []).append((median(client, path), queries(client, path)))
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
    return ["/admin/", *(path for model in lists() for path in _ways(model, user))]


def lists() -> list[Any]:
    """The models of partners that have a list in the admin."""
    return [model for model in admin.site._registry if model._meta.app_label == "partners"]


def _ways(model: Any, user: User) -> Iterator[str]:
    path = reverse(f"admin:partners_{model._meta.model_name}_changelist")
    page: Any = admin.site._registry[model]
    yield path
    if model.objects.visible_to(user).count() > page.list_per_page:
        yield f"{path}?p=2"
    if page.search_fields:
        yield f"{path}?q=99"
    for one in page.list_filter:
        if isinstance(one, str) and (choices := model._meta.get_field(one).choices):
            yield f"{path}?{urlencode({f'{one}__exact': next(iter(choices))[0]})}"
    if page.date_hierarchy:
        yield f"{path}?{page.date_hierarchy}__year=2024"


def queries(client: Client, path: str) -> int:
    """How many queries the page takes."""
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)
