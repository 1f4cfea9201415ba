"""Who gets what, at every address that the URL resolver knows: every role, one's own and another's, reading and acting.

The tables are in `access_rules.py`. An address with a parameter that `ARGUMENTS` does not know, or that no rule is
about, fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from contactpoints.models import (
    ContactPoint,
    DistrictOffice,
    Invitation,
    User,
)
from groups.models import Inquiry
from linkportal.kit import clock
from linkportal.kit.admin import has_owner
from linkportal.kit.changes import is_tracked
from partners.models import PartnershipProject
from tests.access_rules import ARGUMENTS, AT_PLACE, PUBLIC, RULES, WRITTEN_BY_READING, Rows, Rule
from tests.routes import Route, all_routes
from tests.world import (
    ANONYMOUS,
    CAST,
    COORDINATOR,
    EVERYBODY,
    WHO_LEFT,
    World,
    granted,
)

ROUTES = all_routes()
LOGIN, SET_UP = "/konto/logg-inn/", "/konto/to-trinn/"


@dataclass(repr=False)
class Visit:
    """One request and what came of it."""

    person: str
    side: str
    method: str
    path: str
    response: HttpResponse
    wrote: set[str]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def goes_to(self) -> str:
        return self.response.get("Location", "")

    @property
    def text(self) -> str:
        """What the page says; nothing for files."""
        return "" if self.response.streaming else self.response.content.decode()

    def __repr__(self) -> str:
        return (
            f"{self.person}, {self.side}: {self.method} {self.path} -> {self.status} {self.goes_to} {self.wrote or ''}"
        )


class Visitors:
    """Everybody, each with a browser. What a request changes is undone after it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._clients = {person: Client() for person in EVERYBODY}
        for person, user in world.people.items():
            log_in(self._clients[person], user)

    def visit(self, person: str, side: str, method: str, path: str) -> Visit:
        """Let the person ask for the page, or send it an empty form."""
        client = self._clients[person]
        cookies = deepcopy(client.cookies)
        with transaction.atomic(), written_tables() as wrote:
            response: Any = client.post(path) if method == "POST" else client.get(path)
            transaction.set_rollback(True)
        client.cookies = cookies
        return Visit(person, side, method, path, response, wrote)

    def all(self, route: Route) -> list[Visit]:
        """Everybody, on both sides, reading and acting."""
        sides = ("own", "other") if route.parameters else ("own",)
        return [
            self.visit(person, side, method, route_path(route, getattr(self.world, side)))
            for person in EVERYBODY
            for side in sides
            for method in ("GET", "POST")
        ]


