"""Addresses of this app: the public ones, and those of the workspace."""

from django.urls import URLPattern, URLResolver, path

from partners.views import public_take_part

app_name = "partners"

urlpatterns: list[URLPattern | URLResolver] = [
    path("samarbeid/bli-med/", public_take_part.take_part, name="take_part"),
]
