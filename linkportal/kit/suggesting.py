"""A choice among many in the admin: suggested while one types, and found by its name where no script can suggest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Of so many found, those that are called exactly what was typed are looked for.
_MOST = 50


class SuggestingSelect(AutocompleteSelect):
    """Django's, with a field for the name where there is no script.

    `find` gives the key of what is called so, or None. What is no key and is not found is no choice, and no error of
    ours: the field says it in words.
    """

    find: Callable[[str], str | None]

    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if not each or str(each).isdecimal()], attrs)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The key that was chosen, or that of the name that was typed instead; else what was typed."""
        typed = str(data.get(_typed(name)) or "").strip()
        if not typed:
            return super().value_from_datadict(data, files, name)
        return self.find(typed) or typed

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        drawn = super().render(name, value, attrs, renderer)
        typed = "" if value is None or str(value).isdecimal() else value
        return format_html(
            '{}<noscript><label class="typed-choice">{} <input type="text" name="{}" value="{}"></label></noscript>',
            drawn,
            _("eller skriv navnet"),
            _typed(name),
            typed,
        )


def called(text: str, rows: models.QuerySet[Any], related: Any, request: HttpRequest) -> str | None:
    """The key of the one row that a search for `text` finds, or of the one among several that is called just so.

    `related` is the admin of these rows, which knows how they are searched.
    """
    found, _distinct = related.get_search_results(request, rows, text)
    some = list(found.distinct()[:_MOST])
    exact = [row for row in some if str(row).casefold() == text.casefold()]
    one = exact or some
    return str(one[0].pk) if len(one) == 1 else None


def _typed(name: str) -> str:
    return f"{name}__skrevet"
