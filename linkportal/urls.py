"""Every address of the portal (DESIGN §5)."""

from django.contrib import admin
from django.urls import include, path

from linkportal import health, views

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("om/", views.about, name="about"),
    path("om/dataene/", views.about_data, name="about_data"),
    path("personvern/", views.privacy, name="privacy"),
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
    path("forlat/", views.quick_exit, name="quick_exit"),
    path("", include("contactpoints.urls")),
    path("", include("groups.urls")),
    path("", include("partners.urls")),
    path("konto/", include("contactpoints.account_urls")),
    path("admin/", admin.site.urls),
    path("helse/live", health.live, name="health_live"),
    path("helse/klar", health.ready, name="health_ready"),
    path("helse/drift", health.operation, name="health_operation"),
]
