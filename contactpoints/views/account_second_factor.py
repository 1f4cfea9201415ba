"""Setting up a second factor, and looking after it. allauth does the work; these pages are ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.internal.flows.add import redirect_if_add_not_allowed
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.flows import activate_totp
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic.edit import FormView

from contactpoints import second_factor
from contactpoints.models import User
from contactpoints.second_factor import Kind

View = Callable[..., HttpResponseBase]
be_sure_who_it_is: Callable[[View], View] = reauthentication_required(app="allauth.mfa")


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the middleware has seen to the login
    return request.user


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What one logs in with beside the password; for who has nothing yet, the beginning of the set-up."""
    mine = Authenticator.objects.filter(user=_me(request)).order_by("created_at", "pk")
    keys = [{"pk": one.pk, "name": one.wrap().name, "last_used_at": one.last_used_at} for one in mine if _is_key(one)]
    codes = next((one.wrap() for one in mine if one.type == Kind.RECOVERY_CODES), None)
    context = {
        "app": next((one for one in mine if one.type == Kind.TOTP), None),
        "keys": keys,
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
        "can_remove": sum(one.type != Kind.RECOVERY_CODES for one in mine) > 1,
        "must_set_up": second_factor.is_missing(request),
        "is_demo": second_factor.is_exempt(_me(request)),
        "go_on": get_account_adapter().get_login_redirect_url(request),
    }
    return render(request, "mfa/index.html", context)


def _is_key(one: Authenticator) -> bool:
    return bool(one.type == Kind.WEBAUTHN)


@method_decorator([never_cache, redirect_if_add_not_allowed, be_sure_who_it_is], name="dispatch")
class SetUpApp(ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Connect an app for codes; the one that was connected before is let go of."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Without allauth's detour for who has an app."""
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the secret in groups of four, to be typed."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {**context, "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """The code that was typed counts as used."""
        user = User.objects.get_queryset().select_for_update().get(pk=_me(self.request).pk)
        Authenticator.objects.filter(user=user, type=Kind.TOTP).delete()
        app, codes = activate_totp(self.request, form)
        app.data["last_counter"] = form.counter
        app.save(update_fields=["data"])
        second_factor.note_set_up(self.request, _me(self.request))
        return redirect("mfa_view_recovery_codes" if codes else "mfa_index")


@method_decorator(never_cache, name="dispatch")
class AddKey(AddWebAuthnView):  # type: ignore[misc]
    """Add a key or a passkey."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """From now on it is asked for."""
        response: HttpResponse = super().form_valid(form)
        second_factor.note_set_up(self.request, _me(self.request))
        return response


class SecondStep(AuthenticateView):  # type: ignore[misc]
    """The second step of a login: a code, or a key for who has one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        keys = Authenticator.objects.filter(user=self.stage.login.user, type=Kind.WEBAUTHN)
        return {**context, "has_key": keys.exists()}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@be_sure_who_it_is
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away an app or a key, unless it is the only one."""
    mine = Authenticator.objects.filter(user=_me(request), type__in=(Kind.TOTP, Kind.WEBAUTHN))
    one = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        with transaction.atomic():
            User.objects.get_queryset().select_for_update().get(pk=_me(request).pk)
            if get_adapter().can_delete_authenticator(one):
                delete_and_cleanup(request, one)
            else:
                messages.error(request, get_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")
    name = one.wrap().name if _is_key(one) else _("Appen på telefonen")
    return render(request, "mfa/remove.html", {"name": name})


@never_cache
@require_safe
@be_sure_who_it_is
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, once; later only how to get new ones."""
    codes = second_factor.recovery_codes_to_show(_me(request))
    go_on = get_account_adapter().get_login_redirect_url(request)
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes, "go_on": go_on})
