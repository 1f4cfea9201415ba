"""The words of the mails about an inquiry. None holds a name, a message or what it is about.

To staff they say that something waits, with its reference and a link behind the login. To the person neither sender
nor subject nor text says what the portal is for; what was written to them is read behind their secret link.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from contactpoints.models import User
from groups.enums import Status, Step
from groups.models import Inquiry, InquiryEvent


class Kind(models.TextChoices):
    """Which mail: together with the event it follows it says exactly which one was promised."""

    TO_RECEIVER = "to_receiver"
    NEW_ACT_LINK = "new_act_link"
    TO_OFFICE_FOR_CONTROL = "to_office_for_control"
    START_LOGGED = "start_logged"
    FELL_BACK = "fell_back"
    PERSON_WROTE = "person_wrote"
    PERSON_ANSWERED = "person_answered"
    TO_PERSON = "to_person"
    LINK_TO_PERSON = "link_to_person"
    ANSWER_TO_PERSON = "answer_to_person"
    ASK_PERSON = "ask_person"
    PASSING_TO_PERSON = "passing_to_person"
    NEWS_TO_PERSON = "news_to_person"
    MUST_BE_CALLED = "must_be_called"


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, with which words above and inside. `to` is empty where there is nobody to send it to any more."""

    to: str
    subject: str
    body: str


def letter(kind: Kind, event: InquiryEvent, colleague: User | None = None) -> Letter:
    """The mail of this kind about what happened. `colleague` is whom it goes to, if it goes to one of several."""
    return _LETTERS[kind](event, colleague)


def staff_link(inquiry: Inquiry) -> str:
    """Where staff read it, after logging in."""
    return settings.SITE_URL + reverse("groups:case", args=[inquiry.reference])


def person_link(inquiry: Inquiry) -> str:
    """Where the person reads it: the secret link."""
    return settings.SITE_URL + reverse("groups:my_inquiry_link", args=[inquiry.secret_token])


def act_link(inquiry: Inquiry) -> str:
    """Where the receiver takes it on or gives it back without logging in, for INQUIRY_MAIL_LINK_HOURS."""
    return settings.SITE_URL + reverse("groups:act_link", args=[inquiry.act_token()])


def holds_act_link(kind: str, event: InquiryEvent) -> bool:
    """Whether this mail lets its receiver act: not if it is sent so late that somebody else has the inquiry."""
    inquiry = event.inquiry
    is_the_receivers = kind in (Kind.TO_RECEIVER, Kind.NEW_ACT_LINK)
    return is_the_receivers and inquiry.status == Status.NEW and event.receiver == inquiry.receiver


def _to_place(event: InquiryEvent) -> str:
    # A contact point that has taken away its address meanwhile must not make us silent.
    return event.receiver.email or event.office.email


def _to_receiver(event: InquiryEvent, _colleague: User | None) -> Letter:
    inquiry = event.inquiry
    due = inquiry.answer_due_on
    body = _(
        "Hei!\n\n"
        "Henvendelse %(reference)s venter på svar fra %(receiver)s%(until)s.\n\n"
        "Logg inn for å lese den:\n%(link)s\n\n"
        "%(act)sHilsen LINKportal"
    ) % {
        "reference": inquiry.reference,
        "receiver": event.receiver.name,
        "until": _(" innen %(day)s") % {"day": formats.date_format(due, "l j. F")} if due else "",
        "link": staff_link(inquiry),
        "act": _without_login(inquiry) if holds_act_link(Kind.TO_RECEIVER, event) else "",
    }
    return Letter(_to_place(event), _("Henvendelse %(reference)s venter") % {"reference": inquiry.reference}, body)


def _without_login(inquiry: Inquiry) -> str:
    return _(
        "Ta imot den, eller gi den tilbake, uten å logge inn:\n%(link)s\n"
        "Lenken virker i %(hours)d timer og viser ikke hva som er skrevet. Ikke send den videre.\n\n"
    ) % {"link": act_link(inquiry), "hours": settings.INQUIRY_MAIL_LINK_HOURS}


def _new_act_link(event: InquiryEvent, colleague: User | None) -> Letter:
    if not holds_act_link(Kind.NEW_ACT_LINK, event):
        return Letter("", "", "")  # it has moved since somebody asked for the link
    subject = _("Ny lenke til henvendelse %(reference)s") % {"reference": event.inquiry.reference}
    return replace(_to_receiver(event, colleague), subject=subject)


