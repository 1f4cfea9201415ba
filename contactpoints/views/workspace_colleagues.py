"""Who works at a place: inviting, taking back an invitation, and ending somebody's work there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactpoints import invitations
from contactpoints.colleagues import LastOne, MayNotEnd, end_membership, may_end
from contactpoints.models import ContactPoint, DistrictOffice, Invitation, Membership, User
from contactpoints.views.workspace_shared import Kind, page_of, place_at, user_of
from contactpoints.workspace_forms.colleagues import InviteForm
from linkportal.kit import clock

Place = ContactPoint | DistrictOffice


@require_http_methods(["GET", "HEAD", "POST"])
def colleagues(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    """Who works here and who is invited; leaders and coordinators invite more."""
    place, user = place_at(request, kind, slug), user_of(request)
    form = InviteForm(request.POST if request.method == "POST" else None, user=user, place=place)
    if request.method == "POST" and not form.roles:
        raise Http404
    if not form.is_valid():
        return _page(request, place, form)
    invitations.invite(form.cleaned_data["email"], form.cleaned_data["role"], place, by=user)
    messages.success(request, _("Invitasjonen er på vei."))
    return redirect(f"contactpoints:{kind}_colleagues", slug)


@require_POST
def membership_end(request: HttpRequest, kind: Kind, slug: str, pk: int) -> HttpResponse:
    """Somebody does not work here any more."""
    place, user = place_at(request, kind, slug), user_of(request)
    membership = get_object_or_404(_working_at(place, user), pk=pk)
    try:
        end_membership(membership, by=user)
    except MayNotEnd as problem:
        raise Http404 from problem
    except LastOne:
        messages.error(request, _("Noen må være igjen. Inviter først en annen i samme rolle, eller spør dem over deg."))
        return redirect(f"contactpoints:{kind}_colleagues", slug)
    messages.success(request, _("%(name)s arbeider ikke lenger her.") % {"name": membership.user})
    if membership.user_id == user.pk:
        return redirect("contactpoints:my_place")
    return redirect(f"contactpoints:{kind}_colleagues", slug)


@require_POST
def invitation_resend(request: HttpRequest, kind: Kind, slug: str, pk: int) -> HttpResponse:
    """Send an invitation anew: the earlier link stops working."""
    place, user = place_at(request, kind, slug), user_of(request)
    invitation = _invitation(place, user, pk)
    invitations.invite(invitation.email, invitation.role, place, by=user)
    messages.success(request, _("Invitasjonen er sendt på nytt. Den gamle lenken virker ikke lenger."))
    return redirect(f"contactpoints:{kind}_colleagues", slug)


@require_POST
def invitation_cancel(request: HttpRequest, kind: Kind, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    place = place_at(request, kind, slug)
    invitations.cancel(_invitation(place, user_of(request), pk))
    messages.success(request, _("Invitasjonen er trukket tilbake."))
    return redirect(f"contactpoints:{kind}_colleagues", slug)


def _working_at(place: Place, user: User) -> Any:
    """Memberships of today at just this place."""
    here = {"contact_point": place} if isinstance(place, ContactPoint) else {"office": place}
    rows = Membership.objects.visible_to(user).on(clock.today()).filter(**here)
    return rows.select_related("user", "contact_point", "office").order_by("user__name", "user__email", "pk")


def _waiting_at(place: Place, user: User) -> Any:
    """Invitations to just this place that wait."""
    here = {"contact_point": place} if isinstance(place, ContactPoint) else {"office": place}
    return Invitation.objects.visible_to(user).waiting().filter(**here)


def _invitation(place: Place, user: User, pk: int) -> Invitation:
    """One that waits, for those who could have sent it; else 404."""
    found: Invitation = get_object_or_404(_waiting_at(place, user), pk=pk)
    if not invitations.may_invite(user, found.role, place):
        raise Http404
    return found


def _page(request: HttpRequest, place: Place, form: InviteForm) -> HttpResponse:
    user = user_of(request)
    context = {
        **page_of(request, place, "colleagues"),
        "form": form,
        "members": [(one, one.user_id == user.pk, may_end(user, one)) for one in _working_at(place, user)],
        "waiting": [one for one in _waiting_at(place, user) if invitations.may_invite(user, one.role, place)],
    }
    return render(request, "contactpoints/workspace/colleagues.html", context, status=422 if form.errors else 200)
