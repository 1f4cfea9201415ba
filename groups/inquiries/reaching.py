"""How to reach the person behind an inquiry without anybody else learning of it, in words to staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from groups.enums import ContactChannel, ContactTime, LeaveMessage
from groups.models import Inquiry


@dataclass(frozen=True, slots=True)
class Reach:
    """`how` is what to do, `times` when it suits, `message` whether one may be left, `phone` as one reads it aloud.

    Each is empty where nothing is said.

    `care` is how careful one must be: `danger`, `warning`, `success`, or `neutral` where there is nobody to reach.
    """

    how: str
    times: str = ""
    message: str = ""
    phone: str = ""
    care: str = "neutral"


def reach_of(inquiry: Inquiry) -> Reach:
    """What one reads before picking up the telephone. No query."""
    if inquiry.erased_at:
        return Reach(_("Opplysningene om personen er slettet"))
    if not inquiry.email and not inquiry.phone:
        return Reach(_("Personen er anonym og kan ikke nås"))
    times = times_in_words(inquiry.contact_times)
    suits = _("Passer best: %(times)s") % {"times": times} if times else ""
    if not inquiry.phone:
        return Reach(_("Skriv e-post"), suits, care="success")
    words, care = {
        LeaveMessage.YES: (_("Du kan legge igjen beskjed"), "success"),
        LeaveMessage.CALL_BACK: (_("Legg bare igjen «ring tilbake», ikke hva det gjelder"), "warning"),
        LeaveMessage.NO: (_("Ikke legg igjen beskjed"), "danger"),
    }[LeaveMessage(inquiry.leave_message)]
    return Reach(_how(inquiry), suits, words, PhoneNumber.from_string(inquiry.phone).as_national, care)


def times_in_words(times: list[str]) -> str:
    """Times of the day as one says them: "formiddag, kveld"."""
    return ", ".join(str(ContactTime(one).label).lower() for one in times)


def _how(inquiry: Inquiry) -> str:
    wanted = {
        ContactChannel.EMAIL: _("Skriv helst e-post"),
        ContactChannel.PHONE: _("Ring helst"),
        ContactChannel.TEXT: _("Send helst SMS"),
    }
    if inquiry.contact_by:
        return wanted[ContactChannel(inquiry.contact_by)]
    return _("Ring eller skriv e-post") if inquiry.email else _("Ring")
