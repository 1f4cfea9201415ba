"""How it stands with one's own sign-up, in plain words: on its page, and on the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.meetings.signing_up import SignedUp, number_in_line
from groups.models import SignUp


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is now, and what comes then."""

    now: str | Promise
    then: str | Promise
    ring: str = "full"  # which of the rings of seats stands beside it


class Answer(Enum):
    """What a receipt says. It tells nobody whether the address or number that they typed had signed up before."""

    ROOM = "plass"
    FULL = "fullt"
    ROOM_BY_PHONE = "plass-telefon"
    FULL_BY_PHONE = "fullt-telefon"


_ROOM, _FULL = gettext_lazy("Du har plass"), gettext_lazy("Takk, vi har fått den")
ANSWERS = {
    Answer.ROOM: Standing(
        _ROOM,
        gettext_lazy(
            "Bekreftelsen kommer på e-post, med lenken du bruker hvis du må melde deg av. "
            "Får du ingen på ti minutter, kan adressen ha vært feil. Da melder du deg på en gang til."
        ),
        ring="place",
    ),
    Answer.FULL: Standing(
        _FULL,
        gettext_lazy(
            "Arrangementet er fullt. Er du ikke påmeldt fra før, står du nå på venteliste. "
            "E-posten sier hva som gjelder deg."
        ),
    ),
    Answer.ROOM_BY_PHONE: Standing(
        _ROOM,
        gettext_lazy("Vi ringer deg hvis noe endres. Må du melde deg av, ringer du oss, så får en annen plassen."),
        ring="place",
    ),
    Answer.FULL_BY_PHONE: Standing(
        _FULL,
        gettext_lazy(
            "Arrangementet er fullt. Er du ikke påmeldt fra før, står du nå på venteliste. "
            "Blir det en plass til deg, ringer vi. Ring oss hvis du lurer på noe eller må melde deg av."
        ),
    ),
}


def answer_to(made: SignedUp, *, by_email: bool) -> Answer:
    """What the receipt says: the same of a sign-up that is new and of one that was there."""
    if by_email:
        return Answer.FULL if made.was_full else Answer.ROOM
    return Answer.FULL_BY_PHONE if made.was_full else Answer.ROOM_BY_PHONE


def standing_of(sign_up: SignUp) -> Standing:
    """How it stands with a sign-up, for the one who has its link."""
    event = sign_up.event
    if sign_up.is_cancelled:
        return Standing(_("Du er meldt av"), _("Navnet ditt og hvordan vi når deg, er slettet."))
    if event.is_cancelled:
        return Standing(_("Avlyst"), _("Arrangementet er avlyst. Spør gjerne arrangøren om det kommer et nytt."))
    if event.is_over:
        later = _("Det du skrev da du meldte deg på, slettes senest %(days)s dager etterpå.")
        return Standing(_("Arrangementet er over"), later % {"days": settings.SIGN_UP_ERASE_DAYS})
    if sign_up.has_place:
        return Standing(_("Du har plass"), _("Kan du ikke komme? Meld deg av, så får en annen plassen."), "place")
    if event.has_begun:
        later = _("Arrangementet har begynt. Spør gjerne arrangøren om det kommer et nytt.")
        return Standing(_("Det ble ikke plass denne gangen"), later)
    number = {"number": number_in_line(sign_up)}
    return Standing(
        _("Du er nummer %(number)s på ventelisten") % number, _("Blir det en plass til deg, får du en e-post.")
    )
