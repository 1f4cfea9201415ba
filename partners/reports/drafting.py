"""Reports as long as they are written on: a new one, what is said in it, and a new version of one that was sent."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from django.db import transaction

from contactpoints.models import User
from partners.enums import ReportStatus
from partners.models import FunderReport, Grant, ReportText


class NoReport(Exception):
    """There is no report about that year: it is none of the award's, or the award itself is a draft."""


class ChangedMeanwhile(Exception):
    """Somebody else has changed it since it was read."""


class AlreadySent(Exception):
    """It was sent, and stays as it is."""


def make(grant: Grant, year: int, *, by: User) -> FunderReport:
    """The report about that year: the one there is, in its newest version, or else a new one.

    Of two who make it at once one makes it. Raises `NoReport`.
    """
    with transaction.atomic():
        grant = _lock(grant)
        return _newest(grant, year) or _make(grant, year, by=by)


def new_version(report: FunderReport, *, by: User) -> FunderReport:
    """The draft about the same year, to be changed and sent once more: a new one says what the last one said.

    Raises `NoReport`.
    """
    with transaction.atomic():
        grant = _lock(report.grant)
        last = _newest(report.grant, report.year)
        if last is None or not last.is_sent:
            return last or _make(grant, report.year, by=by)
        made = _make(grant, report.year, by=by, version=last.version + 1, summary=last.summary)
        said = last.texts.values_list("goal", "text")
        ReportText.objects.bulk_create(ReportText(report=made, goal_id=goal, text=text) for goal, text in said)
        return made


def write(report: FunderReport, summary: str, texts: Mapping[int, str], *, seen: str) -> None:
    """Keep what is said in a draft: about the year, and about goals by their keys.

    `seen` is the `stamp` of what the writer had before them. Raises `ChangedMeanwhile` and `AlreadySent`.
    """
    with transaction.atomic():
        now = locked(report)
        if stamp(now) != seen:
            raise ChangedMeanwhile
        now.summary = summary
        now.save(update_fields=["summary"])
        for goal, text in texts.items():
            now.texts.update_or_create(goal_id=goal, defaults={"text": text})


def stamp(report: FunderReport) -> str:
    """What tells whether somebody else has written meanwhile."""
    said = sorted(report.texts.exclude(text="").values_list("goal", "text"))
    return sha256(repr((report.summary, said)).encode()).hexdigest()


def locked(report: FunderReport) -> FunderReport:
    """The draft as it is now, which nobody else changes until the transaction is over. Raises `AlreadySent`."""
    now = FunderReport.objects.select_for_update().get(pk=report.pk)
    if now.is_sent:
        raise AlreadySent
    return now


def must_be_reported(grant: Grant, year: int) -> None:
    """Raises `NoReport` if there is nothing to report about the award in that year."""
    if grant.is_draft or year not in grant.years:
        raise NoReport


def _lock(grant: Grant) -> Grant:
    return Grant.objects.select_for_update().get(pk=grant.pk)


def _newest(grant: Grant, year: int) -> FunderReport | None:
    return FunderReport.objects.filter(grant=grant, year=year).order_by("-version").first()


def _make(grant: Grant, year: int, *, by: User, version: int = 1, summary: str = "") -> FunderReport:
    must_be_reported(grant, year)
    return FunderReport.objects.create(
        grant=grant, year=year, version=version, summary=summary, status=ReportStatus.DRAFT, made_by=by
    )
