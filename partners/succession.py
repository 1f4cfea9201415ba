"""Who came after organisations that are no more: read for many of them at once, and what can't be, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from linkportal.kit import clock
from partners.models import Organisation, Succession


def read_successors(organisations: Iterable[Organisation]) -> None:
    """Have at hand what `answering_now` asks: one query, and one more for each time that a successor ended too.

    None where all of them still exist.
    """
    seen: set[int] = set()
    waiting, today = list(organisations), clock.today()
    while gone := [one for one in waiting if not one.exists_on(today) and one.pk not in seen]:
        seen |= {one.pk for one in gone}
        prefetch_related_objects(gone, Prefetch("successions", Succession.objects.select_related("successor")))
        waiting = [row.successor for one in gone for row in one.successions.all()]


def who_answers(organisation: Organisation) -> str:
    """A sentence about an organisation that is no more; nothing about one that is."""
    if organisation.exists_on(clock.today()):
        return ""
    heirs = [heir.name for heir in organisation.answering_now]
    if not heirs:
        return _("Finnes ikke lenger.")
    return _("Finnes ikke lenger. Nå svarer %(who)s.") % {"who": get_text_list(heirs, _("og"))}


def successors_are_wrong(organisation: Organisation, successor: Organisation) -> str:
    """Why `successor` can't have come after `organisation`; empty if it can."""
    if successor.pk == organisation.pk:
        return _("En organisasjon kan ikke etterfølge seg selv.")
    if organisation.dissolved_on is None:
        return _("Skriv når %(name)s ble lagt ned, før noen kan etterfølge den.") % {"name": organisation}
    if not successor.exists_on(organisation.dissolved_on):
        said = _("%(successor)s var selv lagt ned %(day)s, og kan ikke ha tatt over.")
        return said % {"successor": successor, "day": date_format(organisation.dissolved_on, "j. F Y")}
    if organisation.pk in _all_after(successor):
        said = _("%(successor)s har %(name)s som etterfølger. De kan ikke begge komme etter den andre.")
        return said % {"successor": successor, "name": organisation}
    return ""


def ended_too_early(organisation: Organisation, day: date) -> str:
    """Why it can't have ended on `day`, as it took over after another on that day or later; empty if it can."""
    if organisation.pk is None:
        return ""
    before = Organisation.objects.filter(successions__successor=organisation, dissolved_on__gte=day)
    if (first := before.order_by("-dissolved_on", "pk").first()) is None or first.dissolved_on is None:
        return ""
    words = {"name": organisation, "before": first, "day": date_format(first.dissolved_on, "j. F Y")}
    return _("%(name)s tok over etter %(before)s %(day)s. Skriv en dag etter den.") % words


def _all_after(organisation: Organisation) -> set[int]:
    """The keys of those that came after it, and after them, whatever the day."""
    found: set[int] = set()
    waiting = {organisation.pk}
    while waiting:
        after = Succession.objects.filter(organisation__in=waiting).values_list("successor", flat=True)
        waiting = set(after) - found
        found |= waiting
    return found
