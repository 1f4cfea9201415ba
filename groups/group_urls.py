"""Addresses of the pages about groups, under /arbeidsflate/grupper/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
