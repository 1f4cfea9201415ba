"""Addresses of the registry: the public ones, and those of the workspace."""

from django.urls import include, path, re_path

from contactpoints.views import public

app_name = "contactpoints"

urlpatterns = [
    path("kontaktpunkter/", public.finder, name="finder"),
    path("kontaktpunkter/<slug:slug>/", public.detail, name="detail"),
    path("fylke/<slug:slug>/", public.county, name="county"),
    # Four digits, because a slug holds hyphens too.
    re_path(r"^kommune/(?P<number>[0-9]{4})-(?P<slug>[-a-zA-Z0-9_]+)/\Z", public.municipality, name="municipality"),
    path("arbeidsflate/", include("contactpoints.workspace_urls")),
]