def _to_office_for_control(event: InquiryEvent, _colleague: User | None) -> Letter:
    inquiry = event.inquiry
    body = _(
        "Hei!\n\n"
        "Henvendelse %(reference)s kom på en uvanlig måte og ligger til kontroll. "
        "Se om den er fra et menneske, og slipp den fram:\n%(link)s\n\n"
        "Hilsen LINKportal"
    ) % {"reference": inquiry.reference, "link": staff_link(inquiry)}
    subject = _("Henvendelse %(reference)s venter på kontroll") % {"reference": inquiry.reference}
    return Letter(event.office.email, subject, body)


def _start_logged(event: InquiryEvent, _colleague: User | None) -> Letter:
    inquiry = event.inquiry
    body = _(
        "Hei!\n\n"
        "%(place)s har ført inn henvendelse %(reference)s, fra noen som vil starte en gruppe. "
        "De svarer selv. Dere kan lese den og hjelpe til:\n%(link)s\n\n"
        "Hilsen LINKportal"
    ) % {"place": event.receiver.name, "reference": inquiry.reference, "link": staff_link(inquiry)}
    subject = _("Henvendelse %(reference)s er ført inn") % {"reference": inquiry.reference}
    return Letter(event.office.email, subject, body)


def _fell_back(event: InquiryEvent, colleague: User | None) -> Letter:
    inquiry = event.inquiry
    body = _(
        "Hei!\n\n"
        "Den som hadde henvendelse %(reference)s hos %(place)s, arbeider ikke der lenger. "
        "Den venter på at noen av dere tar den:\n%(link)s\n\n"
        "Hilsen LINKportal"
    ) % {"place": event.receiver.name, "reference": inquiry.reference, "link": staff_link(inquiry)}
    to = colleague.email if colleague else _to_place(event)
    return Letter(to, _("Henvendelse %(reference)s er uten ansvarlig") % {"reference": inquiry.reference}, body)


def _person_wrote(event: InquiryEvent, colleague: User | None) -> Letter:
    inquiry = event.inquiry
    body = _(
        "Hei!\n\n"
        "Den som sendte henvendelse %(reference)s, har skrevet mer eller rettet hvordan vi når dem. "
        "Se det her:\n%(link)s\n\n"
        "Hilsen LINKportal"
    ) % {"reference": inquiry.reference, "link": staff_link(inquiry)}
    to = colleague.email if colleague else _to_place(event)
    return Letter(to, _("Nytt i henvendelse %(reference)s") % {"reference": inquiry.reference}, body)


def _person_answered(event: InquiryEvent, colleague: User | None) -> Letter:
    inquiry = event.inquiry
    to = colleague.email if colleague else _to_place(event)
    handed_over = inquiry.events.filter(step=Step.HAND_OVER, pk__gt=event.pk)
    moved = handed_over.first() if event.step == Step.AGREE else None
    words = {"reference": inquiry.reference, "link": staff_link(inquiry), "receiver": moved and moved.receiver.name}
    if moved:
        # Who asked reads it no longer, so that a link would lead nowhere.
        body = _("Hei!\n\nSvaret var ja. %(receiver)s har nå henvendelse %(reference)s.\n\nHilsen LINKportal")
    elif event.step == Step.AGREE:
        body = _(
            "Hei!\n\nSvaret var ja, men stedet kan ikke ta imot nå. "
            "Henvendelse %(reference)s er fortsatt hos dere:\n%(link)s\n\nHilsen LINKportal"
        )
    else:
        body = _(
            "Hei!\n\nSvaret var nei. Henvendelse %(reference)s er fortsatt hos dere:\n%(link)s\n\nHilsen LINKportal"
        )
    return Letter(to, _("Svar om henvendelse %(reference)s") % {"reference": inquiry.reference}, body % words)


