"""Groups that one may ask to join, for everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups.forming.public import shown_groups
from groups.forms.groups import GroupsForm


@login_not_required
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Those that a contact point chose to show, by county; where there is none, the ways on."""
    search = GroupsForm(request.GET)
    search.is_valid()
    counties, has_next = shown_groups(search.county, search.theme, search.page)
    context = {
        "search": search,
        "counties": counties,
        "previous": f"?{search.query(side=str(search.page - 1))}" if search.page > 1 else "",
        "next": f"?{search.query(side=str(search.page + 1))}" if has_next else "",
    }
    return render(request, "groups/groups.html", context)
