"""What the partners of a project get on paper: who is with, what they want, how far it is, and what the office says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contactpoints.views.workspace_shared import user_of
from linkportal.kit import clock
from partners.models import PartnershipProject


@never_cache
@require_safe
def partner_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """One sheet, to be printed. The office's own notes are not on it."""
    visible = PartnershipProject.objects.visible_to(user_of(request)).select_related("office", "contact_point")
    project = get_object_or_404(visible, slug=slug)
    today = clock.today()
    partners = project.partners.on(today).select_related("organisation").order_by("role", "organisation__name", "pk")
    context = {
        "project": project,
        "today": today,
        "partners": partners,
        "goals": project.goals.all(),
        "meetings": project.meetings.to_come(),
        "positions": project.positions.filled_on(today),
        "filled": project.positions_filled,
    }
    return render(request, "partners/workspace/partner_sheet.html", context)
