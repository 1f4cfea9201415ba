"""Signing up for an event, the receipt, and one's own sign-up by its secret link.

Whoever types somebody else's address or number learns nothing of them: the receipt says the same whether they had
signed up before or not, and the link goes by mail only. Who left a number signs off by calling.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.forms.sign_up import SignUpForm
from groups.meetings import signing_up
from groups.meetings.organisers import all_named
from groups.meetings.public_list import Listed
from groups.meetings.standing import ANSWERS, Answer, answer_to, standing_of
from groups.models import Event, SignUp
from linkportal.kit import secret_links
from linkportal.kit.cookies import read_cookie, set_cookie
from linkportal.kit.redirects import see_other

RECEIPT_COOKIE = "pamelding"
MY_SIGN_UP_COOKIE = "min-pamelding"
HALF_AN_HOUR = 30 * 60

# What the page of one's sign-up says on top after something was done.
DONE = {"annen": gettext_lazy("Du åpnet en annen påmelding i mellomtiden, så vi har ikke meldt deg av.")}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign up for a public event, or for its waiting list."""
    event = get_object_or_404(Event.objects.public().with_places().with_counts(), slug=slug)
    listed = Listed.of(event)
    sent = request.POST if request.method == "POST" else None
    form = SignUpForm(sent, organisers=all_named(event), is_full=listed.room.is_full)
    if listed.room.can_sign_up and form.is_valid():
        try:
            return _to_receipt(signing_up.sign_up(event, form.wanted), by_email=bool(form.wanted.email))
        except signing_up.NotOpen:  # cancelled since the page was asked for
            listed = Listed.of(Event.objects.with_places().with_counts().get(pk=event.pk))
    if not listed.room.can_sign_up:
        return render(request, "groups/sign_up_closed.html", {"listed": listed}, status=409 if sent else 200)
    context = {"form": form, "listed": listed}
    return render(request, "groups/sign_up.html", context, status=422 if form.errors else 200)


def _to_receipt(made: signing_up.SignedUp, *, by_email: bool) -> HttpResponse:
    answer = answer_to(made, by_email=by_email)
    value = f"{answer.value}:{made.sign_up.event.public_id.hex}"
    response = see_other("groups:sign_up_receipt")
    set_cookie(response, RECEIPT_COOKIE, value, path=reverse("groups:sign_up_receipt"), max_age=HALF_AN_HOUR)
    return response


@login_not_required
@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """What came of it, for half an hour and only in the browser that signed up."""
    answer, _colon, number = (read_cookie(request, RECEIPT_COOKIE, max_age=HALF_AN_HOUR) or "").partition(":")
    events = Event.objects.with_places().with_counts()
    event = events.filter(public_id=UUID(number)).first() if number else None
    if event is None:
        return render(request, "groups/sign_up_receipt_gone.html", status=404)
    context = {"standing": ANSWERS[Answer(answer)], "listed": Listed.of(event)}
    return render(request, "groups/sign_up_receipt.html", context)


@login_not_required
@never_cache
@require_safe
def my_sign_up_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret link for a cookie, and go on to the address without the secret. Nothing is changed."""
    if _opened_with(token) is None:
        return render(request, "groups/my_sign_up_gone.html", status=404)
    response = redirect("groups:my_sign_up")
    set_cookie(response, MY_SIGN_UP_COOKIE, token, path=reverse("groups:my_sign_up"), max_age=HALF_AN_HOUR)
    return response


def _opened_with(token: str) -> SignUp | None:
    """The sign-up whose secret link this is, while the link lives."""
    public_id = secret_links.public_id_of(token)
    found = SignUp.objects.select_related("event").filter(public_id=public_id).first() if public_id else None
    return found if found and found.opens_with(token) else None


def with_the_link(view: Callable[[HttpRequest, SignUp], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open to whoever came with a secret link: the view is given that sign-up. Without one: how to come to it."""

    def opened(request: HttpRequest) -> HttpResponse:
        mine = _opened_with(read_cookie(request, MY_SIGN_UP_COOKIE, max_age=HALF_AN_HOUR) or "")
        if mine is None:
            return render(request, "groups/my_sign_up_gone.html", status=404 if request.method == "POST" else 200)
        return view(request, mine)

    return login_not_required(never_cache(opened))


@require_safe
@with_the_link
def my_sign_up(request: HttpRequest, mine: SignUp) -> HttpResponse:
    """What one has signed up for, whether there is a place, and signing off."""
    event = Event.objects.with_places().with_counts().get(pk=mine.event_id)
    context = {
        "sign_up": mine,
        "listed": Listed.of(event),
        "standing": standing_of(mine),
        "done": DONE.get(request.GET.get("ny", "")),
    }
    return render(request, "groups/my_sign_up.html", context)


@require_POST
@with_the_link
def my_sign_up_cancel(request: HttpRequest, mine: SignUp) -> HttpResponse:
    """Sign off: what one wrote is erased at once. Doing it twice is the same as once."""
    if request.POST.get("pamelding") != mine.public_id.hex:
        # Another of their sign-ups was opened in another window: the press of the button was not about this one.
        return see_other("groups:my_sign_up", query="ny=annen")
    signing_up.sign_off(mine)
    return see_other("groups:my_sign_up")
