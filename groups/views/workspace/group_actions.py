"""The steps on the page of a group: their addresses, words, forms, and what each does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints.models import User
from groups.enums import CancelReason, EndReason, EventKind, GroupStep
from groups.forming import asking, meeting, starting
from groups.models import Event, Helper, SelfHelpGroup
from groups.models.group_steps import MOST_INITIATORS
from groups.workspace_forms.group_meetings import FollowUpForm, HoldForm, MeetingForm, MoveForm, PlanForm
from groups.workspace_forms.group_steps import (
    AddInitiatorForm,
    CancelForm,
    ChangeForm,
    CheckForm,
    EndForm,
    GroupForm,
    InitiatorForm,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

Do = Callable[[SelfHelpGroup, dict[str, Any], User], object]
Part = Literal["group", "meeting", "initiator"]


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides, besides its status, which steps make sense for a group."""

    group: SelfHelpGroup
    user: User
    seen: int
    helpers: list[Helper]
    meetings: list[Event]


def _always(_now: Situation) -> bool:
    return True


def _always_fits(_meeting: Event) -> bool:
    return True


def _is_to_be_told_of(one: Event) -> bool:
    """How it went; of a follow-up meeting one says that with how the group is doing."""
    return not one.is_cancelled and one.has_begun and one.kind != EventKind.FOLLOW_UP_MEETING


