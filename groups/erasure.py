"""What the consent promises: personal fields and texts go some time after the end, or after the last contact.

In the same night those who signed up for an event go that is over.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from groups.enums import ALLOWED, Status, Step
from groups.meetings import erasure as sign_ups
from groups.models import ErasureRun, Inquiry
from linkportal.kit import clock
from linkportal.kit.each import Each

LATE = timedelta(hours=48)  # the nightly job should have been there long ago


@dataclass
class Erased:
    """How much went."""

    inquiries: int = 0
    lapsed: int = 0  # of these: open until now
    texts: int = 0
    sign_ups: int = 0


def due(moment: datetime) -> Q:
    """Which inquiries hold something personal that should not be kept any longer at that moment.

    By days and not by hours, because the consent says «senest»: the night in which the last day begins is the one.
    """
    closed = Q(status=Status.CLOSED, closed_at__lt=_end_of_day(moment, settings.INQUIRY_ERASE_DAYS))
    silent = Q(last_contact_at__lt=_end_of_day(moment, settings.INQUIRY_ERASE_LATEST_DAYS))
    return Q(closed | silent, erased_at=None, status__in=ALLOWED[Step.ERASE])


def _end_of_day(moment: datetime, days: int) -> datetime:
    """When the day ended, in Norway, that lies so many days before that of `moment`."""
    return clock.midnight(timezone.localtime(moment).date() - timedelta(days=days - 1))


def _sign_ups_until(moment: datetime) -> datetime:
    """When an event must have been over for its sign-ups to be due."""
    return _end_of_day(moment, settings.SIGN_UP_ERASE_DAYS)


def erase() -> ErasureRun:
    """Erase what is due, and write down how much it was. Also if two do it at once, each inquiry is erased once.

    Raises `SomeFailed` when the rest is done, if something went wrong; what was done is written down then too.
    """
    now, each, erased = clock.now(), Each(), Erased()

    def erase_one(inquiry_id: int) -> None:
        _erase_one(inquiry_id, now, erased)

    each.do(erase_one, _due(now).order_by("pk").values_list("pk", flat=True))
    erased.sign_ups = sign_ups.erase(_sign_ups_until(now), each)
    run = ErasureRun.objects.create(**asdict(erased))
    each.raise_if_failed()
    return run


def late() -> int:
    """How many inquiries and sign-ups hold something personal that should have been erased two days ago."""
    moment = clock.now() - LATE
    return _due(moment).count() + sign_ups.left(_sign_ups_until(moment))


def _due(moment: datetime) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(due(moment))


def _erase_one(inquiry_id: int, now: datetime, erased: Erased) -> None:
    inquiry = _due(now).select_for_update(skip_locked=True).filter(pk=inquiry_id).first()
    if inquiry is None:
        return  # another worker has it, or somebody was in touch just now
    texts, was_closed = inquiry.texts.count(), inquiry.status == Status.CLOSED
    inquiry.erase()
    erased.inquiries += 1
    erased.lapsed += not was_closed
    erased.texts += texts
