"""Addresses of partners and projects in the workspace, all under /arbeidsflate/samarbeid/."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
