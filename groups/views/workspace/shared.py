"""What the pages about inquiries have in common: whose they are, and where one goes from there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from contactpoints.views.workspace_shared import user_of
from groups.desk import Desk, desk_of
from groups.models import Inquiry
from groups.references import tidy


def desk_at(request: HttpRequest) -> Desk:
    """The desk of somebody who works somewhere; 404 for whom no inquiry concerns, as for an auditor."""
    desk = desk_of(user_of(request))
    if not (desk.places or desk.coordinates):
        raise Http404
    return desk


def case_at(request: HttpRequest, reference: str) -> Inquiry:
    """The inquiry with that reference, however it is typed, if it is visible to who asks; else 404."""
    visible = Inquiry.objects.visible_to(user_of(request)).with_places()
    return get_object_or_404(visible.select_related("became", "consent_asked_by"), reference=tidy(reference))


def is_theirs(request: HttpRequest, inquiry: Inquiry) -> bool:
    """Whether who asks may still read it."""
    return Inquiry.objects.visible_to(user_of(request)).filter(pk=inquiry.pk).exists()


def go_on(request: HttpRequest, inquiry: Inquiry, done: str) -> HttpResponse:
    """Say what was done, on the case page; in the inbox if the inquiry is not theirs to read any more."""
    messages.success(request, f"{inquiry.reference}: {done}")
    if is_theirs(request, inquiry):
        return redirect("groups:case", inquiry.reference)
    return redirect("groups:inbox")


def can_be_slipped(inquiry: Inquiry) -> bool:
    """Whether staff may print the secret link: of what they wrote down themselves. Who used the web form has it."""
    return not inquiry.is_from_web and inquiry.erased_at is None
