"""The cast: who the tests are about (places are in tests/places.py)."""

from datetime import date
from functools import cache

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.test import Client

from contactpoints.enums import HostKind, Role, Status, StepFree
from contactpoints.models import ContactPoint, County, CoverageArea, DistrictOffice, Membership, Municipality, User

# Database and static files, mail, the portal in processes of its own, and two areas with all that is in them.
pytest_plugins = ["tests.beforehand", "tests.mailbox", "tests.processes", "tests.world"]

TODAY = date(2026, 6, 1)


@pytest.fixture
def national_desk(db: None) -> DistrictOffice:
    """The office in Oslo, which is also the national desk."""
    return make_office("Oslo", is_national_desk=True)


@pytest.fixture
def tonsberg(national_desk: DistrictOffice) -> DistrictOffice:
    """The office in Tønsberg, which answers for Vestfold and Telemark."""
    office = make_office("Tønsberg")
    for county in County.objects.filter(name__in=("Vestfold", "Telemark")):
        CoverageArea.objects.create(office=office, county=county, valid_from=date(2024, 1, 1))
    return office


@pytest.fixture
def alta(national_desk: DistrictOffice) -> DistrictOffice:
    """The office in Alta, which answers for Nordland, Troms and Finnmark."""
    office = make_office("Alta")
    for county in County.objects.filter(name__in=("Nordland", "Troms", "Finnmark")):
        CoverageArea.objects.create(office=office, county=county, valid_from=date(2024, 1, 1))
    return office


@pytest.fixture
def bakken(tonsberg: DistrictOffice) -> ContactPoint:
    """A volunteer centre in Skien."""
    return make_contact_point("Frivilligsentralen på Bakken", "Skien")


@pytest.fixture
def berit(tonsberg: DistrictOffice) -> User:
    """Coordinator of the Tønsberg office."""
    return make_user("berit@example.no", Role.COORDINATOR, office=tonsberg)


@pytest.fixture
def admin(db: None) -> User:
    """National administrator."""
    return make_user("admin@example.no", Role.NATIONAL_ADMIN)


@pytest.fixture
def ola(bakken: ContactPoint) -> User:
    """Runs the volunteer centre at Bakken two hours a week."""
    return make_user("ola@example.no", Role.LEADER, contact_point=bakken)


@pytest.fixture
def outsider(alta: DistrictOffice) -> User:
    """Coordinator of another office, far away."""
    return make_user("outsider@example.no", Role.COORDINATOR, office=alta)


@pytest.fixture
def as_berit(client: Client, berit: User) -> Client:
    """At the desk of the coordinator in Tønsberg."""
    client.force_login(berit)
    return client


@pytest.fixture
def as_admin(client: Client, admin: User) -> Client:
    """At the desk of the national administrator."""
    client.force_login(admin)
    return client


def make_office(town: str, *, is_national_desk: bool = False, **fields: object) -> DistrictOffice:
    """An office at the seat of a municipality, open since 2020."""
    seat = Municipality.objects.get(name=town)
    values: dict[str, object] = {
        "slug": seat.slug,
        "name": f"Distriktskontoret i {town}",
        "town": town,
        "email": f"{seat.slug}@example.no",
        "opened_on": date(2020, 1, 1),
        "latitude": seat.latitude,
        "longitude": seat.longitude,
        **fields,
    }
    return DistrictOffice.objects.create(is_national_desk=is_national_desk, **values)


def make_contact_point(name: str, municipality: str | Municipality, **fields: object) -> ContactPoint:
    """A published contact point at the seat of its municipality, one that answers mail."""
    if isinstance(municipality, str):
        municipality = Municipality.objects.get(name=municipality)
    slug = "-".join(name.lower().translate(str.maketrans("æøå", "aoa")).split())
    values: dict[str, object] = {
        "slug": slug,
        "host_kind": HostKind.VOLUNTEER_CENTRE,
        "email": f"{slug}@example.no",
        "status": Status.PUBLISHED,
        "step_free": StepFree.YES,
        "languages": ["no"],
        "confirmed_on": date(2026, 5, 12),
        "latitude": municipality.latitude,
        "longitude": municipality.longitude,
        **fields,
    }
    return ContactPoint.objects.create(name=name, municipality=municipality, **values)


def make_user(email: str, role: Role, *, with_app: bool = True, **place: object) -> User:
    """A person with one membership, since 2020, and an app for codes; the password is the address backwards.

    `client.force_login(user)` is then as good as a login in two steps.
    """
    user = User(email=email, password=_hashed(email[::-1]))
    user.save()
    Membership.objects.create(user=user, role=role, valid_from=date(2020, 1, 1), **place)
    if with_app:
        give_app(user)
    return user


@cache
def _hashed(password: str) -> str:
    """As it is stored. Hashing takes long on purpose: once for each word is enough."""
    return make_password(password)


def give_app(user: User) -> str:
    """Let the person have set up an app for codes; returns its secret."""
    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    return secret
