"""Addresses of the workspace of this app, under /arbeidsflate/."""

from django.urls import include, path

from groups.views.workspace import desk, inbox, overview

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("oversikt/", overview.overview, name="overview"),
    path("ruting/", overview.routing_test, name="routing_test"),
    path("henvendelser/", inbox.inbox, name="inbox"),
    path("henvendelser/sok/", inbox.search, name="search"),
    path("henvendelser/", include("groups.case_urls")),
    path("grupper/", include("groups.group_urls")),
    path("arrangementer/", include("groups.meeting_urls")),
    path("igangsettere/", include("groups.initiator_urls")),
    path("materiell/", include("groups.material_urls")),
]
