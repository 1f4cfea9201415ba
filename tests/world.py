"""Two areas of Norway, and everybody who may look at them: what tests of access are about."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from contactpoints.access import GRANTED
from contactpoints.enums import Role
from contactpoints.models import (
    Absence,
    ClosedPeriod,
    ContactPoint,
    County,
    CoverageArea,
    DistrictOffice,
    Invitation,
    Membership,
    Municipality,
    Onboarding,
    OpeningHours,
    User,
)
from contactpoints.place import Place
from groups.enums import Channel, MaterialKind, OfferedAs, Wish
from groups.inquiries.intake import Wanted, log
from groups.models import ErasureRun, HandOverRequest, Inquiry, Material, MaterialOrder, Reminder, ReminderKind
from linkportal.kit import clock
from linkportal.kit.admin import has_owner
from partners.models import ProjectInterest
from partners.models.scopes import Shared
from tests.conftest import give_app, make_contact_point, make_office
from tests.groups.forming import make_event, make_group, make_initiator, make_sign_up
from tests.groups.making import make_inquiry
from tests.partners.making import make_all_of_a_project

STAFF, LEADER, COORDINATOR = "staff", "leader", "coordinator"
NATIONAL_ADMIN, NATIONAL_AUDITOR, OFFICE_AUDITOR = "national admin", "national auditor", "auditor of the office"
WHO_LEFT, ANONYMOUS = "one who has left", "anonymous"

# The role of each, and whose rows they see; of inquiries the national ones see less (`World.sees`).
CAST = {
    STAFF: (Role.STAFF, "own"),
    LEADER: (Role.LEADER, "own"),
    COORDINATOR: (Role.COORDINATOR, "own"),
    OFFICE_AUDITOR: (Role.AUDITOR, "own"),
    NATIONAL_ADMIN: (Role.NATIONAL_ADMIN, "all"),
    NATIONAL_AUDITOR: (Role.AUDITOR, "all"),
}
EVERYBODY = (*CAST, WHO_LEFT, ANONYMOUS)


@dataclass(repr=False)
class World:
    """The area of the Tønsberg office, and that of another: one row of each model in both."""

    people: dict[str, User]
    own: dict[type[Model], Any]
    other: dict[type[Model], Any]

    def sees(self, person: str, row: Model) -> bool:
        """Whether the person is to see the row in the admin, by the table of rights."""
        model = type(row)
        if person not in CAST or "view" not in granted(person, model):
            return False
        if model is Inquiry and person == NATIONAL_ADMIN:
            return False  # both are with offices that are not the national desk
        is_shared = isinstance(model._default_manager.all(), Shared)
        return CAST[person][1] == "all" or not has_owner(model) or is_shared or row == self.own[model]


def granted(person: str, model: type[Model]) -> set[str]:
    """What the person's role may do to rows of a model."""
    return GRANTED[CAST[person][0]].get(model._meta.label_lower, set()) if person in CAST else set()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One for all tests of a module, which change nothing in it, and use no other fixture that needs the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def make_world() -> World:
    """Fill an empty database, but for the places of Norway."""
    make_office("Oslo", is_national_desk=True)
    tonsberg, skien = _area("Tønsberg", "Skien", ("Vestfold", "Telemark"))
    alta, far_away = _area("Alta", "Hammerfest", ("Nordland", "Troms", "Finnmark"))
    people = {
        STAFF: _someone(Role.STAFF, contact_point=skien),
        LEADER: _someone(Role.LEADER, contact_point=skien),
        COORDINATOR: _someone(Role.COORDINATOR, office=tonsberg),
        OFFICE_AUDITOR: _someone(Role.AUDITOR, office=tonsberg),
        NATIONAL_ADMIN: _someone(Role.NATIONAL_ADMIN),
        NATIONAL_AUDITOR: _someone(Role.AUDITOR),
        WHO_LEFT: _someone(Role.COORDINATOR, office=tonsberg),
    }
    people[WHO_LEFT].memberships.update(valid_until=clock.today())
    outsider = _someone(Role.COORDINATOR, office=alta, email="nora.fjern@example.no")
    _someone(Role.STAFF, contact_point=far_away)
    own = _rows("3724", tonsberg, skien, people[COORDINATOR], "aase.ny@example.no")
    other = _rows("9600", alta, far_away, outsider, "per.langtborte@example.no")
    return World(people, own, other)


