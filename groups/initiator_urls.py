"""Addresses of the pages about initiators, under /arbeidsflate/igangsettere/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
