"""The start page of those who answer for an area, and the test of where an inquiry would go."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contactpoints import coverage_gaps
from groups import overview as area
from groups.desk import Desk
from groups.forming import reach_words, summary
from groups.forming.circles import within_reach
from groups.forms.routing_test import RoutingTestForm
from groups.views.workspace.shared import desk_at


def _coordinators_desk(request: HttpRequest) -> Desk:
    """The desk of a coordinator or the national administrator; 404 for others."""
    desk = desk_at(request)
    if not desk.coordinates:
        raise Http404
    return desk


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is new and late in the area, and what should be looked at when there is time."""
    desk = _coordinators_desk(request)
    places = area.new_and_late(desk)
    proposed = list(area.proposed(desk.user)[: area.MOST_PROPOSED])
    groups = summary.living(desk.user)
    context = {
        "desk": desk,
        "places": places[: area.MOST_PLACES],
        "more_places": max(0, len(places) - area.MOST_PLACES),
        "gaps": coverage_gaps.counts(desk.user),
        "unconfirmed": coverage_gaps.unconfirmed(desk.user).select_related("municipality__county")[:5],
        "proposed": [(one, getattr(one, "onboarding", None)) for one in proposed],
        "groups": summary.counted(groups),
        "first": summary.most_urgent(groups),
        "within_reach": reach_words.proposals(within_reach(desk.user).circles[: area.MOST_WITHIN_REACH]),
        "form": RoutingTestForm(),
    }
    return render(request, "groups/workspace/overview.html", context)


@require_safe
def routing_test(request: HttpRequest) -> HttpResponse:
    """«Hvor ville 3915 havnet, og hvorfor?»"""
    _coordinators_desk(request)
    form = RoutingTestForm(request.GET if "sted" in request.GET else None)
    place = form.cleaned_data["sted"] if form.is_valid() else None
    context = {"form": form, "place": place, "test": area.try_routing(place) if place else None}
    return render(request, "groups/workspace/routing_test.html", context, status=422 if form.errors else 200)
