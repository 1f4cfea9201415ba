"""Where an inquiry stands, in plain words to the one who sent it: what is, and what happens next and when."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from groups.enums import Status
from groups.models import Inquiry
from groups.routing import who_stands_behind


@dataclass(frozen=True, slots=True)
class Standing:
    """`now` is how it is, `then` what happens next and when; `then` is empty where nothing more happens."""

    now: str
    then: str


def standing_of(inquiry: Inquiry) -> Standing:
    """What to tell the person. One or two queries where it is on its way to somebody else."""
    receiver = {"receiver": inquiry.receiver.name}
    match inquiry.status:
        case Status.WITHDRAWN:
            return Standing(_("Du har trukket den tilbake. Navn, e-post, telefon og melding er slettet."), "")
        case Status.CLOSED:
            return Standing(_("Den er avsluttet hos %(receiver)s.") % receiver, _("Du kan alltid skrive på nytt."))
        case Status.PASSING:
            behind = who_stands_behind(inquiry) or inquiry.office
            return Standing(
                _("%(receiver)s kan ikke svare deg nå.") % receiver,
                _("%(behind)s svarer i stedet. Det skjer av seg selv.") % {"behind": behind.name},
            )
        case Status.WAITING if inquiry.waits_since is None:
            return Standing(
                _("Du venter på en gruppe. %(receiver)s følger med.") % receiver,
                _("Du hører fra oss når det er nok som vil møtes."),
            )
    return _being_answered(inquiry)


def _being_answered(inquiry: Inquiry) -> Standing:
    receiver = {"receiver": inquiry.receiver.name}
    taken = inquiry.status in (Status.TAKEN, Status.WAITING)
    if inquiry.answer_due_on is None:
        return Standing(_("%(receiver)s har svart deg og har saken.") % receiver, _("Si fra her hvis noe er nytt."))
    now = _("Noen hos %(receiver)s har tatt den.") if taken else _("Den venter hos %(receiver)s.")
    if inquiry.is_overdue:
        then = _("Svaret er forsinket. Kommer det ikke snart, tar noen andre over, og du får vite det.")
    else:
        day = formats.date_format(inquiry.answer_due_on, "l j. F")
        then = _("Du får svar innen %(day)s.") % {"day": day}
    return Standing(now % receiver, then)
