"""Addresses of partners and projects in the workspace, all under /arbeidsflate/samarbeid/."""

from django.urls import path

from partners.views import interest

urlpatterns = [
    path("<str:reference>/prosjekt/", interest.link_interest, name="link_interest"),
]
