"""Public addresses of inquiries."""

from django.urls import path

from groups.views import public

app_name = "groups"

urlpatterns = [
    path("henvendelse/", public.inquiry, name="inquiry"),
    path("henvendelse/kvittering/", public.receipt, name="receipt"),
    path("min-henvendelse/", public.my_inquiry, name="my_inquiry"),
    path("min-henvendelse/trekk-tilbake/", public.withdraw, name="withdraw"),
    path("min-henvendelse/<str:token>/", public.my_inquiry_link, name="my_inquiry_link"),
]
