"""Addresses of the public pages about groups and events."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
