"""Where to turn in acute danger, on every page that asks somebody to write. The one place to change these numbers.

Whoever edits a line checks it at its owner (113: Helsedirektoratet, 116 117: the municipal emergency wards,
116 123: Mental Helse, 116 111: Alarmtelefonen) and sets `LAST_CHECKED`. So far they are checked
against what municipalities, hospitals and broadcasters publish; whoever opens the portal to the public asks the owners.
"""

from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LAST_CHECKED = date(2026, 11, 21)


class CrisisLine(NamedTuple):
    """A telephone line that answers now."""

    number: str
    """As people read it, with spaces."""
    name: str | Promise
    note: str | Promise

    @property
    def tel(self) -> str:
        """The address of a link that rings it."""
        return f"tel:{self.number.replace(' ', '')}"


CRISIS_LINES = (
    CrisisLine("113", _("Fare for liv"), _("Ring straks")),
    CrisisLine("116 117", _("Legevakt"), _("Hele døgnet")),
    CrisisLine("116 123", _("Hjelpetelefonen"), _("Anonymt, hele døgnet")),
)

YOUNG_PEOPLE_LINES = (CrisisLine("116 111", _("Alarmtelefonen for barn og unge"), _("Gratis, hele døgnet")),)
