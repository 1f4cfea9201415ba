"""Parts of pages that are the same for many readers: drawn once by their template, then remembered by the process."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
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


def fill(template_name: str, flags: tuple[tuple[str, Any], ...], **values: Any) -> SafeString:
    """What the template makes of these flags and values, drawn only once for each set of flags.

    For rows of a long list: in the drawing each value is a mark, `{name}`, and filling in the marks takes a tenth of
    the time of drawing. So the template may show a value, but can't ask about it: that is what the flags are for.
    """
    pattern = _pattern(template_name, get_language(), flags, tuple(values))
    safe = {name: value if isinstance(value, SafeString) else escape(str(value)) for name, value in values.items()}
    return mark_safe(pattern.format_map(safe))  # noqa: S308 (all of it drawn by templates or escaped)


@lru_cache(maxsize=200)
def _pattern(
    template_name: str, _language: str | None, flags: tuple[tuple[str, Any], ...], names: tuple[str, ...]
) -> str:
    marks = {name: mark_safe(f"{{{name}}}") for name in names}  # noqa: S308
    return render_to_string(template_name, {**marks, **dict(flags)})
