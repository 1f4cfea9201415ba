"""Giving an inquiry to a contact point, another office, or a place that is not a contact point yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contactpoints.keeping import coordinates
from contactpoints.proposals import propose
from contactpoints.views.workspace_shared import user_of
from groups.inquiries import casework
from groups.inquiries.receivers import LONGEST_SEARCH, Receiver, candidates
from groups.models import Inquiry, MoveNotAllowed
from groups.views.workspace.shared import case_at, go_on
from groups.views.workspace.steps import since, tell_that_it_left
from groups.workspace_forms.hand_over import HandOver, HandOverForm, NewPlaceForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """To somebody who is suggested, or found by `?sok=`."""
    try:
        inquiry = case_at(request, reference)
    except Http404:
        return tell_that_it_left(request, reference)
    user, text = user_of(request), request.GET.get("sok", "")[:LONGEST_SEARCH]
    found = candidates(inquiry, text, user)
    form = HandOverForm(request.POST or None, **_filled(inquiry, "case_hand_over", sok=text), found=found, by=user)
    if form.is_valid():
        return _give(request, inquiry, form, lambda: form.cleaned_data["to"])
    return _page(request, inquiry, form, text=text, found=found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_to_new(request: HttpRequest, reference: str) -> HttpResponse:
    """To a local actor that is registered as proposed with this. Offices alone may: 404 for others."""
    if not coordinates(user_of(request)):
        raise Http404
    try:
        inquiry = case_at(request, reference)
    except Http404:
        return tell_that_it_left(request, reference)
    form = NewPlaceForm(request.POST or None, **_filled(inquiry, "case_hand_over_new"))
    if form.is_valid():
        return _give(request, inquiry, form, lambda: propose(form.proposal))
    return _page(request, inquiry, form)


def _filled(inquiry: Inquiry, route: str, **query: str) -> dict[str, Any]:
    """What both forms are made with. A search stays in the address, so that who was found is there when it is sent."""
    address = reverse(f"groups:{route}", args=[inquiry.reference])
    searched = urlencode({name: text for name, text in query.items() if text})
    return {
        "inquiry": inquiry,
        "action": f"{address}?{searched}" if searched else address,
        "initial": {"seen": inquiry.events.latest("pk").pk},
    }


def _give(request: HttpRequest, inquiry: Inquiry, form: HandOver, receiver: Callable[[], Receiver]) -> HttpResponse:
    """Hand it over, or ask the person whether one may; `receiver` is registered first if it is new."""
    said, by = form.cleaned_data, user_of(request)
    do = casework.ask_person if form.asks_first else casework.hand_over
    try:
        with transaction.atomic():
            to = receiver()
            do(inquiry, to, by=by, reason=said["reason"], seen=said["seen"])
    except MoveNotAllowed:
        try:
            now = case_at(request, inquiry.reference)
        except Http404:
            return tell_that_it_left(request, inquiry.reference)
        form.show_as_seen(now.events.latest("pk").pk)
        return _page(request, now, form, meanwhile=since(now, said["seen"]), status=409)
    done = _("Personen er spurt på e-post.") if form.asks_first else _("Gitt videre til %(to)s.") % {"to": to.name}
    return go_on(request, inquiry, done)


def _page(request: HttpRequest, inquiry: Inquiry, form: HandOver, *, status: int = 0, **more: Any) -> HttpResponse:
    may_propose = coordinates(user_of(request))
    context = {"inquiry": inquiry, "form": form, "may_propose": may_propose, "told": status == 409, **more}
    return render(request, form.template, context, status=status or (422 if form.errors else 200))
