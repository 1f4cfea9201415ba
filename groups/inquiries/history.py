"""What has happened to an inquiry, in sentences to staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import Channel, Step
from groups.models import Inquiry, InquiryEvent
from linkportal.kit import clock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

_SENTENCES: Mapping[str, Text] = {
    Step.RELEASE: gettext_lazy("%(who)s slapp den fram etter kontroll"),
    Step.TAKE: gettext_lazy("%(who)s tok den"),
    Step.ACCEPT: gettext_lazy("%(receiver)s tok imot den fra e-posten"),
    Step.GIVE_BACK: gettext_lazy("%(who)s la den tilbake"),
    Step.FALL_BACK: gettext_lazy("Falt tilbake til %(receiver)s"),
    Step.NOTE: gettext_lazy("%(who)s skrev et notat"),
    Step.CALL_ATTEMPT: gettext_lazy("%(who)s ringte, ikke svar"),
    Step.CONTACT: gettext_lazy("%(who)s snakket med personen"),
    Step.ANSWER: gettext_lazy("%(who)s svarte på e-post"),
    Step.FOLLOW_UP: gettext_lazy("%(who)s satte oppfølging til %(day)s"),
    Step.WAIT: gettext_lazy("%(who)s satte personen på venteliste for gruppe"),
    Step.ASK: gettext_lazy("%(who)s spurte personen om den kan gis videre"),
    Step.UNASK: gettext_lazy("%(who)s trakk spørsmålet om å gi den videre"),
    Step.AGREE: gettext_lazy("Personen sa ja til at den gis videre"),
    Step.REFUSE: gettext_lazy("Personen sa nei til at den gis videre"),
    Step.HAND_OVER: gettext_lazy("%(who)s overførte den til %(receiver)s"),
    Step.DECLINE: gettext_lazy("%(who)s sa nei: %(why)s"),
    Step.ANNOUNCE: gettext_lazy("Skal sendes videre fra %(receiver)s"),
    Step.TELL: gettext_lazy("Personen fikk e-post om at noen andre svarer"),
    Step.PASS_ON: gettext_lazy("Sendt videre til %(receiver)s"),
    Step.REMIND: gettext_lazy("Påminnelse sendt til %(receiver)s"),
    Step.ESCALATE: gettext_lazy("%(office)s fikk beskjed om at fristen er ute"),
    Step.ASK_GROUP: gettext_lazy("%(who)s spurte om personen vil være med i en gruppe"),
    Step.GROUP_YES: gettext_lazy("Personen sa ja til en gruppe"),
    Step.GROUP_NO: gettext_lazy("Personen sa nei til en gruppe"),
    Step.GROUP_NEWS: gettext_lazy("Personen fikk beskjed om noe nytt i gruppen"),
    Step.GROUP_OFF: gettext_lazy("Gruppen personen var spurt om, er ikke aktuell lenger"),
    Step.PROPOSE: gettext_lazy("%(who)s registrerte et foreslått kontaktpunkt"),
    Step.ADD_MESSAGE: gettext_lazy("Personen skrev mer"),
    Step.CORRECT: gettext_lazy("Personen rettet hvordan vi når dem"),
    Step.CLOSE: gettext_lazy("%(who)s avsluttet: %(outcome)s"),
    Step.REOPEN: gettext_lazy("%(who)s åpnet den igjen"),
    Step.WITHDRAW: gettext_lazy("Personen trakk den tilbake, og alt personlig er slettet"),
    Step.ERASE: gettext_lazy("Personopplysningene ble slettet"),
}
_CAME: Mapping[str, Text] = {
    Channel.WEB: gettext_lazy("Kom fra nettskjemaet"),
    Channel.PHONE: gettext_lazy("%(who)s førte den inn etter en telefonsamtale. Samtykke gitt muntlig"),
    Channel.EMAIL: gettext_lazy("%(who)s førte den inn etter en e-post. Samtykke gitt muntlig"),
    Channel.WALK_IN: gettext_lazy("%(who)s førte den inn etter et besøk. Samtykke gitt muntlig"),
    Channel.LETTER: gettext_lazy("%(who)s førte den inn etter et brev. Samtykke gitt muntlig"),
}
_IN_TOUCH = frozenset({Step.CONTACT, Step.ANSWER, Step.WAIT, Step.ADD_MESSAGE, Step.CORRECT, Step.HAND_OVER})
# Steps after which it is somebody's for another reason than before.
_ROUTED = frozenset({Step.RECEIVE, Step.HAND_OVER, Step.PASS_ON})


def sentence(event: InquiryEvent, inquiry: Inquiry) -> str:
    """What happened and who did it, without a full stop. No query if the event has `by`, `office`, `contact_point`."""
    pattern = _CAME[inquiry.channel] if event.step == Step.RECEIVE else _SENTENCES[event.step]
    somebody = _("Noen hos %(receiver)s") % {"receiver": event.receiver.name}
    return pattern % {
        "who": str(event.by) if event.by else somebody,
        "receiver": event.receiver.name,
        "office": event.office.name,
        "day": date_format(event.day, "j. F") if event.day else "",
        "why": event.get_decline_reason_display().lower(),
        "outcome": event.get_outcome_display().lower(),
    }


def is_unaware(events: Iterable[InquiryEvent]) -> bool:
    """Whether the person may not know who has it now: it was passed on, no mail could tell them, and nobody has been
    in touch since. `events` in the order in which they happened.
    """
    told, unaware = False, False
    for event in events:
        if event.step == Step.TELL:
            told = True
        elif event.step == Step.PASS_ON:
            told, unaware = False, not told
        elif event.step in _IN_TOUCH:
            unaware = False
    return unaware


def reason(event: InquiryEvent) -> str:
    """Why it went where it went, where that is new with this event; else empty."""
    return event.reason if event.step in _ROUTED else ""


def when(event: InquiryEvent) -> str:
    """The time of day of something of today, the day as well for something older: `kl. 9.12`, `8. juni kl. 13.05`."""
    at = localtime(event.at)
    time = _("kl. %(time)s") % {"time": date_format(at, "G.i")}
    if at.date() == clock.today():
        return time
    return f"{date_format(at, 'j. F' if at.year == clock.today().year else 'j. F Y')} {time}"


def meanwhile(events: list[InquiryEvent], inquiry: Inquiry) -> list[str]:
    """One sentence for each thing that happened while somebody's page was open: «Berit tok den, kl. 10.40.»"""
    return [f"{sentence(event, inquiry)}, {when(event)}." for event in events]
