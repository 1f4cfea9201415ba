"""Asking, the receipt, and one's own inquiry by its secret link."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactpoints.coverage import NoNationalDesk
from contactpoints.models import ContactPoint
from groups.enums import PERSONAL_WISHES
from groups.forms import InquiryForm
from groups.intake import receive
from groups.models import Inquiry, MoveNotAllowed
from groups.standing import standing_of
from linkportal.kit import secret_links
from linkportal.kit.cookies import read_cookie, set_cookie

RECEIPT_COOKIE = "kvittering"
MY_INQUIRY_COOKIE = "min-henvendelse"
HALF_AN_HOUR = 30 * 60
CHANGED = "-changed"  # the same form was sent again with other words, which were not kept


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request: HttpRequest) -> HttpResponse:
    """Ask to join or start a group, or for information. `?kontaktpunkt=`, `?sted=` and `?wish=` fill in."""
    sent = request.POST if request.method == "POST" else None
    chosen = ContactPoint.objects.with_a_page().by_slug((request.GET if sent is None else sent).get("kontaktpunkt", ""))
    form = InquiryForm(sent, contact_point=chosen, initial=_prefilled(request, chosen))
    if form.says_under_18:
        return redirect("groups:under_18")
    if form.is_valid():
        try:
            received = receive(form.wanted, suspicious=form.is_suspicious)
        except NoNationalDesk:
            return render(request, "groups/not_ready.html", status=503)
        path = reverse("groups:receipt")
        response = HttpResponse(status=303, headers={"Location": path})
        value = received.inquiry.public_id.hex + (CHANGED if received.differs else "")
        set_cookie(response, RECEIPT_COOKIE, value, path=path, max_age=HALF_AN_HOUR)
        return response
    context = {"form": form, "contact_point": chosen, "coverage": form.coverage}
    return render(request, "groups/inquiry.html", context, status=422 if form.errors else 200)


def _prefilled(request: HttpRequest, chosen: ContactPoint | None) -> dict[str, str]:
    wish = request.GET.get("wish", "")
    return {
        "kontaktpunkt": chosen.slug if chosen else "",
        "sted": request.GET.get("sted", "")[:100],
        "wish": wish if wish in PERSONAL_WISHES else "",
    }


@login_not_required
@require_safe
def under_18(request: HttpRequest) -> HttpResponse:
    """Who helps young people. Nothing of what was typed has come this far."""
    return render(request, "groups/under_18.html")


@login_not_required
@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The reference and the secret link, for half an hour and only in the browser that sent the inquiry."""
    value = read_cookie(request, RECEIPT_COOKIE, max_age=HALF_AN_HOUR) or ""
    public_id = value.removesuffix(CHANGED)
    found = Inquiry.objects.with_places().filter(public_id=UUID(public_id)).first() if public_id else None
    if found is None:
        return render(request, "groups/receipt_gone.html", status=404)
    link = request.build_absolute_uri(reverse("groups:my_inquiry_link", args=[found.secret_token]))
    return render(request, "groups/receipt.html", {"inquiry": found, "link": link, "changed": value.endswith(CHANGED)})


@login_not_required
@never_cache
@require_safe
def my_inquiry_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the secret link for a cookie, and go on to the address without the secret. Nothing is changed."""
    public_id = secret_links.public_id_of(token)
    found = Inquiry.objects.filter(public_id=public_id).first() if public_id else None
    if found is None or not found.opens_with(token):
        return render(request, "groups/my_inquiry_gone.html", status=404)
    response = redirect("groups:my_inquiry")
    set_cookie(response, MY_INQUIRY_COOKIE, token, path=reverse("groups:my_inquiry"), max_age=HALF_AN_HOUR)
    return response


def _mine(request: HttpRequest) -> Inquiry | None:
    """The inquiry whose secret link this browser came with, while the link lives."""
    token = read_cookie(request, MY_INQUIRY_COOKIE, max_age=HALF_AN_HOUR) or ""
    public_id = secret_links.public_id_of(token)
    found = Inquiry.objects.with_places().filter(public_id=public_id).first() if public_id else None
    return found if found and found.opens_with(token) else None


@login_not_required
@never_cache
@require_safe
def my_inquiry(request: HttpRequest) -> HttpResponse:
    """Where one's inquiry stands, in plain words, and the way to take it back; without the link, how to come to it."""
    mine = _mine(request)
    if mine is None:
        return render(request, "groups/my_inquiry_gone.html")
    return render(request, "groups/my_inquiry.html", {"inquiry": mine, "standing": standing_of(mine)})


@login_not_required
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take one's words back: the personal fields are erased. Doing it twice is the same as once."""
    mine = _mine(request)
    if mine is None:
        return render(request, "groups/my_inquiry_gone.html", status=404)
    if mine.can_be_withdrawn:
        with suppress(MoveNotAllowed):  # withdrawn in another window meanwhile: just what was asked for
            mine.withdraw()
    return redirect("groups:my_inquiry")
