"""Who gets what, at every address that the URL resolver knows: every role, one's own and another's, reading and acting.

`PUBLIC` says what everybody may open. For the others `RULES` says who may; who is not named there gets 404, as if it
did not exist. An address with a parameter that `ARGUMENTS` does not know, or that no rule is about, fails.
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
from django.contrib.auth.tokens import default_token_generator
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils.http import int_to_base36

from contactpoints.models import (
    ClosedPeriod,
    ContactPoint,
    County,
    CoverageArea,
    DistrictOffice,
    Invitation,
    Municipality,
    User,
)
from groups.enums import Channel
from groups.models import Inquiry
from linkportal.kit import clock
from linkportal.kit.admin import has_owner
from linkportal.kit.changes import is_tracked
from tests.routes import Route, all_routes
from tests.world import (
    ANONYMOUS,
    CAST,
    COORDINATOR,
    EVERYBODY,
    LEADER,
    NATIONAL_ADMIN,
    STAFF,
    WHO_LEFT,
    World,
    granted,
)

Rows = dict[type[Model], Any]
ROUTES = all_routes()
LOGIN, SET_UP = "/konto/logg-inn/", "/konto/to-trinn/"

# By pattern of route and name of parameter: what stands there, for the rows of one's own area or of another's.
ARGUMENTS: dict[tuple[str, str], Callable[[Rows], object]] = {
    ("contactpoints:county", "slug"): lambda rows: rows[County].slug,
    ("contactpoints:municipality", "slug"): lambda rows: rows[Municipality].slug,
    ("contactpoints:municipality", "number"): lambda rows: rows[Municipality].number,
    ("contactpoints:detail", "slug"): lambda rows: rows[ContactPoint].slug,
    ("contactpoints:place_closed_remove", "pk"): lambda rows: rows[ClosedPeriod].pk,
    ("contactpoints:place_absence_remove", "pk"): lambda rows: rows[ContactPoint].absences.get().pk,
    ("contactpoints:place_membership_end", "pk"): lambda rows: rows[ContactPoint].memberships.earliest("pk").pk,
    ("contactpoints:place_invitation_*", "pk"): lambda rows: rows[ContactPoint].invitations.get().pk,
    ("contactpoints:place*", "slug"): lambda rows: rows[ContactPoint].slug,
    ("contactpoints:office_absence_remove", "pk"): lambda rows: rows[DistrictOffice].absences.get().pk,
    ("contactpoints:office_membership_end", "pk"): lambda rows: rows[DistrictOffice].memberships.earliest("pk").pk,
    ("contactpoints:office_invitation_*", "pk"): lambda rows: rows[DistrictOffice].invitations.get().pk,
    ("contactpoints:office*", "slug"): lambda rows: rows[DistrictOffice].slug,
    ("contactpoints:coverage_end", "pk"): lambda rows: rows[CoverageArea].pk,
    ("groups:case_slip", "reference"): lambda rows: rows[ContactPoint].inquiries.get(channel=Channel.PHONE).reference,
    ("groups:case*", "reference"): lambda rows: rows[Inquiry].reference,
    ("groups:my_inquiry_link", "token"): lambda rows: rows[Inquiry].secret_token,
    ("groups:act_link", "token"): lambda rows: rows[Inquiry].act_token(),
    ("account_invitation_link", "token"): lambda rows: rows[Invitation].secret_token,
    ("account_reset_password_from_key", "uidb36"): lambda rows: int_to_base36(rows[User].pk),
    ("account_reset_password_from_key", "key"): lambda rows: default_token_generator.make_token(rows[User]),
    ("mfa_remove", "pk"): lambda rows: rows[Authenticator].pk,
    ("admin:app_list", "app_label"): lambda rows: "contactpoints",
    ("/admin/%(url)s", "url"): lambda rows: "finnes/ikke/",
    # the rest of the admin: see `arguments`
}


# What asks nobody to log in; some of these need a secret link, or the first step of a login.
PUBLIC = (
    *("front_page", "about", "about_data", "privacy", "accessibility", "quick_exit", "health_*"),
    *(f"contactpoints:{name}" for name in ("finder", "detail", "county", "municipality")),
    *(f"groups:{name}" for name in ("inquiry", "receipt", "under_18", "offer")),
    *(f"groups:{name}" for name in ("my_inquiry", "my_inquiry_link", "add_message", "correct", "answer_question")),
    *(f"groups:{name}" for name in ("withdraw", "act", "act_link", "accept", "decline", "new_act_link")),
    *(f"account_{name}" for name in ("login", "logout", "inactive", "signup", "reset_password*", "invitation*")),
    *("mfa_authenticate", "mfa_login_webauthn", "admin:login"),
)


@dataclass(frozen=True)
class Rule:
    """Who may, at the private addresses of a pattern: where it is their own, and wherever it is."""

    of: str
    own: tuple[str, ...] = ()
    everywhere: tuple[str, ...] = ()
    only_reading: tuple[str, ...] = ()  # of one's own


AT_PLACE = (STAFF, LEADER)
WHO_INVITES = (LEADER, COORDINATOR)
WHO_ANSWERS = (STAFF, LEADER, COORDINATOR, NATIONAL_ADMIN)
WHO_IS_LOGGED_IN = (*CAST, WHO_LEFT)
# The first that fits. The admin has none: there the rights of models say it (contactpoints.access.GRANTED).
RULES = (
    Rule("contactpoints:place_checklist", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:place_publish", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:place_colleagues", own=WHO_INVITES, everywhere=(NATIONAL_ADMIN,), only_reading=(STAFF,)),
    Rule("contactpoints:place_invitation_*", own=WHO_INVITES, everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:place*", own=(*AT_PLACE, COORDINATOR), everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:my_place", everywhere=WHO_ANSWERS),
    Rule("contactpoints:unconfirmed", everywhere=WHO_ANSWERS),
    Rule("contactpoints:office*", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:coverage*", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)),
    Rule("contactpoints:gaps", own=(COORDINATOR,), everywhere=(NATIONAL_ADMIN,)),
    Rule("groups:case_hand_over_new", own=(COORDINATOR,)),
    Rule("groups:case_propose", own=(COORDINATOR,)),
    Rule("groups:case*", own=(*AT_PLACE, COORDINATOR)),  # the national administrator has those of the national desk
    Rule("groups:log", everywhere=WHO_ANSWERS),
    Rule("groups:desk", everywhere=tuple(CAST)),
    Rule("groups:inbox", everywhere=WHO_ANSWERS),
    Rule("groups:search", everywhere=WHO_ANSWERS),
    Rule("groups:overview", everywhere=(COORDINATOR, NATIONAL_ADMIN)),
    Rule("groups:routing_test", everywhere=(COORDINATOR, NATIONAL_ADMIN)),
    Rule("mfa_remove", own=(COORDINATOR,)),  # whose own it is
    Rule("account_*", everywhere=WHO_IS_LOGGED_IN),
    Rule("mfa_*", everywhere=WHO_IS_LOGGED_IN),
)

# What a GET may write: that one is logged in, that somebody has read, that codes were shown.
WRITTEN_BY_READING = {
    "*": {"django_session", "cache"},
    "mfa_view_recovery_codes": {"mfa_authenticator"},
    "groups:case": {"groups_inquiryreading"},
    "admin:groups_inquiry_change": {"groups_inquiryreading"},
}


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
    model = model_of(route)
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
        models = (*models, DistrictOffice, ContactPoint)
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
    }
    of_the_row = {
        "history": 200 if is_tracked(model) else 404,
        "delete": 403 if "delete" not in rights else 302 if acts else 200,
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
