"""Addresses of the pages about material, under /arbeidsflate/materiell/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
