"""The case page: what the person wrote, how to reach them safely, what has happened, and what one may do now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contactpoints.keeping import coordinates
from contactpoints.models import User
from contactpoints.views.workspace_shared import user_of
from groups.enums import Status, Wish
from groups.inquiries import history
from groups.inquiries.dues import due_of
from groups.inquiries.inbox import title_of
from groups.inquiries.reaching import reach_of, times_in_words
from groups.models import Inquiry, InquiryEvent, InquiryReading, SelfHelpGroup
from groups.views.workspace.actions import ACTIONS, Action, Situation
from groups.views.workspace.shared import can_be_slipped, case_at
from groups.workspace_forms.steps import StepForm


@dataclass(frozen=True, slots=True)
class Choice:
    """A step as the page shows it: open where it has just been sent and something was wrong."""

    action: Action
    form: StepForm
    is_open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the case history."""

    event: InquiryEvent
    when: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A step that was sent and not taken: its form as it was filled in, and what happened `meanwhile`."""

    action: Action
    form: StepForm
    meanwhile: list[str]

    @property
    def must_be_told(self) -> bool:
        """Whether the page has to say so on top: the form itself says what is wrong in it, if it has fields."""
        return self.action.is_plain or not self.form.errors


@never_cache
@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One inquiry, to those who answer it. That they read it is written down."""
    return show_case(request, case_at(request, reference))


def show_case(request: HttpRequest, inquiry: Inquiry, sent: Sent | None = None, *, status: int = 200) -> HttpResponse:
    """The page of a case, with the form that was `sent` as it was filled in."""
    user = user_of(request)
    InquiryReading.write_down(inquiry, user)
    context = {**page_of(inquiry, user, sent), "form": sent.form if sent else None}
    return render(request, "groups/workspace/case.html", context, status=status)


def page_of(inquiry: Inquiry, user: User, sent: Sent | None) -> dict[str, Any]:
    """Everything that the page shows. At most nine queries."""
    events = list(inquiry.events.select_related("by", "office", "contact_point"))
    asked = inquiry.hand_over_requests.waiting().select_related("contact_point", "office", "by").first()
    now = Situation.of(inquiry, user, is_asked=asked is not None)
    choices = _choices(now, events[-1].pk, sent)
    return {
        "inquiry": inquiry,
        "title": title_of(inquiry),
        "due": due_of(inquiry),
        "reach": reach_of(inquiry),
        "meets": times_in_words(inquiry.meeting_times),
        "lines": _lines(events, inquiry),
        "is_unaware": inquiry.is_open and history.is_unaware(events),
        "texts": inquiry.texts.select_related("by"),
        "asked": asked,
        "behind": now.behind,
        "question": now.question,
        "group": _group_of(now),
        "answers": [one for one in choices if one.action.is_answer],
        "buttons": [one for one in choices if one.action.is_plain and not one.action.is_answer],
        "forms": [one for one in choices if not one.action.is_plain],
        "told": sent is not None and sent.must_be_told,
        "meanwhile": sent.meanwhile if sent else [],
        "kept": [] if sent is None or any(one.is_open for one in choices) else sent.form.kept,
        "can_be_slipped": can_be_slipped(inquiry),
        "link_can_be_sent": bool(inquiry.email) and inquiry.status != Status.QUARANTINED,
        "checklist_of": inquiry.became if coordinates(user) else None,
        "has_project": inquiry.wish == Wish.PARTNER and not inquiry.can_be_released and coordinates(user),
    }


def _group_of(now: Situation) -> SelfHelpGroup | None:
    """The group that the person is asked about, for who may open its page."""
    if now.question is None:
        return None
    return SelfHelpGroup.objects.visible_to(now.user).filter(candidates__public_id=now.question.asked).first()


def _choices(now: Situation, last: int, sent: Sent | None) -> list[Choice]:
    """The steps that may be taken; the form that was sent takes the place of its empty one."""
    found = []
    for action in ACTIONS:
        if not action.may_be_taken(now):
            continue
        is_sent = sent is not None and sent.action is action
        form = sent.form if sent and is_sent else action.form_for(now.inquiry, seen=last)
        if sent and is_sent:
            form.show_as_seen(last)
        found.append(Choice(action, form, is_sent))
    return found


def _lines(events: list[InquiryEvent], inquiry: Inquiry) -> list[Line]:
    """The case history, the latest first."""
    return [
        Line(event, history.when(event), history.sentence(event, inquiry), history.reason(event))
        for event in reversed(events)
    ]
