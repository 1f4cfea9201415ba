"""Sending a report: from then on it is the same bytes for ever, in every format, each with its checksum."""

from __future__ import annotations

from hashlib import sha256

from django.db import transaction
from django.utils.text import slugify

from contactpoints.models import User
from linkportal.kit import clock
from linkportal.kit.text import fold
from partners.enums import FileFormat, ReportStatus
from partners.models import FunderReport, Grant, ReportDuty, ReportFile
from partners.reports.content import content_of
from partners.reports.drafting import ChangedMeanwhile, locked, must_be_reported
from partners.reports.page import as_html
from partners.reports.separated import as_csv
from partners.reports.workbook import as_xlsx

_WRITERS = {FileFormat.HTML: as_html, FileFormat.XLSX: as_xlsx, FileFormat.CSV: as_csv}


def send(report: FunderReport, *, by: User, seen: str | None = None) -> FunderReport:
    """Freeze the report as it is now, and note that the duty to report is done; returns it as it was sent.

    `seen` is the `fingerprint` of what the sender has read, if it was shown. Of two who send at once one does. Raises
    `ChangedMeanwhile` if it says something else by now, `NoReport` and `AlreadySent`.
    """
    with transaction.atomic():
        # Whoever allocates money to it, or changes its tranches or budget, waits for this transaction.
        grant = Grant.objects.select_for_update().get(pk=report.grant_id)
        must_be_reported(grant, report.year)
        sent, now = locked(report), clock.now()
        content = content_of(sent, sent_at=now)
        if seen is not None and content.fingerprint != seen:
            raise ChangedMeanwhile
        for kind in FileFormat:
            data = _WRITERS[kind](content)
            ReportFile.objects.create(report=sent, format=kind, data=data, sha256=sha256(data).hexdigest())
        sent.status, sent.sent_at, sent.sent_by = ReportStatus.SENT, now, by
        sent.save(update_fields=["status", "sent_at", "sent_by"])
        duties = ReportDuty.objects.filter(grant=sent.grant_id, year=sent.year).not_sent()
        duties.update(sent_on=clock.today())
    return sent


def file_of(report: FunderReport, kind: FileFormat) -> bytes:
    """The report in that format: as it was sent, or as a draft says it now."""
    if report.is_sent:
        return bytes(report.files.get(format=kind).data)
    return _WRITERS[kind](content_of(report))


def filename_of(report: FunderReport, kind: FileFormat) -> str:
    """A name for the file that says what it is: `rapport-link-telemark-2024-v1.xlsx`."""
    end = f"v{report.version}" if report.is_sent else "forelopig"
    return f"rapport-{slugify(fold(report.grant.project.name))}-{report.year}-{end}.{kind.value}"
