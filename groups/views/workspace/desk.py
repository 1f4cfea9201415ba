"""Where the workspace begins."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from contactpoints.models import User


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """On to the page with which the person's work begins. 404 for who works nowhere, like the admin."""
    user = cast(User, request.user)
    if user.coordinated_office_ids or user.is_national_admin or user.contact_point_ids:
        return redirect("groups:inbox")
    if user.is_staff:
        return redirect("admin:index")
    raise Http404
