"""Taking a step on the case page. Who comes second is told what happened, and loses nothing that was typed."""

from __future__ import annotations

from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from contactpoints.keeping import coordinates
from contactpoints.models import User
from contactpoints.views.workspace_shared import user_of
from groups.enums import QUIET_STEPS, Step
from groups.inquiries import history
from groups.models import Inquiry, InquiryEvent, MoveNotAllowed
from groups.references import tidy
from groups.views.workspace.actions import Action
from groups.views.workspace.case import Sent, show_case
from groups.views.workspace.shared import case_at, go_on
from groups.workspace_forms.steps import StepForm

_LEAVING = (Step.HAND_OVER, Step.PASS_ON, Step.DECLINE)


@never_cache
@require_POST
def take_step(request: HttpRequest, reference: str, action: Action) -> HttpResponse:
    """Take the step; else the case again: 422 with what is missing, 409 with what happened meanwhile."""
    user = user_of(request)
    if action.only_offices and not coordinates(user):
        raise Http404
    try:
        inquiry = case_at(request, reference)
    except Http404:
        return tell_that_it_left(request, reference)
    form = action.form_for(inquiry, request.POST)
    if not form.is_valid():
        return show_case(request, inquiry, Sent(action, form, []), status=422)
    try:
        action.do(inquiry, form.cleaned_data, user)
    except MoveNotAllowed:
        return _too_late(request, reference, action, form)
    return go_on(request, inquiry, str(action.done))


def _too_late(request: HttpRequest, reference: str, action: Action, form: StepForm) -> HttpResponse:
    try:
        now = case_at(request, reference)
    except Http404:
        return tell_that_it_left(request, reference)
    return show_case(request, now, Sent(action, form, since(now, form.cleaned_data["seen"])), status=409)


def since(inquiry: Inquiry, seen: int) -> list[str]:
    """What has happened after that event, in sentences."""
    return history.meanwhile(_after(inquiry, seen), inquiry)


def tell_that_it_left(request: HttpRequest, reference: str) -> HttpResponse:
    """It was theirs to read when the page was opened, and was given away meanwhile: by whom and when, and no more.

    404 for everyone else. What was typed is shown once more, as it is nowhere else.
    """
    inquiry = Inquiry.objects.filter(reference=tidy(reference)).first()
    seen = request.POST.get("seen", "")
    if inquiry is None or not seen.isdecimal() or not _was_theirs(inquiry, user_of(request), int(seen[:18])):
        raise Http404
    gone = next((event for event in _after(inquiry, int(seen[:18])) if event.step in _LEAVING), None)
    if gone is None:
        raise Http404
    kept = [text for name in ("text", "note", "reason") if (text := request.POST.get(name, "").strip())]
    context = {"reference": inquiry.reference, "meanwhile": history.meanwhile([gone], inquiry), "kept": kept}
    return render(request, "groups/workspace/case_gone.html", context, status=409)


def _was_theirs(inquiry: Inquiry, user: User, seen: int) -> bool:
    """Whether they have read it, and a place where they work today had it at that event. What came later is not."""
    if not inquiry.readings.filter(by=user).exists():
        return False
    had_it = Q(contact_point__in=user.contact_point_ids) | Q(office__in=user.coordinated_office_ids)
    if user.is_national_admin:
        had_it |= Q(office__is_national_desk=True)
    return inquiry.events.filter(had_it, pk=inquiry.events.filter(pk__lte=seen).aggregate(at=Max("pk"))["at"]).exists()


def _after(inquiry: Inquiry, seen: int) -> list[InquiryEvent]:
    after = inquiry.events.filter(pk__gt=seen).exclude(step__in=QUIET_STEPS)
    return list(after.select_related("by", "office", "contact_point").order_by("pk"))
