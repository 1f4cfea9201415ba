"""The register of initiators in the workspace. Names and numbers are shown, and kept by no browser."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contactpoints.views.workspace_shared import user_of
from groups import initiators
from groups.models import Initiator, MoveNotAllowed, SelfHelpGroup, TooManyInitiators
from groups.references import tidy
from groups.views.workspace.shared import desk_at
from groups.workplaces import workplaces
from groups.workspace_forms.initiators import CorrectInitiatorForm, NewInitiatorForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def initiator_list(request: HttpRequest) -> HttpResponse:
    """All that one may know of, by name."""
    desk = desk_at(request)
    return render(request, "groups/workspace/initiator_list.html", {"rows": initiators.listed(desk.user)})


@never_cache
@get_or_post
def initiator_new(request: HttpRequest) -> HttpResponse:
    """Somebody comes into the register; with `?gruppe=` they help that group from now on, if one may see it."""
    keepers = workplaces(user_of(request))
    if not keepers:
        raise Http404
    group = _group_asked_for(request)
    data = request.POST if request.method == "POST" else None
    form = NewInitiatorForm(data, keepers=keepers, action=_address(group))
    if not form.is_valid():
        context = {"form": form, "group": group}
        return render(request, "groups/workspace/initiator_new.html", context, status=422 if form.errors else 200)
    _keep(request, form, group)
    return redirect("groups:group_page", group.reference) if group else redirect("groups:initiator_list")


@never_cache
@require_safe
def initiator_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How to reach them, where they help, and what they help just now."""
    user = user_of(request)
    visible = Initiator.objects.visible_to(user).available()
    initiator = get_object_or_404(initiators.with_everything(visible, user), public_id=public_id)
    context = {"initiator": initiator, "row": initiators.as_row(initiator), "keeps": _keeps(request, initiator)}
    return render(request, "groups/workspace/initiator_page.html", context)


@never_cache
@get_or_post
def initiator_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put the entry right; for who looks after it."""
    initiator = _kept_at(request, public_id)
    form = CorrectInitiatorForm(request.POST if request.method == "POST" else None, initiator=initiator)
    if not form.is_valid():
        context = {"form": form, "initiator": initiator}
        return render(request, "groups/workspace/initiator_edit.html", context, status=422 if form.errors else 200)
    if not initiators.correct(initiator, form.entry):
        messages.warning(request, _("Personen er tatt ut av registeret av noen andre. Ingenting er lagret."))
        return redirect("groups:initiator_list")
    messages.success(request, _("Lagret."))
    return redirect("groups:initiator_page", public_id)


@never_cache
@get_or_post
def initiator_leave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """They leave: asked once more, as nothing of it comes back."""
    initiator = _kept_at(request, public_id)
    if request.method != "POST":
        return render(request, "groups/workspace/initiator_leave.html", {"initiator": initiator})
    initiators.leave(initiator, by=user_of(request))
    messages.success(request, _("Personen er ute av registeret, og navn og kontaktopplysninger er slettet."))
    return redirect("groups:initiator_list")


def _kept_at(request: HttpRequest, public_id: UUID) -> Initiator:
    """The initiator whose entry one looks after; else 404."""
    return get_object_or_404(Initiator.objects.kept_by(user_of(request)).available(), public_id=public_id)


def _keeps(request: HttpRequest, initiator: Initiator) -> bool:
    return Initiator.objects.kept_by(user_of(request)).filter(pk=initiator.pk).exists()


def _group_asked_for(request: HttpRequest) -> SelfHelpGroup | None:
    """The group of `?gruppe=`; None if there is none that one may see."""
    visible = SelfHelpGroup.objects.visible_to(user_of(request)).with_places()
    reference = tidy(request.GET.get("gruppe", "")[:20])
    return visible.filter(reference=reference).first() if reference else None


def _address(group: SelfHelpGroup | None) -> str:
    address = reverse("groups:initiator_new")
    return f"{address}?gruppe={group.reference}" if group else address


def _keep(request: HttpRequest, form: NewInitiatorForm, group: SelfHelpGroup | None) -> None:
    """Into the register, and into the group if there is room; says what came of it."""
    user = user_of(request)
    with transaction.atomic():
        initiator, is_new = initiators.keep(form.entry, form.keeper, by=user, number=form.number)
        words = {"name": form.cleaned_data["name"]}
        if not is_new:
            messages.info(request, _("Skjemaet var sendt fra før. Bare det første er tatt vare på."))
            return
        try:
            if group:
                group.add_initiator(initiator, by=user)
        except TooManyInitiators:
            messages.warning(request, _("%(name)s står i registeret. Gruppen har to igangsettere fra før.") % words)
        except MoveNotAllowed:
            messages.warning(request, _("%(name)s står i registeret. Gruppen har ikke igangsettere lenger.") % words)
        else:
            done = _("%(name)s hjelper gruppen i gang.") if group else _("%(name)s står i registeret.")
            messages.success(request, done % words)