@dataclass(frozen=True, slots=True)
class GroupAction:
    """One step. `words` stand on its button or over its form, `done` is said afterwards, `part` is where it stands."""

    name: str
    address: str
    step: GroupStep
    words: Text
    done: Text
    do: Do
    form: type[GroupForm] = GroupForm
    part: Part = "group"
    makes_sense: Callable[[Situation], bool] = _always
    fits: Callable[[Event], bool] = _always_fits  # of the meeting that it is about

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to fill in: a button is enough."""
        return not self.form.shown

    def may_be_taken(self, now: Situation) -> bool:
        return self.step in now.group.allowed_steps and self.makes_sense(now)

    def form_for(self, group: SelfHelpGroup, by: User, data: Any = None, **more: Any) -> GroupForm:
        """Its form on the page of that group; `more` is what it begins with (`initial`) and what its ids begin with."""
        address = reverse(f"groups:group_{self.name}", args=[group.reference])
        return self.form(data, group=group, by=by, action=address, **{"name": self.name, **more})


ACTIONS = (
    GroupAction(
        "run",
        "gar-av-seg-selv",
        GroupStep.RUN,
        _("Igangsetterne har trukket seg ut"),
        _("Gruppen går av seg selv."),
        lambda group, said, by: group.run(by=by, seen=said["seen"]),
    ),
    GroupAction(
        "show",
        "vis",
        GroupStep.SHOW,
        _("Vis på nettsiden"),
        _("Gruppen vises på nettsiden."),
        lambda group, said, by: group.show(True, by=by, seen=said["seen"]),
        makes_sense=lambda now: not now.group.is_shown and now.group.contact_point is not None,
    ),
    GroupAction(
        "hide",
        "skjul",
        GroupStep.HIDE,
        _("Ta av nettsiden"),
        _("Gruppen vises ikke på nettsiden lenger."),
        lambda group, said, by: group.show(False, by=by, seen=said["seen"]),
        makes_sense=lambda now: now.group.is_shown,
    ),
    GroupAction(
        "open",
        "apne-for-nye",
        GroupStep.OPEN,
        _("Åpne for nye"),
        _("Gruppen tar imot nye."),
        lambda group, said, by: group.open(True, by=by, seen=said["seen"]),
        makes_sense=lambda now: not now.group.is_open,
    ),
    GroupAction(
        "close",
        "steng-for-nye",
        GroupStep.CLOSE,
        _("Steng for nye"),
        _("Gruppen tar ikke imot nye."),
        lambda group, said, by: group.open(False, by=by, seen=said["seen"]),
        makes_sense=lambda now: now.group.is_open,
    ),
    GroupAction(
        "change",
        "endre",
        GroupStep.CHANGE,
        _("Endre tema, sted eller tid"),
        _("Endringene er lagret."),
        lambda group, said, by: asking.change(
            group, by=by, seen=said["seen"], **{name: said[name] for name in ChangeForm.shown}
        ),
        ChangeForm,
    ),
    GroupAction(
        "plan_meeting",
        "avtal-mote",
        GroupStep.PLAN_MEETING,
        _("Avtal et møte"),
        _("Møtet er lagret."),
        lambda group, said, by: meeting.plan(group, said["kind"], said["when"], by=by, seen=said["seen"]),
        PlanForm,
    ),
    GroupAction(
        "move_meeting",
        "flytt-mote",
        GroupStep.MOVE_MEETING,
        _("Flytt"),
        _("Møtet er flyttet."),
        lambda group, said, by: meeting.move(group, said["meeting"], said["when"], by=by, seen=said["seen"]),
        MoveForm,
        "meeting",
        fits=lambda one: one.can_be_changed,
    ),
    GroupAction(
        "hold_meeting",
        "mote-holdt",
        GroupStep.HOLD_MEETING,
        _("Skriv hvor mange som kom"),
        _("Det er notert hvor mange som kom."),
        lambda group, said, by: meeting.hold(group, said["meeting"], said["attendance"], by=by, seen=said["seen"]),
        HoldForm,
        "meeting",
        fits=_is_to_be_told_of,
    ),
    GroupAction(
        "cancel_meeting",
        "avlys-mote",
        GroupStep.CANCEL_MEETING,
        _("Avlys"),
        _("Møtet er avlyst."),
        lambda group, said, by: meeting.cancel(group, said["meeting"], by=by, seen=said["seen"]),
        MeetingForm,
        "meeting",
        fits=lambda one: one.can_be_changed and not one.has_begun,
    ),
    GroupAction(
        "check",
        "sjekkliste",
        GroupStep.CHECK,
        _("Kryss av i sjekklisten"),
        _("Sjekklisten er lagret."),
        lambda group, said, by: group.check_off(said["items"], by=by, seen=said["seen"]),
        CheckForm,
    ),
    GroupAction(
        "add_initiator",
        "ny-igangsetter",
        GroupStep.ADD_INITIATOR,
        _("Legg til en igangsetter"),
        _("Igangsetteren er med."),
        lambda group, said, by: group.add_initiator(said["initiator"], by=by, seen=said["seen"]),
        AddInitiatorForm,
        makes_sense=lambda now: len(now.helpers) < MOST_INITIATORS,
    ),
    GroupAction(
        "remove_initiator",
        "fjern-igangsetter",
        GroupStep.REMOVE_INITIATOR,
        _("Ta bort"),
        _("Igangsetteren er ikke med lenger."),
        lambda group, said, by: group.remove_initiator(said["initiator"], by=by, seen=said["seen"]),
        InitiatorForm,
        "initiator",
    ),
    GroupAction(
        "follow_up",
        "fulgt-opp",
        GroupStep.FOLLOW_UP,
        _("Skriv hvordan det går med gruppen"),
        _("Det er notert hvordan det går."),
        lambda group, said, by: meeting.follow_up(
            group,
            said["participants"],
            attendance=said["attendance"],
            is_open=said["is_open"],
            by=by,
            seen=said["seen"],
        ),
        FollowUpForm,
    ),
    GroupAction(
        "end",
        "avslutt",
        GroupStep.END,
        _("Gruppen er slutt"),
        _("Gruppen er avsluttet."),
        lambda group, said, by: starting.end(group, EndReason(said["why"]), by=by, seen=said["seen"]),
        EndForm,
    ),
    GroupAction(
        "cancel",
        "gi-opp",
        GroupStep.CANCEL,
        _("Det blir ikke noe av gruppen"),
        _("Gruppen er gitt opp. De som var spurt, venter videre og har fått beskjed."),
        lambda group, said, by: starting.cancel(group, CancelReason(said["why"]), by=by, seen=said["seen"]),
        CancelForm,
    ),
)
