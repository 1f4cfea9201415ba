"""Addresses of partners and projects that everybody may open, all under /samarbeid/."""

from django.urls import path

from partners.views import public_take_part

urlpatterns = [
    path("bli-med/", public_take_part.take_part, name="take_part"),
]