def _to_person(event: InquiryEvent, _colleague: User | None) -> Letter:
    inquiry = event.inquiry
    # Not the day of a place that is away: who answers instead has its own.
    due = inquiry.answer_due_on if inquiry.status != Status.PASSING else None
    until = _(" Du får svar innen %(day)s.") % {"day": formats.date_format(due, "l j. F")} if due else ""
    body = _(
        "Hei!\n\nVi har fått meldingen din. Referansen er %(reference)s.%(until)s\n\nDenne e-posten kan ikke besvares."
    ) % {"reference": inquiry.reference, "until": until}
    return Letter(inquiry.email, _("Vi har fått meldingen din"), body)


def _link_to_person(event: InquiryEvent, _colleague: User | None) -> Letter:
    inquiry = event.inquiry
    body = _(
        "Hei!\n\n"
        "Dette er lenken du ba om. Referansen er %(reference)s:\n%(link)s\n\n"
        "Den er bare for deg. Denne e-posten kan ikke besvares."
    ) % {"reference": inquiry.reference, "link": person_link(inquiry)}
    return Letter(inquiry.email, _("Lenken du ba om"), body)


def _answer_to_person(event: InquiryEvent, _colleague: User | None) -> Letter:
    body = _(
        "Hei!\n\nDu har fått svar. Les det her:\n%(link)s\n\nLenken er bare for deg. Denne e-posten kan ikke besvares."
    ) % {"link": person_link(event.inquiry)}
    return Letter(event.inquiry.email, _("Du har fått svar"), body)


def _ask_person(event: InquiryEvent, _colleague: User | None) -> Letter:
    body = _(
        "Hei!\n\n"
        "Vi har et spørsmål til deg. Les det og svar her:\n%(link)s\n\n"
        "Lenken er bare for deg. Denne e-posten kan ikke besvares."
    ) % {"link": person_link(event.inquiry)}
    return Letter(event.inquiry.email, _("Vi har et spørsmål til deg"), body)


def _passing_to_person(event: InquiryEvent, _colleague: User | None) -> Letter:
    # The name of a place can tell what it is about: both are named behind the link.
    body = _(
        "Hei!\n\n"
        "De som har meldingen din, kan ikke svare deg nå. Derfor får noen andre den, og svarer i stedet. "
        "Se hvem det er, eller trekk den tilbake, her:\n%(link)s\n\n"
        "Lenken er bare for deg. Denne e-posten kan ikke besvares."
    ) % {"link": person_link(event.inquiry)}
    return Letter(event.inquiry.email, _("Noen andre svarer deg"), body)


def _news_to_person(event: InquiryEvent, _colleague: User | None) -> Letter:
    body = _(
        "Hei!\n\nDet er noe nytt til deg. Les det her:\n%(link)s\n\n"
        "Lenken er bare for deg. Denne e-posten kan ikke besvares."
    ) % {"link": person_link(event.inquiry)}
    return Letter(event.inquiry.email, _("Noe nytt til deg"), body)


def _must_be_called(event: InquiryEvent, colleague: User | None) -> Letter:
    inquiry = event.inquiry
    body = _(
        "Hei!\n\n"
        "Det er noe nytt i henvendelse %(reference)s, og personen har ikke e-post. "
        "Ring og fortell det. Se hva det er her:\n%(link)s\n\n"
        "Hilsen LINKportal"
    ) % {"reference": inquiry.reference, "link": staff_link(inquiry)}
    to = colleague.email if colleague else _to_place(event)
    return Letter(to, _("Ring om henvendelse %(reference)s") % {"reference": inquiry.reference}, body)


_LETTERS: dict[Kind, Callable[[InquiryEvent, User | None], Letter]] = {
    Kind.TO_RECEIVER: _to_receiver,
    Kind.NEW_ACT_LINK: _new_act_link,
    Kind.TO_OFFICE_FOR_CONTROL: _to_office_for_control,
    Kind.START_LOGGED: _start_logged,
    Kind.FELL_BACK: _fell_back,
    Kind.PERSON_WROTE: _person_wrote,
    Kind.PERSON_ANSWERED: _person_answered,
    Kind.TO_PERSON: _to_person,
    Kind.LINK_TO_PERSON: _link_to_person,
    Kind.ANSWER_TO_PERSON: _answer_to_person,
    Kind.ASK_PERSON: _ask_person,
    Kind.PASSING_TO_PERSON: _passing_to_person,
    Kind.NEWS_TO_PERSON: _news_to_person,
    Kind.MUST_BE_CALLED: _must_be_called,
}
