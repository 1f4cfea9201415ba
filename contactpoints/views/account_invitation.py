"""What somebody who is invited meets: by a secret link, like the inquirer's own page (DESIGN §3)."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contactpoints import invitations
from contactpoints.account_forms import InvitationForm
from contactpoints.models import Invitation, User
from linkportal.kit import secret_links
from linkportal.kit.cookies import read_cookie, set_cookie

COOKIE = "invitasjon"
AN_HOUR = 60 * 60


@login_not_required
@never_cache
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret link for a cookie, and go on to the address without the secret. Nothing is changed."""
    if _opened_by(token) is None:
        return _over(request)
    response = redirect("account_invitation")
    set_cookie(response, COOKIE, token, path=reverse("account_invitation"), max_age=AN_HOUR)
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Where one is invited to, and saying yes: with a new account, or logged in with the one one has."""
    mine = _opened_by(read_cookie(request, COOKIE, max_age=AN_HOUR) or "")
    if mine is None:
        return _over(request)
    context: dict[str, Any] = {"invitation": mine}
    try:
        if request.user.is_authenticated or invitations.account_of(mine):
            return _as_oneself(request, mine, context)
        return _as_new(request, mine, context)
    except invitations.InvitationOver:
        return _over(request)
    except invitations.RolesClash:
        return render(request, "account/invitation.html", {**context, "roles_clash": True}, status=409)
    except invitations.HasAccount:
        return redirect("account_invitation")


def _as_oneself(request: HttpRequest, mine: Invitation, context: dict[str, Any]) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or user.email != mine.email:
        context |= {"somebody_else": user.is_authenticated, "must_log_in": not user.is_authenticated}
        return render(request, "account/invitation.html", context)
    if request.method != "POST":
        return render(request, "account/invitation.html", context)
    invitations.accept_as(mine, user)
    messages.success(request, _("Velkommen! Nå kan du arbeide her."))
    return redirect(settings.LOGIN_REDIRECT_URL)


def _as_new(request: HttpRequest, mine: Invitation, context: dict[str, Any]) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None, invitation=mine)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "account/invitation.html", {**context, "form": form}, status=status)
    said = form.cleaned_data
    user = invitations.accept_as_new(mine, name=said["name"], password=said["password1"])
    login = Login(user=user, email=user.email, redirect_url=reverse("mfa_index"))
    response: HttpResponse = perform_password_login(request, {"email": user.email}, login)
    return response


def _opened_by(token: str) -> Invitation | None:
    """The invitation whose link this is, while it can be accepted."""
    public_id = secret_links.public_id_of(token)
    places = Invitation.objects.select_related("contact_point", "office", "invited_by")
    found = places.filter(public_id=public_id).first() if public_id else None
    return found if found and found.is_open and found.opens_with(token) else None


def _over(request: HttpRequest) -> HttpResponse:
    """Used, taken back, too old or never ours: it is the same page, and says what to do."""
    return render(request, "account/invitation_over.html", status=410)
