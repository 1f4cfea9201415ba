"""What is changed about an event. Who comes second is told, and loses nothing that was typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from contactpoints.views.workspace_shared import user_of
from groups.meetings import changing, organising
from groups.meetings.plans import Told, stamp
from groups.meetings.when import in_words
from groups.models import Event, MoveNotAllowed
from groups.views.workspace.meetings import attendance_form, back_to, own_event_at, show_page
from groups.workspace_forms.attending import ChangeForm
from groups.workspace_forms.meetings import EditEventForm, MoveEventForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@get_or_post
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What people read about it, who organises it, who sees it, and for how many there is room."""
    event = own_event_at(request, slug)
    form = _edit_form(request, event)
    if not form.is_valid():
        return _form_page(request, "groups/workspace/meeting_edit.html", event, form)
    try:
        changing.edit(event, form.about, seen=form.cleaned_data["seen"])
    except changing.Refused as problem:
        form.add_error(problem.field, problem.message)
        return _form_page(request, "groups/workspace/meeting_edit.html", event, form)
    except MoveNotAllowed:
        return _outdated(request, "groups/workspace/meeting_edit.html", slug, form)
    messages.success(request, _("Arrangementet er lagret."))
    return back_to(event)


def _edit_form(request: HttpRequest, event: Event) -> EditEventForm:
    user, organisers = user_of(request), list(event.contact_points.all())
    sees_it_anyway = organising.shows_all_to(user, event.office)
    own = [] if sees_it_anyway else [one for one in organisers if one.pk in user.contact_point_ids]
    partners = organising.partners_of([event.office], besides=organisers)
    first = {**EditEventForm.shown_of(event), "seen": stamp(event)}
    sent = request.POST if request.method == "POST" else None
    return EditEventForm(sent, partners=partners, own=own, initial=first)


@never_cache
@get_or_post
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """To another time or another place. All who signed up are told."""
    event = own_event_at(request, slug)
    first = {**MoveEventForm.shown_of(event), "seen": stamp(event)}
    form = MoveEventForm(request.POST if request.method == "POST" else None, initial=first)
    if not form.is_valid():
        return _form_page(request, "groups/workspace/meeting_move.html", event, form)
    try:
        told = changing.move(event, form.span, form.where, seen=form.cleaned_data["seen"])
    except MoveNotAllowed:
        return _outdated(request, "groups/workspace/meeting_move.html", slug, form)
    messages.success(request, " ".join([_("Arrangementet er flyttet."), *_who_is_told(told)]))
    return back_to(event)


@never_cache
@require_POST
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """It does not take place. All who signed up are told."""
    event = own_event_at(request, slug)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return show_page(request, event, sent=form, is_outdated=True, status=422)
    try:
        told = changing.cancel(event, seen=form.cleaned_data["seen"])
    except MoveNotAllowed:
        return show_page(request, own_event_at(request, slug), is_outdated=True, status=409)
    messages.success(request, " ".join([_("Arrangementet er avlyst."), *_who_is_told(told)]))
    return back_to(event)


@never_cache
@require_POST
def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """How many came."""
    event = own_event_at(request, slug)
    form = attendance_form(event, request.POST)
    if not form.is_valid():
        return show_page(request, event, sent=form, status=422)
    try:
        changing.set_attendance(event, form.cleaned_data["number"], seen=form.cleaned_data["seen"])
    except MoveNotAllowed:
        return show_page(request, own_event_at(request, slug), sent=form, is_outdated=True, status=409)
    messages.success(request, _("Tallet er lagret."))
    return back_to(event)


def _form_page(request: HttpRequest, template: str, event: Event, form: ChangeForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 422 if form.errors else 200)
    context = {"event": event, "form": form, "when": in_words(event), **more}
    return render(request, template, context, status=status)


def _outdated(request: HttpRequest, template: str, slug: str, form: ChangeForm) -> HttpResponse:
    """What stands there now, and the form as it was filled in, to be looked at and sent again."""
    now = own_event_at(request, slug)
    form.show_as_seen(stamp(now))
    return _form_page(request, template, now, form, is_outdated=True, status=409)


def _who_is_told(told: Told) -> list[str]:
    """In sentences, for those who may have to pick up the telephone."""
    said = []
    if told.by_mail:
        words = ngettext("Én får e-post om det.", "%(number)d får e-post om det.", told.by_mail)
        said.append(words % {"number": told.by_mail})
    if told.to_call:
        words = ngettext("Én har ikke e-post, og må ringes.", "%(number)d har ikke e-post, og må ringes.", told.to_call)
        said.append(words % {"number": told.to_call})
    return said
