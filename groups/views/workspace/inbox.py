"""The list of inquiries of the places that a person works for, and the search in it."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from groups.desk import Count, Desk, counts, tally_of
from groups.enums import Selection
from groups.forms.inbox import InboxForm, SearchForm
from groups.inquiries.inbox import Whose, choices_of, found_by, page_of, whose
from groups.views.workspace.shared import desk_at


class Link(NamedTuple):
    """A list to go to. What has ended is not counted: that would only grow."""

    words: str
    query: str
    is_here: bool
    number: Count | None = None


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One list of everything that one's places have, what is due first on top."""
    desk = desk_at(request)
    form = InboxForm(request.GET)
    form.is_valid()
    asked, own = whose(desk, form.place), choices_of(desk)[0]
    shown = asked or own
    page = page_of(desk.user, shown.scope, form.selection, form.filters, form.page)
    counted = desk.counts if shown == own else counts(shown.scope, desk.user)
    context = {
        "desk": desk,
        "form": form,
        "search": SearchForm(),
        "page": page,
        "remarks": form.remarks if asked else [*form.remarks, _("Der har dere ingen henvendelser. Her er deres egne.")],
        "whose": _whose(desk, shown, form),
        "tabs": _tabs(shown, form, counted),
        "tally": tally_of(counted),
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


def _tabs(shown: Whose, form: InboxForm, counted: dict[str, Count]) -> list[Link]:
    return [
        Link(str(one.label), form.query(utvalg=one), one == form.selection, counted.get(one))
        for one in Selection
        if one != Selection.QUARANTINED or shown.scope.offices
    ]


def _whose(desk: Desk, shown: Whose, form: InboxForm) -> list[Link]:
    """Whose lists there are to choose from; none where there is but one."""
    choices = choices_of(desk)
    known = choices if shown in choices else [*choices, shown]
    return [Link(one.name, form.query(hos=one.key), one == shown) for one in known] if len(known) > 1 else []
