"""What the page of one contact point shows, each part in one query whose SQL is written once."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from django.apps import apps

from contactpoints import hours
from contactpoints.enums import HostKind, MeetingForm, SpokenLanguage, Status, StepFree
from contactpoints.models import ClosedPeriod, ContactPoint, County, Municipality, OpeningHours
from contactpoints.models.registry import current_closed_period
from linkportal.kit import clock
from linkportal.kit.compiled import Compiled, blank

PROJECTS = 5


def contact_point_at(slug: str) -> ContactPoint | None:
    """The contact point at this address, with its places, if the public can find it or could."""
    return _by_slug().first(slug=slug)


def more_about(contact_point: ContactPoint) -> dict[str, Any]:
    """Its hours, the days on which it is closed now and later, and the municipalities it is for beside its own."""
    today = clock.today()
    closed = _closed_periods().objects(contact_point=contact_point.pk, day=today)
    step_free = StepFree(contact_point.step_free)
    current = current_closed_period(closed, today)
    return {
        "is_paused": contact_point.status == Status.PAUSED,
        "kind": HostKind(contact_point.host_kind).label,
        "meeting_form": MeetingForm(contact_point.meeting_form).label,
        "access": step_free.label,
        "access_is_known": step_free != StepFree.UNKNOWN and contact_point.has_a_place,
        "languages": [(code, SpokenLanguage(code).label) for code in contact_point.languages],
        "asked_from": contact_point.municipality.label,
        "opening_hours": hours.in_words(_opening_hours().objects(contact_point=contact_point.pk)),
        "closed_now": current,
        "opens_again": current.last_day + timedelta(days=1) if current else None,
        "closed_later": [period for period in closed if period is not current],
        "serves": _served().objects(contact_point=contact_point.pk),
        "groups": _groups_at(contact_point),
    }


@cache
def _by_slug() -> Compiled[ContactPoint]:
    return Compiled(ContactPoint.objects.with_a_page().with_places().filter(slug=blank("slug")))


@cache
def _opening_hours() -> Compiled[OpeningHours]:
    return Compiled(OpeningHours.objects.filter(contact_point=blank("contact_point")))


@cache
def _closed_periods() -> Compiled[ClosedPeriod]:
    return Compiled(ClosedPeriod.objects.filter(contact_point=blank("contact_point"), last_day__gte=blank("day")))


@cache
def _served() -> Compiled[Municipality]:
    served = Municipality.objects.select_related("county").filter(served_by=blank("contact_point"))
    return Compiled(served.by_name())


def _groups_at(contact_point: ContactPoint) -> list[Any]:
    """The groups that it chose to show, those of which the same is known as one. In a word each: `in_words`,
    `shown_as`, and `theme`.
    """
    shown = _shown_groups().objects(contact_point=contact_point.pk)
    return list({(group.theme, group.shown_as): group for group in shown}.values())


@cache
def _shown_groups() -> Compiled[Any]:
    # By name, because what they are is the business of an app that builds on this one.
    groups: Any = apps.get_model("groups", "SelfHelpGroup")._default_manager
    shown = groups.shown().filter(contact_point=blank("contact_point")).select_related(None)
    return Compiled(shown.only("theme", "status").order_by("theme", "status"))


def projects_in(county: County) -> list[Any]:
    """The partnership projects that go on in the county, each with its name and address, the latest first."""
    # By name, for the same reason.
    projects: Any = apps.get_model("partners", "PartnershipProject")._default_manager
    return list(projects.public().alive().in_county(county).by_start()[:PROJECTS])
