"""Addresses of inquiries: the public ones, and those of the workspace."""

from django.urls import include, path

from groups.views import public

app_name = "groups"

urlpatterns = [
    path("henvendelse/", public.inquiry, name="inquiry"),
    path("henvendelse/kvittering/", public.receipt, name="receipt"),
    path("henvendelse/under-18/", public.under_18, name="under_18"),
    path("min-henvendelse/", public.my_inquiry, name="my_inquiry"),
    path("min-henvendelse/trekk-tilbake/", public.withdraw, name="withdraw"),
    path("min-henvendelse/<str:token>/", public.my_inquiry_link, name="my_inquiry_link"),
    path("arbeidsflate/", include("groups.workspace_urls")),
]
