"""Who covers what: rows with their days, and changes that are shown before they are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contactpoints import coverage_changes, coverage_gaps, coverage_summary
from contactpoints.keeping import coordinates, kept_coverage, kept_offices
from contactpoints.models import User
from contactpoints.workspace_forms.coverage import CloseForm, CoverageForm, CoverForm, EndForm, HandOverForm
from linkportal.kit import clock

MakeForm = Callable[[QueryDict | None], CoverageForm]
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What one office covers, today and later. Who has several offices chooses."""
    user = _coordinator(request)
    offices = list(kept_offices(user).by_name())
    chosen = next((one for one in offices if one.slug == request.GET.get("kontor")), offices[0] if offices else None)
    rows = kept_coverage(user).filter(office=chosen).not_over_on(clock.today())
    context = {
        "offices": offices,
        "office": chosen,
        "rows": rows.select_related("municipality__county", "county").order_by("valid_from", "county__name", "pk"),
    }
    return render(request, "contactpoints/workspace/coverage.html", context)


@get_or_post
def cover(request: HttpRequest) -> HttpResponse:
    """An office begins to cover an area."""
    user = _coordinator(request)
    first = kept_offices(user).first()
    given = {"office": first.slug if first else "", "since": clock.today()}
    return decide(request, lambda data: CoverForm(data, user=user, initial=given), _("Legg til dekning"))


@get_or_post
def hand_over(request: HttpRequest) -> HttpResponse:
    """Areas go to another office."""
    user = _coordinator(request)
    given = {"areas": request.GET.get("omrade", "")[:100]}
    return decide(request, lambda data: HandOverForm(data, user=user, initial=given), _("Gi kommuner videre"))


@get_or_post
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A row of coverage ends."""
    user = _coordinator(request)
    row = get_object_or_404(kept_coverage(user).select_related("office", "municipality__county", "county"), pk=pk)
    heading = _("%(office)s skal ikke lenger dekke %(area)s") % {"office": row.office, "area": row.area}
    return decide(request, lambda data: EndForm(data, user=user, row=row), heading)


@get_or_post
def close_office(request: HttpRequest, slug: str) -> HttpResponse:
    """An office is closed on a day."""
    user = _coordinator(request)
    office = get_object_or_404(kept_offices(user), slug=slug)
    heading = _("Legg ned %(office)s") % {"office": office.name}
    return decide(request, lambda data: CloseForm(data, user=user, office=office), heading, office=office)


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Municipalities that nobody covers, and those that two do."""
    user, today, table = _coordinator(request), clock.today(), coverage_changes.whole_table()
    context = {
        "uncovered": coverage_gaps.uncovered(user, today, table),
        "twice": coverage_gaps.covered_twice(user, today, table),
    }
    return render(request, "contactpoints/workspace/gaps.html", context)


def decide(request: HttpRequest, make: MakeForm, heading: str, **more: Any) -> HttpResponse:
    """Ask, show what would change, and do it when who asked has seen just that. The preview saves nothing."""
    page = {"heading": heading, **more}
    if request.method != "POST":
        return _page(request, {**page, "form": make(None)})
    has_seen = request.POST.get("seen")
    with transaction.atomic():
        if has_seen:
            coverage_changes.lock()
        form = make(request.POST)
        if not form.is_valid():
            return _page(request, {**page, "form": form}, status=422)
        would_see = coverage_changes.fingerprint(form.changes)
        if has_seen != would_see:
            page |= {"form": form, "seen": would_see, "is_other": bool(has_seen)}
            return _page(request, page, status=409 if has_seen else 200)
        coverage_changes.save(form.steps, by=form.user)
    messages.success(request, _("Dekningen er endret."))
    return redirect("contactpoints:coverage")


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    form: CoverageForm = context["form"]
    if "seen" in context:
        context["moves"] = coverage_summary.moves(form.changes)
        context["answers"] = [(name, request.POST.get(name, "")) for name in form.fields]
    context["back"] = reverse("contactpoints:coverage")
    return render(request, "contactpoints/workspace/coverage_change.html", context, status=status)


def _coordinator(request: HttpRequest) -> User:
    """Who asks; for others than coordinators and the national administrator the pages are not there."""
    user = request.user
    if not isinstance(user, User) or not coordinates(user):
        raise Http404
    return user
