"""Events in the workspace: the lists of them, a new one, and the page of one."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contactpoints.models import DistrictOffice, User
from contactpoints.views.workspace_shared import user_of
from groups.desk import Count
from groups.meetings import changing, listing, organising
from groups.meetings.attending import people_of
from groups.meetings.listing import Selection
from groups.meetings.organisers import all_named
from groups.meetings.plans import Created, stamp
from groups.meetings.when import in_words
from groups.models import Event, SelfHelpGroup
from groups.views.workspace.shared import desk_at
from groups.workspace_forms.attending import AttendanceForm, PhoneSignUpForm
from groups.workspace_forms.meeting_list import MeetingListForm
from groups.workspace_forms.meetings import NewEventForm


class Tab(NamedTuple):
    """A list to go to. What has been and what comes is not counted: only what is to be done."""

    words: str
    query: str
    is_here: bool
    number: Count | None


@never_cache
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The events that one organises, or that are organised in one's area."""
    user = desk_at(request).user
    form = MeetingListForm(request.GET)
    form.is_valid()
    page, counted = listing.page_of(user, form.selection, form.page), listing.counts(user)
    context = {
        "page": page,
        "selection": form.selection,
        "tabs": [Tab(str(one.label), one.value, one == form.selection, counted.get(one)) for one in Selection],
        "previous": form.query(page.number - 1) if page.number > 1 else "",
        "next": form.query(page.number + 1) if page.has_next else "",
    }
    return render(request, "groups/workspace/meeting_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    """A new event, or the same one every week. 404 for who answers for no place."""
    user = user_of(request)
    offices = organising.offices_of(user)
    if not offices:
        raise Http404
    form = _new_form(request, user, offices)
    if not form.is_valid():
        return render(request, "groups/workspace/meeting_new.html", {"form": form}, status=422 if form.errors else 200)
    made = changing.create(form.chosen_office, form.about, form.where, form.spans, by=user, number=form.number)
    _say_what_was_made(request, made)
    where_to = reverse("groups:meeting_page", args=[made.events[0].slug])
    return HttpResponse(status=303, headers={"Location": where_to if len(made.events) == 1 else _the_list()})


def _new_form(request: HttpRequest, user: User, offices: list[DistrictOffice]) -> NewEventForm:
    answered = [office for office in offices if organising.shows_all_to(user, office)]
    own = organising.own_contact_points(user)
    first = {"contact_points": [] if answered else [one.slug for one in own]}
    partners = organising.partners_of(offices, besides=own)
    sent = request.POST if request.method == "POST" else None
    return NewEventForm(sent, offices=offices, answered=answered, partners=partners, own=own, initial=first)


def _the_list() -> str:
    return reverse("groups:meeting_list")


def _say_what_was_made(request: HttpRequest, made: Created) -> None:
    if not made.is_new:
        messages.warning(request, _("Skjemaet var sendt fra før. Det som sto i det første, gjelder."))
        return
    words = ngettext("Arrangementet er lagret.", "%(number)d arrangementer er lagret.", len(made.events))
    messages.success(request, words % {"number": len(made.events)})


@never_cache
@require_safe
def meeting_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, and who comes to it."""
    return show_page(request, event_at(request, slug))


def event_at(request: HttpRequest, slug: str) -> Event:
    """The event at this address, if it is visible to who asks; else 404."""
    visible = Event.objects.visible_to(user_of(request)).with_places()
    return get_object_or_404(visible.select_related("group__contact_point"), slug=slug)


def own_event_at(request: HttpRequest, slug: str) -> Event:
    """The same, but for the meetings of a group: they are changed on the page of the group, and 404 here."""
    event = event_at(request, slug)
    if event.group_id is not None:
        raise Http404
    return event


def show_page(
    request: HttpRequest, event: Event, *, sent: Any = None, is_outdated: bool = False, status: int = 200
) -> HttpResponse:
    """The page of an event, with the form that was `sent` as it was filled in."""
    context = {**_page_of(request, event, sent), "form": sent, "is_outdated": is_outdated}
    return render(request, "groups/workspace/meeting_page.html", context, status=status)


def back_to(event: Event) -> HttpResponse:
    """To the page of that event."""
    return redirect("groups:meeting_page", event.slug)


def _page_of(request: HttpRequest, event: Event, sent: Any) -> dict[str, Any]:
    """Everything that the page shows."""
    people = people_of(event)
    seen = stamp(event)
    theirs = SelfHelpGroup.objects.visible_to(user_of(request))
    group = theirs.filter(pk=event.group.pk).first() if event.group else None
    is_own = event.group_id is None
    return {
        "event": event,
        "kind": "" if event.title == event.get_kind_display() else event.get_kind_display(),
        "is_own": is_own,
        "group": group,
        "seen": seen,
        "when": in_words(event),
        "tag": listing.tag_of(event, taken=len(people.coming), waiting=len(people.line), calls=len(people.to_call)),
        "people": people,
        "public_link": settings.SITE_URL + event.get_absolute_url() if event.is_public else "",
        "attendance_form": _attendance_form(event, seen, sent) if is_own and not event.is_cancelled else None,
        "phone_form": phone_form(event, sent) if event.can_be_signed_up_for else None,
        "phone_is_open": isinstance(sent, PhoneSignUpForm),
    }


def _attendance_form(event: Event, seen: str, sent: Any) -> AttendanceForm | None:
    if not event.has_begun:
        return None
    if isinstance(sent, AttendanceForm):
        sent.show_as_seen(seen)
        return sent
    return attendance_form(event, seen=seen)


def attendance_form(event: Event, data: Any = None, *, seen: str = "") -> AttendanceForm:
    """The form about how many came to that event."""
    action = reverse("groups:meeting_attendance", args=[event.slug])
    return AttendanceForm(data, action=action, initial={"number": event.attendance, "seen": seen})


def phone_form(event: Event, sent: Any = None, data: Any = None) -> PhoneSignUpForm:
    """The form with which somebody is signed up who calls."""
    if isinstance(sent, PhoneSignUpForm):
        return sent
    action = reverse("groups:meeting_sign_up", args=[event.slug])
    return PhoneSignUpForm(data, action=action, organisers=all_named(event))
