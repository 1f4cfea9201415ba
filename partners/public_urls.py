"""Addresses of partners and projects that everybody may open, all under /samarbeid/."""

from django.urls import path

from partners import feeds
from partners.views import public, public_take_part

urlpatterns = [
    path("", public.projects, name="projects"),
    path("oppdateringer.atom", feeds.all_updates, name="all_updates"),
    path("bli-med/", public_take_part.take_part, name="take_part"),
    path("moter/<uuid:public_id>.ics", public.meeting_calendar, name="meeting_calendar"),
    path("<slug:slug>/", public.project, name="project"),
    path("<slug:slug>/oppdateringer.atom", feeds.updates, name="updates"),
]
