"""How far a list of deadlines looks ahead, and which page of it; what an address says wrong is left out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

AHEAD = (30, 90, 365)
LAST_PAGE = 10_000


class DeadlineListForm(forms.Form):
    """The words of the address."""

    dager = forms.TypedChoiceField(choices=[(days, days) for days in AHEAD], coerce=int, required=False)
    side = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.full_clean()

    @property
    def days(self) -> int:
        """How many days ahead."""
        return self.cleaned_data.get("dager") or AHEAD[0]

    @property
    def page(self) -> int:
        return self.cleaned_data.get("side") or 1

    def query(self, page: int) -> str:
        """That page of the same list, as the query of an address."""
        return urlencode({"dager": self.days, "side": page})
