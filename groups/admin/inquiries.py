"""Inquiries in the admin. What a person wrote is nobody's to edit; what may happen to it are steps with pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contactpoints.models import User
from groups import casework
from groups.admin.forms import CloseForm, HandOverForm, StepForm, close_form, receivers_for
from groups.enums import ContactTime, Outcome
from groups.models import PERSONAL_FIELDS, Inquiry, MoveNotAllowed
from groups.references import tidy
from linkportal.kit import clock
from linkportal.kit.admin import ScopedAdmin


class AgeFilter(admin.SimpleListFilter):
    """How long ago it came."""

    title = gettext_lazy("mottatt")
    parameter_name = "mottatt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("dogn", gettext_lazy("Siste døgn")),
            ("uke", gettext_lazy("Siste uke")),
            ("eldre", gettext_lazy("For mer enn en uke siden")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = clock.now()
        week = now - timedelta(days=7)
        return {
            "dogn": queryset.filter(received_at__gte=now - timedelta(days=1)),
            "uke": queryset.filter(received_at__gte=week),
            "eldre": queryset.filter(received_at__lt=week),
        }.get(self.value() or "", queryset)


@admin.register(Inquiry)
class InquiryAdmin(ScopedAdmin):
    list_display = ("reference", "received_at", "wish", "municipality", "answers", "status")
    list_filter = ("status", "wish", AgeFilter, "municipality__county", "theme")
    list_select_related = ("municipality__county", "office", "contact_point")
    search_fields = ("reference",)
    search_help_text = gettext_lazy("Referansen, for eksempel K7M-49Q.")
    ordering = ("-received_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No form changes it: the permission to change is that to take steps."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """For lists, which need nothing personal and so don't even decrypt it."""
        return super().get_queryset(request).defer(*PERSONAL_FIELDS)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By reference as one types it, whole or its beginning."""
        return queryset.filter(reference__startswith=tidy(search_term)), False

    @admin.display(description=gettext_lazy("hvem svarer"))
    def answers(self, obj: Inquiry) -> str:
        return obj.receiver.name

    def get_urls(self) -> list[Any]:
        steps = {"slipp-fram": self.release_view, "overfor": self.hand_over_view, "avslutt": self.close_view}
        return [
            path(
                f"<int:pk>/{address}/",
                self.admin_site.admin_view(view),
                name=f"groups_inquiry_{view.__name__.removesuffix('_view')}",
            )
            for address, view in steps.items()
        ] + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The case: what the person wrote, who answers and why, and everything that has happened."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        inquiry = self._case(request, unquote(object_id))
        events = inquiry.events.select_related("by", "office", "contact_point")
        times = [ContactTime(time).label for time in inquiry.contact_times]
        texts = inquiry.texts.select_related("by")
        return self._page(request, inquiry, "case", events=events, texts=texts, times=times)

    def release_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Out of quarantine."""
        inquiry = self._case_to_change(request, pk)
        form = StepForm(request.POST or None, initial={"seen": _latest(inquiry)})
        if form.is_valid():
            return self._take(
                request, inquiry, form, lambda now, by: casework.release(now, by=by), _("Henvendelsen er sluppet fram.")
            )
        return self._page(request, inquiry, "release", form)

    def hand_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To someone else who answers."""
        inquiry = self._case_to_change(request, pk)
        text = request.GET.get("sok", "")
        found = receivers_for(inquiry, text)
        initial = {"seen": _latest(inquiry)}
        form = HandOverForm(request.POST or None, initial=initial, inquiry=inquiry, found=found)
        if form.is_valid():
            to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
            return self._take(
                request,
                inquiry,
                form,
                lambda now, by: casework.hand_over(now, to, by=by, reason=reason),
                _("Henvendelsen er overført til %(to)s.") % {"to": to.name},
            )
        return self._page(request, inquiry, "hand_over", form, text=text, found=found)

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """It has ended, and how."""
        inquiry = self._case_to_change(request, pk)
        form: CloseForm = close_form(inquiry, request.POST or None)
        form.initial["seen"] = _latest(inquiry)
        if form.is_valid():
            outcome, note = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["note"]
            return self._take(
                request,
                inquiry,
                form,
                lambda now, by: casework.close(now, outcome, by=by, note=note),
                _("Henvendelsen er avsluttet."),
            )
        return self._page(request, inquiry, "close", form)

    def _case(self, request: HttpRequest, pk: Any) -> Inquiry:
        """The inquiry with everything a page about it names, or 404."""
        self.get_object(request, str(pk))
        return Inquiry.objects.with_places().get(pk=pk)

    def _case_to_change(self, request: HttpRequest, pk: int) -> Inquiry:
        inquiry = self._case(request, pk)
        if not request.user.has_perm("groups.change_inquiry"):
            raise PermissionDenied
        return inquiry

    def _take(
        self, request: Any, inquiry: Inquiry, form: Form, step: Callable[[Inquiry, User], None], done: str
    ) -> HttpResponse:
        """Take the step, unless something has happened to the inquiry since the page was shown."""
        try:
            with transaction.atomic():
                now = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
                if _latest(now) != form.cleaned_data["seen"]:
                    raise MoveNotAllowed(f"{inquiry.reference} has moved on")
                step(now, request.user)
                self.log_change(request, now, done)
        except MoveNotAllowed:
            messages.warning(request, _("Noen andre var raskere. Se hva som har skjedd, før du gjør noe mer."))
        else:
            messages.success(request, f"{inquiry.reference}: {done}")
        if self.get_queryset(request).filter(pk=inquiry.pk).exists():
            return redirect("admin:groups_inquiry_change", inquiry.pk)
        return redirect("admin:groups_inquiry_changelist")

    def _page(
        self, request: HttpRequest, inquiry: Inquiry, name: str, form: Form | None = None, **more: Any
    ) -> HttpResponse:
        """A page about one inquiry. The admin's pages are never kept by a browser (`never_cache` says no-store)."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Henvendelse %(reference)s") % {"reference": inquiry.reference},
            "opts": self.opts,
            "inquiry": inquiry,
            "may_change": request.user.has_perm("groups.change_inquiry"),
            "form": form,
            **more,
        }
        request.current_app = self.admin_site.name
        status = 422 if form is not None and form.is_bound else 200
        return TemplateResponse(request, f"admin/groups/inquiry/{name}.html", context, status=status)


def _latest(inquiry: Inquiry) -> int | None:
    """The last thing that happened to it."""
    return inquiry.events.order_by("pk").values_list("pk", flat=True).last()
