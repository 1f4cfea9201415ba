"""My contact point: its page, its hours, when it is closed, and the way into the registry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactpoints import coverage_gaps, editing
from contactpoints.enums import Status
from contactpoints.keeping import kept_contact_points
from contactpoints.models import ContactPoint, Onboarding
from contactpoints.models.registry import ContactPointQuerySet
from contactpoints.versions import ChangedMeanwhile, stamp
from contactpoints.views.workspace_shared import contact_point_at, guided_at, page_of, user_of
from contactpoints.workspace_forms.place import ClosedPeriodForm, HoursForm, PlaceForm, merged
from linkportal.kit import clock

PER_PAGE = 30
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def my_place(request: HttpRequest) -> HttpResponse:
    """The one place one looks after, or the list of them, searched by name."""
    mine = _keeper(request).exclude(status=Status.CLOSED)
    text = request.GET.get("q", "").strip()[:100]
    if not text and "side" not in request.GET and len(only := list(mine.values_list("slug", flat=True)[:2])) == 1:
        return redirect("contactpoints:place", only[0])
    found = mine.named_like(text) if text else mine
    context = {"q": text, **_listed(request, found.with_places().by_name(), q=text)}
    return render(request, "contactpoints/workspace/places.html", context)


@require_safe
def unconfirmed(request: HttpRequest) -> HttpResponse:
    """Contact points that nobody has confirmed for a year, those never confirmed first."""
    _keeper(request)
    rows = coverage_gaps.unconfirmed(user_of(request)).with_places()
    return render(request, "contactpoints/workspace/unconfirmed.html", _listed(request, rows))


def _keeper(request: HttpRequest) -> ContactPointQuerySet:
    """What the person looks after; for who only reads the lists are not there."""
    user = user_of(request)
    if not user.has_perm("contactpoints.keep_contactpoint"):
        raise Http404
    return kept_contact_points(user)


def _listed(request: HttpRequest, rows: Any, **query: str) -> dict[str, Any]:
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    asked = QueryDict(mutable=True)
    asked.update({name: value for name, value in query.items() if value})

    def address(number: int) -> str:
        return f"?{asked.urlencode()}&side={number}" if asked else f"?side={number}"

    return {
        "page": page,
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
    }


@get_or_post
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a contact point, to be put right. The second of two who edit at once is told."""
    found, shown = _with_stamp(request, slug)
    user = user_of(request)
    if request.method != "POST":
        return _place_page(request, found, PlaceForm(user=user, seen=shown, instance=found))
    form = PlaceForm(request.POST, user=user, seen=shown, instance=contact_point_at(request, slug))
    if not form.is_valid():
        return _place_page(request, found, form, status=422)
    try:
        editing.apply_change(found, form.values, by=user, seen=form.cleaned_data["seen"] or "0")
    except ChangedMeanwhile as meanwhile:
        current = PlaceForm(user=user, seen=shown, instance=contact_point_at(request, slug))
        data = merged(request.POST, current, meanwhile.theirs - meanwhile.mine, shown)
        again = PlaceForm(data, user=user, seen=shown, instance=contact_point_at(request, slug))
        return _place_page(request, found, again, told=meanwhile.told, status=409)
    messages.success(request, _("Siden er lagret."))
    return redirect("contactpoints:place", slug)


def _with_stamp(request: HttpRequest, slug: str) -> tuple[ContactPoint, str]:
    """The contact point and its version, which is read first: what is shown may be newer than that, never older."""
    shown = stamp(contact_point_at(request, slug))
    return contact_point_at(request, slug), shown


def _place_page(
    request: HttpRequest, found: ContactPoint, form: PlaceForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **page_of(request, found, ""),
        "form": form,
        "has_page": found.status in (Status.PUBLISHED, Status.PAUSED),
        "is_proposed": found.status == Status.PROPOSED,
        **more,
    }
    return render(request, "contactpoints/workspace/place.html", context, status=status)


@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """«Ja, alt stemmer.»"""
    editing.confirm(contact_point_at(request, slug), by=user_of(request))
    messages.success(request, _("Takk. Siden viser at opplysningene er bekreftet i dag."))
    return redirect("contactpoints:place", slug)


@get_or_post
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """The opening hours of a week."""
    found, shown = _with_stamp(request, slug)
    user = user_of(request)
    spans = [(one.weekday, one.opens, one.closes) for one in found.opening_hours.all()]
    form = HoursForm(request.POST if request.method == "POST" else None, spans=spans, seen=shown)
    context, status = page_of(request, found, "hours"), 200
    if request.method == "POST" and form.is_valid():
        try:
            editing.apply_change(found, {"opening_hours": form.spans}, by=user, seen=form.cleaned_data["seen"] or "0")
        except ChangedMeanwhile as meanwhile:
            form = HoursForm(merged(request.POST, form, set(), shown), spans=spans, seen=shown)
            context, status = {**context, "told": meanwhile.told}, 409
        else:
            messages.success(request, _("Åpningstidene er lagret."))
            return redirect("contactpoints:place_hours", slug)
    elif form.errors:
        status = 422
    return render(request, "contactpoints/workspace/hours.html", {**context, "form": form}, status=status)


@get_or_post
def closed(request: HttpRequest, slug: str) -> HttpResponse:
    """The periods in which it is closed, told to the public; more are added here."""
    found = contact_point_at(request, slug)
    form = ClosedPeriodForm(request.POST if request.method == "POST" else None, contact_point=found)
    if request.method == "POST" and form.is_valid():
        editing.apply_change(found, {"closed_periods": editing.Rows(added=(form.period,))}, by=user_of(request))
        messages.success(request, _("Perioden er lagt til, og står på siden."))
        return redirect("contactpoints:place_closed", slug)
    periods = found.closed_periods.not_over_on(clock.today())
    context = {**page_of(request, found, "closed"), "form": form, "periods": periods}
    return render(request, "contactpoints/workspace/closed.html", context, status=422 if form.errors else 200)


@require_POST
def closed_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A closed period that is not to be after all."""
    found = contact_point_at(request, slug)
    period = get_object_or_404(found.closed_periods, pk=pk)
    editing.apply_change(found, {"closed_periods": editing.Rows(removed=(period.pk,))}, by=user_of(request))
    messages.success(request, _("Perioden er tatt bort."))
    return redirect("contactpoints:place_closed", slug)


@get_or_post
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """How far a proposed place has come on its way to being a contact point."""
    found = guided_at(request, slug)
    if request.method == "POST":
        editing.mark_steps(found, set(request.POST.getlist("steps")), by=user_of(request))
        messages.success(request, _("Sjekklisten er lagret."))
        return redirect("contactpoints:place_checklist", slug)
    return _checklist_page(request, found)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a contact point to the public, if its page says enough."""
    found = guided_at(request, slug)
    try:
        editing.publish(found, by=user_of(request))
    except editing.NotReady as problem:
        return _checklist_page(request, found, missing=problem.missing, status=422)
    messages.success(request, _("Kontaktpunktet er publisert, og kan få henvendelser."))
    return redirect("contactpoints:place_checklist", slug)


def _checklist_page(request: HttpRequest, found: ContactPoint, *, status: int = 200, **more: Any) -> HttpResponse:
    onboarding = Onboarding.objects.filter(contact_point=found).first() or Onboarding(contact_point=found)
    context = {
        **page_of(request, found, "checklist"),
        "steps": [step for step in onboarding.steps if step[0] != "published_on"],
        "published_on": onboarding.published_on,
        "is_proposed": found.status == Status.PROPOSED,
        **more,
    }
    return render(request, "contactpoints/workspace/checklist.html", context, status=status)
