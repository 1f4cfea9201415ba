"""Addresses of the workspace that are about inquiries, under /arbeidsflate/."""

from django.urls import include, path

from groups.views.workspace import desk, inbox

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("henvendelser/", inbox.inbox, name="inbox"),
    path("henvendelser/", include("groups.case_urls")),
]
