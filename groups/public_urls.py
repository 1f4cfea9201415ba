"""Addresses of the public pages about groups and events."""

from django.urls import path

from groups.views import calendars, events, group_public, sign_up

urlpatterns = [
    path("grupper/", group_public.groups, name="groups"),
    path("arrangementer/", events.events, name="events"),
    path("arrangementer/kalender.ics", calendars.calendar, name="calendar"),
    path("arrangementer/<slug:slug>/", events.event, name="event"),
    path("arrangementer/<slug:slug>/kalender.ics", calendars.event_calendar, name="event_calendar"),
    path("arrangementer/<slug:slug>/meld-pa/", sign_up.sign_up, name="sign_up"),
    path("pamelding/kvittering/", sign_up.receipt, name="sign_up_receipt"),
    path("min-pamelding/", sign_up.my_sign_up, name="my_sign_up"),
    path("min-pamelding/meld-av/", sign_up.my_sign_up_cancel, name="my_sign_up_cancel"),
    path("min-pamelding/<str:token>/", sign_up.my_sign_up_link, name="my_sign_up_link"),
]
