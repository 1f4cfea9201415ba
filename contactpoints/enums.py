"""The closed lists of words of the registry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HostKind(models.TextChoices):
    """Who runs a contact point beside other work."""

    VOLUNTEER_CENTRE = "frivilligsentral", _("Frivilligsentral")
    HEALTHY_LIFE_CENTRE = "frisklivssentral", _("Frisklivssentral")
    LINK_CENTRE = "link-senter", _("LINK-senter")
    VOLUNTARY_ORGANISATION = "frivillig-organisasjon", _("Frivillig organisasjon")
    MUNICIPALITY = "kommune", _("Kommune")
    USER_RUN_CENTRE = "brukerstyrt-senter", _("Brukerstyrt senter")
    LEARNING_COPING_CENTRE = "laerings-og-mestringssenter", _("Lærings- og mestringssenter")
    REHABILITATION_CENTRE = "rehabiliteringssenter", _("Rehabiliteringssenter")
    NEXT_OF_KIN_GROUP = "parorendegruppe", _("Pårørendegruppe")


# One sentence for each kind: what this sort of place is, to someone who has never been to one.
WHAT_IT_IS = {
    HostKind.VOLUNTEER_CENTRE: _("En frivilligsentral er en åpen møteplass i nærmiljøet, der alle kan stikke innom."),
    HostKind.HEALTHY_LIFE_CENTRE: _(
        "En frisklivssentral er kommunens tilbud til deg som vil gjøre noe for egen helse."
    ),
    HostKind.LINK_CENTRE: _(
        "Et LINK-senter er et uavhengig møtested for selvhjelp: læring, informasjon, nettverk og kunnskap."
    ),
    HostKind.VOLUNTARY_ORGANISATION: _(
        "En frivillig organisasjon drives av medlemmer som kjenner livsproblemet fra innsiden."
    ),
    HostKind.MUNICIPALITY: _("Her er det kommunen selv som tar imot og hjelper grupper i gang."),
    HostKind.USER_RUN_CENTRE: _("Et brukerstyrt senter drives av folk som selv har vært der du er."),
    HostKind.LEARNING_COPING_CENTRE: _("Et lærings- og mestringssenter hjelper deg å leve godt med det som varer."),
    HostKind.REHABILITATION_CENTRE: _(
        "Et rehabiliteringssenter er et sted for deg som skal finne tilbake til hverdagen."
    ),
    HostKind.NEXT_OF_KIN_GROUP: _("En pårørendegruppe samler folk som står nær noen som har det vanskelig."),
}


class MeetingForm(models.TextChoices):
    """How one meets a contact point. Only those with a place are measured in kilometres."""

    IN_PERSON = "oppmote", _("På stedet")
    PHONE = "telefon", _("På telefon")
    DIGITAL = "skjerm", _("På skjerm")


class Status(models.TextChoices):
    """The life of a contact point in the registry."""

    PROPOSED = "foreslatt", _("Foreslått")
    PUBLISHED = "publisert", _("Publisert")
    PAUSED = "pause", _("Har pause")
    CLOSED = "lagt-ned", _("Lagt ned")


class StepFree(models.TextChoices):
    """Whether one gets in with a wheelchair."""

    YES = "ja", _("Trinnfritt")
    HELP = "med-hjelp", _("Trinn, ring på")
    NO = "nei", _("Ikke trinnfritt")
    UNKNOWN = "ukjent", _("Vet ikke")


class SpokenLanguage(models.TextChoices):
    """Languages one can be met in; codes of ISO 639, names as their speakers write them."""

    NORWEGIAN = "no", "Norsk"
    ENGLISH = "en", "English"
    NORTHERN_SAMI = "se", "Davvisámegiella"
    LULE_SAMI = "smj", "Julevsámegiella"
    SOUTHERN_SAMI = "sma", "Åarjelsaemien gïele"
    KVEN = "fkv", "Kvääni"
    SIGN_LANGUAGE = "nsl", _("Norsk tegnspråk")
    ARABIC = "ar", "العربية"
    POLISH = "pl", "Polski"
    SOMALI = "so", "Soomaali"
    TIGRINYA = "ti", "ትግርኛ"
    UKRAINIAN = "uk", "Українська"


class Weekday(models.IntegerChoices):
    """ISO days of the week."""

    MONDAY = 1, _("Mandag")
    TUESDAY = 2, _("Tirsdag")
    WEDNESDAY = 3, _("Onsdag")
    THURSDAY = 4, _("Torsdag")
    FRIDAY = 5, _("Fredag")
    SATURDAY = 6, _("Lørdag")
    SUNDAY = 7, _("Søndag")


def ordinary_week() -> list[int]:
    """Monday to Friday, which is what a place works until it says otherwise."""
    return [Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY]


class Role(models.TextChoices):
    """What a person is to a place."""

    STAFF = "medarbeider", _("Medarbeider på kontaktpunkt")
    LEADER = "leder", _("Leder av kontaktpunkt")
    COORDINATOR = "koordinator", _("Koordinator på distriktskontor")
    NATIONAL_ADMIN = "administrator", _("Nasjonal administrator")
    AUDITOR = "revisor", _("Revisor, leser bare")


class CoverageRule(models.TextChoices):
    """Why an office answers for a place, in the order in which the rules are tried."""

    COVERS_MUNICIPALITY = "covers_municipality", _("Dekker kommunen")
    COVERS_COUNTY = "covers_county", _("Dekker fylket")
    NEAREST = "nearest", _("Nærmeste kontor")
    NATIONAL_DESK = "national_desk", _("Nasjonal mottaker")


class PlaceKind(models.TextChoices):
    """What a name is the name of."""

    MUNICIPALITY = "kommune", _("Kommune")
    COUNTY = "fylke", _("Fylke")
    POSTAL_PLACE = "poststed", _("Poststed")
