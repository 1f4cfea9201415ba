"""What the public list of events, and the calendar one subscribes to, are asked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.enums import PUBLIC_KINDS
from groups.forms.by_county import ByCounty
from groups.models import Event
from groups.models.meetings import EventQuerySet


class EventsForm(ByCounty):
    """Events in a county, of a kind."""

    other = "slag"
    all_of_them = _("Alle slag")

    slag = forms.ChoiceField(
        label=_("Hva slags"), choices=[(kind.value, kind.label) for kind in PUBLIC_KINDS], required=False
    )

    @property
    def kind(self) -> str:
        return self.choice

    @property
    def events(self) -> EventQuerySet:
        """The public events that fit what was chosen, old ones too."""
        found = Event.objects.public()
        if self.county:
            found = found.in_county(self.county)
        return found.of_kind(self.kind) if self.kind else found
