"""The addresses under /konto/: of allauth's pages those we offer, by Norwegian names."""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("logg-inn/", views.login, name="account_login"),
    path("logg-ut/", views.logout, name="account_logout"),
    path("stengt/", views.account_inactive, name="account_inactive"),
    path("bekreft/", views.reauthenticate, name="account_reauthenticate"),
    # allauth links to it from the login page, so that the name must exist: the page says that one is invited.
    path("ny/", views.signup, name="account_signup"),
    path("passord/", views.password_change, name="account_change_password"),
    path("passord/velg/", views.password_set, name="account_set_password"),
    path("passord/glemt/", views.password_reset, name="account_reset_password"),
    path("passord/glemt/sendt/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^passord/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("passord/ny/ferdig/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
