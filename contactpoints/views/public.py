"""The public pages of the registry: the finder, and one page for each contact point, county and municipality."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contactpoints import coverage, maps, page
from contactpoints import finder as finding
from contactpoints.enums import Status
from contactpoints.forms import FinderForm
from contactpoints.gazetteer import OneCounty, OnePlace, PartOfName, SeveralPlaces, Unknown, understand
from contactpoints.hits import Hits
from contactpoints.models import County, DistrictOffice, Municipality
from contactpoints.place import Place
from linkportal.kit import clock

NEIGHBOURS = 4


@login_not_required
@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """Contact points near what was asked for. Whatever was asked, somebody who answers is on the page."""
    search = FinderForm(request.GET)
    search.is_valid()
    place = finding.place_at(search.position) if search.position else None
    match understand(search.text) if search.text else None:
        case None if place:
            return _near(request, search, place)
        case OnePlace(place=named) as meaning:
            others = [(each.label, search.query(sted=each.label)) for each in meaning.others]
            return _near(request, search, named, typed=meaning.typed, others=others)
        case PartOfName(text):
            return _named(request, search, text, place)
        case OneCounty(county):
            return redirect(f"{county.get_absolute_url()}?{search.query(sted='', lat='', lon='')}".rstrip("?"))
        case meaning:
            return _ask(request, search, meaning)


def _near(request: HttpRequest, search: FinderForm, place: Place, **found: Any) -> HttpResponse:
    hits = finding.find(place, search.filters, search.page)
    context = {
        **_beside(search, hits, place),
        "heading": _("Kontaktpunkter nær %(place)s") % {"place": place.label},
        "place": place,
        **found,
    }
    return render(request, "contactpoints/finder.html", context)


def _named(request: HttpRequest, search: FinderForm, text: str, place: Place | None) -> HttpResponse:
    """Hits by name. Where there is no "here", the office beside them is that of the first one."""
    hits = finding.find_by_name(text, search.filters, search.page, place)
    context = {
        **_beside(search, hits, place, answering_in=place or finding.place_of_first(hits)),
        "heading": _("Kontaktpunkter med «%(text)s» i navnet") % {"text": text},
        "office_heading": "" if place else _("Distriktskontoret for det første treffet"),
    }
    return render(request, "contactpoints/finder.html", context)


def _beside(
    search: FinderForm, hits: Hits, place: Place | None, *, answering_in: Place | None = None
) -> dict[str, Any]:
    """What stands around the hits: the map, who answers here or elsewhere, and what there is wherever one lives."""
    asked = answering_in or place
    return {
        **_list(search, hits),
        "map": maps.of_hits(hits.hits, place),
        "decision": _decision(asked) if asked else None,
        "asked_from": (place.postal_code or place.municipality.label) if place else "",
        "anywhere": finding.anywhere(search.filters),
    }


def _ask(request: HttpRequest, search: FinderForm, meaning: SeveralPlaces | Unknown | None) -> HttpResponse:
    """Which place? With every county, those on the telephone and the national desk beside, so that nobody is stuck."""
    choices: list[str] = []
    if isinstance(meaning, SeveralPlaces):
        choices = [place.label for place in meaning.places]
    elif isinstance(meaning, Unknown):
        choices = meaning.suggestions
    context = {
        "search": search,
        "unknown": isinstance(meaning, Unknown),
        "choices": [(label, search.query(sted=label)) for label in choices],
        "counties": County.objects.filter(valid_until=None).by_name(),
        "anywhere": finding.anywhere(search.filters, count=finding.PER_PAGE),
        "desk": DistrictOffice.objects.filter(is_national_desk=True).first(),
    }
    return render(request, "contactpoints/ask.html", context)


def _list(search: FinderForm, hits: Hits) -> dict[str, Any]:
    """A page of hits, and the way to the one before and the one after."""
    return {
        "search": search,
        "hits": hits,
        "previous": f"?{search.query(side=str(hits.page - 1))}" if hits.page > 1 else "",
        "next": f"?{search.query(side=str(hits.page + 1))}" if hits.has_next else "",
    }


def _decision(place: Place) -> coverage.CoverageDecision | None:
    """Who answers for a place today; None only in a portal that is not set up yet."""
    try:
        return coverage.office_for(place, clock.today())
    except coverage.NoNationalDesk:
        return None


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One contact point. A closed one answers 410 and says who took over."""
    contact_point = page.contact_point_at(slug)
    if contact_point is None:
        raise Http404
    decision = _decision(replace(Place.of_municipality(contact_point.municipality), label=contact_point.name))
    if contact_point.status == Status.CLOSED:
        gone = {
            "successor": contact_point.living_successor,
            "office": decision.office if decision else None,
            "place": contact_point.municipality.label,
            "name": contact_point.name,
        }
        return render(request, "410.html", gone, status=410)
    context = {"contact_point": contact_point, "decision": decision, **page.more_about(contact_point)}
    if contact_point.has_a_place:
        context["nearby"] = finding.neighbours(Place.of_contact_point(contact_point), NEIGHBOURS, of=contact_point)
        context["map"] = maps.of_contact_point(contact_point, context["serves"])
    return render(request, "contactpoints/detail.html", context)


@login_not_required
@require_safe
def county(request: HttpRequest, slug: str) -> HttpResponse:
    """The contact points and municipalities of a county, and who answers there."""
    found = get_object_or_404(County, slug=slug)
    search = FinderForm(request.GET)
    search.is_valid()
    hits = finding.in_area(found, search.filters, search.page)
    municipalities = list(found.municipalities.select_related("county").filter(valid_until=None).by_name())
    context = {
        **_list(search, hits),
        "county": found,
        "successors": found.successors.all() if found.valid_until else (),
        "municipalities": municipalities,
        "answers": _answers(municipalities),
        "map": maps.of_county(found, hits.hits),
        "projects": page.projects_in(found),
    }
    return render(request, "contactpoints/county.html", context)


def _answers(municipalities: list[Municipality]) -> list[coverage.Answering]:
    try:
        return coverage.answering_in(municipalities, clock.today())
    except coverage.NoNationalDesk:
        return []


@login_not_required
@require_safe
def municipality(request: HttpRequest, number: str, slug: str) -> HttpResponse:
    """The contact points of a municipality and the nearest ones around it, and who answers there."""
    found = get_object_or_404(Municipality.objects.select_related("county"), number=number)
    if slug != found.slug:
        return redirect(found, permanent=True)
    search = FinderForm(request.GET)
    search.is_valid()
    place = Place.of_municipality(found)
    hits = finding.in_area(found, search.filters, search.page)
    nearby = finding.neighbours(place, NEIGHBOURS, outside=found)
    where = (_("på %(place)s") if found.is_territory else _("i %(place)s")) % {"place": found.label}
    context = {
        **_list(search, hits),
        "municipality": found,
        "where": where,
        "heading": _("Kontaktpunkter %(where)s") % {"where": where},
        "successors": found.successors.select_related("county") if found.valid_until else (),
        "place": place,
        "asked_from": found.label,
        "nearby": nearby,
        "decision": _decision(place),
        "map": maps.of_hits(hits.hits or nearby, place),
    }
    return render(request, "contactpoints/municipality.html", context)
