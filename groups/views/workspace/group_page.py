"""The page of a group: what it is, who is asked, what has happened, and what one may do now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contactpoints.models import User
from contactpoints.views.workspace_shared import user_of
from groups.enums import GroupStatus, GroupStep, StartItem
from groups.forming import history, people
from groups.forming.next_steps import facts_of, next_step_of
from groups.forming.words import public_words, title_of, when_of
from groups.meetings.when import in_words
from groups.models import Event, GroupEvent, Helper, Initiator, InquiryReading, SelfHelpGroup
from groups.models.group_steps import MOST_INITIATORS
from groups.views.workspace.group_actions import ACTIONS, GroupAction, Situation
from groups.views.workspace.group_shared import group_at
from groups.workspace_forms.group_meetings import MoveForm
from groups.workspace_forms.group_steps import GroupForm

COLOURS: dict[str, str] = {
    GroupStatus.GATHERING: "info",
    GroupStatus.STARTING: "warning",
    GroupStatus.RUNNING: "success",
    GroupStatus.ENDED: "neutral",
    GroupStatus.CANCELLED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A step as the page shows it: open where it has just been sent and something was wrong."""

    action: GroupAction
    form: GroupForm
    is_open: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A step that was sent and not taken: its form as it was filled in, and what happened `meanwhile`."""

    action: GroupAction | None  # None where it was sent from a page of its own
    form: GroupForm
    meanwhile: list[str]

    @property
    def must_be_told(self) -> bool:
        """Whether the page has to say so on top: the form itself says what is wrong in it, if it has fields."""
        return self.action is None or self.action.is_plain or not self.form.errors

    def is_about(self, action: GroupAction, **about: str) -> bool:
        """Whether it is this very step, of that meeting or initiator where there are several."""
        return self.action is action and all(str(self.form[name].value() or "") == one for name, one in about.items())


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history."""

    event: GroupEvent
    when: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the group, with what one may do about it."""

    event: Event
    choices: list[Choice]

    @property
    def when(self) -> str:
        return in_words(self.event)


@dataclass(frozen=True, slots=True)
class Help:
    """An initiator of the group. Their page is linked to where one may open it."""

    helper: Helper
    is_known: bool
    choices: list[Choice]


@never_cache
@require_safe
def group_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One group, to those who help it. That they read names of people who wait is written down."""
    return show_group(request, group_at(request, reference))


def show_group(
    request: HttpRequest, group: SelfHelpGroup, sent: Sent | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of a group, with the form that was `sent` as it was filled in."""
    user = user_of(request)
    asked = people.people_of(group, user)
    InquiryReading.write_down_all(people.read_by(asked), user)
    context = {**page_of(group, user, sent), "people": asked, "counted": people.counted(asked)}
    return render(request, "groups/workspace/group_page.html", context, status=status)


def page_of(group: SelfHelpGroup, user: User, sent: Sent | None) -> dict[str, Any]:
    """Everything that the page shows but the people."""
    events = list(group.events.select_related("by"))
    helpers = _helpers(group, user)
    meetings = list(group.meetings.order_by("starts_at", "pk"))
    now = Situation(group, user, events[-1].pk, [one for one, _known in helpers], meetings)
    choices = list(_of_group(now, sent))
    with_helpers = [Help(one, known, list(_of_helper(now, one, sent))) for one, known in helpers]
    with_meetings = [Meeting(one, list(_of_meeting(now, one, sent))) for one in meetings]
    about = [one for helper in with_helpers for one in helper.choices]
    about += [one for meeting in with_meetings for one in meeting.choices]
    told = sent is not None and (sent.must_be_told or not any(one.is_open for one in (*choices, *about)))
    return {
        "group": group,
        "title": title_of(group),
        "colour": COLOURS[group.status],
        "public": public_words(group),
        "advised": {"least": settings.GROUP_ADVISED_MIN, "most": settings.GROUP_ADVISED_MAX},
        "when": when_of(group),
        "next_step": next_step_of(group, facts_of([group])[group.pk]),
        "helpers": with_helpers,
        "can_be_helped": GroupStep.ADD_INITIATOR in group.allowed_steps and len(helpers) < MOST_INITIATORS,
        "meetings": with_meetings,
        "checklist": _checklist(group),
        "can_ask": GroupStep.ASK in group.allowed_steps,
        "can_start": GroupStep.START in group.allowed_steps,
        "buttons": [one for one in choices if one.action.is_plain],
        "forms": [one for one in choices if not one.action.is_plain],
        "can_do": bool(choices) or GroupStep.ASK in group.allowed_steps,
        "lines": _lines(events),
        "form": sent.form if sent else None,
        "told": told,
        "meanwhile": sent.meanwhile if sent else [],
        "kept": sent.form.kept if sent and told else [],
    }


def _checklist(group: SelfHelpGroup) -> list[tuple[Any, bool]]:
    """What the start takes, and whether it is in order; nothing more to read where one can't tick it any more."""
    can_tick = GroupStep.CHECK in group.allowed_steps
    return [(item.label, item in group.checklist) for item in StartItem] if can_tick else []


def _helpers(group: SelfHelpGroup, user: User) -> list[tuple[Helper, bool]]:
    known = Initiator.objects.visible_to(user).filter(pk=OuterRef("initiator"))
    rows: Any = group.helpers.select_related("initiator").annotate(is_known=Exists(known))
    return [(row, row.is_known) for row in rows]


def _of_group(now: Situation, sent: Sent | None) -> Iterator[Choice]:
    """The steps of the group itself."""
    for action in ACTIONS:
        if action.part == "group" and action.may_be_taken(now):
            choice = _choice(now, action, sent)
            if choice.form.is_usable or choice.is_open:
                yield choice


def _of_meeting(now: Situation, meeting: Event, sent: Sent | None) -> Iterator[Choice]:
    """The steps about one of its meetings."""
    known = {
        "venue": meeting.venue,
        "attendance": meeting.attendance,
        **MoveForm.filled(meeting.starts_at, meeting.ends_at),
    }
    for action in ACTIONS:
        if action.part == "meeting" and action.may_be_taken(now) and action.fits(meeting):
            yield _choice(now, action, sent, known, meeting=str(meeting.public_id))


def _of_helper(now: Situation, helper: Helper, sent: Sent | None) -> Iterator[Choice]:
    """The steps about one of its initiators."""
    for action in ACTIONS:
        if action.part == "initiator" and action.may_be_taken(now):
            yield _choice(now, action, sent, initiator=str(helper.initiator.public_id))


def _choice(
    now: Situation, action: GroupAction, sent: Sent | None, known: dict[str, Any] | None = None, **about: str
) -> Choice:
    """The step with its form; the form that was sent takes the place of its empty one."""
    if sent is not None and sent.is_about(action, **about):
        sent.form.show_as_seen(now.seen)
        return Choice(action, sent.form, is_open=True)
    name = "-".join((action.name, *about.values()))
    form = action.form_for(now.group, now.user, name=name, initial={"seen": now.seen, **(known or {}), **about})
    return Choice(action, form, is_open=False)


def _lines(events: Iterable[GroupEvent]) -> list[Line]:
    """The history, the latest first."""
    lines = [Line(one, history.when(one.on), history.sentence(one), history.reason(one)) for one in events]
    return lines[::-1]
