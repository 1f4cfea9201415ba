"""The list of inquiries of the places that a person works for, and the search in it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from groups.desk import Count, Desk, Scope, counts
from groups.enums import Selection
from groups.forms.inbox import InboxForm, SearchForm
from groups.inbox import BELOW, found_by, page_of, scope_of
from groups.views.workspace import desk_at


class Tab(NamedTuple):
    """One of the lists. What has ended is not counted: that would only grow."""

    words: str
    query: str
    is_here: bool
    number: Count | None


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One list of everything that one's places have, what is due first on top."""
    desk = desk_at(request)
    form = InboxForm(request.GET, places=_places(desk))
    form.is_valid()
    asked = scope_of(desk, form.place)
    scope = desk.scope if asked is None else asked
    page = page_of(desk.user, scope, form.selection, form.filters, form.page)
    remarks = form.remarks if asked else [*form.remarks, _("Der har dere ingen henvendelser. Her er deres egne.")]
    context = {
        "desk": desk,
        "form": form,
        "search": SearchForm(),
        "page": page,
        "remarks": remarks,
        "tabs": _tabs(desk, scope, form),
        "previous": f"?{form.query(side=str(page.number - 1))}" if page.number > 1 else "",
        "next": f"?{form.query(side=str(page.number + 1))}" if page.has_next else "",
    }
    return render(request, "groups/workspace/inbox.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Find by reference, or exactly by address or number. Posted, so that neither stands in an address or a log."""
    desk = desk_at(request)
    form = SearchForm(request.POST if request.method == "POST" else None)
    rows = None
    if form.is_valid():
        rows = found_by(desk.user, reference=form.reference, contact=form.contact)
        if form.reference and len(rows) == 1:
            return redirect(rows[0].path)
    context = {"form": form, "rows": rows}
    return render(request, "groups/workspace/search.html", context, status=422 if form.errors else 200)


def _tabs(desk: Desk, scope: Scope, form: InboxForm) -> list[Tab]:
    counted = desk.counts if scope == desk.scope else counts(scope, desk.user)
    return [
        Tab(str(one.label), form.query(utvalg=one, side=""), one == form.selection, counted.get(one))
        for one in Selection
        if one != Selection.QUARANTINED or scope.offices
    ]


def _places(desk: Desk) -> list[tuple[str, str]]:
    """Whose lists there are to choose from; none where there is but one."""
    choices: list[tuple[str, Any]] = [("", _("Det vi svarer på selv") if desk.offices else _("Alle stedene mine"))]
    if desk.offices:
        choices.append((BELOW, _("Det kontaktpunktene svarer på")))
    if len(desk.places) > 1:
        choices += [(one.key, one.name) for one in desk.places]
    return choices if len(choices) > 1 else []
