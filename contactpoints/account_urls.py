"""The addresses under /konto/: of allauth's pages those we offer, by Norwegian names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.webauthn.views import login_webauthn
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from contactpoints.views import account_invitation as invitation
from contactpoints.views import account_second_factor as second_factor

View = Callable[..., HttpResponse]


def clear(view: View) -> View:
    """As every form of ours: 422 when something has to be filled in again."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if response.status_code == 200 and form is not None and form.is_bound and form.errors:
            response.status_code = 422
        return response

    return answer


urlpatterns = [
    path("logg-inn/", clear(views.login), name="account_login"),
    path("logg-ut/", views.logout, name="account_logout"),
    path("stengt/", views.account_inactive, name="account_inactive"),
    path("bekreft/", clear(views.reauthenticate), name="account_reauthenticate"),
    # allauth links to it from the login page, so that the name must exist: the page says that one is invited.
    path("ny/", views.signup, name="account_signup"),
    path("passord/", clear(views.password_change), name="account_change_password"),
    path("passord/velg/", clear(views.password_set), name="account_set_password"),
    path("passord/glemt/", clear(views.password_reset), name="account_reset_password"),
    path("passord/glemt/sendt/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^passord/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        clear(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("passord/ny/ferdig/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("invitasjon/", invitation.invitation, name="account_invitation"),
    path("invitasjon/<str:token>/", invitation.link, name="account_invitation_link"),
    path("to-trinn/", second_factor.index, name="mfa_index"),
    path("to-trinn/kode/", clear(second_factor.SecondStep.as_view()), name="mfa_authenticate"),
    path("to-trinn/app/", clear(second_factor.SetUpApp.as_view()), name="mfa_activate_totp"),
    path("to-trinn/nokkel/", clear(second_factor.AddKey.as_view()), name="mfa_add_webauthn"),
    path("to-trinn/nokkel/logg-inn/", login_webauthn, name="mfa_login_webauthn"),
    path("to-trinn/fjern/<int:pk>/", second_factor.remove, name="mfa_remove"),
    path("to-trinn/reservekoder/", second_factor.recovery_codes, name="mfa_view_recovery_codes"),
    path("to-trinn/reservekoder/nye/", clear(generate_recovery_codes), name="mfa_generate_recovery_codes"),
]
