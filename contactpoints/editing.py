"""The one way in which people change a contact point: every form of the workspace goes through `apply_change`.

Its history is written by the database. Two people who edit at once don't overwrite each other (contactpoints.versions):
a form carries the `stamp` of what it showed, and the second is told what the first has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from contactpoints.enums import MeetingForm, Status
from contactpoints.models import ClosedPeriod, ContactPoint, Municipality, Onboarding, OpeningHours, User
from contactpoints.versions import refuse_to_overwrite
from linkportal.kit import clock

Span = tuple[int, time, time]  # weekday, opens, closes


@dataclass(frozen=True, slots=True)
class NewPeriod:
    """A closed period to be added."""

    first_day: date
    last_day: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Closed periods that come and those, by primary key, that go."""

    added: tuple[NewPeriod, ...] = ()
    removed: tuple[int, ...] = ()


class NotReady(Exception):
    """The contact point can't be published yet; `missing` says in sentences what is to be filled in."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


def apply_change(contact_point: ContactPoint, values: Mapping[str, Any], *, by: User, seen: str = "") -> None:
    """Change what `values` name, all or nothing; `contact_point` is up to date afterwards.

    `values` are fields of the model, and `serves` (municipalities), `opening_hours` (all of them, as `Span`s) and
    `closed_periods` (`Rows`). `seen` is the `stamp` of what the person saw. The position is that of the postal code,
    else of the municipality's seat, from when either of the two changes. Raises `versions.ChangedMeanwhile`.
    """
    with transaction.atomic(), pghistory.context(user=by.pk):
        now = ContactPoint.objects.select_for_update(of=("self",)).with_places().get(pk=contact_point.pk)
        if seen:
            refuse_to_overwrite(now, values, seen)
        fields = {name: value for name, value in values.items() if name not in _PARTS}
        lies_at = now.postal_code, now.municipality
        for name, value in fields.items():
            setattr(now, name, value)
        if (now.postal_code, now.municipality) != lies_at:
            _place(now)
        now.save()
        for name in values.keys() & _PARTS.keys():
            _PARTS[name](now, values[name])
    contact_point.refresh_from_db()


def confirm(contact_point: ContactPoint, *, by: User) -> None:
    """Say that everything about it is right today."""
    apply_change(contact_point, {"confirmed_on": clock.today()}, by=by)


def publish(contact_point: ContactPoint, *, by: User) -> None:
    """Show it to the public and let it receive inquiries. Raises `NotReady`; nothing happens to one that is shown."""
    with transaction.atomic():
        now = ContactPoint.objects.select_for_update(of=("self",)).with_places().get(pk=contact_point.pk)
        if now.status == Status.PUBLISHED:
            return
        if missing := missing_for_publication(now):
            raise NotReady(missing)
        checklist, _created = Onboarding.objects.get_or_create(contact_point=now)
        checklist.mark("published_on", done=True)
        with pghistory.context(user=by.pk):
            checklist.save()
        apply_change(contact_point, {"status": Status.PUBLISHED, "confirmed_on": clock.today()}, by=by)


def mark_steps(contact_point: ContactPoint, done: set[str], *, by: User) -> None:
    """Say which steps towards publishing are done and which are not; publishing itself is `publish`."""
    with transaction.atomic(), pghistory.context(user=by.pk):
        ContactPoint.objects.select_for_update().get(pk=contact_point.pk)
        checklist, _created = Onboarding.objects.get_or_create(contact_point=contact_point)
        for name in Onboarding.STEPS:
            if name != "published_on":
                checklist.mark(name, done=name in done)
        checklist.save()


def missing_for_publication(contact_point: ContactPoint) -> list[str]:
    """What the page must have before anybody sees it, one sentence for each thing that it has not."""
    wanted = {
        "email": _("Skriv e-postadressen som skal få varsel om henvendelser."),
        "summary": _("Skriv hva en kan komme for."),
    }
    if contact_point.meeting_form == MeetingForm.IN_PERSON:
        wanted |= {"address": _("Skriv besøksadressen."), "postal_code_id": _("Skriv postnummeret.")}
    missing = [sentence for name, sentence in wanted.items() if not getattr(contact_point, name)]
    if contact_point.status == Status.CLOSED:
        missing.append(_("Kontaktpunktet er lagt ned. Registrer det på nytt."))
    return missing


def _place(contact_point: ContactPoint) -> None:
    if contact_point.postal_code is not None:
        contact_point.municipality = contact_point.postal_code.municipality
    known = contact_point.postal_code or contact_point.municipality
    contact_point.latitude, contact_point.longitude = known.latitude, known.longitude


def _serve(contact_point: ContactPoint, municipalities: Iterable[Municipality]) -> None:
    contact_point.serves.set(one for one in municipalities if one.pk != contact_point.municipality_id)


def _open(contact_point: ContactPoint, spans: Iterable[Span]) -> None:
    wanted, standing = set(spans), {_span(one): one for one in contact_point.opening_hours.all()}
    gone = [one.pk for span, one in standing.items() if span not in wanted]
    contact_point.opening_hours.filter(pk__in=gone).delete()
    for weekday, opens, closes in sorted(wanted - standing.keys()):
        OpeningHours.objects.create(contact_point=contact_point, weekday=weekday, opens=opens, closes=closes)


def _span(hours: OpeningHours) -> Span:
    return hours.weekday, hours.opens, hours.closes


def _close(contact_point: ContactPoint, rows: Rows) -> None:
    contact_point.closed_periods.filter(pk__in=rows.removed).delete()
    for one in rows.added:
        ClosedPeriod.objects.create(
            contact_point=contact_point, first_day=one.first_day, last_day=one.last_day, reason=one.reason
        )


_PARTS: dict[str, Any] = {"serves": _serve, "opening_hours": _open, "closed_periods": _close}
