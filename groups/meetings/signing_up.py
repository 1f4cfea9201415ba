"""Signing up for an event and off again: who has a place, who waits for one, and nobody twice.

Whatever changes who has a place holds the row of the event, so that it happens one after the other; the constraints of
the database (one on each seat, each address and each number once) would stop what forgot to. After each change nobody
waits while a place is free.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from groups.enums import SignUpStatus
from groups.meetings.mails import Mail, queue
from groups.models import Event, SignUp
from linkportal.kit.once import stored_number

# Raised whenever the words of the consent in the form change; what each version said is in docs/privacy.md.
CONSENT_VERSION = "påmelding-1"
ORAL_CONSENT_VERSION = "påmelding-1 muntlig"
# Whoever knows an address can have its confirmation sent again: so often, in seconds, and no more.
BETWEEN_REPEATS = 10 * 60


class NotOpen(Exception):
    """One can't sign up: it is cancelled, has begun, isn't public or takes no sign-ups."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants to come, checked and tidied: phone in E.164."""

    submission_id: UUID
    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SignedUp:
    """The sign-up; whether it is what this form became, or one that was there before under the same address or number;
    and whether there was no place left when the form came.
    """

    sign_up: SignUp
    is_new: bool
    was_full: bool


def sign_up(event: Event, wanted: Wanted, *, consent_version: str = CONSENT_VERSION) -> SignedUp:
    """Give them a place, or put them last in line if there is none, and queue the mail that says which.

    The same form again gives what it gave the first time, and nothing new. The same address or number again signs
    nobody up twice: the first one gets its mail once more. Raises `NotOpen` if one can't sign up.
    """
    with transaction.atomic():
        event = _locked(event.pk)
        number = _number_of(wanted, event)
        if sent_before := event.sign_ups.filter(submission_id=number).first():
            return SignedUp(sent_before, is_new=True, was_full=not sent_before.has_place)
        if not event.can_be_signed_up_for:
            raise NotOpen(event.slug)
        seat = _seat_for_the_next(event)
        known = event.sign_ups.of_person(wanted.email, wanted.phone).first()
        if known:
            _tell_again(known, event)
            return SignedUp(known, is_new=False, was_full=seat is None)
        new = SignUp.objects.create(
            event=event,
            submission_id=number,
            name=wanted.name,
            email=wanted.email,
            phone=wanted.phone,
            status=SignUpStatus.WAITING if seat is None else SignUpStatus.PLACE,
            seat=seat,
            consent_version=consent_version,
        )
        queue(new, _standing(new))
    return SignedUp(new, is_new=True, was_full=seat is None)


def sign_off(sign_up: SignUp) -> None:
    """They don't come: what they wrote is gone at once, and the first in line gets the place. Twice is once."""
    with transaction.atomic():
        event = _locked(sign_up.event_id)
        if not event.sign_ups.active().filter(pk=sign_up.pk).exists():
            return
        sign_up.refresh_from_db()
        sign_up.forget()
        sign_up.save()
        fill(event)


def fill(event: Event) -> list[SignUp]:
    """Give the places that are free to the first in line, tell them, and return them.

    Who can't be told by mail is to be called. Of what is cancelled or has begun nobody gets a place any more.
    """
    with transaction.atomic():
        event = _locked(event.pk)
        if not event.can_be_signed_up_for:
            return []
        found = list(zip(event.sign_ups.in_line(), _free_seats(event), strict=False))
        for sign_up, seat in found:
            sign_up.event, sign_up.status, sign_up.seat = event, SignUpStatus.PLACE, seat
            sign_up.to_call = not queue(sign_up, Mail.GOT_PLACE)
            sign_up.save()
    return [sign_up for sign_up, _seat in found]


def number_in_line(sign_up: SignUp) -> int:
    """Which number they have on the waiting list, from 1."""
    return SignUp.objects.filter(event=sign_up.event_id).in_line().filter(pk__lte=sign_up.pk).count()


def _number_of(wanted: Wanted, event: Event) -> UUID:
    """Another address in the same form, which somebody went back to, is another person, or a mistake mended."""
    return stored_number(wanted.submission_id, of=f"sign-up {event.public_id.hex} {wanted.email} {wanted.phone}")


def _locked(event_id: int) -> Event:
    return Event.objects.select_for_update(no_key=True).get(pk=event_id)


def _seat_for_the_next(event: Event) -> int | None:
    """The seat of whoever comes now; None if there is none, or if somebody waits for it."""
    return None if event.sign_ups.in_line().exists() else next(_free_seats(event), None)


def _free_seats(event: Event) -> Iterator[int]:
    """Numbers that nobody has, the smallest first, as many as there are free places; without end where all may come.

    Where there were more places before, somebody may sit on a higher number than there are places now.
    """
    taken = set(event.sign_ups.with_place().values_list("seat", flat=True))
    free = (seat for seat in count(1) if seat not in taken)
    return free if event.places is None else islice(free, max(event.places - len(taken), 0))


def _standing(sign_up: SignUp) -> Mail:
    return Mail.CONFIRMED if sign_up.has_place else Mail.ON_LIST


def _tell_again(sign_up: SignUp, event: Event) -> None:
    sign_up.event = event
    if cache.add(f"sign-up-told-again-{sign_up.pk}", 1, BETWEEN_REPEATS):
        queue(sign_up, _standing(sign_up))
