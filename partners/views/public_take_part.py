"""Offering to take part in a partnership."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from groups.views.public import taken_in
from partners import interest
from partners.forms.take_part import TakePartForm


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: HttpRequest) -> HttpResponse:
    """A volunteer, an organisation, a private or a public body offers to take part: a short form to the office.

    `?prosjekt=` is the address of a project that everybody may read about.
    """
    sent = request.POST if request.method == "POST" else None
    project = interest.joinable((request.GET if sent is None else sent).get("prosjekt", ""))
    form = TakePartForm(sent, project=project)
    if form.is_valid():
        return taken_in(request, lambda: interest.offer(form.wanted, project, suspicious=form.is_suspicious))
    context = {"form": form, "project": project}
    return render(request, "partners/take_part.html", context, status=422 if form.errors else 200)
