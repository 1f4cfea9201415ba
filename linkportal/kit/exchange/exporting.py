"""Out of the admin: exactly what a list shows, with its filters, its search and its order, as XLSX or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from linkportal.kit import clock
from linkportal.kit.admin import ScopedAdmin, Tool
from linkportal.kit.exchange.cells import csv_value, plain, xlsx_cell
from linkportal.kit.exchange.resources import ScopedResource
from linkportal.kit.text import fold

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 60_000  # in an XLSX, which is put together before it is sent: some ten seconds of work
_PAGE = ("p", "all", "e")  # of the list, and no filters
_NOT_IN_A_SHEETS_NAME = str.maketrans("", "", "[]:*?/\\")


class ExportAdmin(ScopedAdmin):
    """An admin whose list can be taken along by whoever may read it. `resource` says which columns go out."""

    resource: type[ScopedResource]
    actions: tuple[str, ...] = ("export_chosen_xlsx", "export_chosen_csv")

    def get_urls(self) -> list[Any]:
        return [
            *(self._route(f"export/{kind}/", f"export_{kind}", view) for kind, view in self._exports()),
            *super().get_urls(),
        ]

    def list_tools(self, request: HttpRequest) -> list[Tool]:
        """What stands over the list: among others the list as a file, with the filters that it has now."""
        asked = request.GET.copy()
        for name in _PAGE:
            asked.pop(name, None)
        query = f"?{asked.urlencode()}" if asked else ""
        words = {"xlsx": gettext_lazy("Last ned listen (Excel)"), "csv": gettext_lazy("Last ned listen (CSV)")}
        exports = [Tool(f"{self.address(f'export_{kind}')}{query}", words[kind]) for kind, _view in self._exports()]
        return [*super().list_tools(request), *exports]

    def address(self, name: str) -> str:
        """The address of a page of this admin."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", current_app=self.admin_site.name)

    @admin.action(permissions=["view"], description=gettext_lazy("Last ned de valgte (Excel)"))
    def export_chosen_xlsx(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponseBase | None:
        return self._workbook(request, rows, rows.count())

    @admin.action(permissions=["view"], description=gettext_lazy("Last ned de valgte (CSV)"))
    def export_chosen_csv(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponseBase | None:
        return self._text(request, rows)

    def export_xlsx(self, request: HttpRequest) -> HttpResponseBase:
        """The list as XLSX; too many rows for that lead back to the list, with a sentence."""
        rows, count = self._filtered(request)
        if rows is None:
            return HttpResponseRedirect(self.address("changelist"))
        return self._workbook(request, rows, count) or HttpResponseRedirect(self.address("changelist"))

    def export_csv(self, request: HttpRequest) -> HttpResponseBase:
        """The list as CSV."""
        rows, _count = self._filtered(request)
        return HttpResponseRedirect(self.address("changelist")) if rows is None else self._text(request, rows)

    def _exports(self) -> tuple[tuple[str, Callable[..., HttpResponseBase]], ...]:
        return ("xlsx", self.export_xlsx), ("csv", self.export_csv)

    def _route(self, address: str, name: str, view: Callable[..., Any]) -> URLPattern:
        full_name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(address, self.admin_site.admin_view(view), name=full_name)

    def _filtered(self, request: HttpRequest) -> tuple[QuerySet[Any] | None, int]:
        """What the list shows with the filters of the address, and how many; None for filters that it does not have.

        404 for whom there is nothing in it to read.
        """
        if not self.has_view_or_change_permission(request):
            raise Http404
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return None, 0
        return listed.queryset, listed.result_count

    def _workbook(self, request: HttpRequest, rows: QuerySet[Any], count: int) -> FileResponse | None:
        if count > MOST_ROWS:
            words = _("%(count)d rader er for mange for Excel-filen. Filtrer listen, eller velg CSV.")
            messages.error(request, words % {"count": count})
            return None
        resource = self.resource(request, self)
        headings = [column.heading for column in resource.columns()]
        title = str(self.opts.verbose_name_plural)
        content = io.BytesIO(workbook(title, headings, resource.lines(rows)))
        return FileResponse(content, content_type=XLSX_TYPE, headers=self._as_file("xlsx"))

    def _text(self, request: HttpRequest, rows: QuerySet[Any]) -> StreamingHttpResponse:
        resource = self.resource(request, self)
        headings = [column.heading for column in resource.columns()]
        lines = csv_lines(headings, resource.lines(rows))
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=self._as_file("csv"))

    def _as_file(self, ending: str) -> dict[str, str]:
        name = f"{slugify(fold(str(self.opts.verbose_name_plural)))}-{clock.today():%Y-%m-%d}.{ending}"
        return {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}


def workbook(title: str, headings: list[str], lines: Iterable[list[Any]]) -> bytes:
    """An XLSX with one sheet: the headings, which stay in sight, and the lines with a number format for each type."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(title))
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(14, len(heading) + 2)
    sheet.append([_heading_cell(sheet, heading) for heading in headings])
    for line in lines:
        sheet.append([xlsx_cell(sheet, value) for value in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_name(title: str) -> str:
    """The title as a sheet may be called."""
    return plain(title).translate(_NOT_IN_A_SHEETS_NAME)[:31]


def csv_lines(headings: list[str], lines: Iterable[list[Any]]) -> Iterator[str]:
    """A CSV as a Norwegian Excel opens it: UTF-8 that says so, semicolons, comma in numbers, days as 31.12.2024."""
    yield "\ufeff"
    yield _csv_line(headings)
    for line in lines:
        yield _csv_line(line)


def _csv_line(values: list[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow([csv_value(value) for value in values])
    return line.getvalue()


def _heading_cell(sheet: Any, heading: str) -> WriteOnlyCell:
    cell = xlsx_cell(sheet, heading)
    cell.font = Font(bold=True)
    return cell
