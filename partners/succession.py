"""Who came after organisations that are no more, read for many of them at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects
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
