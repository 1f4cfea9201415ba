"""Acting from the mail: who got it takes an inquiry on or gives it back, without logging in and without reading it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from django.conf import settings
from django.db import transaction

from groups.enums import DeclineReason, Status
from groups.inquiries import casework, mails
from groups.inquiries.letters import Kind
from groups.inquiries.routing import who_stands_behind
from groups.models import Inquiry, MoveNotAllowed
from groups.models.inquiries import ACT_PURPOSE
from linkportal.kit import clock, secret_links

# Whoever has an old link can ask for a new one, but not fill a mailbox that way.
BETWEEN_LINKS = timedelta(hours=1)


class Link(Enum):
    """How good a link is that was made here."""

    LIVE = auto()
    EXPIRED = auto()
    REPLACED = auto()  # the inquiry has moved since, or a newer link was sent


@dataclass(frozen=True, slots=True)
class Opened:
    """The inquiry that a link is about, and what the link is still good for."""

    inquiry: Inquiry
    link: Link

    @property
    def is_theirs(self) -> bool:
        """Whether the link was sent to the place that has the inquiry now: then it may be named."""
        return self.link != Link.REPLACED

    @property
    def can_accept(self) -> bool:
        return self.link == Link.LIVE and self.inquiry.status == Status.NEW

    @property
    def can_decline(self) -> bool:
        """Also after a yes from the mail; not when a colleague has it, and not where nobody stands behind."""
        is_nobodys = self.inquiry.status in (Status.NEW, Status.TAKEN) and self.inquiry.assignee_id is None
        return self.link == Link.LIVE and is_nobodys and who_stands_behind(self.inquiry) is not None

    @property
    def has_a_new_link(self) -> bool:
        """Whether a link was mailed so lately that another one helps nobody."""
        return self._needs_a_new_link and sent_since(self.inquiry, BETWEEN_LINKS)

    @property
    def can_get_a_new_link(self) -> bool:
        return self._needs_a_new_link and not self.has_a_new_link

    @property
    def _needs_a_new_link(self) -> bool:
        return self.link != Link.LIVE and self.inquiry.status == Status.NEW


def open_link(token: str) -> Opened | None:
    """What the token opens; None if it was never made here."""
    public_id = secret_links.public_id_of(token)
    inquiry = Inquiry.objects.with_places().filter(public_id=public_id).first() if public_id else None
    if inquiry is None:
        return None
    if inquiry.act_opens_with(token):
        in_time = sent_since(inquiry, timedelta(hours=settings.INQUIRY_MAIL_LINK_HOURS))
        return Opened(inquiry, Link.LIVE if in_time else Link.EXPIRED)
    earlier = range(1, inquiry.act_version)
    if any(secret_links.is_genuine(token, ACT_PURPOSE, inquiry.public_id, version) for version in earlier):
        return Opened(inquiry, Link.REPLACED)
    return None


def sent_since(inquiry: Inquiry, span: timedelta) -> bool:
    """Whether the latest link was mailed no longer ago than that."""
    return inquiry.act_sent_at is not None and clock.now() - inquiry.act_sent_at < span


def accept(token: str, *, seen: int) -> None:
    """The place takes it on. Raises `MoveNotAllowed`, or `ChangedMeanwhile` if somebody was faster."""
    with _locked(token) as opened:
        if not opened.can_accept:
            raise MoveNotAllowed(f"{opened.inquiry.reference}: {opened.link.name}")
        opened.inquiry.accept(seen=seen)


def decline(token: str, why: DeclineReason, *, seen: int) -> None:
    """The place can't: those who stand behind it get it, when the person has been told. Raises as `accept` does."""
    with _locked(token) as opened:
        if not opened.can_decline:
            raise MoveNotAllowed(f"{opened.inquiry.reference}: {opened.link.name}")
        casework.decline(opened.inquiry, why, by=None, seen=seen)


def send_new_link(token: str) -> None:
    """Mail a new link to whoever is to answer now; all earlier ones are dead. Nothing if that can't help."""
    with _locked(token) as opened:
        if opened.can_get_a_new_link:
            inquiry = opened.inquiry
            inquiry.act_version += 1
            inquiry.act_sent_at = clock.now()
            inquiry.save(update_fields=["act_version", "act_sent_at"])
            mails.queue(inquiry.events.latest("pk"), Kind.NEW_ACT_LINK)


@contextmanager
def _locked(token: str) -> Iterator[Opened]:
    """What the token opens, with the row locked, so that it still does when the step is taken."""
    with transaction.atomic():
        opened = open_link(token)
        if opened is None:
            raise MoveNotAllowed("no such link")
        Inquiry.objects.select_for_update().get(pk=opened.inquiry.pk)
        yield open_link(token) or opened
