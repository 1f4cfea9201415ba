"""The closed lists of words of partners and funding, and which status may follow which."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What sort of body an organisation is."""

    VOLUNTARY = "voluntary", _("Frivillig organisasjon")
    COUNTY_COUNCIL = "county_council", _("Fylkeskommune")
    MUNICIPALITY = "municipality", _("Kommune")
    STATE = "state", _("Stat")
    FOUNDATION = "foundation", _("Stiftelse")
    PRIVATE = "private", _("Privat virksomhet")
    HEALTH_TRUST = "health_trust", _("Helseforetak")


class ProjectStatus(models.TextChoices):
    """Where a partnership project stands."""

    IDEA = "idea", _("Idé")
    APPLIED = "applied", _("Søkt om midler")
    ESTABLISHING = "establishing", _("Etableres")
    RUNNING = "running", _("I drift")
    ENDED = "ended", _("Avsluttet")


# A step back is allowed where the world takes one: an application refused, a start that had to be made again.
PROJECT_MOVES: Mapping[str, frozenset[str]] = {
    ProjectStatus.IDEA: frozenset({ProjectStatus.APPLIED, ProjectStatus.ESTABLISHING, ProjectStatus.ENDED}),
    ProjectStatus.APPLIED: frozenset({ProjectStatus.IDEA, ProjectStatus.ESTABLISHING, ProjectStatus.ENDED}),
    ProjectStatus.ESTABLISHING: frozenset({ProjectStatus.APPLIED, ProjectStatus.RUNNING, ProjectStatus.ENDED}),
    ProjectStatus.RUNNING: frozenset({ProjectStatus.ESTABLISHING, ProjectStatus.ENDED}),
    ProjectStatus.ENDED: frozenset({ProjectStatus.RUNNING}),
}


class PartnerRole(models.TextChoices):
    """What an organisation is in a project."""

    OWNER = "owner", _("Eier")
    PARTNER = "partner", _("Partner")
    FUNDER = "funder", _("Tilskuddsgiver")
    HOST = "host", _("Vert")


class Indicator(models.TextChoices):
    """What a goal is measured by: a figure out of the log, the positions, or a number somebody writes down."""

    INQUIRIES = "inquiries", _("Henvendelser")
    MUNICIPALITIES = "municipalities", _("Kommuner nådd")
    GROUPS_STARTED = "groups_started", _("Grupper startet")
    GROUPS_RUNNING = "groups_running", _("Grupper i gang ved årets slutt")
    EVENTS = "events", _("Arrangementer")
    PARTICIPANTS = "participants", _("Deltakere på arrangementer")
    DAYS_TO_ANSWER = "days_to_answer", _("Dager til første svar")
    POSITIONS = "positions", _("Årsverk besatt ved årets slutt")
    OWN = "own", _("Telles for hånd")


class DocumentKind(models.TextChoices):
    """What a document is."""

    APPLICATION = "application", _("Søknad")
    AWARD = "award", _("Tilsagnsbrev")
    AGREEMENT = "agreement", _("Avtale")
    REPORT = "report", _("Rapport")
    AUDIT = "audit", _("Revisorerklæring")
    MINUTES = "minutes", _("Referat")
    OTHER = "other", _("Annet")


class MeetingKind(models.TextChoices):
    """Who meets."""

    PARTNERSHIP = "partnership", _("Partnerskapsmøte")
    NETWORK = "network", _("Nettverksmøte")


class ApplicationStatus(models.TextChoices):
    """Where an application for a grant stands."""

    DRAFT = "draft", _("Skrives")
    SENT = "sent", _("Sendt")
    GRANTED = "granted", _("Innvilget")
    REFUSED = "refused", _("Avslått")
    WITHDRAWN = "withdrawn", _("Trukket")


APPLICATION_MOVES: Mapping[str, frozenset[str]] = {
    ApplicationStatus.DRAFT: frozenset({ApplicationStatus.SENT, ApplicationStatus.WITHDRAWN}),
    ApplicationStatus.SENT: frozenset(
        {ApplicationStatus.GRANTED, ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN}
    ),
    ApplicationStatus.GRANTED: frozenset(),
    ApplicationStatus.REFUSED: frozenset({ApplicationStatus.SENT}),  # after a complaint it is dealt with once more
    ApplicationStatus.WITHDRAWN: frozenset({ApplicationStatus.DRAFT}),
}


class GrantStatus(models.TextChoices):
    """Where an award stands. Only a draft may have tranches that don't add up to it."""

    DRAFT = "draft", _("Kladd")
    IN_FORCE = "in_force", _("Gjelder")
    SETTLED = "settled", _("Gjort opp")


GRANT_MOVES: Mapping[str, frozenset[str]] = {
    GrantStatus.DRAFT: frozenset({GrantStatus.IN_FORCE}),
    GrantStatus.IN_FORCE: frozenset({GrantStatus.DRAFT, GrantStatus.SETTLED}),
    GrantStatus.SETTLED: frozenset({GrantStatus.IN_FORCE}),
}


class TrancheStatus(models.TextChoices):
    """Whether one part of an award has come. One that was refused keeps its amount, and lapses."""

    PLANNED = "planned", _("Venter")
    PAID = "paid", _("Utbetalt")
    LAPSED = "lapsed", _("Falt bort")


TRANCHE_MOVES: Mapping[str, frozenset[str]] = {
    TrancheStatus.PLANNED: frozenset({TrancheStatus.PAID, TrancheStatus.LAPSED}),
    TrancheStatus.PAID: frozenset({TrancheStatus.PLANNED}),
    TrancheStatus.LAPSED: frozenset({TrancheStatus.PLANNED}),
}


class Category(models.TextChoices):
    """The lines that budget and accounts have in common."""

    WAGES = "wages", _("Lønn og sosiale utgifter")
    PREMISES = "premises", _("Lokaler")
    MEETINGS = "meetings", _("Møter og seminarer")
    TRAINING = "training", _("Opplæring")
    INFORMATION = "information", _("Informasjon og materiell")
    TRAVEL = "travel", _("Reiser")
    ADMINISTRATION = "administration", _("Administrasjon")
    OTHER = "other", _("Annet")


class OwnShareKind(models.TextChoices):
    """How a project pays its own share: with money, or with work in kind."""

    MONEY = "money", _("Penger")
    WORK = "work", _("Egeninnsats i timer")


class UnusedDecision(models.TextChoices):
    """What becomes of money that was not used in its year."""

    PENDING = "pending", _("Ikke avgjort")
    CARRIED_OVER = "carried_over", _("Overført til året etter")
    REPAID = "repaid", _("Betalt tilbake")


class ReportStatus(models.TextChoices):
    """A report is a draft until it is sent. Then nothing in it changes any more."""

    DRAFT = "draft", _("Foreløpig")
    SENT = "sent", _("Sendt")


class FileFormat(models.TextChoices):
    """In which form a report is kept."""

    HTML = "html", "HTML"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


class DeadlineKind(models.TextChoices):
    """What has to be done by a day."""

    REPORT = "report", _("Rapport")
    TRANCHE = "tranche", _("Rate")
    APPLICATION = "application", _("Søknad")
    AGREEMENT = "agreement", _("Avtale")
