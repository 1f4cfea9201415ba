"""The forms about the meetings of a group with those who help it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from groups.enums import GROUP_KINDS, EventKind
from groups.forming import meeting
from groups.forming.meeting import Appointment
from groups.forming.words import MEETINGS
from groups.models import Event, SelfHelpGroup
from groups.models.group_steps import FEWEST
from groups.workspace_forms.group_steps import LONGEST_PLACE, GroupForm, number_field
from groups.workspace_forms.when import WhenForm

_GONE = _("Siden var gammel. Se over den og prøv igjen.")


class AppointmentForm(WhenForm, GroupForm):
    """When and where a meeting is."""

    typed = ("venue",)
    hints = {"venue": {"autocomplete": "off"}}

    venue = forms.CharField(
        label=_("Sted og rom"),
        max_length=LONGEST_PLACE,
        help_text=_("Vises aldri på nettsiden."),
        error_messages={"required": _("Skriv hvor møtet er, for eksempel Biblioteket, møterom 2.")},
    )

    def __init__(self, *args: Any, group: SelfHelpGroup, **kwargs: Any) -> None:
        super().__init__(*args, group=group, **kwargs)
        if group.is_gathering:
            words = _("De som har sagt ja, leser det bak lenken sin. Vises aldri på nettsiden.")
            self.fields["venue"].help_text = words

    def clean(self) -> dict[str, Any]:
        """With `when`, which is what the steps are given."""
        said = super().clean()
        if not self.errors:
            said["when"] = Appointment(self.starts_at, self.ends_at, said["venue"])
        return said


class PlanForm(AppointmentForm):
    """A meeting that is agreed on."""

    shown = ("kind", "day", "begins", "ends", "venue")
    submit = _("Lagre møtet")

    kind = forms.ChoiceField(
        label=_("Hva slags møte?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva slags møte det er.")},
    )

    def __init__(self, *args: Any, group: SelfHelpGroup, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        kinds = [one for one in GROUP_KINDS if (one == EventKind.FOLLOW_UP_MEETING) != group.is_gathering]
        known = {"kind": kinds[-1], "venue": group.meeting_place}
        super().__init__(*args, group=group, initial={**known, **(initial or {})}, **kwargs)
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        """One of a kind at a time; another is moved instead."""
        kind: str = self.cleaned_data["kind"]
        other = meeting.to_come(self.group, kind)
        if other is not None:
            words = {"meeting": str(MEETINGS[kind][0]), "day": date_format(other.local_start, "j. F")}
            raise ValidationError(_("Gruppen har et %(meeting)s %(day)s. Flytt det i stedet."), "second", words)
        return kind


class MeetingForm(GroupForm):
    """Which meeting of the group it is about."""

    hidden = ("meeting",)

    meeting = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _GONE, "invalid": _GONE})

    def clean_meeting(self) -> Event:
        found: Event | None = self.group.meetings.filter(public_id=self.cleaned_data["meeting"]).first()
        if found is None:
            raise ValidationError(_GONE, "gone")
        return found


class MoveForm(MeetingForm, AppointmentForm):
    """Another time or place for a meeting that is agreed on."""

    shown = ("day", "begins", "ends", "venue")
    submit = _("Flytt møtet")


class HoldForm(MeetingForm):
    """How many came."""

    shown = ("attendance",)
    submit = _("Lagre")

    attendance = number_field(0, label=_("Hvor mange kom?"))


class FollowUpForm(GroupForm):
    """How the group is doing, some weeks after its start; and how many came to the meeting about it, if there was one.

    `meeting` is that meeting, of which nobody has said yet how it went.
    """

    shown = ("attendance", "participants", "is_open")
    submit = _("Lagre")

    attendance = number_field(0, label=_("Hvor mange kom til oppfølgingsmøtet?"))
    participants = number_field(FEWEST, label=_("Hvor mange er med i gruppen nå?"))
    is_open = forms.ChoiceField(
        label=_("Tar gruppen imot nye?"),
        choices=[("ja", _("Ja, det er plass til flere")), ("nei", _("Nei, ikke nå"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om gruppen tar imot nye.")},
    )

    def __init__(self, *args: Any, group: SelfHelpGroup, **kwargs: Any) -> None:
        super().__init__(*args, group=group, **kwargs)
        self.meeting = meeting.to_tell_of(group, EventKind.FOLLOW_UP_MEETING)
        if self.meeting is None:
            del self.fields["attendance"]
            self.helper.layout.fields.remove("attendance")

    def clean_is_open(self) -> bool:
        return bool(self.cleaned_data["is_open"] == "ja")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said.setdefault("attendance", None)
        return said
