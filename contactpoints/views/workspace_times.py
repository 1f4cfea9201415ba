"""When a place answers: working days and absences, of contact points and offices alike."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactpoints import editing
from contactpoints.absences import with_effects
from contactpoints.models import ContactPoint, DistrictOffice
from contactpoints.views.workspace_shared import Kind, page_of, place_at, user_of
from contactpoints.workspace_forms.days import AbsenceForm, WorkingDaysForm
from linkportal.kit import clock

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def absences(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    """The days on which nobody answers; more are added here."""
    place = place_at(request, kind, slug)
    if request.method != "POST":
        return _page(request, place)
    form = AbsenceForm(request.POST, place=place)
    if not form.is_valid():
        return _page(request, place, absence_form=form)
    form.save()
    messages.success(request, _("Fraværet er lagt til."))
    return redirect(f"contactpoints:{kind}_absences", slug)


@require_POST
def absence_remove(request: HttpRequest, kind: Kind, slug: str, pk: int) -> HttpResponse:
    """An absence that is not to be after all."""
    get_object_or_404(place_at(request, kind, slug).absences, pk=pk).delete()
    messages.success(request, _("Fraværet er tatt bort."))
    return redirect(f"contactpoints:{kind}_absences", slug)


@require_POST
def working_days(request: HttpRequest, slug: str) -> HttpResponse:
    """On which days of the week somebody at a contact point answers."""
    place = place_at(request, "place", slug)
    form = WorkingDaysForm(request.POST)
    if not form.is_valid():
        return _page(request, place, days_form=form)
    editing.apply_change(_contact_point(place), form.cleaned_data, by=user_of(request))
    messages.success(request, _("Dagene er lagret."))
    return redirect("contactpoints:place_absences", slug)


def _contact_point(place: ContactPoint | DistrictOffice) -> ContactPoint:
    assert isinstance(place, ContactPoint)  # noqa: S101 - for the types
    return place


def _page(request: HttpRequest, place: ContactPoint | DistrictOffice, **forms: Any) -> HttpResponse:
    wrong = next(iter(forms.values()), None)
    coming = list(place.absences.not_over_on(clock.today()))
    context = {
        **page_of(request, place, "absences"),
        "absences": with_effects(place, coming),
        "absence_form": AbsenceForm(place=place),
        "form": wrong,
    }
    if isinstance(place, ContactPoint):
        context["days_form"] = WorkingDaysForm(initial={"working_days": place.working_days})
    context |= forms
    return render(request, "contactpoints/workspace/absences.html", context, status=422 if wrong else 200)
