"""The closed lists of words of events, sign-ups and material."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What people come to."""

    INFORMATION_MEETING = "information_meeting", _("Informasjonsmøte")
    OPEN_MEETING = "open_meeting", _("Åpent møte")
    SEMINAR = "seminar", _("Seminar")
    INITIATOR_TRAINING = "initiator_training", _("Igangsetteropplæring")
    NETWORK_DAY = "network_day", _("Nettverksdag")
    STARTUP_MEETING = "startup_meeting", _("Oppstartsmøte")
    FOLLOW_UP_MEETING = "follow_up_meeting", _("Oppfølgingsmøte")


# Of a group, and nobody else's business.
NEVER_PUBLIC = (EventKind.STARTUP_MEETING, EventKind.FOLLOW_UP_MEETING)
PUBLIC_KINDS = tuple(kind for kind in EventKind if kind not in NEVER_PUBLIC)
# What a group meets for with those who help it.
GROUP_KINDS = (EventKind.INFORMATION_MEETING, *NEVER_PUBLIC)


class EventStatus(models.TextChoices):
    """Whether it takes place."""

    PLANNED = "planned", _("Planlagt")
    CANCELLED = "cancelled", _("Avlyst")


class SignUpStatus(models.TextChoices):
    """Whether there is a place for one who signed up."""

    PLACE = "place", _("Har plass")
    WAITING = "waiting", _("På venteliste")
    CANCELLED = "cancelled", _("Meldt av")


class MaterialKind(models.TextChoices):
    """What is printed."""

    LEAFLET = "leaflet", _("Brosjyre")
    POSTER = "poster", _("Plakat")
    OTHER = "other", _("Annet")


class OrderStatus(models.TextChoices):
    """Where an order of material stands."""

    ORDERED = "ordered", _("Bestilt")
    SENT = "sent", _("Sendt")
    CANCELLED = "cancelled", _("Avbestilt")
