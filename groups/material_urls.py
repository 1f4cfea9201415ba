"""Addresses of the pages about leaflets and posters, under /arbeidsflate/materiell/."""

from django.urls import path

from groups.views.workspace import material

urlpatterns = [
    path("", material.material, name="material"),
    path("bestill/", material.material_order, name="material_order"),
    path("liste/", material.material_print, name="material_print"),
    path("<str:reference>/sendt/", material.material_sent, name="material_sent"),
    path("<str:reference>/avbestill/", material.material_cancel, name="material_cancel"),
]
