"""Addresses of the pages about one inquiry, under /arbeidsflate/henvendelser/."""

from django.urls import path

from groups.views.workspace import case, hand_over, log, steps
from groups.views.workspace.actions import ACTIONS

urlpatterns = [
    path("ny/", log.log, name="log"),
    path("<str:reference>/", case.case, name="case"),
    path("<str:reference>/fort-inn/", log.logged, name="case_logged"),
    path("<str:reference>/lapp/", log.slip, name="case_slip"),
    path("<str:reference>/send-lenken/", log.send_link, name="case_send_link"),
    path("<str:reference>/gi-videre/", hand_over.hand_over, name="case_hand_over"),
    path("<str:reference>/gi-videre/nytt-sted/", hand_over.hand_over_to_new, name="case_hand_over_new"),
    *(
        path(f"<str:reference>/{action.address}/", steps.take_step, {"action": action}, name=f"case_{action.name}")
        for action in ACTIONS
    ),
]
