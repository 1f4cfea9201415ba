"""An office, for those who coordinate it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contactpoints.views.workspace_shared import office_at, page_of
from contactpoints.workspace_forms.days import OfficeForm


@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest, slug: str) -> HttpResponse:
    """How one reaches the office, and on which days it answers."""
    found = office_at(request, slug)
    form = OfficeForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Opplysningene er lagret."))
        return redirect("contactpoints:office", slug)
    context = {**page_of(request, office_at(request, slug), ""), "form": form}
    return render(request, "contactpoints/workspace/office.html", context, status=422 if form.errors else 200)
