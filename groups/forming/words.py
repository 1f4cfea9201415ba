"""What a group is called and when it meets, in words to those who help it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contactpoints.enums import Status as PlaceStatus
from contactpoints.enums import Weekday
from groups.enums import ContactTime, EventKind
from groups.models import SelfHelpGroup

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

_TIMES: Mapping[str, Text] = {
    ContactTime.MORNING: gettext_lazy("på formiddagen"),
    ContactTime.AFTERNOON: gettext_lazy("på ettermiddagen"),
    ContactTime.EVENING: gettext_lazy("på kvelden"),
}
_WEEKDAYS: Mapping[int, Text] = {
    Weekday.MONDAY: gettext_lazy("mandager"),
    Weekday.TUESDAY: gettext_lazy("tirsdager"),
    Weekday.WEDNESDAY: gettext_lazy("onsdager"),
    Weekday.THURSDAY: gettext_lazy("torsdager"),
    Weekday.FRIDAY: gettext_lazy("fredager"),
    Weekday.SATURDAY: gettext_lazy("lørdager"),
    Weekday.SUNDAY: gettext_lazy("søndager"),
}
# A meeting of a group in the middle of a sentence, and as one that both know of.
MEETINGS: Mapping[str, tuple[Text, Text]] = {
    EventKind.INFORMATION_MEETING: (gettext_lazy("informasjonsmøte"), gettext_lazy("informasjonsmøtet")),
    EventKind.STARTUP_MEETING: (gettext_lazy("oppstartsmøte"), gettext_lazy("oppstartsmøtet")),
    EventKind.FOLLOW_UP_MEETING: (gettext_lazy("oppfølgingsmøte"), gettext_lazy("oppfølgingsmøtet")),
}


def title_of(group: SelfHelpGroup) -> str:
    """As in `Gruppe om sorg og tap i Skien`."""
    title = _("%(group)s i %(where)s") % {"group": group.in_words, "where": group.municipality.label}
    return f"{title[:1].upper()}{title[1:]}"


def when_of(group: SelfHelpGroup) -> str:
    """As in `torsdager kl. 18.00`, or `på kvelden`; empty where nothing is agreed."""
    day = str(_WEEKDAYS[group.weekday]) if group.weekday else ""
    if group.meets_at:
        time = _("kl. %(time)s") % {"time": time_format(group.meets_at, "G.i")}
    else:
        time = str(_TIMES.get(group.time_of_day, ""))
    return " ".join(part for part in (day, time) if part)


def public_words(group: SelfHelpGroup) -> str:
    """What the public page says of it, or why it says nothing."""
    if group.contact_point is None:
        return _("Vises ikke: bare grupper hos et kontaktpunkt kan vises")
    if not group.is_shown:
        return _("Vises ikke")
    if not group.is_open:
        return _("Vises ikke så lenge den er stengt for nye")
    if group.contact_point.status != PlaceStatus.PUBLISHED:
        return _("Vises ikke så lenge kontaktpunktet ikke er åpent for alle")
    words = {"title": title_of(group), "says": group.shown_as}
    return _("%(title)s: «%(says)s»") % words
