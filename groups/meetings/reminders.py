"""The day before an event, whoever has a place is reminded of it by mail, once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from groups.enums import EventStatus
from groups.meetings.mails import Mail, queue
from groups.models import SignUp
from linkportal.kit import clock
from linkportal.kit.each import Each


def remind() -> None:
    """Queue the reminders of what is tomorrow. Also if it runs often, or twice at once, everybody gets one.

    Raises `SomeFailed` when the rest is done, if something went wrong.
    """
    each = Each()
    each.do(_remind_one, list(_due().values_list("pk", flat=True)))
    each.raise_if_failed()


def _due() -> QuerySet[SignUp]:
    """Those with a place at what begins tomorrow, by the calendar in Norway, and who were not told of it today.

    Who was reminded of a day from which it was moved is reminded again. Who signed up today has just read it, and who
    gave no address wants no mail.
    """
    today, tomorrow, day_after = (clock.midnight(clock.today() + timedelta(days=days)) for days in range(3))
    not_today = Q(reminded_at=None) | Q(reminded_at__lt=today)
    return (
        SignUp.objects.with_place()
        .exclude(email_key="")
        .filter(
            not_today,
            at__lt=today,
            event__status=EventStatus.PLANNED,
            event__starts_at__gte=tomorrow,
            event__starts_at__lt=day_after,
        )
    )


def _remind_one(sign_up_id: int) -> None:
    with transaction.atomic():
        # Locked, so that two workers don't remind twice: to the second one it is not due any more.
        mine = _due().select_related("event").select_for_update(of=("self",), skip_locked=True)
        sign_up = mine.filter(pk=sign_up_id).first()
        if sign_up and queue(sign_up, Mail.REMINDER):
            sign_up.reminded_at = clock.now()
            sign_up.save(update_fields=["reminded_at"])
