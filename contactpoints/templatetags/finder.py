"""Parts of the finder that are the same for many: drawn once by their template, then remembered by the process."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from contactpoints.enums import HostKind, SpokenLanguage, StepFree
from contactpoints.finder import Filters, Hit, day_text

register = template.Library()


@register.simple_tag
def facts(hit: Hit) -> SafeString:
    """Whether a contact point takes new people, how one gets in, and when that was confirmed."""
    return _facts(hit.accepts_new, hit.opens_again, hit.step_free, hit.confirmed_on, get_language())


@lru_cache(maxsize=4000)
def _facts(
    accepts_new: bool, opens_again: date | None, step_free: str, confirmed_on: date | None, _language: str | None
) -> SafeString:
    known = {
        "accepts_new": accepts_new,
        "opens": day_text(opens_again) if opens_again else "",
        "access": "" if step_free == StepFree.UNKNOWN else StepFree(step_free).label,
        "confirmed": day_text(confirmed_on) if confirmed_on else "",
    }
    return render_to_string("contactpoints/_facts.html", known)


@register.simple_tag
def filter_fields(filters: Filters) -> SafeString:
    """The fields of the filters, as they are chosen."""
    return _filter_fields(filters, get_language())


@lru_cache(maxsize=500)
def _filter_fields(filters: Filters, _language: str | None) -> SafeString:
    known = {"filters": filters, "kinds": HostKind.choices, "languages": SpokenLanguage.choices}
    return render_to_string("contactpoints/_filter_fields.html", known)
