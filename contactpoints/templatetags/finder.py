"""Parts of the finder that many of its pages share."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from contactpoints.enums import HostKind, SpokenLanguage, StepFree
from contactpoints.finder import Filters
from contactpoints.hits import Hit
from contactpoints.place import Place
from linkportal.kit.remembered import draw, fill

register = template.Library()


@register.simple_tag
def row(hit: Hit, place: Place | None) -> SafeString:
    """One contact point of the list, as its `_hit.html`."""
    flags = (
        ("is_own", hit.is_own),
        ("has_distance", bool(hit.distance)),
        ("serves", place.municipality.name if place and hit.serves_own else ""),
    )
    facts = draw(
        "contactpoints/_facts.html",
        accepts_new=hit.accepts_new,
        opens=hit.opens_again,
        access=hit.step_free,
        confirmed=hit.confirmed_on,
    )
    return fill(
        "contactpoints/_hit.html",
        flags,
        number=hit.number,
        slug=hit.slug,
        path=hit.path,
        name=hit.name,
        what_and_where=hit.what_and_where,
        municipality_number=hit.municipality_number,
        km=hit.data_km,
        distance=hit.distance,
        facts=facts,
    )


@register.filter
def access_label(step_free: str) -> str:
    """How one gets in, if that is known."""
    return "" if step_free == StepFree.UNKNOWN else str(StepFree(step_free).label)


@register.simple_tag
def filter_fields(filters: Filters) -> SafeString:
    """The fields of the filters, as they are chosen."""
    return draw("contactpoints/_filter_fields.html", filters=filters, kinds=HostKind, languages=SpokenLanguage)
