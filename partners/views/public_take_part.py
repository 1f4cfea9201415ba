"""Offering to take part in a partnership."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from groups.inquiries.intake import receive
from groups.views.public import taken_in
from partners.forms.take_part import TakePartForm


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: HttpRequest) -> HttpResponse:
    """A volunteer, an organisation, a private or a public body offers to take part: a short form to the office."""
    form = TakePartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return taken_in(request, lambda: receive(form.wanted, suspicious=form.is_suspicious))
    return render(request, "partners/take_part.html", {"form": form}, status=422 if form.errors else 200)
