"""A report as one HTML file that needs nothing else: it looks the same for ever, on a screen and on A4."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from partners.reports.layout import IN_BOKMAL, Content

_STYLES = ("paper", "money", "report")
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


@IN_BOKMAL
def as_html(content: Content) -> bytes:
    """The report as a file of its own, with its styles inside."""
    return render_to_string("partners/report/document.html", {"content": content, "style": _style()}).encode()


def style_source(document: bytes) -> str:
    """What the Content-Security-Policy has to allow so that the document's own style counts, and no other: its hash."""
    found = _STYLE.search(document)
    digest = sha256(found[1] if found else b"").digest()
    return f"'sha256-{b64encode(digest).decode()}'"


@cache
def _style() -> SafeString:
    """All styles of the document. They are ours, and hold nothing that could end the element."""
    folder = settings.BASE_DIR / "static" / "css"
    css = "".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in _STYLES)
    return mark_safe(f"<style>{css}</style>")  # noqa: S308
