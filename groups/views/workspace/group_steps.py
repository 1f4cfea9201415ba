"""Taking a step on the page of a group. Who comes second is told what happened, and loses nothing that was typed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from contactpoints.views.workspace_shared import user_of
from groups.models import MoveNotAllowed
from groups.views.workspace.group_actions import GroupAction
from groups.views.workspace.group_page import Sent, show_group
from groups.views.workspace.group_shared import group_at, since


@never_cache
@require_POST
def take_step(request: HttpRequest, reference: str, action: GroupAction) -> HttpResponse:
    """Take the step; else the group again: 422 with what is missing, 409 with what happened meanwhile."""
    group, user = group_at(request, reference), user_of(request)
    form = action.form_for(group, user, request.POST)
    if action.step not in group.allowed_steps:
        return show_group(request, group, Sent(action, form, since(group, form)), status=409)
    if not form.is_valid():
        return show_group(request, group, Sent(action, form, []), status=422)
    try:
        action.do(group, form.cleaned_data, user)
    except MoveNotAllowed:
        now = group_at(request, reference)
        return show_group(request, now, Sent(action, form, since(now, form)), status=409)
    messages.success(request, str(action.done))
    return redirect("groups:group_page", group.reference)
