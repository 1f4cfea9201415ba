"""Planning an event, and what is changed about it later: who has signed up is told of all that matters to them.

Each change holds the row of the event, as signing up does, and carries the `stamp` of what its author saw: the second
of two is told. What stands there already is no change: pressed twice is once. The meetings of a group are changed with
the group (`groups.forming.meeting`).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contactpoints.models import DistrictOffice, User
from groups.enums import EventStatus
from groups.meetings.mails import Mail, queue
from groups.meetings.plans import MOST_TIMES, About, Created, Span, Told, Where, about_of, stamp
from groups.meetings.signing_up import fill
from groups.models import Event, MoveNotAllowed, SignUp
from linkportal.kit import clock

_NOBODY = Told(0, 0)


class Outdated(MoveNotAllowed):
    """Somebody has changed the event since its author of a change saw it."""


class Refused(Exception):
    """It can't be so as things stand. `message` says what to do instead, at the form's `field`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def create(
    office: DistrictOffice, about: About, where: Where, spans: Sequence[Span], *, by: User, number: uuid.UUID
) -> Created:
    """The same event at each of these times; the same form (`number`) again gives the same ones.

    They get their identities from the number, so that the database stops a second one that comes at the same moment.
    """
    identities = [uuid.uuid5(number, f"{by.pk}/{which}") for which in range(MOST_TIMES)]
    try:
        with transaction.atomic():
            made = [
                _create(office, about, where, span, by, identity)
                for span, identity in zip(spans, identities, strict=False)
            ]
    except IntegrityError:
        before = list(Event.objects.filter(public_id__in=identities).order_by("starts_at"))
        if not before:
            raise
        return Created(before, is_new=False)
    return Created(made, is_new=True)


def edit(event: Event, about: About, *, seen: str) -> None:
    """Change what people read, who organises it and how many there is room for. Nobody gets a mail.

    Raises `Outdated`, `Refused`, or `MoveNotAllowed` for one that is over or cancelled.
    """
    with transaction.atomic():
        now = _locked(event)
        if about_of(now) == about:
            return
        _require_to_come(now, seen)
        _keep_promises(now, about)
        now.kind, now.title, now.text = about.kind, about.title, about.text
        now.is_public, now.takes_sign_ups = about.is_public, about.takes_sign_ups
        now.contact_points.set(about.contact_points)
        now.changed_at = clock.now()
        _give_places(now, about.places)


def set_places(event: Event, places: int | None, *, seen: str) -> None:
    """Room for more, or fewer; None for everybody. Those first in line get the places that become free.

    Raises `Outdated`, `Refused` for fewer than have a place, or `MoveNotAllowed`.
    """
    with transaction.atomic():
        now = _locked(event)
        if now.places == places:
            return
        _require_to_come(now, seen)
        _give_places(now, places)


def move(event: Event, to: Span, where: Where, *, seen: str) -> Told:
    """Another time or another place. All who signed up are told, also those on the waiting list.

    Raises `Outdated`, or `MoveNotAllowed` for one that is over or cancelled.
    """
    wanted = (to.starts_at, to.ends_at, where.municipality.pk, where.venue)
    with transaction.atomic():
        now = _locked(event)
        if (now.starts_at, now.ends_at, now.municipality_id, now.venue) == wanted:
            return _NOBODY
        _require_to_come(now, seen)
        now.starts_at, now.ends_at = to.starts_at, to.ends_at
        now.municipality, now.venue = where.municipality, where.venue
        told = _save_and_tell(now, Mail.MOVED)
        # Who signed off while it was going on left a place that nobody got: now there is somebody to come.
        fill(now)
        return told


def cancel(event: Event, *, seen: str) -> Told:
    """It does not take place. All who signed up are told.

    Raises `Outdated`, or `MoveNotAllowed` for one that is over.
    """
    with transaction.atomic():
        now = _locked(event)
        if now.is_cancelled:
            return _NOBODY
        _require_to_come(now, seen)
        now.status = EventStatus.CANCELLED
        return _save_and_tell(now, Mail.CANCELLED)


