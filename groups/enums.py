"""The closed lists of words of inquiries, and which step may follow which."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Wish(models.TextChoices):
    """What a person asks for."""

    JOIN = "join", _("Bli med i en gruppe")
    START = "start", _("Starte en gruppe")
    INFORMATION = "information", _("Få vite mer først")


class Channel(models.TextChoices):
    """How an inquiry came."""

    WEB = "web", _("Nettskjema")


class Theme(models.TextChoices):
    """What one would like to meet others about: broad, because a narrow word tells too much."""

    ACROSS = "across", _("På tvers av problemer")
    GRIEF = "grief", _("Sorg og tap")
    ANXIETY = "anxiety", _("Angst og uro")
    LOW = "low", _("Tungsinn og depresjon")
    LONELINESS = "loneliness", _("Ensomhet")
    BREAKUP = "breakup", _("Samlivsbrudd og familie")
    NEXT_OF_KIN = "next_of_kin", _("Å være pårørende")
    ILLNESS = "illness", _("Å leve med sykdom eller smerte")
    ADDICTION = "addiction", _("Rus og avhengighet")
    FOOD_BODY = "food_body", _("Mat og kropp")
    VIOLENCE = "violence", _("Vold og overgrep")
    WORK = "work", _("Arbeid, stress og utmattelse")
    OTHER = "other", _("Noe annet")
    RATHER_NOT_SAY = "rather_not_say", _("Vil helst ikke si")


class LeaveMessage(models.TextChoices):
    """Whether a message may be left where others may hear or read it."""

    YES = "yes", _("Ja, det er greit")
    CALL_BACK = "call_back", _("Bare «ring tilbake», ikke hva det gjelder")
    NO = "no", _("Nei, ikke legg igjen noe")


class ContactTime(models.TextChoices):
    """When it suits to be contacted."""

    MORNING = "morning", _("Formiddag")
    AFTERNOON = "afternoon", _("Ettermiddag")
    EVENING = "evening", _("Kveld")


class RoutingRule(models.TextChoices):
    """Why an inquiry went where it went. The last four are those of coverage."""

    CHOSEN_CONTACT_POINT = "chosen_contact_point", _("Valgt kontaktpunkt")
    HANDED_OVER = "handed_over", _("Overført")
    COVERS_MUNICIPALITY = "covers_municipality", _("Dekker kommunen")
    COVERS_COUNTY = "covers_county", _("Dekker fylket")
    NEAREST = "nearest", _("Nærmeste kontor")
    NATIONAL_DESK = "national_desk", _("Nasjonal mottaker")


class Status(models.TextChoices):
    """Where an inquiry stands."""

    QUARANTINED = "quarantined", _("Til kontroll")
    NEW = "new", _("Ny")
    CLOSED = "closed", _("Avsluttet")
    WITHDRAWN = "withdrawn", _("Trukket tilbake")


class Outcome(models.TextChoices):
    """How an inquiry ended, in words that keep apart what a success rate must not mix."""

    JOINED = "joined", _("Ble med i en gruppe")
    STARTED = "started", _("Startet en gruppe")
    INFORMED = "informed", _("Fikk informasjon")
    NOT_REACHED = "not_reached", _("Fikk ikke kontakt")
    CHANGED_MIND = "changed_mind", _("Ville ikke likevel")
    NOT_FOR_US = "not_for_us", _("Ikke noe for oss")
    COULD_NOT_HELP = "could_not_help", _("Møttes, men kunne ikke hjelpe")
    SPAM = "spam", _("Ikke en henvendelse fra et menneske")


class Step(models.TextChoices):
    """What may be done to an inquiry; each is an event in its case history."""

    RECEIVE = "receive", _("Mottatt")
    RELEASE = "release", _("Sluppet fram etter kontroll")
    HAND_OVER = "hand_over", _("Overført")
    CLOSE = "close", _("Avsluttet")
    WITHDRAW = "withdraw", _("Trukket tilbake")


# From which status each step may be taken. RECEIVE makes the inquiry and has none before it.
ALLOWED: Mapping[Step, frozenset[Status]] = {
    Step.RELEASE: frozenset({Status.QUARANTINED}),
    Step.HAND_OVER: frozenset({Status.NEW}),
    Step.CLOSE: frozenset({Status.NEW, Status.QUARANTINED}),
    Step.WITHDRAW: frozenset({Status.NEW, Status.QUARANTINED, Status.CLOSED}),
}


class TextKind(models.TextChoices):
    """What an erasable text belongs to."""

    HAND_OVER = "hand_over", _("Begrunnelse for overføring")
    CLOSING = "closing", _("Notat ved avslutning")
