"""Parts of pages that are the same for many readers: drawn once by their template, then remembered by the process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 5000  # of about 0.5 kB


def draw(template_name: str, **values: Any) -> SafeString:
    """What the template makes of these values, which are all it knows. They must be hashable, and say the whole truth:
    what is drawn once stays until the process ends.
    """
    return _drawn(template_name, get_language(), tuple(values.items()))


@lru_cache(maxsize=MOST)
def _drawn(template_name: str, _language: str | None, values: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(template_name, dict(values))
