"""Addresses of this app: the public ones, and those of the workspace."""

from django.urls import include, path

from groups.views import act, mine, public

app_name = "groups"

urlpatterns = [
    path("henvendelse/", public.inquiry, name="inquiry"),
    path("henvendelse/kvittering/", public.receipt, name="receipt"),
    path("henvendelse/under-18/", public.under_18, name="under_18"),
    path("bli-kontaktpunkt/", public.offer, name="offer"),
    path("min-henvendelse/", mine.my_inquiry, name="my_inquiry"),
    path("min-henvendelse/skriv/", mine.add_message, name="add_message"),
    path("min-henvendelse/rett/", mine.correct, name="correct"),
    path("min-henvendelse/svar/", mine.answer_question, name="answer_question"),
    path("min-henvendelse/gruppe/", mine.answer_group, name="answer_group"),
    path("min-henvendelse/trekk-tilbake/", mine.withdraw, name="withdraw"),
    path("min-henvendelse/<str:token>/", mine.my_inquiry_link, name="my_inquiry_link"),
    path("fra-e-post/", act.act, name="act"),
    path("fra-e-post/ta-imot/", act.accept, name="accept"),
    path("fra-e-post/gi-tilbake/", act.decline, name="decline"),
    path("fra-e-post/ny-lenke/", act.new_link, name="new_act_link"),
    path("fra-e-post/<str:token>/", act.act_link, name="act_link"),
    path("", include("groups.public_urls")),
    path("arbeidsflate/", include("groups.workspace_urls")),
]
