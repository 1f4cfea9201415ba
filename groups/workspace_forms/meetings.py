"""Planning an event, and changing what was planned."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contactpoints.models import DistrictOffice
from contactpoints.workspace_forms.fields import BEFORE_SAVING
from groups.forms.once import SentOnce
from groups.meetings.organising import elsewhere
from groups.meetings.plans import MOST_TIMES, Span, Where
from groups.models import Event
from groups.workspace_forms.attending import ChangeForm
from groups.workspace_forms.meeting_about import AboutForm, Audience, partners_in
from groups.workspace_forms.when import NoSuchTime, WhenForm, no_such_time, on_the_wall
from groups.workspace_forms.where import municipality, refuse_ended
from linkportal.kit.forms import Fieldset, form_helper

LONGEST_VENUE = 200
_TIMES = _("Skriv et tall fra 1 til 52.")


class WhereForm(WhenForm):
    """When and where. A municipality that has ended by then is told at the field."""

    sted = municipality()
    venue = forms.CharField(
        label=_("Sted"),
        max_length=LONGEST_VENUE,
        help_text=_("Hus, rom og adresse, for eksempel «Biblioteket, store sal, Torget 1»."),
        error_messages={"required": _("Skriv hvor en skal møte fram.")},
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        place, day = self.cleaned_data.get("sted"), self.cleaned_data.get("day")
        if place and day:
            try:
                refuse_ended(place, self.last_day(day))
            except ValidationError as ended:
                self.add_error("sted", ended)
        return self.cleaned_data

    def last_day(self, day: Any) -> Any:
        """The day of the last of several meetings."""
        return day

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def where(self) -> Where:
        return Where(self.cleaned_data["sted"], self.cleaned_data["venue"])


class NewEventForm(AboutForm, WhereForm, SentOnce):
    """A new event, or the same one every week. After `is_valid()`: `about`, `where`, `spans`, `number` and the office.

    Of `offices`, those `answered` show all that is theirs to who plans it.
    """

    hints = {**AboutForm.hints, "sted": {"autocomplete": "off"}, "times": {"inputmode": "numeric", "size": "6"}}

    office = forms.ChoiceField(
        label=_("Hvilket kontor står bak?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg kontoret som står bak.")},
    )
    times = forms.IntegerField(
        label=_("Gjentas hver uke"),
        initial=1,
        min_value=1,
        max_value=MOST_TIMES,
        widget=forms.TextInput,
        help_text=_("Hvor mange ganger i alt? Skriv 1 når det bare er denne gangen."),
        error_messages={"required": _TIMES, "invalid": _TIMES, "min_value": _TIMES, "max_value": _TIMES},
    )

    def __init__(
        self, *args: Any, offices: Iterable[DistrictOffice], answered: Iterable[DistrictOffice] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.answered = set(answered)
        self.offices = {office.slug: office for office in offices}
        field: Any = self.fields["office"]
        field.choices = [(slug, office.name) for slug, office in self.offices.items()]
        if len(self.offices) == 1:
            field.widget = forms.HiddenInput()
            self.initial["office"] = next(iter(self.offices))

    @property
    def helper(self) -> FormHelper:
        return form_helper(
            "submission_id",
            Fieldset(_("Hva"), "kind", "title", "text"),
            Fieldset(_("Når og hvor"), "day", "times", "begins", "ends", "sted", "venue"),
            Fieldset(_("Hvem som kommer"), "audience", "places"),
            Fieldset(_("Hvem som arrangerer"), "office", *partners_in(self)),
            submit=_("Lagre arrangementet"),
            cancel=("../", _("Avbryt")),
            purpose=BEFORE_SAVING,
        )

    @property
    def needs_own(self) -> bool:
        """As for an office that shows them only what their contact points organise."""
        return bool(self.own) and self.offices.get(self.cleaned_data.get("office", "")) not in self.answered

    def clean(self) -> dict[str, Any]:
        super().clean()
        if len(self.offices) > 1 and self.cleaned_data.get("office") and self.cleaned_data.get("contact_points"):
            self._refuse_others()
        if not self.errors:
            try:
                self.spans = [self._span(week) for week in range(self.cleaned_data["times"])]
            except ValidationError as problem:
                self.add_error("times", problem)
        return self.cleaned_data

    def _refuse_others(self) -> None:
        """Each works for the contact points of its own area."""
        if others := elsewhere(self.chosen, self.chosen_office):
            sentence = _("%(names)s ligger i området til et annet kontor. Ta det bort.")
            names = ", ".join(sorted(one.name for one in others))
            self.add_error("contact_points", ValidationError(sentence, "elsewhere", {"names": names}))

    def last_day(self, day: Any) -> Any:
        return day + timedelta(weeks=self.cleaned_data.get("times", 1) - 1)

    def _span(self, week: int) -> Span:
        """The same two times by the clock on the wall, so many weeks later."""
        said = self.cleaned_data
        day = said["day"] + timedelta(weeks=week)
        for at in (said["begins"], said["ends"]):
            try:
                on_the_wall(day, at)
            except NoSuchTime as problem:
                raise no_such_time(day, at) from problem
        return Span(on_the_wall(day, said["begins"]), on_the_wall(day, said["ends"]))

    @property
    def chosen_office(self) -> DistrictOffice:
        return self.offices[self.cleaned_data["office"]]

    @property
    def number(self) -> uuid.UUID:
        """Which sending this is."""
        return self.cleaned_data["submission_id"] or uuid.uuid4()


class EditEventForm(ChangeForm, AboutForm):
    """What people read about it, who sees it, and for how many there is room."""

    @property
    def helper(self) -> FormHelper:
        layout = ("kind", "title", "text", "audience", "places", *partners_in(self), "seen")
        return form_helper(*layout, submit=_("Lagre"), cancel=("../", _("Avbryt")), purpose=BEFORE_SAVING)

    @staticmethod
    def shown_of(event: Event) -> dict[str, Any]:
        """What the fields show of that event."""
        return {
            **{name: getattr(event, name) for name in ("kind", "title", "text", "places")},
            "contact_points": [one.slug for one in event.contact_points.all()],
            "audience": Audience.of(event),
        }


class MoveEventForm(ChangeForm, WhereForm):
    """Another time or another place."""

    helper = form_helper(
        Fieldset(_("Når"), "day", "begins", "ends"),
        Fieldset(_("Hvor"), "sted", "venue"),
        "seen",
        submit=_("Flytt arrangementet"),
        cancel=("../", _("Avbryt")),
        purpose=BEFORE_SAVING,
    )

    @staticmethod
    def shown_of(event: Event) -> dict[str, Any]:
        """What the fields show of that event."""
        when = WhenForm.filled(event.starts_at, event.ends_at)
        return {**when, "sted": event.municipality.label, "venue": event.venue}
