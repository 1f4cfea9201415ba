"""How many a group needs, in words."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def more_needed(people: int) -> str:
    """How many more make enough to begin, up to as many as is advised: "1–2", or "1"; nothing where they are enough."""
    fewest = max(0, settings.GROUP_MIN_TO_START - people)
    advised = max(0, settings.GROUP_ADVISED_MIN - people)
    if not fewest:
        return ""
    return f"{fewest}–{advised}" if advised > fewest else f"{fewest}"


def how_far(people: int) -> str:
    """Whether so many are enough for a group, and else how many more it takes, as a sentence."""
    if needed := more_needed(people):
        return _("%(number)s til trengs.") % {"number": needed}
    if people < settings.GROUP_ADVISED_MIN:
        more = settings.GROUP_ADVISED_MIN - people
        return ngettext(
            "Nok til å begynne. Med én til blir gruppen passe stor.",
            "Nok til å begynne. Med %(number)d til blir gruppen passe stor.",
            more,
        ) % {"number": more}
    if people >= 2 * settings.GROUP_ADVISED_MIN:
        return _("Nok til flere grupper.")
    return _("Nok til en gruppe.")
