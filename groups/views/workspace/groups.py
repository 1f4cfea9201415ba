"""All groups of one's places, where another one is within reach, and making one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contactpoints.models import User
from groups.forming import gathering, reach_words, summary
from groups.forming.circles import within_reach
from groups.forming.reach import Spot, note_reading, people_near
from groups.models import MoveNotAllowed
from groups.views.workspace.shared import desk_at
from groups.workplaces import workplaces
from groups.workspace_forms.gathering import GatherForm, SpotForm, where_first
from groups.workspace_forms.group_list import GroupListForm


@never_cache
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """What is to be done next of all, and where each group stands; on a list of their own those that are over."""
    user, form = desk_at(request).user, GroupListForm(request.GET)
    if form.shows_over:
        rows, has_next = summary.over(user, form.page)
        first = None
    else:
        living = summary.living(user)
        first = summary.most_urgent(living)
        rows, has_next = form.cut(living, summary.PER_PAGE)
    context = {
        "form": form,
        "here": "over" if form.shows_over else "list",
        "first": first,
        "rows": rows,
        "previous": f"?{form.query(form.page - 1)}" if form.page > 1 else "",
        "next": f"?{form.query(form.page + 1)}" if has_next else "",
    }
    return render(request, "groups/workspace/group_list.html", context)


@never_cache
@require_safe
def group_reach(request: HttpRequest) -> HttpResponse:
    """Where people wait near each other for the same, and how many more it takes."""
    user = desk_at(request).user
    found = within_reach(user)
    context = {
        "found": found,
        "proposals": reach_words.proposals(found.circles, summary.gathering(user)),
        "lines": reach_words.lines(found),
        "reach_km": settings.GROUP_REACH_KM,
        "names_offices": len({one.office for one in found.by_theme}) > 1,
    }
    return render(request, "groups/workspace/group_reach.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_new(request: HttpRequest) -> HttpResponse:
    """First what, where and when, which is the query of the address; then whose it is, and who is asked."""
    user = desk_at(request).user
    asked = request.method == "POST" or any(name in request.GET for name in SpotForm.base_fields)
    initial = {"kommune": where_first(workplaces(user))}
    what = SpotForm(request.GET if asked else None, user=user, initial=initial)
    if not what.is_valid():
        return _page(request, {"what": what, "form": what}, failed=bool(what.errors))
    form = _gather_form(request, user, what)
    if form.is_bound and (made := _made(request, user, form, what.spot)):
        return made
    if form.is_bound:
        form = _gather_form(request, user, what)  # with those who can be asked now
    note_reading(form.askable.values(), user)
    return _page(request, {"what": what, "gather": form, "form": form}, failed=bool(form.errors))


def _gather_form(request: HttpRequest, user: User, what: SpotForm) -> GatherForm:
    """The form with those who can be asked just now."""
    sent = request.POST if request.method == "POST" else None
    hosts = gathering.hosts_for(what.spot, user)
    return GatherForm(sent, hosts=hosts, people=people_near(what.spot, user), query=what.query)


def _made(request: HttpRequest, user: User, form: GatherForm, spot: Spot) -> HttpResponse | None:
    """To the page of the new group, or of that which the same form became before; None if something is wrong, also
    where somebody was asked by another group in this very moment.
    """
    is_valid, number = form.is_valid(), form.cleaned_data.get("submission_id")
    if number and (before := gathering.made_before(number, user)):
        return redirect("groups:group_page", before.reference)
    if not is_valid:
        return None
    try:
        group = gathering.gather(form.helped_by, spot, form.chosen, by=user, submission_id=number)
    except MoveNotAllowed:
        return None
    done = _("Gruppen er laget. De du krysset av, blir spurt nå.") if form.chosen else _("Gruppen er laget.")
    messages.success(request, done)
    return redirect("groups:group_page", group.reference)


def _page(request: HttpRequest, context: dict[str, Any], *, failed: bool) -> HttpResponse:
    return render(request, "groups/workspace/group_new.html", context, status=422 if failed else 200)
