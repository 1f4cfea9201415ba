"""How much room there is at an event, in words: never an exact number, which would tell who came and went."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.models import Event

FEW = 5  # when at most one place in so many is left


@dataclass(frozen=True, slots=True)
class Room:
    """What is said about it, in which colour, what to do, and whether one may sign up."""

    words: Promise
    color: str
    advice: Promise | str = ""
    can_sign_up: bool = False
    is_full: bool = False


CANCELLED = Room(
    _("Avlyst"),
    "danger",
    _("Arrangementet er avlyst. Du trenger ikke melde deg av. Spør gjerne arrangøren om det kommer et nytt."),
)
BEGUN = Room(_("Har begynt"), "neutral", _("Arrangementet har begynt, så det går ikke an å melde seg på lenger."))
OVER = Room(_("Er over"), "neutral", _("Dette arrangementet er over."))
NO_SIGN_UP = Room(_("Bare å komme"), "success", _("Du trenger ikke melde deg på."))
FREE = Room(_("Ledige plasser"), "success", _("Du melder deg på uten konto."), can_sign_up=True)
FEW_LEFT = Room(_("Få plasser igjen"), "warning", _("Du melder deg på uten konto."), can_sign_up=True)
FULL = Room(
    _("Fullt, venteliste"),
    "neutral",
    _("Det er fullt, men du kan stå på venteliste. Melder noen seg av, får den første på listen plassen."),
    can_sign_up=True,
    is_full=True,
)


def room_of(event: Event, *, taken: int, waiting: int) -> Room:
    """How it stands when so many have a place and so many wait for one."""
    if event.is_cancelled:
        return CANCELLED
    if event.has_begun:
        return OVER if event.is_over else BEGUN
    if not event.takes_sign_ups:
        return NO_SIGN_UP
    if event.places is None:
        return FREE
    left = event.places - taken
    if left <= 0 or waiting:
        return FULL
    return FEW_LEFT if left * FEW <= event.places else FREE
