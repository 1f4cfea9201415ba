"""Asking, offering one's place, and the receipt."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contactpoints.coverage import NoNationalDesk
from contactpoints.models import ContactPoint
from groups.enums import PERSONAL_WISHES, Theme, Wish
from groups.forms import InquiryForm, OfferForm
from groups.inquiries.intake import Received, receive
from groups.models import Inquiry
from linkportal.kit.cookies import read_cookie, set_cookie
from linkportal.kit.redirects import see_other

RECEIPT_COOKIE = "kvittering"
HALF_AN_HOUR = 30 * 60
# The receipt of those who ask nothing for themselves.
RECEIPTS = {Wish.CONTACT_POINT: "groups/offer_receipt.html", Wish.PARTNER: "groups/take_part_receipt.html"}
CHANGED = "-changed"  # the same form was sent again with other words, which were not kept


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request: HttpRequest) -> HttpResponse:
    """Ask to join or start a group, or for information. `?kontaktpunkt=`, `?sted=`, `?wish=` and `?tema=` fill in."""
    sent = request.POST if request.method == "POST" else None
    chosen = ContactPoint.objects.with_a_page().by_slug((request.GET if sent is None else sent).get("kontaktpunkt", ""))
    form = InquiryForm(sent, contact_point=chosen, initial=_prefilled(request, chosen))
    if form.says_under_18:
        return redirect("groups:under_18")
    if form.is_valid():
        return taken_in(request, lambda: receive(form.wanted, suspicious=form.is_suspicious))
    context = {"form": form, "contact_point": chosen, "coverage": form.coverage}
    return render(request, "groups/inquiry.html", context, status=422 if form.errors else 200)


def taken_in(request: HttpRequest, take: Callable[[], Received]) -> HttpResponse:
    """What to answer who sent a valid form, which `take` keeps: the receipt; or why nothing is kept yet."""
    try:
        received = take()
    except NoNationalDesk:
        return render(request, "groups/not_ready.html", status=503)
    response = see_other("groups:receipt")
    value = received.inquiry.public_id.hex + (CHANGED if received.differs else "")
    set_cookie(response, RECEIPT_COOKIE, value, path=reverse("groups:receipt"), max_age=HALF_AN_HOUR)
    return response


def _prefilled(request: HttpRequest, chosen: ContactPoint | None) -> dict[str, str]:
    wish, theme = request.GET.get("wish", ""), request.GET.get("tema", "")
    return {
        "kontaktpunkt": chosen.slug if chosen else "",
        "sted": request.GET.get("sted", "")[:100],
        "wish": wish if wish in PERSONAL_WISHES else "",
        "theme": theme if theme in Theme else "",
    }


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """A place offers to become a contact point: what that takes, and a short form to the office."""
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return taken_in(request, lambda: receive(form.wanted, suspicious=form.is_suspicious))
    return render(request, "groups/offer.html", {"form": form}, status=422 if form.errors else 200)


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
    template = RECEIPTS.get(Wish(found.wish), "groups/receipt.html")
    return render(request, template, {"inquiry": found, "link": link, "changed": value.endswith(CHANGED)})
