"""Public addresses of the registry."""

from django.urls import path

from contactpoints.views import public

app_name = "contactpoints"

urlpatterns = [
    path("kontaktpunkter/", public.finder, name="finder"),
    path("kontaktpunkter/<slug:slug>/", public.detail, name="detail"),
    path("fylke/<slug:slug>/", public.county, name="county"),
    path("kommune/<str:number>-<slug:slug>/", public.municipality, name="municipality"),
]
