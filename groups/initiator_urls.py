"""Addresses of the pages about initiators, under /arbeidsflate/igangsettere/."""

from django.urls import path

from groups.views.workspace import initiators

urlpatterns = [
    path("", initiators.initiator_list, name="initiator_list"),
    path("ny/", initiators.initiator_new, name="initiator_new"),
    path("<uuid:public_id>/", initiators.initiator_page, name="initiator_page"),
    path("<uuid:public_id>/rett/", initiators.initiator_edit, name="initiator_edit"),
    path("<uuid:public_id>/slutt/", initiators.initiator_leave, name="initiator_leave"),
]
