"""Into the admin: a file is chosen, shown as what it would do, and read when somebody has said yes to just that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linkportal.kit.admin import Tool
from linkportal.kit.exchange import waiting
from linkportal.kit.exchange.exporting import ExportAdmin
from linkportal.kit.exchange.outcomes import CHANGED, NEW, SAME, Outcome
from linkportal.kit.exchange.sheets import MAX_BYTES, MAX_ROWS, Unreadable, read

_PROBLEMS_SHOWN = 100


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("Excel (.xlsx) eller CSV, høyst 2 MB"),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Velg filen du vil lese inn."),
            "invalid": gettext_lazy("Filen kom ikke med. Velg den en gang til."),
        },
    )

    def clean_file(self) -> bytes:
        """What is in it. One that is too large is not looked at."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("Filen er for stor. Den kan være på høyst 2 MB."))
        content: bytes = file.read()
        return content


class ImportAdmin(ExportAdmin):
    """An admin that reads files with the columns of its `resource`, for whom may add to it."""

    def get_urls(self) -> list[Any]:
        return [
            self._route("import/", "import", self.import_view),
            self._route("import/confirm/", "import_confirm", self.import_confirm_view),
            *super().get_urls(),
        ]

    def list_tools(self, request: HttpRequest) -> list[Tool]:
        tools = super().list_tools(request)
        if self.has_add_permission(request):
            tools.append(Tool(self.address("import"), gettext_lazy("Les inn fra fil")))
        return tools

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a file, and see what it would do; nothing is kept."""
        self._may_import(request)
        form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
        if request.method != "POST" or not form.is_valid():
            return self._form_page(request, form)
        content = form.cleaned_data["file"]
        try:
            outcome = self.resource(request, self).preview(read(content))
        except Unreadable as error:
            form.add_error("file", str(error))
            return self._form_page(request, form)
        return self._preview_page(request, form, content, outcome)

    def import_confirm_view(self, request: HttpRequest) -> HttpResponse:
        """Read the file that was shown. If anything would come out differently by now, it is shown anew instead."""
        self._may_import(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        kept = waiting.take(request, self.opts.label, request.POST.get("ticket", ""))
        if kept is None:
            messages.error(request, _("Filen er ikke her lenger. Velg den en gang til."))
            return HttpResponseRedirect(self.address("import"))
        outcome = self.resource(request, self).apply(read(kept.content), kept.fingerprint)
        if outcome.problems or outcome.fingerprint != kept.fingerprint:
            messages.warning(
                request, _("Noe er endret siden du så på dette, så ingenting er lest inn. Se over på nytt.")
            )
            return self._preview_page(request, FileForm(), kept.content, outcome)
        messages.success(request, _("Filen er lest inn: %(what)s.") % {"what": ", ".join(_counted(outcome))})
        return HttpResponseRedirect(self.address("changelist"))

    def _may_import(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _form_page(self, request: HttpRequest, form: FileForm) -> TemplateResponse:
        return self._page(request, form, "import_file.html", 422 if form.errors else 200)

    def _preview_page(self, request: HttpRequest, form: FileForm, content: bytes, outcome: Outcome) -> TemplateResponse:
        if outcome.problems:
            shown, left = outcome.problems[:_PROBLEMS_SHOWN], len(outcome.problems) - _PROBLEMS_SHOWN
            return self._page(request, form, "import_file.html", 422, problems=shown, problems_left=max(left, 0))
        ticket = waiting.keep(request, self.opts.label, content, outcome.fingerprint)
        return self._page(
            request, form, "import_preview.html", 200, outcome=outcome, ticket=ticket, counted=_counted(outcome)
        )

    def _page(self, request: HttpRequest, form: FileForm, template: str, status: int, **more: Any) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Les inn %(what)s fra fil") % {"what": self.opts.verbose_name_plural},
            "opts": self.opts,
            "form": form,
            "columns": self.resource(request, self).incoming(),
            "most_rows": MAX_ROWS,
            "confirm_address": self.address("import_confirm"),
            "import_address": self.address("import"),
            "list_address": self.address("changelist"),
            "export_address": self.address("export_xlsx"),
            **more,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/exchange/{template}", context, status=status)


def _counted(outcome: Outcome) -> list[str]:
    """What becomes of the rows, in words."""
    new, changed, same = outcome.count(NEW), outcome.count(CHANGED), outcome.count(SAME)
    words = []
    if new:
        words.append(ngettext("%(n)d ny", "%(n)d nye", new) % {"n": new})
    if changed:
        words.append(ngettext("%(n)d endret", "%(n)d endret", changed) % {"n": changed})
    if same:
        words.append(ngettext("%(n)d som før", "%(n)d som før", same) % {"n": same})
    return words
