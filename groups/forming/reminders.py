"""Reminding those who help groups of what is to be done next and is late: once a week at most, and never on a day on
which they have had another reminder. Inquiries come first.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from contactpoints.working_days import calendars_of
from groups.forming.next_steps import facts_of, next_step_of
from groups.inquiries.colleagues import Colleagues
from groups.models import Reminder, ReminderKind, SelfHelpGroup
from groups.models.upkeep import Recipient
from linkportal.kit import clock, mail
from linkportal.kit.each import Each

REST = timedelta(days=7)


def remind() -> None:
    """Write down and queue what is due today; safe to run often, and twice at once.

    Raises `SomeFailed` when the rest is done, if something went wrong.
    """
    day, each = clock.today(), Each()
    waiting = _late_by_recipient(day, only_working_days=True)
    last = Reminder.objects.all().last_to(waiting, ReminderKind.GROUPS)
    reached = {one.recipient.email.lower() for one in Reminder.objects.filter(on=day).with_recipients()}
    due = [to for to in waiting if to not in last or last[to] + REST <= day]

    def write_down(recipient: Recipient) -> None:
        if recipient.email.lower() not in reached:
            reached.add(recipient.email.lower())  # a place and a person can have the same address
            _write_down(recipient, day)

    each.do(write_down, due)
    each.raise_if_failed()


def send(reminder_id: int) -> None:
    """Send the mail of this reminder; none if nothing is late any more."""
    reminder = Reminder.objects.with_recipients().get(pk=reminder_id)
    number = len(_late_by_recipient(clock.today(), only_working_days=False).get(reminder.recipient, ()))
    if not number:
        return
    subject = ngettext("%(number)d gruppe venter på neste steg", "%(number)d grupper venter på neste steg", number)
    body = _("Hei!\n\n%(what)s. Se hva det er her:\n%(link)s\n\nHilsen LINKportal") % {
        "what": subject % {"number": number},
        "link": settings.SITE_URL + reverse("groups:group_list"),
    }
    mail.send(reminder.recipient.email, subject % {"number": number}, body, key=f"group-reminder-{reminder.pk}")


def _write_down(recipient: Recipient, day: date) -> None:
    reminder = Reminder.to(recipient, ReminderKind.GROUPS, day)
    try:
        with transaction.atomic():
            reminder.save()
    except IntegrityError:
        return  # another worker is doing the same
    job = app.configure_task("groups.send_group_reminder", queue="mail", allow_unknown=False)
    job.defer(reminder_id=reminder.pk)


def _late_by_recipient(day: date, *, only_working_days: bool) -> dict[Recipient, list[SelfHelpGroup]]:
    """The groups whose next step is late, by those who are to take it. As many queries for one group as for all."""
    groups = list(SelfHelpGroup.objects.alive().with_places().order_by("pk"))
    facts = facts_of(groups)
    late = [one for one in groups if (step := next_step_of(one, facts[one.pk])) and step.is_late]
    calendars = calendars_of(one.host for one in late)
    colleagues = Colleagues.at([place for one in late for place in (one.host, one.office)], day)
    found = defaultdict[Recipient, list[SelfHelpGroup]](list)
    for group in late:
        if not only_working_days or calendars[group.host].is_working_day(day):
            for recipient in _recipients(group, colleagues):
                found[recipient].append(group)
    return dict(found)


def _recipients(group: SelfHelpGroup, colleagues: Colleagues) -> list[Recipient]:
    """Who works where the group is helped, else the place's address; where there is neither, the office's."""
    for place in (group.host, group.office):
        there: list[Recipient] = [user for user in colleagues.of(place) if user.email]
        if there or place.email:
            return there or [place]
    return []