def set_attendance(event: Event, number: int, *, seen: str) -> None:
    """How many came. Raises `Outdated`, or `MoveNotAllowed` before it has begun or if it was cancelled."""
    with transaction.atomic():
        now = _locked(event)
        if now.attendance == number:
            return
        _require_seen(now, seen)
        if now.is_cancelled or not now.has_begun:
            raise MoveNotAllowed(f"{now.slug} has not taken place")
        now.attendance = number
        now.save()


def called(event: Event, sign_up: SignUp, *, seen: str, had_place: bool) -> None:
    """Somebody has told this person on the telephone what was true as of `seen`, and whether they had a place then.

    Raises `Outdated` if either has changed since: they are to be called again.
    """
    with transaction.atomic():
        now = _locked(event)
        _require_seen(now, seen)
        if now.sign_ups.with_place().filter(pk=sign_up.pk).exists() != had_place:
            raise Outdated(now.slug)
        now.sign_ups.filter(pk=sign_up.pk).update(to_call=False)


def _create(office: DistrictOffice, about: About, where: Where, span: Span, by: User, identity: uuid.UUID) -> Event:
    event = Event.objects.create(
        public_id=identity,
        kind=about.kind,
        title=about.title,
        text=about.text,
        office=office,
        municipality=where.municipality,
        venue=where.venue,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        is_public=about.is_public,
        takes_sign_ups=about.takes_sign_ups,
        places=about.places,
        created_by=by,
    )
    event.contact_points.set(about.contact_points)
    return event


def _locked(event: Event) -> Event:
    """As it stands now, until the transaction ends. Raises `MoveNotAllowed` for a meeting of a group."""
    now = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    if now.group_id is not None:
        raise MoveNotAllowed(f"{now.slug} is changed with its group")
    return now


def _require_seen(now: Event, seen: str) -> None:
    if stamp(now) != seen:
        raise Outdated(now.slug)


def _require_to_come(now: Event, seen: str) -> None:
    _require_seen(now, seen)
    if not now.can_be_changed:
        raise MoveNotAllowed(f"{now.slug} is over or cancelled")


def _keep_promises(now: Event, about: About) -> None:
    """Who has signed up knows by whom it is read, and finds the event again on its page."""
    number = now.sign_ups.active().count()
    if not number:
        return
    if not about.takes_sign_ups:
        sentence = ngettext(
            "Én er påmeldt. Behold påmeldingen, eller avlys arrangementet.",
            "%(number)d er påmeldt. Behold påmeldingen, eller avlys arrangementet.",
            number,
        )
        raise Refused("audience", sentence % {"number": number})
    if not about.contact_points <= set(now.contact_points.all()):
        sentence = _(
            "De som er påmeldt, har fått vite hvem som leser det de skrev. Du kan ta bort noen nå, "
            "men ikke legge til flere."
        )
        raise Refused("contact_points", sentence)


def _give_places(now: Event, places: int | None) -> None:
    """Save with that many places, and let the first in line have those that are free."""
    taken = now.sign_ups.with_place().count()
    if places is not None and places < taken:
        sentence = _("%(number)d har plass. Skriv %(number)d eller flere.")
        raise Refused("places", sentence % {"number": taken})
    now.places = places
    now.save()
    fill(now)


def _save_and_tell(now: Event, mail: Mail) -> Told:
    """The change counts for calendars, and all are told: by mail, or somebody is to call."""
    now.sequence += 1
    now.changed_at = clock.now()
    now.save()
    active = list(now.sign_ups.active())
    for sign_up in active:
        sign_up.event = now
        if not queue(sign_up, mail):
            sign_up.to_call = True
            sign_up.save(update_fields=["to_call"])
    by_mail = sum(bool(one.email) for one in active)
    return Told(by_mail, len(active) - by_mail)
