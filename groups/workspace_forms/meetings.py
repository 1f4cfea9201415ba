"""Planning an event, and changing what was planned."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from contactpoints.models import ContactPoint, DistrictOffice
from contactpoints.workspace_forms.fields import BEFORE_SAVING
from groups.enums import PUBLIC_KINDS, EventKind
from groups.forms.once import SentOnce
from groups.meetings.organising import elsewhere
from groups.meetings.plans import MOST_TIMES, About, Span, Where
from groups.models import Event
from groups.models.meetings import LONGEST_TITLE
from groups.workspace_forms.attending import ChangeForm
from groups.workspace_forms.when import NoSuchTime, WhenForm, no_such_time, on_the_wall
from groups.workspace_forms.where import municipality, refuse_ended
from linkportal.kit.forms import ClearForm, Fieldset, form_helper

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

MOST_PLACES = 2000
LONGEST_TEXT, LONGEST_VENUE = 4000, 200
_PLACES = _("Skriv et tall fra 1 til 2000, eller la feltet stå tomt.")
_TIMES = _("Skriv et tall fra 1 til 52.")


class Audience(models.TextChoices):
    """Who sees an event, and whether one signs up for it."""

    DRAFT = "draft", _("Bare vi. Det er et utkast")
    PUBLIC = "public", _("Alle, på nettsiden. En trenger ikke melde seg på")
    SIGN_UP = "sign_up", _("Alle, på nettsiden. En melder seg på")

    @classmethod
    def of(cls, event: Event) -> Audience:
        if not event.is_public:
            return cls.DRAFT
        return cls.SIGN_UP if event.takes_sign_ups else cls.PUBLIC


class AboutForm(ClearForm):
    """What people read about an event, who organises it, who sees it, and how many there is room for.

    `partners` are those one may choose; of `own`, if there are any, at least one has to be among them.
    """

    hints = {"title": {"autocomplete": "off"}, "places": {"inputmode": "numeric", "size": "6"}}

    kind = forms.ChoiceField(
        label=_("Hva slags arrangement?"),
        choices=[("", _("Velg")), *((kind.value, kind.label) for kind in PUBLIC_KINDS)],
        error_messages={"required": _("Velg hva slags arrangement det er.")},
    )
    title = forms.CharField(
        label=_("Tittel"),
        max_length=LONGEST_TITLE,
        help_text=_("Den leses av alle. Ikke skriv navn på folk eller grupper."),
        error_messages={"required": _("Skriv hva arrangementet heter.")},
    )
    text = forms.CharField(
        label=_("Om arrangementet"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "5"}),
        help_text=_("Hva skal skje, hvem er det for, og hva bør en vite på forhånd?"),
    )
    contact_points = forms.MultipleChoiceField(
        label=_("Sammen med"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("De som jobber der, ser hvem som melder seg på, og kan endre arrangementet."),
        error_messages={"invalid_choice": _("Velg blant kontaktpunktene i listen.")},
    )
    audience = forms.ChoiceField(
        label=_("Hvem ser det?"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem som ser det.")},
    )
    places = forms.IntegerField(
        label=_("Antall plasser"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        widget=forms.TextInput,
        help_text=_("Er det fullt, kommer de neste på venteliste. La det stå tomt når alle får plass."),
        error_messages={"invalid": _PLACES, "min_value": _PLACES, "max_value": _PLACES},
    )
    own_words: ClassVar[Text] = _("Kryss av for %(names)s, ellers kan dere ikke se arrangementet selv.")

    def __init__(
        self, *args: Any, partners: Iterable[ContactPoint], own: Iterable[ContactPoint] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = list(own)
        first = {one.pk for one in self.own}
        self.partners = {one.slug: one for one in sorted(partners, key=lambda one: one.pk not in first)}
        field: Any = self.fields["contact_points"]
        field.choices = [(slug, one.name) for slug, one in self.partners.items()]
        if not self.partners:
            del self.fields["contact_points"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if said.get("places") and said.get("audience") in (Audience.DRAFT, Audience.PUBLIC):
            sentence = _("Plasser telles bare når en melder seg på. Velg det over, eller la feltet stå tomt.")
            self.add_error("places", ValidationError(sentence, "no_sign_up"))
        chosen = said.get("contact_points")
        if self.own and chosen is not None and not {one.slug for one in self.own} & set(chosen):
            names = _(" eller ").join(one.name for one in self.own)
            self.add_error("contact_points", ValidationError(self.own_words, "own", {"names": names}))
        return said

    @property
    def chosen(self) -> frozenset[ContactPoint]:
        """The contact points that organise it."""
        return frozenset(self.partners[slug] for slug in self.cleaned_data.get("contact_points", ()))

    @property
    def about(self) -> About:
        """What the valid form says."""
        said = self.cleaned_data
        return About(
            kind=EventKind(said["kind"]),
            title=said["title"],
            text=said["text"],
            contact_points=self.chosen,
            is_public=said["audience"] != Audience.DRAFT,
            takes_sign_ups=said["audience"] == Audience.SIGN_UP,
            places=said["places"],
        )


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
    """A new event, or the same one every week. After `is_valid()`: `office`, `about`, `where`, `spans`, `number`."""

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

    def __init__(self, *args: Any, offices: Iterable[DistrictOffice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
            Fieldset(_("Når og hvor"), "day", "begins", "ends", "times", "sted", "venue"),
            Fieldset(_("Hvem som arrangerer"), "office", *self._with_partners),
            Fieldset(_("Hvem som kommer"), "audience", "places"),
            submit=_("Lagre arrangementet"),
            purpose=BEFORE_SAVING,
        )

    @property
    def _with_partners(self) -> list[str]:
        return [name for name in ("contact_points",) if name in self.fields]

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
        names = [name for name in ("contact_points",) if name in self.fields]
        layout = ("kind", "title", "text", *names, "audience", "places", "seen")
        return form_helper(*layout, submit=_("Lagre"), purpose=BEFORE_SAVING)

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
        *("day", "begins", "ends", "sted", "venue", "seen"), submit=_("Flytt arrangementet"), purpose=BEFORE_SAVING
    )

    @staticmethod
    def shown_of(event: Event) -> dict[str, Any]:
        """What the fields show of that event."""
        when = WhenForm.filled(event.starts_at, event.ends_at)
        return {**when, "sted": event.municipality.label, "venue": event.venue}
