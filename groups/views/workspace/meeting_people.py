"""Those who signed up for an event: somebody calls to come or not to come, is called, or stands on a list."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from groups.meetings import changing, signing_up
from groups.meetings.attending import people_of
from groups.meetings.when import in_words
from groups.models import Event, SignUp
from groups.views.workspace.meetings import back_to, own_event_at, phone_form, show_page


@never_cache
@require_safe
def attendees(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of those who have a place, to print and take along."""
    event = own_event_at(request, slug)
    context = {"event": event, "when": in_words(event), "people": people_of(event)}
    return render(request, "groups/workspace/meeting_attendees.html", context)


@never_cache
@require_POST
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody signs up on the telephone."""
    event = own_event_at(request, slug)
    form = phone_form(event, data=request.POST)
    if not form.is_valid():
        return show_page(request, event, sent=form, status=422)
    try:
        done = signing_up.sign_up(event, form.wanted, consent_version=signing_up.ORAL_CONSENT_VERSION)
    except signing_up.NotOpen:
        messages.warning(request, _("En kan ikke melde seg på lenger. Ingen er meldt på."))
        return back_to(event)
    messages.success(request, _what_became_of(done))
    return back_to(event)


@never_cache
@require_POST
def sign_off(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody calls who doesn't come. What they wrote is erased, and the first in line gets the place."""
    event = own_event_at(request, slug)
    if found := _one_of(event, request):
        signing_up.sign_off(found)
        messages.success(request, _("Personen er meldt av, og det som sto om personen, er slettet."))
    else:
        messages.info(request, _("Personen var meldt av fra før."))
    return back_to(event)


@never_cache
@require_POST
def called(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody has told this person what has changed."""
    event = own_event_at(request, slug)
    found = _one_of(event, request)
    if found is None:
        messages.info(request, _("Personen er meldt av."))
        return back_to(event)
    try:
        had_place = request.POST.get("place") == "yes"
        changing.called(event, found, seen=request.POST.get("seen", ""), had_place=had_place)
    except changing.Outdated:
        return show_page(request, own_event_at(request, slug), is_outdated=True, status=409)
    messages.success(request, _("Det er notert at personen har fått beskjed."))
    return back_to(event)


def _one_of(event: Event, request: HttpRequest) -> SignUp | None:
    """Whom the button is about, if they have not been signed off or erased since."""
    try:
        public_id = UUID(request.POST.get("who", ""))
    except ValueError:
        return None
    found: SignUp | None = event.sign_ups.active().filter(public_id=public_id).first()
    return found


def _what_became_of(done: signing_up.SignedUp) -> str:
    """To be said on the telephone."""
    one = done.sign_up
    if not one.has_place:
        words = _("%(name)s står som nummer %(number)d på ventelisten.")
        said = words % {"name": one.name, "number": signing_up.number_in_line(one)}
    else:
        said = _("%(name)s har plass.") % {"name": one.name}
    if not done.is_new:
        return " ".join([_("Personen var påmeldt fra før."), said])
    return said if one.email else " ".join([said, _("Uten e-post må dere ringe hvis noe endres.")])
