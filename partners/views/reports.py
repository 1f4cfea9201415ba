"""Reports to funders in the workspace: reading, writing, and sending them. To those of the office they belong to."""

from __future__ import annotations

import io
import uuid
from typing import Any

from csp.constants import NONE
from csp.decorators import csp
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactpoints.models import User
from contactpoints.views.workspace_shared import user_of
from linkportal.kit.exchange.exporting import XLSX_TYPE
from partners import reports
from partners.enums import FileFormat
from partners.forms.reports import MakeForm, SendForm, WriteForm
from partners.models import FunderReport

NOTHING_TO_REPORT = _lazy("Tildelingen er en kladd, eller gjelder ikke for dette året. Se over den først.")
_TYPES = {FileFormat.XLSX: XLSX_TYPE, FileFormat.CSV: "text/csv; charset=utf-8"}


@never_cache
@require_safe
def report(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One version of a report: what a draft says now, or the files of one that was sent."""
    return _show(request, _report_at(request, public_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_make(request: HttpRequest) -> HttpResponse:
    """Choose among the reports that are due, and get it made: the one there is already, or a new one."""
    user = user_of(request)
    if not _keeps(user):
        raise Http404
    form = MakeForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        duty = form.cleaned_data["duty"]
        try:
            return redirect(reports.make(duty.grant, duty.year, by=user))
        except reports.NoReport:
            form.add_error("duty", NOTHING_TO_REPORT)
    return render(request, "partners/report/make.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_write(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write about the year and its goals. What was sent can't be written on: its page says so."""
    found = _kept_report_at(request, public_id)
    if found.is_sent:
        return _tell_that_it_was_sent(request, found)
    form = WriteForm(request.POST if request.method == "POST" else None, report=found)
    if form.is_valid():
        said = form.cleaned_data
        try:
            reports.write(found, said["summary"], form.texts, seen=said["seen"])
        except reports.AlreadySent:
            return _tell_that_it_was_sent(request, found)
        except reports.ChangedMeanwhile:
            form.say_that_it_has_changed(_kept_report_at(request, public_id))
        else:
            messages.success(request, _("Teksten er lagret."))
            return redirect(found)
    context = {"report": found, "form": form}
    return render(request, "partners/report/write.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def report_send(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Freeze it: from now on it stays as it is."""
    found = _kept_report_at(request, public_id)
    form = SendForm(request.POST, report=found, seen="")
    if not form.is_valid() and not found.is_sent:
        return _show(request, found, form=form, status=422)
    try:
        sent = reports.send(found, by=user_of(request), seen=request.POST.get("seen", ""))
    except reports.AlreadySent:
        return _tell_that_it_was_sent(request, found)
    except reports.NoReport:
        messages.warning(request, NOTHING_TO_REPORT)
    except reports.ChangedMeanwhile:
        messages.warning(
            request, _("Tall eller tekst har endret seg siden du leste. Se over, og frys rapporten på nytt.")
        )
    else:
        messages.success(request, _("Rapporten er frosset. Last ned filene, og send dem til tilskuddsgiveren."))
        found = sent
    return redirect(found)


@never_cache
@require_POST
def report_new_version(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A draft that says what the last version said, to be changed and sent anew. There is one at a time."""
    found = _kept_report_at(request, public_id)
    try:
        found = reports.new_version(found, by=user_of(request))
    except reports.NoReport:
        messages.warning(request, NOTHING_TO_REPORT)
        return redirect(found)
    messages.success(request, _("Her er versjon %(version)d, som dere kan endre.") % {"version": found.version})
    return redirect(found)


@never_cache
@require_safe
def report_file(request: HttpRequest, public_id: uuid.UUID, kind: FileFormat) -> HttpResponseBase:
    """The report as a file: what was sent is always the same bytes; of a draft, what it says now.

    The page shows in the browser, and may do nothing there but look as it does.
    """
    found = _report_at(request, public_id)
    data, name = reports.file_of(found, kind), reports.filename_of(found, kind)
    if kind is FileFormat.HTML:
        policy = {"default-src": [NONE], "style-src": [reports.style_source(data)], "frame-ancestors": [NONE]}
        as_page = csp({**policy, "base-uri": [NONE], "form-action": [NONE], "sandbox": [True]})
        named = {"Content-Disposition": content_disposition_header(False, name) or ""}
        return as_page(lambda _request: HttpResponse(data, headers=named))(request)
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type=_TYPES[kind])


def _report_at(request: HttpRequest, public_id: uuid.UUID) -> FunderReport:
    """The report at this address, for who may see the project; else 404."""
    rows = FunderReport.objects.visible_to(user_of(request))
    return get_object_or_404(rows.select_related("grant__project", "grant__scheme"), public_id=public_id)


def _kept_report_at(request: HttpRequest, public_id: uuid.UUID) -> FunderReport:
    """The same, for who writes reports; else 404."""
    if not _keeps(user_of(request)):
        raise Http404
    return _report_at(request, public_id)


def _keeps(user: User) -> bool:
    """Whether one writes reports, and does not only read them."""
    return user.has_perm("partners.keep_funderreport")


def _show(
    request: HttpRequest, found: FunderReport, *, form: SendForm | None = None, status: int = 200
) -> HttpResponse:
    keeps = _keeps(user_of(request))
    versions = FunderReport.objects.filter(grant=found.grant_id, year=found.year).order_by("-version")
    context: dict[str, Any] = {"report": found, "keeps": keeps, "versions": versions, "form": form}
    if found.is_sent:
        context["files"] = found.files.defer("data").order_by("pk")
        return render(request, "partners/report/sent.html", context, status=status)
    content = reports.content_of(found)
    context |= {"content": content, "missing": reports.missing_in(found)}
    context["send_form"] = form or SendForm(report=found, seen=content.fingerprint)
    return render(request, "partners/report/draft.html", context, status=status)


def _tell_that_it_was_sent(request: HttpRequest, found: FunderReport) -> HttpResponse:
    messages.warning(request, _("Denne versjonen er sendt, og kan ikke endres. Lag en ny versjon for å rette noe."))
    return redirect(found)
