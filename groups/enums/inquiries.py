"""The closed lists of words of inquiries, and which step may follow which."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Wish(models.TextChoices):
    """What a person asks for."""

    JOIN = "join", _("Bli med i en gruppe")
    START = "start", _("Starte en gruppe")
    INFORMATION = "information", _("Få vite mer først")
    CONTACT_POINT = "contact_point", _("Bli kontaktpunkt")
    PARTNER = "partner", _("Bli med i samarbeidet")


# What a person asks for themselves; the rest is offered to us, and waits for no group.
PERSONAL_WISHES = (Wish.JOIN, Wish.START, Wish.INFORMATION)


class OfferedAs(models.TextChoices):
    """As what somebody offers to take part in a partnership."""

    VOLUNTEER = "volunteer", _("Frivillig, på egne vegne")
    ORGANISATION = "organisation", _("Frivillig organisasjon eller forening")
    PRIVATE = "private", _("Privat virksomhet")
    PUBLIC = "public", _("Offentlig virksomhet")


class Channel(models.TextChoices):
    """How an inquiry came."""

    WEB = "web", _("Nettskjema")
    PHONE = "phone", _("Telefon")
    EMAIL = "email", _("E-post")
    WALK_IN = "walk_in", _("Oppmøte")
    LETTER = "letter", _("Brev")


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


class ContactChannel(models.TextChoices):
    """By which way a person would rather be reached."""

    EMAIL = "email", _("E-post")
    PHONE = "phone", _("Telefonsamtale")
    TEXT = "text", _("SMS")


class ContactTime(models.TextChoices):
    """When it suits to be contacted."""

    MORNING = "morning", _("Formiddag")
    AFTERNOON = "afternoon", _("Ettermiddag")
    EVENING = "evening", _("Kveld")


class RoutingRule(models.TextChoices):
    """Why an inquiry went where it went. The last four are those of coverage."""

    CHOSEN_CONTACT_POINT = "chosen_contact_point", _("Valgt kontaktpunkt")
    LOGGED_HERE = "logged_here", _("Ført inn her")
    HANDED_OVER = "handed_over", _("Overført")
    DECLINED = "declined", _("Stedet sa nei")
    ABSENT = "absent", _("Stedet er borte")
    OVERDUE = "overdue", _("Fristen gikk ut")
    NOT_OPEN = "not_open", _("Stedet er ikke åpent lenger")
    COVERS_MUNICIPALITY = "covers_municipality", _("Dekker kommunen")
    COVERS_COUNTY = "covers_county", _("Dekker fylket")
    NEAREST = "nearest", _("Nærmeste kontor")
    NATIONAL_DESK = "national_desk", _("Nasjonal mottaker")


class Status(models.TextChoices):
    """Where an inquiry stands."""

    QUARANTINED = "quarantined", _("Til kontroll")
    NEW = "new", _("Ny")
    TAKEN = "taken", _("Under arbeid")
    WAITING = "waiting", _("Venter på gruppe")
    PASSING = "passing", _("På vei videre")
    CLOSED = "closed", _("Avsluttet")
    WITHDRAWN = "withdrawn", _("Trukket tilbake")


# Somebody's to answer or to follow.
OPEN = (Status.NEW, Status.TAKEN, Status.WAITING, Status.PASSING)
ENDED = (Status.CLOSED, Status.WITHDRAWN)
# Open, and with the place that is to answer: not on its way to another.
IN_HAND = (Status.NEW, Status.TAKEN, Status.WAITING)


class Selection(models.TextChoices):
    """The lists of the workspace, by the words of their addresses."""

    OPEN = "apne", _("Åpne")
    NEW = "nye", _("Nye")
    MINE = "mine", _("Mine")
    WAITING = "venter", _("Venter på gruppe")
    OVERDUE = "over-fristen", _("Over fristen")
    QUARANTINED = "til-kontroll", _("Til kontroll")
    ENDED = "avsluttet", _("Avsluttet")


class Outcome(models.TextChoices):
    """How an inquiry ended, in words that keep apart what a success rate must not mix."""

    JOINED = "joined", _("Ble med i en gruppe")
    STARTED = "started", _("Startet en gruppe")
    PARTNER = "partner", _("Ble med i samarbeidet")
    INFORMED = "informed", _("Fikk informasjon")
    NOT_REACHED = "not_reached", _("Fikk ikke kontakt")
    CHANGED_MIND = "changed_mind", _("Ville ikke likevel")
    NOT_FOR_US = "not_for_us", _("Ikke noe for oss")
    COULD_NOT_HELP = "could_not_help", _("Møttes, men kunne ikke hjelpe")
    SPAM = "spam", _("Ikke en henvendelse fra et menneske")
    LAPSED = "lapsed", _("Ingen kontakt på et år")


class DeclineReason(models.TextChoices):
    """Why a place can't take an inquiry."""

    NO_CAPACITY = "no_capacity", _("Vi har ikke kapasitet nå")
    NOT_OUR_AREA = "not_our_area", _("Det er ikke vårt område")
    NOT_OUR_WORK = "not_our_work", _("Det er ikke noe vi kan hjelpe med")
    KNOWS_THE_PERSON = "knows_the_person", _("Noen her kjenner personen")
    OTHER = "other", _("En annen grunn")


