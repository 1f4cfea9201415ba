"""The public pages of partnership projects: a list, a page for each, and its next meeting for a calendar."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partners import calendars, project_list, project_page
from partners.forms.projects import PageForm, ProjectsForm
from partners.models import NetworkMeeting, ProjectUpdate


@login_not_required
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The projects, those that go on first. `?fylke=` and `?status=` make it less, `?side=` goes on."""
    search = ProjectsForm(request.GET)
    search.is_valid()
    found, has_next = project_list.page_of(search.projects, search.page)
    context = {
        "search": search,
        "parts": found,
        "previous": f"?{search.query(side=str(search.page - 1))}" if search.page > 1 else "",
        "next": f"?{search.query(side=str(search.page + 1))}" if has_next else "",
        "updates": ProjectUpdate.objects.published().select_related("project")[: project_list.UPDATES],
        "meeting": project_page.next_meeting(),
    }
    return render(request, "partners/projects.html", context)


@login_not_required
@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One project: who, with whose money, and how it goes. What is not public is not there."""
    found = project_page.project_at(slug)
    if found is None:
        raise Http404
    context = {"project": found, **project_page.more_about(found, PageForm(request.GET).page)}
    return render(request, "partners/project.html", context)


@login_not_required
@require_safe
def meeting_calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A public meeting, to save in one's calendar."""
    meeting = get_object_or_404(NetworkMeeting.objects.public(), project_page.of_public_projects(), public_id=public_id)
    response = HttpResponse(calendars.of_meeting(meeting), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nettverksmote.ics"'
    return response
