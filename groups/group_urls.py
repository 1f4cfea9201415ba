"""Addresses of the pages about groups, under /arbeidsflate/grupper/."""

from django.urls import path

from groups.views.workspace import group_page, group_people, group_steps, groups
from groups.views.workspace.group_actions import ACTIONS

urlpatterns = [
    path("", groups.group_list, name="group_list"),
    path("innen-rekkevidde/", groups.group_reach, name="group_reach"),
    path("ny/", groups.group_new, name="group_new"),
    path("<str:reference>/", group_page.group_page, name="group_page"),
    path("<str:reference>/spor-flere/", group_people.ask, name="group_ask"),
    path("<str:reference>/har-startet/", group_people.start, name="group_start"),
    *(
        path(
            f"<str:reference>/{action.address}/", group_steps.take_step, {"action": action}, name=f"group_{action.name}"
        )
        for action in ACTIONS
    ),
]
