"""What was said between the person and those who answer, as the person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from groups.enums import TextKind
from groups.models import Inquiry


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said: by whom, when, and what."""

    who: str
    at: datetime
    text: str
    is_own: bool


def conversation_of(inquiry: Inquiry) -> list[Said]:
    """The message of the form, then answers and later messages, oldest first. Nothing once it is erased."""
    first = [Said(_("Du"), inquiry.received_at, inquiry.message, True)] if inquiry.message else []
    return first + [
        Said(_("Du") if own else _("Svar til deg"), text.at, text.text, own)
        for text in inquiry.texts.shared_with_person()
        for own in [text.kind == TextKind.MESSAGE]
    ]
