"""The public events: a list to choose from, and a page for each."""

from __future__ import annotations

from itertools import islice

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from groups.forms.events import EventsForm
from groups.meetings.organisers import beside_the_office
from groups.meetings.public_list import Listed, by_month
from groups.models import Event

PER_PAGE = 30


@login_not_required
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What is to come, month by month. `?fylke=` and `?slag=` make it less, `?side=` goes on."""
    search = EventsForm(request.GET)
    search.is_valid()
    upcoming = search.events.upcoming().with_counts().select_related("municipality__county")
    first = (search.page - 1) * PER_PAGE
    found = list(upcoming[first : first + PER_PAGE + 1])
    context = {
        "search": search,
        "months": by_month(islice(found, PER_PAGE)),
        "previous": f"?{search.query(side=str(search.page - 1))}" if search.page > 1 else "",
        "next": f"?{search.query(side=str(search.page + 1))}" if len(found) > PER_PAGE else "",
    }
    return render(request, "groups/events.html", context)


@login_not_required
@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: what, when, where, by whom, and how to sign up. What is not public is not there."""
    found = get_object_or_404(Event.objects.public().with_places().with_counts(), slug=slug)
    context = {"event": found, "listed": Listed.of(found), "beside": beside_the_office(found)}
    return render(request, "groups/event.html", context)
