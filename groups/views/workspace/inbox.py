"""The list of inquiries of the places that a person works for."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contactpoints.models import User
from groups.models import Inquiry


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits, what is due first on top."""
    mine = Inquiry.objects.visible_to(cast(User, request.user)).open().with_places()
    return render(request, "groups/workspace/inbox.html", {"inquiries": mine.order_by("due_on", "pk")[:30]})
