"""Addresses of the pages about events, under /arbeidsflate/arrangementer/."""

from django.urls import path

from groups.views.workspace import meeting_changes, meeting_people, meetings

urlpatterns = [
    path("", meetings.meeting_list, name="meeting_list"),
    path("ny/", meetings.meeting_new, name="meeting_new"),
    path("<slug:slug>/", meetings.meeting_page, name="meeting_page"),
    path("<slug:slug>/rett/", meeting_changes.edit, name="meeting_edit"),
    path("<slug:slug>/flytt/", meeting_changes.move, name="meeting_move"),
    path("<slug:slug>/avlys/", meeting_changes.cancel, name="meeting_cancel"),
    path("<slug:slug>/oppmote/", meeting_changes.attendance, name="meeting_attendance"),
    path("<slug:slug>/deltakerliste/", meeting_people.attendees, name="meeting_attendees"),
    path("<slug:slug>/meld-pa/", meeting_people.sign_up, name="meeting_sign_up"),
    path("<slug:slug>/meld-av/", meeting_people.sign_off, name="meeting_sign_off"),
    path("<slug:slug>/ringt/", meeting_people.called, name="meeting_called"),
]
