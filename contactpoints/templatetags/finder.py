"""Parts of the finder that many of its pages share."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from contactpoints.enums import HostKind, SpokenLanguage, StepFree
from contactpoints.finder import Filters
from contactpoints.hits import Hit
from linkportal.kit.remembered import draw

register = template.Library()


@register.simple_tag
def facts(hit: Hit) -> SafeString:
    """Whether a contact point takes new people, how one gets in, and when that was confirmed."""
    return draw(
        "contactpoints/_facts.html",
        accepts_new=hit.accepts_new,
        opens=hit.opens_again,
        access=hit.step_free,
        confirmed=hit.confirmed_on,
    )


@register.filter
def access_label(step_free: str) -> str:
    """How one gets in, if that is known."""
    return "" if step_free == StepFree.UNKNOWN else str(StepFree(step_free).label)


@register.simple_tag
def filter_fields(filters: Filters) -> SafeString:
    """The fields of the filters, as they are chosen."""
    return draw("contactpoints/_filter_fields.html", filters=filters, kinds=HostKind, languages=SpokenLanguage)
