"""The public events for calendars: all to subscribe to, and one to save. Who has them already is told so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from groups.enums import EventKind
from groups.forms.events import EventsForm
from groups.meetings import calendar as calendars
from groups.models import Event
from groups.models.meetings import EventQuerySet
from linkportal.kit import clock
from linkportal.kit.known import unless_known

KEPT = timedelta(days=90)  # so long what is over stays in a calendar that is subscribed to
MAY_BE_OLD = 15 * 60  # seconds
# What an entry is made of; another venue has another `changed_at`.
_SEEN = (
    "pk",
    "changed_at",
    "sequence",
    "status",
    "kind",
    "title",
    "text",
    "starts_at",
    "ends_at",
    "municipality__name",
)


@login_not_required
@cache_control(public=True, max_age=MAY_BE_OLD)
@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The public events to subscribe to. `?fylke=` and `?slag=` make it less, as in the list."""
    search = EventsForm(request.GET)
    search.is_valid()
    events = search.events.filter(ends_at__gte=clock.now() - KEPT).order_by("starts_at", "pk")
    chosen = (search.county.name if search.county else "", EventKind(search.kind).label if search.kind else "")
    name = " – ".join(["LINKportal", *(str(word) for word in chosen if word)])
    return _unless_known(request, events, lambda found: calendars.of_events(found, name))


@login_not_required
@cache_control(public=True, max_age=MAY_BE_OLD)
@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One public event to save, also when it was cancelled."""
    found = get_object_or_404(Event.objects.public(), slug=slug)
    events = Event.objects.public().filter(pk=found.pk)
    response = _unless_known(request, events, lambda one: calendars.of_event(one.get()))
    response["Content-Disposition"] = 'attachment; filename="arrangement.ics"'
    return response


def _unless_known(
    request: HttpRequest, events: EventQuerySet, write: Callable[[EventQuerySet], bytes]
) -> HttpResponseBase:
    """The calendar, unless the program that asks has it as it is now."""

    def written() -> HttpResponse:
        return HttpResponse(write(events.select_related("municipality")), content_type="text/calendar; charset=utf-8")

    return unless_known(request, events.values_list(*_SEEN), written)
