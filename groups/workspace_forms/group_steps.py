"""The forms of the steps on the page of a group. Each holds what its sender had seen of the group."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contactpoints.enums import Weekday
from contactpoints.models import User
from groups.enums import GROUP_THEMES, CancelReason, ContactTime, EndReason, StartItem
from groups.forming.gathering import office_that_gathers
from groups.initiators import suggested_for
from groups.models import Initiator, SelfHelpGroup
from groups.models.group_steps import MOST_INITIATORS
from groups.workspace_forms.seen import SeenForm
from groups.workspace_forms.when import ClockField
from groups.workspace_forms.where import municipality, refuse_ended, require_office
from linkportal.kit import clock

LONGEST_PLACE = 300
MOST_PEOPLE = 50  # more is a slip of the finger


class GroupForm(SeenForm):
    """A step of a group without anything to fill in. `by` is who takes it."""

    typed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, group: SelfHelpGroup, by: User, **kwargs: Any) -> None:
        self.group, self.by = group, by
        super().__init__(*args, **kwargs)

    @property
    def is_usable(self) -> bool:
        """Whether there is anything to choose."""
        return True

    @property
    def kept(self) -> list[str]:
        return [text for name in self.typed if (text := str(self[name].value() or "").strip())]


def number_field(least: int, **words: Any) -> forms.IntegerField:
    """How many people, from `least` to `MOST_PEOPLE`."""
    sentence = _("Skriv et tall fra %(least)d til %(most)d.") % {"least": least, "most": MOST_PEOPLE}
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)
    return forms.IntegerField(min_value=least, max_value=MOST_PEOPLE, error_messages=messages, **words)


class ChangeForm(GroupForm):
    """What it is about, and where and when it meets."""

    shown = ("theme", "municipality", "time_of_day", "weekday", "meets_at", "meeting_place")
    submit = _("Lagre endringene")
    typed = ("meeting_place",)
    hints = {"municipality": {"autocomplete": "off"}, "meeting_place": {"autocomplete": "off"}}

    theme = forms.ChoiceField(label=_("Tema"), choices=[(one.value, one.label) for one in GROUP_THEMES])
    municipality = municipality()
    time_of_day = forms.ChoiceField(
        label=_("Tid på dagen"), choices=[("", _("Ikke avtalt")), *ContactTime.choices], required=False
    )
    weekday = forms.TypedChoiceField(
        label=_("Ukedag"),
        choices=[("", _("Ikke avtalt")), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    meets_at = ClockField(label=_("Klokkeslett"), required=False)
    meeting_place = forms.CharField(
        label=_("Sted og rom"),
        max_length=LONGEST_PLACE,
        required=False,
        help_text=_("For dem som er med. Vises aldri på nettsiden."),
    )

    def __init__(self, *args: Any, group: SelfHelpGroup, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        now = {name: getattr(group, name) for name in self.shown}
        super().__init__(*args, group=group, initial={**now, **(initial or {})}, **kwargs)

    def clean_municipality(self) -> Any:
        place = self.cleaned_data["municipality"]
        refuse_ended(place, clock.today())
        if place != self.group.municipality:
            require_office(office_that_gathers(place, self.by), place, self.group.office)
        return place


class CheckForm(GroupForm):
    """What is in order for the start."""

    shown = ("items",)
    submit = _("Lagre sjekklisten")

    items = forms.MultipleChoiceField(
        label=_("Hva er i orden?"), choices=StartItem.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, group: SelfHelpGroup, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, group=group, initial={"items": group.checklist, **(initial or {})}, **kwargs)


class InitiatorForm(GroupForm):
    """Which initiator of the group it is about."""

    hidden = ("initiator",)

    initiator = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), _("Siden var gammel. Se over den og prøv igjen.")),
    )

    def clean_initiator(self) -> Initiator:
        found = Initiator.objects.filter(helping__group=self.group, public_id=self.cleaned_data["initiator"]).first()
        if found is None:
            raise ValidationError(_("Igangsetteren er ikke med i gruppen lenger."), "gone")
        return found


class AddInitiatorForm(GroupForm):
    """Who helps it begin, among those who are near and may be known of."""

    shown = ("initiator",)
    submit = _("Legg til")

    initiator = forms.ChoiceField(
        label=_("Hvem skal hjelpe gruppen i gang?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Velg en av igangsetterne, eller skriv inn en ny i registeret.")
        ),
    )

    def __init__(self, *args: Any, group: SelfHelpGroup, by: User, **kwargs: Any) -> None:
        super().__init__(*args, group=group, by=by, **kwargs)
        self.found = {str(one.public_id): one for one in suggested_for(group, by)}
        self.fields["initiator"].choices = [  # type: ignore[attr-defined]
            (key, one.name if one.is_trained else _("%(name)s (uten opplæring)") % {"name": one.name})
            for key, one in self.found.items()
        ]

    @property
    def is_usable(self) -> bool:
        return bool(self.found)

    def clean_initiator(self) -> Initiator:
        if self.group.helpers.count() >= MOST_INITIATORS:
            raise ValidationError(_("Gruppen har to igangsettere. Ta bort en av dem først."), "full")
        return self.found[self.cleaned_data["initiator"]]


class EndForm(GroupForm):
    """Why it does not meet any more."""

    shown = ("why",)
    submit = _("Avslutt gruppen")

    why = forms.ChoiceField(
        label=_("Hvorfor er gruppen slutt?"),
        choices=EndReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvorfor gruppen er slutt.")},
    )


class CancelForm(GroupForm):
    """Why it never came about."""

    shown = ("why",)
    submit = _("Gi opp gruppen")

    why = forms.ChoiceField(
        label=_("Hvorfor blir det ikke noe av gruppen?"),
        choices=CancelReason.choices,
        widget=forms.RadioSelect,
        help_text=_("De som er spurt, får beskjed og venter videre."),
        error_messages={"required": _("Velg hvorfor det ikke blir noe av gruppen.")},
    )
