"""Leaflets and posters in the workspace: contact points order, offices send."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactpoints.models import ContactPoint, User
from contactpoints.views.workspace_shared import user_of
from groups import material as orders
from groups.desk import Desk
from groups.models import Material, MaterialOrder
from groups.references import tidy
from groups.views.workspace.shared import desk_at
from groups.workplaces import workplaces
from groups.workspace_forms.material import OrderForm

PER_PAGE = 30


@never_cache
@require_safe
def material(request: HttpRequest) -> HttpResponse:
    """What is to be sent and what is on its way to oneself; what is over stands below, page by page."""
    desk = desk_at(request)
    user = desk.user
    open_orders = MaterialOrder.objects.to_be_sent().with_lines()
    older = Paginator(MaterialOrder.objects.visible_to(user).over().with_lines(), PER_PAGE)
    page = older.get_page(request.GET.get("side"))
    context = {
        "desk": desk,
        "to_send": open_orders.sent_by(user) if desk.coordinates else None,
        "ours": open_orders.filter(contact_point__in=user.contact_point_ids) if user.contact_point_ids else None,
        "page": page,
        "previous": f"?side={page.number - 1}" if page.has_previous() else "",
        "next": f"?side={page.number + 1}" if page.has_next() else "",
    }
    return render(request, "groups/workspace/material.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def material_order(request: HttpRequest) -> HttpResponse:
    """Order for one's contact point; who works at several chooses by `?hos=`."""
    user = user_of(request)
    places = [one for one in workplaces(user) if isinstance(one, ContactPoint)]
    if not places:
        raise Http404
    here = next((one for one in places if one.slug == request.GET.get("hos")), places[0])
    action = f"{reverse('groups:material_order')}?hos={here.slug}"
    offered = list(Material.objects.visible_to(user).offered())
    data = request.POST if request.method == "POST" else None
    form = OrderForm(data, offered=offered, contact_point=here, action=action)
    if not form.is_valid():
        context = {"form": form, "places": places if len(places) > 1 else [], "here": here, "offered": offered}
        return render(request, "groups/workspace/material_order.html", context, status=422 if form.errors else 200)
    _order(request, here, form, user)
    return redirect("groups:material")


@never_cache
@require_safe
def material_print(request: HttpRequest) -> HttpResponse:
    """What one's office is to send, on paper: an address and the numbers for each parcel, and all of it together."""
    desk = _senders_desk(request)
    to_send = list(MaterialOrder.objects.sent_by(desk.user).to_be_sent().with_lines())
    context = {"to_send": to_send, "totals": orders.totals(to_send)}
    return render(request, "groups/workspace/material_print.html", context)


@never_cache
@require_POST
def material_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The office has sent it."""
    user = user_of(request)
    asked = get_object_or_404(MaterialOrder.objects.sent_by(user), reference=tidy(reference))
    try:
        orders.mark_sent(asked, by=user)
    except orders.NotOpen:
        _tell_that_it_is_over(request, asked)
    else:
        messages.success(request, _("%(reference)s er merket som sendt.") % {"reference": asked.reference})
    return redirect("groups:material")


@never_cache
@require_POST
def material_cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Not to be sent after all, say those who ordered or those who were to send it."""
    user = user_of(request)
    asked = get_object_or_404(MaterialOrder.objects.ordered_or_sent_by(user), reference=tidy(reference))
    try:
        orders.cancel(asked, by=user)
    except orders.NotOpen:
        _tell_that_it_is_over(request, asked)
    else:
        messages.success(request, _("%(reference)s er avbestilt.") % {"reference": asked.reference})
    return redirect("groups:material")


def _order(request: HttpRequest, here: ContactPoint, form: OrderForm, user: User) -> None:
    send_to = form.cleaned_data["send_to"]
    made, is_new = orders.order(here, form.numbers, send_to, by=user, number=form.number)
    if not is_new:
        messages.info(request, _("Skjemaet var sendt fra før. Bare den første bestillingen gjelder."))
        return
    words = {"office": made.office.name, "reference": made.reference}
    messages.success(request, _("%(office)s har fått bestillingen. Referansen er %(reference)s.") % words)


def _senders_desk(request: HttpRequest) -> Desk:
    """The desk of somebody whose office sends; 404 for others."""
    desk = desk_at(request)
    if not desk.coordinates:
        raise Http404
    return desk


def _tell_that_it_is_over(request: HttpRequest, asked: MaterialOrder) -> None:
    """Who comes second reads what the first did."""
    now = MaterialOrder.objects.select_related("ended_by").get(pk=asked.pk)
    words = {"reference": now.reference, "who": now.ended_by, "done": now.get_status_display().lower()}
    messages.warning(request, _("%(reference)s er alt %(done)s av %(who)s.") % words)
