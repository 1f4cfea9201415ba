"""Which list of events, and which page of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms

from groups.meetings.listing import Selection

LAST_PAGE = 10**5


class MeetingListForm(forms.Form):
    """By GET. What can't be understood is left out."""

    utvalg = forms.ChoiceField(choices=Selection, required=False)
    side = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    @property
    def selection(self) -> Selection:
        return Selection(self.cleaned_data.get("utvalg") or Selection.COMING)

    @property
    def page(self) -> int:
        return self.cleaned_data.get("side") or 1

    def query(self, side: int) -> str:
        """The same list on another page."""
        return f"?{urlencode({'utvalg': self.selection.value, 'side': side})}"
