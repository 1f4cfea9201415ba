"""Addresses of the pages about events, under /arbeidsflate/arrangementer/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
