"""Which groups a list shows, and which page of it; what an address says wrong is as if it said nothing."""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms

OVER = "avsluttet"
LAST_PAGE = 10_000

T = TypeVar("T")


class GroupListForm(forms.Form):
    """The words of the address."""

    utvalg = forms.ChoiceField(choices=[(OVER, OVER)], required=False)
    side = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.full_clean()

    @property
    def shows_over(self) -> bool:
        """Whether it is the list of those that are over."""
        return self.cleaned_data.get("utvalg") == OVER

    @property
    def page(self) -> int:
        return self.cleaned_data.get("side") or 1

    def query(self, page: int) -> str:
        """That page of the same list, as the query of an address."""
        return urlencode({**({"utvalg": OVER} if self.shows_over else {}), "side": page})

    def cut(self, rows: list[T], per_page: int) -> tuple[list[T], bool]:
        """The rows of the page, and whether there are more."""
        first = (self.page - 1) * per_page
        return rows[first : first + per_page], len(rows) > first + per_page