def _area(town: str, place: str, counties: tuple[str, ...]) -> tuple[DistrictOffice, ContactPoint]:
    office = make_office(town)
    for county in County.objects.filter(name__in=counties):
        CoverageArea.objects.create(office=office, county=county, valid_from=date(2024, 1, 1))
    return office, make_contact_point(f"Frivilligsentralen i {place}", place)


def _rows(code: str, office: DistrictOffice, place: ContactPoint, user: User, invited: str) -> dict[type[Model], Any]:
    """One row of each model that an address can name."""
    next_week = clock.today() + timedelta(days=7)
    days = {"first_day": next_week, "last_day": next_week}
    inquiry = make_inquiry(code, contact_point=place, wish="join", email=f"kari.{code}@example.no")
    said = Wanted(uuid.uuid4(), Wish.JOIN, Place.of_contact_point(place), name="Olav", phone="+4790012345")
    log(said, Channel.PHONE, place, by=user)
    Absence.objects.create(office=office, **days)
    Invitation.objects.create(email=f"kontor.{invited}", role=Role.COORDINATOR, office=office, invited_by=user)
    municipality = Municipality.objects.get(pk=place.municipality_id)
    material, _ = Material.objects.get_or_create(name="Brosjyre", defaults={"kind": MaterialKind.LEAFLET})
    order = MaterialOrder.objects.create(contact_point=place, office=office, send_to="Torget 1", ordered_by=user)
    order.lines.create(material=material, number=20)
    event = make_event(office, municipality, contact_points=[place])
    of_a_project = make_all_of_a_project(office, by=user)
    offered = make_inquiry(code, wish=Wish.PARTNER, offered_as=OfferedAs.VOLUNTEER)
    rows: tuple[Model, ...] = (
        office,
        place,
        user,
        inquiry,
        Membership.objects.get(user=user),
        Authenticator.objects.get(user=user),
        CoverageArea.objects.filter(office=office).earliest("pk"),
        OpeningHours.objects.create(contact_point=place, weekday=3, opens=time(10), closes=time(14)),
        ClosedPeriod.objects.create(contact_point=place, **days),
        Absence.objects.create(contact_point=place, **days),
        Onboarding.objects.create(contact_point=place),
        Invitation.objects.create(email=invited, role=Role.STAFF, contact_point=place, invited_by=user),
        HandOverRequest.objects.create(inquiry=inquiry, office=office, by=user, reason="Nærmere."),
        municipality,
        County.objects.get(municipalities=municipality),
        municipality.postal_codes.earliest("pk"),
        Reminder.objects.create(kind=ReminderKind.BACKLOG, user=user),
        ErasureRun.objects.create(inquiries=2, lapsed=1, texts=3),
        make_group(place, by=user),
        make_initiator(place, by=user),
        material,
        order,
        event,
        make_sign_up(event, email=f"siri.{code}@example.no"),
        *of_a_project,
        ProjectInterest.objects.create(project_id=of_a_project[0].pk, inquiry=offered),
    )
    return {type(row): row for row in rows}


def _someone(role: Role, *, email: str = "", **place: Model) -> User:
    """A person with that role. The password is hashed once only: the usual way takes long, on purpose."""
    user = User(email=email or f"{role}-{User.objects.get_queryset().count()}@example.no")
    user.password = PBKDF2PasswordHasher().encode("et hemmelig ord", "salt", iterations=1)
    user.save()
    Membership.objects.create(user=user, role=role, valid_from=date(2020, 1, 1), **place)
    give_app(user)
    return user