class Step(models.TextChoices):
    """What may happen to an inquiry; each is an event in its case history."""

    RECEIVE = "receive", _("Mottatt")
    RELEASE = "release", _("Sluppet fram etter kontroll")
    TAKE = "take", _("Tatt")
    ACCEPT = "accept", _("Tatt imot fra e-posten")
    GIVE_BACK = "give_back", _("Lagt tilbake til stedet")
    FALL_BACK = "fall_back", _("Falt tilbake til stedet")
    NOTE = "note", _("Notat skrevet")
    CALL_ATTEMPT = "call_attempt", _("Ringt, ikke svar")
    CONTACT = "contact", _("Snakket med personen")
    ANSWER = "answer", _("Svart på e-post")
    FOLLOW_UP = "follow_up", _("Oppfølging satt")
    WAIT = "wait", _("Satt på venteliste for gruppe")
    ASK = "ask", _("Personen er spurt om overføring")
    UNASK = "unask", _("Spørsmålet om overføring trukket")
    AGREE = "agree", _("Personen sa ja til overføring")
    REFUSE = "refuse", _("Personen sa nei til overføring")
    HAND_OVER = "hand_over", _("Overført")
    DECLINE = "decline", _("Stedet sa nei")
    ANNOUNCE = "announce", _("Skal sendes videre")
    TELL = "tell", _("Personen har fått beskjed på e-post")
    PASS_ON = "pass_on", _("Sendt videre")
    REMIND = "remind", _("Påminnelse sendt")
    ESCALATE = "escalate", _("Kontoret har fått beskjed om fristen")
    ASK_GROUP = "ask_group", _("Spurt om å være med i en gruppe")
    GROUP_YES = "group_yes", _("Personen sa ja til en gruppe")
    GROUP_NO = "group_no", _("Personen sa nei til en gruppe")
    GROUP_NEWS = "group_news", _("Personen har fått beskjed om noe nytt i gruppen")
    GROUP_OFF = "group_off", _("Gruppen er ikke aktuell lenger")
    PROPOSE = "propose", _("Registrert som foreslått kontaktpunkt")
    ADD_MESSAGE = "add_message", _("Personen skrev mer")
    CORRECT = "correct", _("Personen rettet hvordan vi når dem")
    CLOSE = "close", _("Avsluttet")
    REOPEN = "reopen", _("Åpnet igjen")
    WITHDRAW = "withdraw", _("Trukket tilbake")
    ERASE = "erase", _("Personopplysninger slettet")


_IN_HAND = frozenset(IN_HAND)
_WAITING = frozenset({Status.WAITING})

# From which status each step may be taken. RECEIVE makes the inquiry and has none before it.
ALLOWED: Mapping[Step, frozenset[Status]] = {
    Step.RELEASE: frozenset({Status.QUARANTINED}),
    Step.TAKE: _IN_HAND,
    Step.ACCEPT: frozenset({Status.NEW}),
    Step.GIVE_BACK: frozenset({Status.TAKEN}),
    Step.FALL_BACK: frozenset(OPEN),
    Step.NOTE: frozenset(OPEN),
    Step.CALL_ATTEMPT: _IN_HAND,
    Step.CONTACT: _IN_HAND,
    Step.ANSWER: _IN_HAND,
    Step.FOLLOW_UP: _IN_HAND,
    Step.WAIT: frozenset({Status.NEW, Status.TAKEN}),
    Step.ASK: _IN_HAND,
    Step.UNASK: _IN_HAND,
    Step.AGREE: _IN_HAND,
    Step.REFUSE: _IN_HAND,
    Step.HAND_OVER: _IN_HAND,
    Step.DECLINE: _IN_HAND,
    Step.ANNOUNCE: _IN_HAND,
    Step.TELL: frozenset({Status.PASSING}),
    Step.PASS_ON: frozenset({Status.PASSING}),
    Step.REMIND: _IN_HAND,
    Step.ESCALATE: _IN_HAND,
    Step.ASK_GROUP: _WAITING,
    Step.GROUP_YES: _WAITING,
    Step.GROUP_NO: _WAITING,
    Step.GROUP_NEWS: _WAITING,
    Step.GROUP_OFF: _WAITING,
    Step.PROPOSE: _IN_HAND,
    Step.ADD_MESSAGE: frozenset({*OPEN, Status.QUARANTINED}),
    Step.CORRECT: frozenset({*OPEN, Status.QUARANTINED}),
    Step.CLOSE: frozenset({*_IN_HAND, Status.QUARANTINED}),
    Step.REOPEN: frozenset({Status.CLOSED}),
    Step.WITHDRAW: frozenset({*OPEN, Status.QUARANTINED, Status.CLOSED}),
    Step.ERASE: frozenset({*OPEN, Status.QUARANTINED, Status.CLOSED}),
}

# What another person's screen may miss without being wrong about where the inquiry stands.
QUIET_STEPS = frozenset({Step.NOTE, Step.REMIND, Step.ESCALATE, Step.GROUP_NEWS})


class TextKind(models.TextChoices):
    """What an erasable text belongs to."""

    HAND_OVER = "hand_over", _("Begrunnelse for overføring")
    DECLINE = "decline", _("Begrunnelse for å si nei")
    NOTE = "note", _("Notat")
    ANSWER = "answer", _("Svar til personen")
    MESSAGE = "message", _("Fra personen")
    CLOSING = "closing", _("Notat ved avslutning")


# How it ended as staff say it; the other outcomes are for what no person wrote, and for what nobody touched for a year.
_NOT_CHOSEN = (Outcome.SPAM, Outcome.LAPSED)
CHOSEN_OUTCOMES = tuple(outcome for outcome in Outcome if outcome not in (*_NOT_CHOSEN, Outcome.PARTNER))
# Of one who offered to take part in a partnership, and wanted no group.
PARTNER_OUTCOMES = tuple(
    outcome for outcome in Outcome if outcome not in (*_NOT_CHOSEN, Outcome.JOINED, Outcome.STARTED)
)

# What the person reads on their own page; the rest is between those who work there.
SHARED_WITH_PERSON = (TextKind.ANSWER, TextKind.MESSAGE)
