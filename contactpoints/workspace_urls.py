"""Addresses of the workspace that are about the registry, under /arbeidsflate/."""

from django.urls import path

from contactpoints.views import workspace_colleagues as colleagues
from contactpoints.views import workspace_coverage as coverage
from contactpoints.views import workspace_office as office
from contactpoints.views import workspace_place as place
from contactpoints.views import workspace_times as times

_PLACE = {"kind": "place"}
_OFFICE = {"kind": "office"}

urlpatterns = [
    path("sted/", place.my_place, name="my_place"),
    path("sted/ubekreftet/", place.unconfirmed, name="unconfirmed"),
    path("sted/<slug:slug>/", place.place, name="place"),
    path("sted/<slug:slug>/bekreft/", place.confirm, name="place_confirm"),
    path("sted/<slug:slug>/apningstider/", place.hours, name="place_hours"),
    path("sted/<slug:slug>/stengt/", place.closed, name="place_closed"),
    path("sted/<slug:slug>/stengt/<int:pk>/fjern/", place.closed_remove, name="place_closed_remove"),
    path("sted/<slug:slug>/fravaer/", times.absences, _PLACE, name="place_absences"),
    path("sted/<slug:slug>/fravaer/<int:pk>/fjern/", times.absence_remove, _PLACE, name="place_absence_remove"),
    path("sted/<slug:slug>/arbeidsdager/", times.working_days, name="place_working_days"),
    path("sted/<slug:slug>/kolleger/", colleagues.colleagues, _PLACE, name="place_colleagues"),
    path("sted/<slug:slug>/kolleger/<int:pk>/slutter/", colleagues.membership_end, _PLACE, name="place_membership_end"),
    path(
        "sted/<slug:slug>/invitasjon/<int:pk>/send/",
        colleagues.invitation_resend,
        _PLACE,
        name="place_invitation_resend",
    ),
    path(
        "sted/<slug:slug>/invitasjon/<int:pk>/trekk/",
        colleagues.invitation_cancel,
        _PLACE,
        name="place_invitation_cancel",
    ),
    path("sted/<slug:slug>/sjekkliste/", place.checklist, name="place_checklist"),
    path("sted/<slug:slug>/publiser/", place.publish, name="place_publish"),
    path("kontor/<slug:slug>/", office.office, name="office"),
    path("kontor/<slug:slug>/fravaer/", times.absences, _OFFICE, name="office_absences"),
    path("kontor/<slug:slug>/fravaer/<int:pk>/fjern/", times.absence_remove, _OFFICE, name="office_absence_remove"),
    path("kontor/<slug:slug>/kolleger/", colleagues.colleagues, _OFFICE, name="office_colleagues"),
    path(
        "kontor/<slug:slug>/kolleger/<int:pk>/slutter/",
        colleagues.membership_end,
        _OFFICE,
        name="office_membership_end",
    ),
    path(
        "kontor/<slug:slug>/invitasjon/<int:pk>/send/",
        colleagues.invitation_resend,
        _OFFICE,
        name="office_invitation_resend",
    ),
    path(
        "kontor/<slug:slug>/invitasjon/<int:pk>/trekk/",
        colleagues.invitation_cancel,
        _OFFICE,
        name="office_invitation_cancel",
    ),
    path("kontor/<slug:slug>/legg-ned/", coverage.close_office, name="office_close"),
    path("dekning/", coverage.coverage, name="coverage"),
    path("dekning/ny/", coverage.cover, name="coverage_add"),
    path("dekning/gi-videre/", coverage.hand_over, name="coverage_hand_over"),
    path("dekning/<int:pk>/avslutt/", coverage.end, name="coverage_end"),
    path("dekning/hull/", coverage.gaps, name="gaps"),
]
