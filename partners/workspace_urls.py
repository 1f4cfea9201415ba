"""Addresses of partners and projects in the workspace, all under /arbeidsflate/samarbeid/."""

from django.urls import path

from partners.enums import FileFormat
from partners.views import deadlines, documents, interest, partner_sheet, reports

_REPORT = "rapporter/<uuid:public_id>/"

urlpatterns = [
    path("frister/", deadlines.deadline_list, name="deadlines"),
    path("<str:reference>/prosjekt/", interest.link_interest, name="link_interest"),
    path("dokumenter/<uuid:public_id>/", documents.document, name="document"),
    path("<slug:slug>/partnerark/", partner_sheet.partner_sheet, name="partner_sheet"),
    path("rapporter/ny/", reports.report_make, name="report_make"),
    path(_REPORT, reports.report, name="report"),
    path(f"{_REPORT}skriv/", reports.report_write, name="report_write"),
    path(f"{_REPORT}frys/", reports.report_send, name="report_send"),
    path(f"{_REPORT}ny-versjon/", reports.report_new_version, name="report_new_version"),
    *(
        path(f"{_REPORT}rapport.{kind.value}", reports.report_file, {"kind": kind}, name=f"report_{kind.value}")
        for kind in FileFormat
    ),
]
