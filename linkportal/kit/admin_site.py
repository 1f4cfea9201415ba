"""The admin at /admin/: the portal's own login, and nothing in it that is not scoped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from linkportal.kit import panels
from linkportal.kit.admin import ScopedAdmin
from linkportal.kit.autocomplete import ScopedAutocomplete

View = Callable[..., HttpResponse]

# Redirects to the page of whatever object one can number, seen or not.
_LEFT_OUT = {"view_on_site"}


class PortalAdminSite(admin.AdminSite):
    """Django's admin, for those whose role opens it. Others don't learn that it is there."""

    site_title = _("LINKportal – administrasjon")
    site_header = _("LINKportal – administrasjon")
    index_title = _("Oversikt")
    empty_value_display = "–"
    enable_nav_sidebar = False  # the subjects stand in one line above, and lists have the width

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in what is scoped. Packages register models of theirs as well, and those nobody would have scoped."""
        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """As Django's, but one who is logged in and has no right here meets a 404, not another login."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return guarded

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What one may change stands before what one may only read."""
        apps: list[Any] = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: not model["perms"]["change"])
        return apps

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What there is to do, and then all that there is."""
        return super().index(request, {"panels": panels.told_to(request), **(extra_context or {})})

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [one for one in super().get_urls() if getattr(one, "name", None) not in _LEFT_OUT]

    @method_decorator([login_not_required, never_cache])
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """To the portal's own login, and back to where one was going."""
        there = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
            there = reverse("admin:index", current_app=self.name)
        return HttpResponseRedirect(there) if request.user.is_authenticated else redirect_to_login(there)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """To the portal's own page for it."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """To the portal's own page for it."""
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> NoReturn:
        """Never reached from here."""
        raise Http404

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return ScopedAutocomplete.as_view(admin_site=self)(request)  # type: ignore[return-value]
