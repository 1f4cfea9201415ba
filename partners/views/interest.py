"""Linking an inquiry of somebody who wants to take part to one of the projects of one's office."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contactpoints.keeping import coordinates
from contactpoints.views.workspace_shared import user_of
from groups.enums import Status, Wish
from groups.views.workspace.shared import case_at
from partners import interest
from partners.forms.interest import LinkForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_interest(request: HttpRequest, reference: str) -> HttpResponse:
    """To coordinators, of inquiries about taking part that they answer; 404 for others."""
    user, inquiry = user_of(request), case_at(request, reference)
    if not coordinates(user) or inquiry.wish != Wish.PARTNER or inquiry.status == Status.QUARANTINED:
        raise Http404
    now = interest.interest_of(inquiry, user)
    form = LinkForm(request.POST if request.method == "POST" else None, inquiry=inquiry, now=now, user=user)
    if form.is_valid():
        project = form.cleaned_data["project"]
        interest.link(inquiry, project, by=user)
        done = _("Henvendelsen er knyttet til %(project)s.") if project else _("Henvendelsen er ikke knyttet til noe.")
        messages.success(request, done % {"project": project})
        return redirect("groups:case", inquiry.reference)
    context = {"inquiry": inquiry, "form": form, "now": now}
    return render(request, "partners/workspace/interest.html", context, status=422 if form.errors else 200)
