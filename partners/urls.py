"""Addresses of this app: the public ones, and those of the workspace."""

from django.urls import URLPattern, URLResolver

app_name = "partners"

urlpatterns: list[URLPattern | URLResolver] = []
