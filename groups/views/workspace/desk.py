"""Where the workspace begins."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from contactpoints.views.workspace_shared import user_of
from groups.desk import desk_of


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """On to the page with which the person's work begins. 404 for who works nowhere, like the admin."""
    user = user_of(request)
    mine = desk_of(user)
    if mine.coordinates:
        return redirect("groups:overview")
    if user.contact_point_ids:
        return redirect("groups:inbox")
    if user.is_staff:
        return redirect("admin:index")
    raise Http404
