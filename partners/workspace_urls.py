"""Addresses of partners and projects in the workspace, all under /arbeidsflate/samarbeid/."""

from django.urls import path

from partners.views import deadlines, documents, interest

urlpatterns = [
    path("frister/", deadlines.deadline_list, name="deadlines"),
    path("<str:reference>/prosjekt/", interest.link_interest, name="link_interest"),
    path("dokumenter/<uuid:public_id>/", documents.document, name="document"),
]
