"""The two pages about the people of a group: asking more of those who wait, and the start, which takes them off it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contactpoints.models import User
from contactpoints.views.workspace_shared import user_of
from groups.forming import asking, starting
from groups.forming.people import people_of, read_by
from groups.forming.reach import askable, note_reading
from groups.forming.words import title_of
from groups.models import InquiryReading, MoveNotAllowed, SelfHelpGroup
from groups.views.workspace.group_page import Sent, show_group
from groups.views.workspace.group_shared import group_at, since
from groups.workspace_forms.group_people import AskForm, PeopleForm, StartForm

Take = Callable[[], object]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask more of those who wait within reach. That one read their names is written down."""
    group, user = group_at(request, reference), user_of(request)
    found = askable(group, user) if group.is_gathering else []
    note_reading(found, user)
    form = AskForm(_sent(request), **_filled(group, user, "ask"), found=found)

    def take() -> None:
        asking.ask(group, form.cleaned_data["people"], by=user, seen=form.cleaned_data["seen"])

    return _answer(request, group, form, take, _("De er spurt. Svarene kommer hit."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down that it has met. From then on nothing links its people to it."""
    group, user = group_at(request, reference), user_of(request)
    people = people_of(group, user)
    InquiryReading.write_down_all(read_by(people), user)
    form = StartForm(_sent(request), **_filled(group, user, "start"), people=people)

    def take() -> None:
        starting.start(group, by=user, **form.cleaned_data)

    return _answer(request, group, form, take, _("Gruppen har startet. Bare antallet er igjen."))


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _filled(group: SelfHelpGroup, user: User, name: str) -> dict[str, Any]:
    """What both forms are made with."""
    address = reverse(f"groups:group_{name}", args=[group.reference])
    return {"group": group, "by": user, "action": address, "initial": {"seen": group.events.latest("pk").pk}}


def _answer(request: HttpRequest, group: SelfHelpGroup, form: PeopleForm, take: Take, done: str) -> HttpResponse:
    """The page with the form; when it is sent, take the step, or say what is wrong or what happened meanwhile."""
    if not group.is_gathering:
        return _too_late(request, group, form)
    if not form.is_valid():
        return _page(request, group, form, status=422 if form.is_bound else 200)
    try:
        take()
    except MoveNotAllowed:
        return _too_late(request, group_at(request, group.reference), form)
    messages.success(request, done)
    return redirect("groups:group_page", group.reference)


def _too_late(request: HttpRequest, group: SelfHelpGroup, form: PeopleForm) -> HttpResponse:
    """What happened meanwhile: on the same page where it can be tried again, else on that of the group."""
    if not form.is_bound:
        return redirect("groups:group_page", group.reference)
    meanwhile = since(group, form)
    if not group.is_gathering:
        return show_group(request, group, Sent(None, form, meanwhile), status=409)
    form.show_as_seen(group.events.latest("pk").pk)
    return _page(request, group, form, told=True, meanwhile=meanwhile, status=409)


def _page(request: HttpRequest, group: SelfHelpGroup, form: PeopleForm, *, status: int, **more: Any) -> HttpResponse:
    context = {"group": group, "title": title_of(group), "form": form, **more}
    return render(request, form.template, context, status=status)
