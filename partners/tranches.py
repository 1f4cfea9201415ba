"""Tranches that have come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from partners.enums import TrancheStatus
from partners.models import Tranche


@transaction.atomic
def mark_paid(tranches: Iterable[Tranche], day: date) -> int:
    """Each of these that is still to come has come on `day`. Returns how many; of two who say so, one is counted.

    Tranches of drafts, and those that have lapsed, are left as they are.
    """
    waiting = Tranche.objects.planned().filter(pk__in=[tranche.pk for tranche in tranches]).order_by("pk")
    locked = list(waiting.select_for_update(of=("self",), no_key=True))
    for tranche in locked:
        tranche.move(TrancheStatus.PAID)
        tranche.paid_on = day
        tranche.save()
    return len(locked)
