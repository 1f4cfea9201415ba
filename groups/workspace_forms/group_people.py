"""The forms about the people of a group while it gathers: asking more of them, and who was there when it started.

Each person is named by a word that leads nowhere else, and is looked up again when the form is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from contactpoints.models import User
from contactpoints.workspace_forms.fields import DayField
from groups.enums import EventKind, FewReason, StartItem
from groups.forming import meeting
from groups.forming.people import Person
from groups.forming.reach import Askable
from groups.models import Inquiry, SelfHelpGroup
from groups.models.group_steps import FEWEST
from groups.workspace_forms.group_steps import GroupForm, number_field
from linkportal.kit import clock

_CHANGED = _("Noe har endret seg for noen av dem du krysset av. Se over listen, og prøv igjen.")


class PeopleForm(GroupForm):
    """A step that has a page of its own, `template`."""

    template: ClassVar[str]


class AskForm(PeopleForm):
    """Who is to be asked, among those who wait within reach."""

    template = "groups/workspace/group_ask.html"
    shown = ("people",)
    submit = _("Spør dem")

    people = forms.MultipleChoiceField(
        label=_("Hvem skal spørres?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Kryss av for minst én."),
            "invalid_choice": _CHANGED,
            "invalid_list": _CHANGED,
        },
    )

    def __init__(self, *args: Any, group: SelfHelpGroup, by: User, found: Sequence[Askable], **kwargs: Any) -> None:
        super().__init__(*args, group=group, by=by, **kwargs)
        self.found = {one.key: one.inquiry for one in found}
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (one.key, " · ".join(part for part in (one.label, one.details) if part)) for one in found
        ]

    def clean_people(self) -> list[Inquiry]:
        return [self.found[key] for key in self.cleaned_data["people"]]


class StartForm(PeopleForm):
    """That it has met: who of those who were asked came, how many others, on which day, and what is in order."""

    template = "groups/workspace/group_start.html"
    shown = ("on", "came", "others", "checklist", "few_reason")
    submit = _("Lagre at gruppen har startet")

    on = DayField(label=_("Hvilken dag var oppstartsmøtet?"), error_messages={"required": _("Velg dagen.")})
    came = forms.MultipleChoiceField(
        label=_("Hvem kom?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Henvendelsene deres avsluttes. De andre venter videre og får beskjed."),
        error_messages={"invalid_choice": _CHANGED, "invalid_list": _CHANGED},
    )
    others = number_field(0, label=_("Hvor mange andre kom?"), initial=0)
    checklist = forms.MultipleChoiceField(
        label=_("Hva er i orden?"), choices=StartItem.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    few_reason = forms.ChoiceField(
        label=_("Hvorfor begynner de med så få?"), choices=FewReason.choices, widget=forms.RadioSelect, required=False
    )

    def __init__(
        self,
        *args: Any,
        group: SelfHelpGroup,
        people: Sequence[Person],
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        held = meeting.to_tell_of(group, EventKind.STARTUP_MEETING)
        known = {
            "on": held.local_start.date() if held else clock.today(),
            "came": [one.key for one in people if one.says_yes],
            "checklist": group.checklist,
        }
        super().__init__(*args, group=group, initial={**known, **(initial or {})}, **kwargs)
        self.people = {one.key: one.candidate.pk for one in people if one.is_named}
        self.fields["came"].choices = [  # type: ignore[attr-defined]
            (one.key, f"{one.name}, {one.where} ({one.answer_words.lower()})") for one in people if one.is_named
        ]
        self.fields["few_reason"].help_text = _now("Svar bare hvis de er færre enn %(number)d.") % {
            "number": settings.GROUP_MIN_TO_START
        }
        # Asked at other places, without a yes: one can't know who they are.
        self.unnamed = len(people) - len(self.people)
        if not self.people:
            del self.fields["came"]
            self.helper.layout.fields.remove("came")

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > clock.today():
            raise ValidationError(_("Dagen er ikke kommet ennå. Vent til møtet har vært."), "future")
        return day

    def clean_came(self) -> list[int]:
        """The keys of the candidates who were there."""
        return [self.people[key] for key in self.cleaned_data["came"]]

    def clean(self) -> dict[str, Any]:
        """Two at least; fewer than GROUP_MIN_TO_START with a reason."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        came = said.setdefault("came", [])
        if self.has_error("came") or "others" not in said:
            return said
        number = len(came) + said["others"]
        if number < FEWEST:
            sentence = _("En gruppe er minst to. Kryss av for dem som kom, eller skriv hvor mange andre som kom.")
            self.add_error("others", ValidationError(sentence, "too_few"))
        elif number < settings.GROUP_MIN_TO_START and not said.get("few_reason"):
            sentence = _("De er %(number)d, og %(least)d er anbefalt for å begynne. Velg hvorfor de begynner nå.")
            words = {"number": number, "least": settings.GROUP_MIN_TO_START}
            self.add_error("few_reason", ValidationError(sentence, "few", words))
        return said
