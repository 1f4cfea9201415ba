"""The forms of the steps on the case page. Each holds what its sender had seen of the case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contactpoints.workspace_forms.fields import DayField
from groups import fields
from groups.enums import CHOSEN_OUTCOMES, PARTNER_OUTCOMES, DeclineReason, Outcome, Status, Wish
from groups.models import Inquiry
from groups.workspace_forms.seen import SeenForm
from linkportal.kit import clock

LONGEST_TEXT = 2000
LONGEST_FOLLOW_UP = timedelta(days=366)
_ERASED_WITH_THE_REST = _("Slettes sammen med det personen skrev.")


class StepForm(SeenForm):
    """A step of an inquiry without anything to fill in."""

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        self.inquiry = inquiry
        super().__init__(*args, **kwargs)


class NoteForm(StepForm):
    shown = ("text",)
    submit = _("Lagre notatet")

    text = forms.CharField(
        label=_("Notat"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Ikke skriv mer om personen enn dere trenger. Slettes sammen med det personen skrev."),
        error_messages={"required": _("Skriv det dere skal huske.")},
    )


class AnswerForm(StepForm):
    shown = ("text",)
    submit = _("Send svaret")

    text = forms.CharField(
        label=_("Svar"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=_("Personen får en e-post uten innhold, og leser svaret bak lenken sin."),
        error_messages={"required": _("Skriv svaret.")},
    )


class FollowUpForm(StepForm):
    shown = ("day",)
    submit = _("Sett oppfølging")

    day = DayField(
        label=_("Når skal dere ta den opp igjen?"),
        from_today=True,
        error_messages={"required": _("Velg dagen dere vil ta den opp igjen.")},
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > clock.today() + LONGEST_FOLLOW_UP:
            raise ValidationError(_("Velg en dag innen ett år."), "far")
        return day


class WaitForm(StepForm):
    """What kind of group the person waits for. Sent without these fields, what is known stays as it is."""

    shown = ("theme", "meeting_times")
    submit = _("Sett på venteliste")

    theme = fields.theme(
        label=_("Hva vil personen møte andre om?"),
        help_text=_("Uten tema venter personen på en gruppe på tvers av problemer."),
    )
    meeting_times = fields.meeting_times()

    def __init__(self, *args: Any, inquiry: Inquiry, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        known = {name: getattr(inquiry, name) for name in self.shown}
        super().__init__(*args, inquiry=inquiry, initial={**known, **(initial or {})}, **kwargs)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.cleaned_data["wished"] = (
            {name: self.cleaned_data.get(name) for name in self.shown} if "theme" in self.data else {}
        )
        return self.cleaned_data


class DeclineForm(StepForm):
    shown = ("why", "text")
    submit = _("Si nei")

    why = forms.ChoiceField(
        label=_("Hvorfor kan dere ikke ta den?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvorfor dere ikke kan ta den.")},
    )
    text = forms.CharField(
        label=_("Mer til dem som overtar"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_ERASED_WITH_THE_REST,
    )


class CloseForm(StepForm):
    shown = ("outcome", "note")
    submit = _("Avslutt henvendelsen")

    outcome = forms.ChoiceField(
        label=_("Hvordan gikk det?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvordan det gikk.")},
    )
    note = forms.CharField(
        label=_("Notat"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_ERASED_WITH_THE_REST,
    )

    def __init__(self, *args: Any, inquiry: Inquiry, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        waits_for_control = inquiry.status == Status.QUARANTINED
        # What lies in quarantine is most often nobody's; elsewhere a person wrote, or staff did.
        first = {"outcome": Outcome.SPAM} if waits_for_control else {}
        super().__init__(*args, inquiry=inquiry, initial={**first, **(initial or {})}, **kwargs)
        outcomes = PARTNER_OUTCOMES if inquiry.wish == Wish.PARTNER else CHOSEN_OUTCOMES
        outcomes = (Outcome.SPAM, *outcomes) if waits_for_control else outcomes
        self.fields["outcome"].choices = [(one.value, one.label) for one in outcomes]  # type: ignore[attr-defined]
