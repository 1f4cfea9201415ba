"""Acting from the mail: take an inquiry on or give it back without logging in. What the person wrote is never shown."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from groups.enums import DeclineReason
from groups.forms import AcceptForm, DeclineForm
from groups.inquiries import from_mail
from groups.inquiries.letters import staff_link
from groups.inquiries.standing import Standing, given_back, standing_for_receiver
from groups.models import MoveNotAllowed
from linkportal.kit.cookies import read_cookie, set_cookie
from linkportal.kit.redirects import see_other

ACT_COOKIE = "fra-e-post"
HALF_AN_HOUR = 30 * 60
GIVEN_BACK = "~given-back"  # after the token: with this link it was given back, whatever has become of it since


@login_not_required
@never_cache
@require_safe
def act_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link of the mail for a cookie. Nothing is changed: mail scanners open every link they see."""
    if from_mail.open_link(token) is None:
        return render(request, "groups/act_gone.html", status=404)
    response = redirect("groups:act")
    _carry(response, token)
    return response


def _carry(response: HttpResponse, value: str) -> None:
    set_cookie(response, ACT_COOKIE, value, path=reverse("groups:act"), max_age=HALF_AN_HOUR)


def with_the_mails_link(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open to whoever came with the link of a mail, dead or alive: the view is given its token."""

    def opened(request: HttpRequest) -> HttpResponse:
        token = _carried(request).removesuffix(GIVEN_BACK)
        found = from_mail.open_link(token)
        if found is None:
            return render(request, "groups/act_gone.html", status=404 if request.method == "POST" else 200)
        if request.method == "POST" and request.POST.get("inquiry") != found.inquiry.reference:
            # Another mail was opened in another window since: the button was not meant for this one.
            return _page(request, token, late=True)
        return view(request, token)

    return login_not_required(never_cache(opened))


def _carried(request: HttpRequest) -> str:
    return read_cookie(request, ACT_COOKIE, max_age=HALF_AN_HOUR) or ""


@require_safe
@with_the_mails_link
def act(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is about, as far as it may be said, and what one may do."""
    return _page(request, token)


def _page(request: HttpRequest, token: str, *, decline: DeclineForm | None = None, late: bool = False) -> HttpResponse:
    opened = from_mail.open_link(token)
    if opened is None:
        return render(request, "groups/act_gone.html", status=404)
    inquiry = opened.inquiry
    context = {
        "inquiry": inquiry,
        "opened": opened,
        "standing": _standing(opened, gave_back=_carried(request).endswith(GIVEN_BACK)),
        "accept": AcceptForm(inquiry=inquiry),
        "form": decline or DeclineForm(inquiry=inquiry),
        "late": late,
        "staff_link": staff_link(inquiry),
    }
    status = 409 if late else 422 if decline else 200
    return render(request, "groups/act.html", context, status=status)


def _standing(opened: from_mail.Opened, *, gave_back: bool) -> Standing:
    """Who gave it back reads just that, also when it has long been with others."""
    if gave_back and not opened.can_accept:
        return given_back()
    return standing_for_receiver(opened.inquiry, is_theirs=opened.is_theirs)


@require_POST
@with_the_mails_link
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Take it on for the place that the mail was sent to."""
    form = AcceptForm(request.POST)
    form.is_valid()
    return _done(request, token, lambda: from_mail.accept(token, seen=form.last_seen))


@require_POST
@with_the_mails_link
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Give it back, so that somebody else answers."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, token, decline=form)
    why = DeclineReason(form.cleaned_data["why"])
    response = _done(request, token, lambda: from_mail.decline(token, why, seen=form.last_seen))
    if response.status_code == HTTPStatus.SEE_OTHER:
        _carry(response, token + GIVEN_BACK)
    return response


@require_POST
@with_the_mails_link
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail a new link to whoever is to answer; never to an address that is written here."""
    return _done(request, token, lambda: from_mail.send_new_link(token))


def _done(request: HttpRequest, token: str, step: Callable[[], None]) -> HttpResponse:
    try:
        step()
    except MoveNotAllowed:
        return _page(request, token, late=True)
    return see_other("groups:act")
