"""Addresses of this app: the public ones, and those of the workspace."""

from django.urls import include, path

app_name = "partners"

urlpatterns = [
    path("samarbeid/", include("partners.public_urls")),
    path("arbeidsflate/samarbeid/", include("partners.workspace_urls")),
]
