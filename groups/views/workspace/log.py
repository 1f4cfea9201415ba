"""Writing down an inquiry that came by telephone, mail or letter or in person, and giving the person a way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactpoints.views.workspace_shared import user_of
from groups.enums import Channel, Status
from groups.inquiries import casework, intake
from groups.inquiries.letters import person_link
from groups.models import Inquiry
from groups.views.workspace.actions import BY_NAME, Situation
from groups.views.workspace.shared import can_be_slipped, case_at, is_theirs
from groups.workplaces import workplaces
from groups.workspace_forms.log import LogForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """One screen. 404 for who answers for no place."""
    user = user_of(request)
    places = workplaces(user)
    if not places:
        raise Http404
    form = LogForm(request.POST if request.method == "POST" else None, places=places)
    if not form.is_valid():
        return render(request, "groups/workspace/log.html", {"form": form}, status=422 if form.errors else 200)
    received = intake.log(form.wanted, Channel(form.cleaned_data["channel"]), form.place, by=user)
    if received.differs:
        messages.warning(request, _("Skjemaet var ført inn fra før. Bare det første er tatt vare på."))
    return HttpResponse(status=303, headers={"Location": _where_to(request, received.inquiry)})


@never_cache
@require_safe
def logged(request: HttpRequest, reference: str) -> HttpResponse:
    """The reference to tell the person, and what one may do next."""
    inquiry = case_at(request, reference)
    now = Situation(inquiry, user_of(request), behind=None, is_asked=False)
    pass_on = BY_NAME["pass_on"]
    last = inquiry.events.latest("pk").pk
    context = {
        "inquiry": inquiry,
        "can_be_slipped": can_be_slipped(inquiry),
        "pass_on": pass_on.form_for(inquiry, seen=last) if pass_on.may_be_taken(now) else None,
    }
    return render(request, "groups/workspace/logged.html", context)


@never_cache
@require_POST
def slip(request: HttpRequest, reference: str) -> HttpResponse:
    """The reference and the secret link on a sheet to print. An answer to a POST: it has no address of its own."""
    inquiry = case_at(request, reference)
    if not can_be_slipped(inquiry):
        messages.warning(request, _("Lapp finnes bare for det dere selv har ført inn."))
        return redirect("groups:case", inquiry.reference)
    return render(request, "groups/workspace/slip.html", {"inquiry": inquiry, "link": person_link(inquiry)})


@never_cache
@require_POST
def send_link(request: HttpRequest, reference: str) -> HttpResponse:
    """Mail the person the secret link, if there is an address."""
    inquiry = case_at(request, reference)
    if inquiry.status != Status.QUARANTINED and casework.send_link(inquiry):
        messages.success(request, _("Lenken er på vei til personen."))
    else:
        messages.warning(request, _("Det finnes ingen e-postadresse å sende lenken til."))
    return redirect("groups:case", inquiry.reference)


def _where_to(request: HttpRequest, inquiry: Inquiry) -> str:
    """To the reference; to the inbox if the same form was sent again after the inquiry had gone to others."""
    if is_theirs(request, inquiry):
        return reverse("groups:case_logged", args=[inquiry.reference])
    messages.info(request, _("%(reference)s er ført inn fra før.") % {"reference": inquiry.reference})
    return reverse("groups:inbox")
