"""Mails about deadlines: 30, 7 and 1 days before, and two weeks after. One to an office on a day, with all of theirs.

That an office was told of a deadline at one of these distances is a row (`DeadlineReminder`), so that it is told once,
however often the job runs. After days without a worker it is told of the latest distance alone; and once more where the
deadline itself has moved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from contactpoints.models import DistrictOffice, User
from linkportal.kit import clock
from linkportal.kit.each import Each
from partners import duties, mails
from partners.deadlines import Deadline, deadline_of, deadlines_of_offices, everybodys_deadlines
from partners.models import DeadlineReminder, ReportDuty, Tranche

FIRST = 30
# Days until the deadline, below zero after it, and how a reminder at that distance is known.
DISTANCES = {FIRST: "30", 7: "7", 1: "1", -14: "after"}


def remind() -> None:
    """Write down and queue what is due today; safe to run often, and twice at once.

    Raises `SomeFailed` when the rest is done, if something went wrong.
    """
    each = Each()
    each.do(_keep_duties, [duties.keep_all])
    day, desk = clock.today(), _desk()
    by_office = defaultdict[DistrictOffice, list[str]](list)
    for key, deadline in _untold().items():
        by_office[_who_is_told(deadline.project.office, desk)].append(key)
    # Who has had their mail today gets the rest tomorrow.
    had = _known(_mail_of(office, day) for office in by_office)

    def write_down(office: DistrictOffice) -> None:
        _write_down(office, by_office[office], day)

    each.do(write_down, [office for office in by_office if _mail_of(office, day) not in had])
    each.raise_if_failed()


def send_now(row: ReportDuty | Tranche, *, by: User) -> bool:
    """Mail the project's office of this one deadline, because `by` asks for it; whether there is a mail.

    None where it is done or has no day, where the mail of today has been asked for before, and of what `by` does not
    see.
    """
    deadline = deadline_of(row)
    if deadline is None or not type(row)._default_manager.visible_to(by).filter(pk=row.pk).exists():
        return False
    with transaction.atomic():
        reminder, is_new = DeadlineReminder.objects.get_or_create(key=f"now-{deadline.key}-{clock.today()}")
        if is_new:
            about = {"duty_id": row.pk} if isinstance(row, ReportDuty) else {"tranche_id": row.pk}
            _queue(reminder, _who_is_told(deadline.project.office, _desk()), **about)
    return is_new


def send(reminder_id: int, office_id: int, *, duty_id: int = 0, tranche_id: int = 0) -> None:
    """Send the mail of this reminder: about one deadline, or all of that office. None if nothing waits any more."""
    office = DistrictOffice.objects.get(pk=office_id)
    if duty_id or tranche_id:
        row = ReportDuty.objects.filter(pk=duty_id).first() or Tranche.objects.filter(pk=tranche_id).first()
        found = deadline_of(row) if row else None
        those = [found] if found else []
    else:
        those = deadlines_of_offices(_whose(office), FIRST)
    if those:
        mails.send(office, those, key=f"deadlines-{reminder_id}")


def _untold() -> dict[str, Deadline]:
    """By the key of its reminder: each deadline of which nobody was told yet at the latest distance it has come to."""
    reached = {}
    for deadline in everybodys_deadlines(FIRST):
        latest = min(days for days in DISTANCES if deadline.days_left <= days)
        reached[f"{deadline.key}-{DISTANCES[latest]}"] = deadline
    told = _known(reached)
    return {key: deadline for key, deadline in reached.items() if key not in told}


def _known(keys: Iterable[str]) -> set[str]:
    """Those of the keys that a reminder has."""
    return set(DeadlineReminder.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def _keep_duties(keep: Callable[[], None]) -> None:
    keep()


def _write_down(office: DistrictOffice, keys: list[str], day: date) -> None:
    """That the office is told of these, and the job of the mail, all or nothing."""
    rows = [DeadlineReminder(key=key) for key in (_mail_of(office, day), *keys)]
    try:
        with transaction.atomic():
            DeadlineReminder.objects.bulk_create(rows)
    except IntegrityError:
        return  # another worker is doing the same
    _queue(rows[0], office)


def _queue(reminder: DeadlineReminder, office: DistrictOffice, **about: int) -> None:
    job = app.configure_task("partners.send_deadline_mail", queue="mail", allow_unknown=False)
    job.defer(reminder_id=reminder.pk, office_id=office.pk, **about)


def _mail_of(office: DistrictOffice, day: date) -> str:
    """The key of the office's mail of that day."""
    return f"office-{office.pk}-{day}"


def _desk() -> DistrictOffice | None:
    return DistrictOffice.objects.open_on(clock.today()).filter(is_national_desk=True).first()


def _who_is_told(office: DistrictOffice, desk: DistrictOffice | None) -> DistrictOffice:
    """The project's office; of one that is closed the national desk, which sees all projects."""
    return office if desk is None or office.is_open_on(clock.today()) else desk


def _whose(office: DistrictOffice) -> list[int]:
    """The offices of whose projects this one is told."""
    closed = DistrictOffice.objects.filter(closed_on__lte=clock.today()).values_list("pk", flat=True)
    return [office.pk, *(closed if office.is_national_desk else ())]