def log_in(client: Client, user: User) -> None:
    """As of this moment, so that nothing asks for the password once more."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """The tables that are written to meanwhile; a job that is queued counts as one."""
    found: set[str] = set()

    def note(execute: Any, sql: Any, *rest: Any) -> Any:
        if match := re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', str(sql), re.IGNORECASE):
            found.add(match[1])
        elif "procrastinate_defer" in str(sql):
            found.add("procrastinate_jobs")
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found


def model_of(route: Route) -> type[Model] | None:
    """The model that a page of the admin is about."""
    parts = route.address.strip("/").split("/")
    try:
        return apps.get_model(parts[1], parts[2]) if parts[0] == "admin" else None
    except (IndexError, LookupError):
        return None


def route_path(route: Route, rows: Rows) -> str:
    """The address, filled in with what belongs to `rows`; it must lead to the very view."""
    path = route.path(**{name: argument(route, name, rows) for name in route.parameters})
    assert resolve(path).func == route.view, f"{path} leads elsewhere than to {route}"
    return path


def argument(route: Route, name: str, rows: Rows) -> object:
    for (pattern, parameter), value in ARGUMENTS.items():
        if parameter == name and fnmatchcase(route.name, pattern):
            return value(rows)
    model: Any = model_of(route)
    if name == "change" and model is not None and model in rows:  # the first copy of it in the history
        return f"{model._meta.model_name}-{rows[model].events.earliest('pgh_id').pgh_id}"
    if model is None or model not in rows:
        pytest.fail(f"Nobody has said what stands for «{name}» in {route.address} ({route}): add it to ARGUMENTS.")
    return rows[model].pk


def rule_of(route: Route) -> Rule:
    rule = next((rule for rule in RULES if fnmatchcase(route.name, rule.of)), None)
    if rule is None:
        pytest.fail(f"Nobody has said who may at {route.address} ({route}): add it to RULES, or make the view public.")
    return rule


@pytest.fixture(scope="module")
def visitors(world: World) -> Visitors:
    return Visitors(world)


def is_private(route: Route) -> bool:
    return not route.is_public


def is_of_admin(route: Route) -> bool:
    return route.address.startswith("/admin/")


def each(*conditions: Callable[[Route], bool]) -> pytest.MarkDecorator:
    """The test is about each address of which all the conditions are true."""
    found = [route for route in ROUTES if all(condition(route) for condition in conditions)]
    return pytest.mark.parametrize("route", found, ids=str)


@each(is_private, lambda route: not is_of_admin(route))
def test_a_private_address_answers_whom_it_may_and_is_not_there_for_others(route: Route, visitors: Visitors) -> None:
    rule, visits = rule_of(route), visitors.all(route)

    for_everybody(route, visits)
    names_nothing_of_others(visitors.world, visits)
    for method in ("GET", "POST"):
        let_in = [one for one in visits if one.method == method and may(rule, one)]
        for visit in let_in:
            assert visit.status not in (401, 403, 404), visit
            assert not visit.goes_to.startswith(LOGIN), visit
        # An address that takes no such request says so to everybody.
        not_taken = {405} if let_in and all(one.status == 405 for one in let_in) else set()
        for visit in visits:
            if visit.method == method and visit.person != ANONYMOUS and visit not in let_in:
                assert visit.status in {404} | not_taken, visit
                assert visit.wrote <= WRITTEN_BY_READING["*"], visit


def may(rule: Rule, visit: Visit) -> bool:
    mine = rule.own + (rule.only_reading if visit.method == "GET" else ())
    return visit.person in rule.everywhere or (visit.side == "own" and visit.person in mine)


def for_everybody(route: Route, visits: list[Visit]) -> None:
    """What is true of every address."""
    for visit in visits:
        assert visit.status < 500 or route.name.startswith("health_"), visit
        if visit.method == "GET":
            allowed = WRITTEN_BY_READING["*"] | WRITTEN_BY_READING.get(route.name, set())
            assert visit.wrote <= allowed, f"reading changes something: {visit}"
        if visit.person == ANONYMOUS and not route.is_public:
            # The admin's own login is one step on the way to ours.
            assert visit.goes_to.startswith((f"{LOGIN}?next=", "/admin/login/?next=")), visit
            assert not visit.wrote, visit


def names_nothing_of_others(world: World, visits: list[Visit], *, places_too: bool = False) -> None:
    """No page names a person, an inquiry or an invitation of the other area to somebody who does not see it.

    Places have names that everybody may know; but the lists and forms of the admin speak only of one's own.
    """
    models: tuple[type[Model], ...] = (User, Inquiry, Invitation)
    if places_too:
        models = (*models, DistrictOffice, ContactPoint, PartnershipProject)
    for visit in visits:
        for row in (world.other[model] for model in models):
            if not world.sees(visit.person, row):
                name = row.reference if isinstance(row, Inquiry) else getattr(row, "name", "") or row.email
                assert name not in visit.text.replace(visit.path, ""), f"{name}: {visit}"


@each(is_private, is_of_admin)
def test_an_address_of_the_admin_answers_by_the_rights_of_its_model(route: Route, visitors: Visitors) -> None:
    visits = visitors.all(route)

    for_everybody(route, visits)
    model = model_of(route)
    names_nothing_of_others(visitors.world, visits, places_too=model is not None and has_owner(model))
    for visit in visits:
        if visit.person in (WHO_LEFT, *AT_PLACE):
            assert visit.status == 404, visit
        elif visit.person in CAST and model is not None:
            row = getattr(visitors.world, visit.side).get(model)
            assert visit.status == answer(visitors.world, visit, route.name.rpartition("_")[2], model, row), visit


def answer(world: World, visit: Visit, action: str, model: type[Model], row: Model) -> int:
    """How the admin is to answer."""
    rights, acts = granted(visit.person, model), visit.method == "POST"
    if action.endswith("/"):
        return 302  # an address without a name, which leads on to the form
    if model is Inquiry and action == "change" and acts:
        return 405  # nobody edits what a person wrote
    of_the_list = {
        "changelist": 200 if "view" in rights else 404,
        "add": 200 if "add" in rights else 403,
        "deleted": 404 if "view" not in rights else 200 if "add" in rights else 403,
        "xlsx": 200 if "view" in rights else 404,
        "csv": 200 if "view" in rights else 404,
        "import": 404 if "view" not in rights else 403 if "add" not in rights else 422 if acts else 200,
        "confirm": 404 if "view" not in rights else 403 if "add" not in rights else 302 if acts else 405,
    }
    of_the_row = {
        "history": 200 if is_tracked(model) else 404,
        "delete": 200 if "delete" in rights else 403,  # without the sign that one is sure, it asks
        "restore": 403 if "change" not in rights else 409 if acts else 200,  # the matrix has seen no page of it
        "change": 403 if acts and "change" not in rights else 200,
    }
    return of_the_list.get(action) or (of_the_row.get(action, 200) if world.sees(visit.person, row) else 404)


@each()
def test_everybody_may_open_what_is_said_to_be_public_and_nothing_else(route: Route) -> None:
    assert route.is_public == any(fnmatchcase(route.name, pattern) for pattern in PUBLIC)


@each(lambda route: route.is_public)
def test_a_public_address_asks_nobody_to_log_in(route: Route, visitors: Visitors) -> None:
    visits = visitors.all(route)

    for_everybody(route, visits)
    for visit in visits:
        assert is_of_admin(route) or not visit.goes_to.startswith(f"{LOGIN}?next="), visit
        if "token" not in route.parameters:  # nobody has come by a secret link
            for rows in (visitors.world.own, visitors.world.other):
                assert rows[Inquiry].reference not in visit.text, visit
                assert rows[Invitation].email not in visit.text, visit


@each()
def test_nothing_is_sent_from_a_page_that_is_not_ours(route: Route, world: World) -> None:
    """Nowhere is a form taken that does not carry the sign of the page that it was filled in on."""
    browser = Client(enforce_csrf_checks=True)
    if not route.is_public:
        browser.force_login(world.people[COORDINATOR])

    with transaction.atomic():
        answer = browser.post(route_path(route, world.own))
        transaction.set_rollback(True)

    assert answer.status_code == 403


@each(is_private, lambda route: not route.name.startswith(("account_", "mfa_")))
def test_nobody_gets_anywhere_without_a_second_factor(route: Route, world: World) -> None:
    browser = Client()
    with transaction.atomic():
        Authenticator.objects.all().delete()
        browser.force_login(world.people[COORDINATOR])
        answers = [browser.get(route_path(route, world.own)), browser.post(route_path(route, world.own))]
        transaction.set_rollback(True)

    assert [(answer.status_code, answer.get("Location")) for answer in answers] == [(302, SET_UP)] * 2


@each(lambda route: "token" in route.parameters)
def test_a_link_that_somebody_has_changed_opens_nothing(route: Route, visitors: Visitors) -> None:
    path = route_path(route, visitors.world.own)
    token = next(part for part in path.split("/") if len(part) == 44)
    forged = path.replace(token, token[:-1] + ("A" if token[-1] != "A" else "Q"))

    for method in ("GET", "POST"):
        visit = visitors.visit(ANONYMOUS, "own", method, forged)
        assert visit.status in {404, 405, 410}, visit
        assert not visit.wrote, visit
        assert not visit.response.cookies, visit
