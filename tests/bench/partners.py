"""How long the admin of partners takes with few and with many organisations, projects and vouchers.

Two databases stand beside each other, and every page is asked for in the one and in the other in turn.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contactpoints.models import User
from linkportal.context import shows_examples
from linkportal.kit.roles import as_owner
from partners.models import Expense, Organisation, PartnershipProject
from tests.bench import partnerships
from tests.partners.lists import MODELS, address, deleted_lists, exports, suggestions, ways

PROJECTS = (100, 1_000)  # with ten organisations and fifty vouchers each
ROUNDS = 5
MOST_QUERIES, MOST_ON_THE_START_PAGE, MOST_SLOWDOWN = 12, 15, 2.0
MOST_SECONDS_TO_SUGGEST = 0.1  # while one types; twice the time of next to nothing says little
MOST_IN_A_HISTORY = 25  # a project has many kinds of parts, and each is asked for
_SMALL = "bench_small"


def measure() -> Iterator[str]:
    """Print the table; yields what breaks a limit."""
    national, coordinator = partnerships.begin()
    clients = {"national": _at_the_desk_of(national), "coordinator": _at_the_desk_of(coordinator)}
    partnerships.fill_up(PROJECTS[0], national)
    with small_copy():
        partnerships.fill_up(PROJECTS[1], national)
        print(
            f"{Organisation.objects.count():,} organisations, {PartnershipProject.objects.count():,} projects, "
            f"{Expense.objects.count():,} expenses"
        )
        yield from _compare("national", clients["national"], pages_of(clients["national"]))
        yield from _compare("coordinator", clients["coordinator"], plain_pages())
        yield from _files(clients["national"])


def _compare(who: str, client: Client, pages: list[str]) -> Iterator[str]:
    took: dict[tuple[str, bool], list[float]] = {(page, small): [] for page in pages for small in (True, False)}
    asked: dict[tuple[str, bool], int] = {}
    for _round in range(ROUNDS):
        for small in (True, False):
            with database(small):
                for page in pages:
                    took[page, small].append(seconds(client, page))
                    if _round == 0:
                        asked[page, small] = queries(client, page)
    print(f"{who:<78} {PROJECTS[0]:>9,} {PROJECTS[1]:>9,} {'slower':>8} {'queries':>8}")
    for page in pages:
        few, many = (statistics.median(took[page, small]) for small in (True, False))
        words = f"{few * 1000:>6.0f} ms {many * 1000:>6.0f} ms {many / few:>8.2f} {asked[page, False]:>8}"
        print(f"{page.removeprefix('/admin/partners'):<78} {words}", flush=True)
        if page.startswith(reverse("admin:autocomplete")):
            if many > MOST_SECONDS_TO_SUGGEST:
                yield f"{who}, {page}: {many:.3f} s, wanted at most {MOST_SECONDS_TO_SUGGEST}"
        elif many > MOST_SLOWDOWN * few:
            yield f"{who}, {page}: {many / few:.2f} times slower, wanted at most {MOST_SLOWDOWN}"
        counts, most = (asked[page, True], asked[page, False]), _most_queries(page)
        if counts[1] > most or counts[0] != counts[1]:
            yield f"{who}, {page}: {counts[0]} and {counts[1]} queries, wanted the same, and at most {most}"


def _most_queries(page: str) -> int:
    if page == reverse("admin:index"):
        return MOST_ON_THE_START_PAGE
    return MOST_IN_A_HISTORY if page.endswith("/history/") else MOST_QUERIES


def _files(client: Client) -> Iterator[str]:
    """Lists as files: each row may take as long in a long one as in a short one, twice at most."""
    print(f"{'files':<78} {PROJECTS[0]:>9,} {PROJECTS[1]:>9,}   each row")
    for page in (*exports("csv"), *exports("xlsx")):
        took, rows = [], []
        for small in (True, False):
            with database(small):
                took.append(min(seconds(client, page) for _round in range(3 if small else 2)))
                rows.append(_rows_of(page))
        growth = max(rows[1] / rows[0], 1)
        slower = took[1] / took[0] / growth
        print(f"{page:<78} {took[0]:>7.2f} s {took[1]:>7.2f} s {slower:>8.2f}", flush=True)
        if slower > MOST_SLOWDOWN:
            yield f"{page}: each row {slower:.2f} times slower, wanted at most {MOST_SLOWDOWN}"


def _rows_of(page: str) -> int:
    return next(model._default_manager.count() for model in MODELS if page.startswith(address(model, "changelist")))


def pages_of(client: Client) -> list[str]:
    """All of these in all the ways that people look at them, and what fields suggest."""
    narrowed = [way for model in MODELS for way in ways(client, model)]
    return list(dict.fromkeys([*plain_pages(), *narrowed, *suggestions("link")]))


def plain_pages() -> list[str]:
    """Every list, and what looks over all of it."""
    return [
        reverse("admin:index"),
        *(f"{reverse('partners:deadlines')}?dager={days}" for days in (30, 365)),
        address(PartnershipProject, "history", 1),
        *(address(model, "changelist") for model in MODELS),
        *deleted_lists(),
    ]


def seconds(client: Client, page: str) -> float:
    """Seconds for the page, once. It must be a 200."""
    shows_examples()  # asked once a minute: of no page
    began = time.perf_counter()
    response = client.get(page)
    b"".join(getattr(response, "streaming_content", ()))
    assert response.status_code == 200, page
    return time.perf_counter() - began


def queries(client: Client, page: str) -> int:
    """How often the database is asked for the page."""
    shows_examples()
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)


@contextmanager
def small_copy() -> Iterator[None]:
    """While it lasts there is a copy of the database as it is now, and connections are opened one by one."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    pool = connection.settings_dict["OPTIONS"].pop("pool", None)
    _manage(f"DROP DATABASE IF EXISTS {_SMALL}", f"CREATE DATABASE {_SMALL} TEMPLATE {_name()}")
    try:
        yield
    finally:
        _manage(f"DROP DATABASE {_SMALL}")
        if pool is not None:
            connection.settings_dict["OPTIONS"]["pool"] = pool


@contextmanager
def database(small: bool) -> Iterator[None]:
    """Inside the block the small copy is asked, or the large database, by a connection that has warmed up."""
    before = _name()
    connection.close()
    connection.settings_dict["NAME"] = _SMALL if small else before
    try:
        for model in MODELS:
            model._default_manager.order_by("pk").first()
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _manage(*statements: str) -> None:
    with as_owner(connection), connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _at_the_desk_of(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return client
