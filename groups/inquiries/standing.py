"""Where an inquiry stands, in plain words: to the one who sent it, and to whoever opens the link of a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import ACROSS_TOO, Outcome, Status, Step
from groups.forming.asking import question_to
from groups.forming.numbers import how_far
from groups.forming.reach import others_waiting_near
from groups.inquiries.routing import who_stands_behind
from groups.models import Inquiry
from linkportal.kit.text import in_words


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
            return _ended(inquiry)
        case Status.PASSING:
            behind = who_stands_behind(inquiry) or inquiry.office
            standing = Standing(
                _("%(receiver)s kan ikke svare deg nå.") % receiver,
                _("%(behind)s svarer i stedet. Det skjer av seg selv.") % {"behind": behind.name},
            )
        case _:
            standing = _being_answered(inquiry) if inquiry.answer_due_on else _answered(inquiry)
    return _without_the_group(inquiry, standing)


def _without_the_group(inquiry: Inquiry, standing: Standing) -> Standing:
    """Who goes to another place does not wait any more, and no group counts on them: they read that they have to say so
    if they would still be in it. One query.
    """
    if inquiry.status in (Status.NEW, Status.TAKEN, Status.PASSING) and _last_about_a_group(inquiry) in _COUNTED_ON:
        words = _("Gruppen du ble spurt om, regner ikke med deg nå. Si fra hvis du fortsatt vil være med.")
        return Standing(standing.now, f"{standing.then} {words}")
    return standing


def _last_about_a_group(inquiry: Inquiry) -> str | None:
    """The last that happened about a group, or that begins or ends the waiting for one."""
    last: str | None = inquiry.events.filter(step__in=_ABOUT_A_GROUP).values_list("step", flat=True).last()
    return last


def _ended(inquiry: Inquiry) -> Standing:
    if inquiry.outcome == Outcome.LAPSED:
        now = _("Den er avsluttet fordi det var lenge siden sist. Navn, e-post, telefon og melding er slettet.")
        return Standing(now, _("Du kan alltid skrive på nytt."))
    receiver = {"receiver": inquiry.receiver.name}
    if inquiry.erased_at:
        now = _("Den er avsluttet hos %(receiver)s. Navn, e-post, telefon og melding er slettet.")
        return Standing(now % receiver, _("Du kan alltid skrive på nytt."))
    now = _("Den er avsluttet hos %(receiver)s.")
    if inquiry.closed_at is None:
        raise AssertionError("inquiry_closed_has_outcome_and_time")
    last = inquiry.closed_at.date() + timedelta(days=settings.INQUIRY_ERASE_DAYS)
    then = _("Det du skrev, slettes senest %(day)s. Du kan alltid skrive på nytt.")
    return Standing(now % receiver, then % {"day": formats.date_format(last, "j. F Y")})


def _being_answered(inquiry: Inquiry) -> Standing:
    taken = inquiry.status in (Status.TAKEN, Status.WAITING)
    now = _("Noen hos %(receiver)s har tatt den.") if taken else _("Den venter hos %(receiver)s.")
    if inquiry.is_overdue:
        then = _("Svaret er forsinket. Kommer det ikke snart, tar noen andre over. Det står i så fall her.")
    else:
        then = _("Du får svar innen %(day)s.") % {"day": _weekday(inquiry.answer_due_on)}
    return Standing(now % {"receiver": inquiry.receiver.name}, then)


def _answered(inquiry: Inquiry) -> Standing:
    if inquiry.status == Status.WAITING:
        return _waiting(inquiry)
    receiver = {"receiver": inquiry.receiver.name}
    now, then = _("%(receiver)s har svart deg og har saken."), _("Si fra her hvis noe er nytt.")
    if inquiry.follow_up_on and not inquiry.is_overdue:
        then = _("De ser på den igjen %(day)s. %(then)s") % {"day": _weekday(inquiry.follow_up_on), "then": then}
    return Standing(now % receiver, then)


def _waiting(inquiry: Inquiry) -> Standing:
    """How things stand with the group that the person waits for: honestly, also where nobody else waits. Two queries
    for who is asked, three for who is not.
    """
    if candidate := question_to(inquiry):
        if candidate.answer:
            return Standing(_("Du har sagt ja til en gruppe som samles."), _("Det som er avtalt, står her."))
        return Standing(_("Noen samler en gruppe som kan passe for deg."), _("Si om du vil være med."))
    now = _("Du venter på en gruppe. %(receiver)s følger med.") % {"receiver": inquiry.receiver.name}
    last = _last_about_a_group(inquiry)
    if last == Step.GROUP_OFF:
        off = _("Det ble ikke noe av gruppen du ble spurt om, eller den har begynt uten deg. %(now)s")
        now = off % {"now": now}
    then = _how_many(inquiry, said_no=last == Step.GROUP_NO)
    if inquiry.follow_up_on and not inquiry.is_overdue:
        then = _("%(then)s De ser på saken igjen %(day)s.") % {"then": then, "day": _weekday(inquiry.follow_up_on)}
    return Standing(now, then)


def _how_many(inquiry: Inquiry, *, said_no: bool) -> str:
    number = others_waiting_near(inquiry) + 1
    if number == 1 and said_no:
        words = _("Utenom gruppen du sa nei til, venter ingen andre i nærheten på det samme ennå.")
    elif number == 1:
        words = _("Foreløpig venter ingen andre i nærheten på det samme.")
    else:
        words = _("Dere er %(number)s i nærheten som venter på det samme.") % {"number": in_words(number)}
    words = f"{words} {how_far(number)}"
    if number < settings.GROUP_MIN_TO_START:
        if inquiry.theme not in ACROSS_TOO:
            words += " " + _("En gruppe på tvers av problemer kan komme fortere. Si fra hvis det passer for deg.")
        return words
    return words + " " + _("Du blir spurt når vi samler en gruppe.")


def standing_for_receiver(inquiry: Inquiry, *, is_theirs: bool) -> Standing:
    """What to tell whoever opens the link of a mail: who has the inquiry is said only where it is still theirs."""
    words = {"receiver": inquiry.receiver.name, "office": inquiry.office.name}
    match inquiry.status:
        case Status.NEW if is_theirs:
            now = _("Den venter på svar fra %(receiver)s innen %(day)s.")
            return Standing(now % {**words, "day": _weekday(inquiry.answer_due_on)}, "")
        case Status.NEW:
            return Standing(_("Den venter på svar."), _("Har dere gitt den tilbake, trenger dere ikke gjøre mer."))
        case _ if not is_theirs and inquiry.events.filter(step__in=_MOVES).exists():
            # The link may be that of a place which had it before: what happens at others is not told there.
            return Standing(
                _("Lenken gjelder ikke lenger."), _("Har dere henvendelsen, ser dere den når dere logger inn.")
            )
        case Status.TAKEN if is_theirs and inquiry.assignee_id is None:
            then = _("Logg inn for å lese den og svare.")
            if inquiry.contact_point is not None:
                then += " " + _("Har dere ingen konto, kan %(office)s hjelpe dere videre.")
            return Standing(_("%(receiver)s har tatt imot den.") % words, then % words)
        case Status.TAKEN | Status.WAITING:
            return Standing(_("Noen har tatt den."), _("Dere trenger ikke gjøre noe."))
    return Standing(str(_OVER[Status(inquiry.status)]), "")


def given_back() -> Standing:
    """What to tell who gave it back."""
    return Standing(str(_OVER[Status.PASSING]), "")


_ABOUT_A_GROUP = (Step.WAIT, Step.ASK_GROUP, Step.GROUP_YES, Step.GROUP_NO, Step.GROUP_OFF, Step.CLOSE)
_COUNTED_ON = (Step.ASK_GROUP, Step.GROUP_YES)
_MOVES = (Step.HAND_OVER, Step.PASS_ON)
_OVER = {
    Status.QUARANTINED: gettext_lazy("Den er til kontroll."),
    Status.PASSING: gettext_lazy("Den er gitt tilbake, og noen andre svarer. Dere trenger ikke gjøre mer."),
    Status.CLOSED: gettext_lazy("Den er avsluttet."),
    Status.WITHDRAWN: gettext_lazy("Den som sendte den, har trukket den tilbake."),
}


def _weekday(day: date | None) -> str:
    return formats.date_format(day, "l j. F") if day else ""
