"""What the consent promises to those who signed up: some days after the event they are gone, and a number stays."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from groups.enums import EventStatus
from groups.models import Event, SignUp
from linkportal.kit.each import Each


def erase(until: datetime, each: Each) -> int:
    """Delete the sign-ups of events that were over by then, and keep how many had a place; returns how many went.

    Also if two do it at once, each is counted once. What goes wrong is in `each`.
    """
    deleted = 0

    def erase_those_of(event_id: int) -> None:
        nonlocal deleted
        deleted += _erase_those_of(event_id)

    each.do(erase_those_of, list(_due(until).values_list("pk", flat=True)))
    return deleted


def left(until: datetime) -> int:
    """How many sign-ups there still are of events that were over by then."""
    return SignUp.objects.filter(event__in=_over(until)).count()


def _over(until: datetime) -> QuerySet[Event]:
    """It took place, or it was called off, whichever came first."""
    return Event.objects.filter(Q(ends_at__lt=until) | Q(status=EventStatus.CANCELLED, changed_at__lt=until))


def _due(until: datetime) -> QuerySet[Event]:
    with_sign_ups = Q(pk__in=SignUp.objects.values("event"))
    return _over(until).filter(with_sign_ups | Q(takes_sign_ups=True, signed_up=None)).order_by("pk")


def _erase_those_of(event_id: int) -> int:
    # Locked, so that a second worker counts only what the first has left: nothing.
    event = Event.objects.select_for_update(no_key=True).get(pk=event_id)
    event.signed_up = (event.signed_up or 0) + event.sign_ups.with_place().count()
    event.save(update_fields=["signed_up"])
    deleted, _by_model = event.sign_ups.all().delete()
    return deleted
