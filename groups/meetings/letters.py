"""The words of the mails to those who signed up: the kind of event, when and where, and their secret link.

Neither its title nor what it is about: who else reads the mail shall learn only that one goes to a meeting.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.meetings.when import in_words
from groups.models import Event, SignUp


class Mail(models.TextChoices):
    """Which mail. None says that one is signed off: what one signed up with, also the address, is gone then."""

    CONFIRMED = "confirmed"
    ON_LIST = "on_list"
    GOT_PLACE = "got_place"
    REMINDER = "reminder"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands above a mail, and first and last in it."""

    subject: str | Promise
    first: str | Promise
    before_link: str | Promise


_SIGN_OFF = gettext_lazy("Kan du ikke komme? Meld deg av her, så får en annen plassen:")

_WORDS = {
    Mail.CONFIRMED: Words(gettext_lazy("Du er påmeldt"), gettext_lazy("Du er påmeldt og har plass."), _SIGN_OFF),
    Mail.ON_LIST: Words(
        gettext_lazy("Du står på venteliste"),
        gettext_lazy("Det er fullt nå, og du står på venteliste. Blir det en plass til deg, får du en e-post."),
        gettext_lazy("Se hvilket nummer du er på listen, eller meld deg av, her:"),
    ),
    Mail.GOT_PLACE: Words(gettext_lazy("Du har fått plass"), gettext_lazy("Det ble en plass til deg."), _SIGN_OFF),
    Mail.REMINDER: Words(gettext_lazy("Påminnelse"), gettext_lazy("Vi minner om det du er påmeldt til."), _SIGN_OFF),
    Mail.MOVED: Words(
        gettext_lazy("Nytt tidspunkt eller sted"),
        gettext_lazy("Tidspunktet eller stedet er endret. Dette gjelder nå:"),
        gettext_lazy("Se påmeldingen din, eller meld deg av, her:"),
    ),
    Mail.CANCELLED: Words(
        gettext_lazy("Avlyst"),
        gettext_lazy("Dette er dessverre avlyst:"),
        gettext_lazy("Påmeldingen din finner du her:"),
    ),
}


def subject_of(mail: Mail) -> str:
    """What stands above it; it tells nobody what it is about."""
    return str(_WORDS[mail].subject)


def body_of(mail: Mail, sign_up: SignUp) -> str:
    """What it says. It holds the secret link, and is for the one who signed up only."""
    words, event = _WORDS[mail], sign_up.event
    parts = [_("Hei!"), words.first]
    if mail == Mail.MOVED and not sign_up.has_place:
        parts.append(_("Du står fortsatt på venteliste."))
    parts += [
        f"{event.get_kind_display()}\n{in_words(event)}\n{place_of(event)}",
        f"{words.before_link}\n{my_sign_up_link(sign_up)}",
        _("Lenken er bare for deg. Denne e-posten kan ikke besvares."),
    ]
    return "\n\n".join(str(part) for part in parts)


def place_of(event: Event) -> str:
    """Where it is, on one line: the venue, if one is known yet, and the municipality."""
    return ", ".join(part for part in (event.venue, event.municipality.name) if part)


def my_sign_up_link(sign_up: SignUp) -> str:
    """The secret link to one's own sign-up, with the host."""
    return settings.SITE_URL + reverse("groups:my_sign_up_link", args=[sign_up.secret_token])
