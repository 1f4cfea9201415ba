"""The lists of events in the workspace, page by page: nothing is counted, and nothing personal is read."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count as CountOf
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contactpoints.models import User
from groups.desk import MOST, Count
from groups.meetings import when
from groups.models import Event, SignUp
from groups.models.meetings import EventQuerySet

PER_PAGE = 30


class Selection(TextChoices):
    """Which events; the value is that of `utvalg` in the address."""

    COMING = "kommende", gettext_lazy("Kommende")
    TO_CALL = "ringes", gettext_lazy("Må ringes")
    ATTENDANCE = "oppmote", gettext_lazy("Oppmøte")
    PAST = "tidligere", gettext_lazy("Tidligere")

    def of(self, events: EventQuerySet) -> EventQuerySet:
        """Those of `events`, in their order."""
        match self:
            case Selection.COMING:
                return events.upcoming()
            case Selection.TO_CALL:
                return events.upcoming().filter(pk__in=SignUp.objects.filter(to_call=True).values("event"))
            case Selection.ATTENDANCE:
                return events.awaiting_attendance()
            case _:
                return events.past()


COUNTED = (Selection.TO_CALL, Selection.ATTENDANCE)


class Tag(NamedTuple):
    """Where it stands, in a few words."""

    words: str
    colour: str
    icon: str


class Row(NamedTuple):
    """One event in a list."""

    path: str
    title: str
    when: str
    about: str
    tag: Tag | None
    is_late: bool


class Page(NamedTuple):
    """One page of a list; whether there is another is known without counting."""

    rows: list[Row]
    number: int
    has_next: bool


def page_of(user: User, selection: Selection, number: int = 1) -> Page:
    """One page of the events that this person sees. Three queries, whatever there is."""
    first = (number - 1) * PER_PAGE
    places = ("municipality__county", "office", "group__contact_point", "group__office")
    chosen = selection.of(Event.objects.visible_to(user)).select_related(*places)
    chosen = chosen.with_counts().annotate(calls=CountOf("sign_ups", filter=Q(sign_ups__to_call=True)))
    found = list(chosen.prefetch_related("contact_points")[first : first + PER_PAGE + 1])
    return Page([_row(event) for event in found[:PER_PAGE]], number, has_next=len(found) > PER_PAGE)


def counts(user: User) -> dict[str, Count]:
    """How many there are in the lists of what is to be done. A query for each."""
    mine = Event.objects.visible_to(user)
    return {one.value: Count(one.of(mine).order_by()[: MOST + 1].count()) for one in COUNTED}


def _row(event: Event) -> Row:
    tag = tag_of(event, taken=event.taken, waiting=event.waiting, calls=event.calls)  # type: ignore[attr-defined]
    return Row(
        reverse("groups:meeting_page", args=[event.slug]),
        event.title,
        when.in_words(event),
        _about(event),
        tag,
        is_late=tag is not None and tag.colour == "warning",
    )


def _about(event: Event) -> str:
    """What it is, where, and who organises it."""
    partners = [one.name for one in event.contact_points.all()]
    kind = [] if event.title == event.get_kind_display() else [event.get_kind_display()]
    if event.group:
        whose = [_("gruppe %(group)s") % {"group": event.group.reference}, event.group.host.name]
    else:
        whose = partners or [event.office.name]
    return " · ".join([*kind, event.municipality.label, *whose])


def tag_of(event: Event, *, taken: int, waiting: int, calls: int) -> Tag | None:
    """What matters most about it now: that somebody has to do something, that it is off, or how many come."""
    if calls and not event.is_over:
        return _to_call(event, calls)
    if event.is_cancelled:
        return Tag(_("Avlyst"), "danger", "calendar")
    if not event.is_public and event.group_id is None:
        return Tag(_("Utkast"), "neutral", "lock")
    if event.has_begun:
        return _came(event.attendance)
    return _coming(event, taken, waiting) if event.takes_sign_ups else None


def _to_call(event: Event, number: int) -> Tag:
    words = ngettext("Én må ringes", "%(number)d må ringes", number) % {"number": number}
    return Tag(f"{_('Avlyst.')} {words}" if event.is_cancelled else words, "warning", "phone")


def _came(number: int | None) -> Tag:
    if number is None:
        return Tag(_("Skriv hvor mange som kom"), "warning", "clock")
    return Tag(_("%(number)d kom") % {"number": number}, "neutral", "check")


def _coming(event: Event, taken: int, waiting: int) -> Tag:
    words = {"taken": taken, "places": event.places, "waiting": waiting}
    if event.places is None:
        return Tag(_("%(taken)d påmeldt") % words, "neutral", "people")
    if waiting:
        return Tag(_("Fullt, %(waiting)d på venteliste") % words, "info", "people")
    if taken >= event.places:
        return Tag(_("Fullt, %(taken)d av %(places)d") % words, "success", "people")
    return Tag(_("%(taken)d av %(places)d plasser") % words, "neutral", "people")
