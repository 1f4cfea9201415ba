"""Documents in the admin: put in with a project or a grant, found again in a list, and fetched by a link."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import ScopedForm, ScopedInline
from linkportal.kit.exchange.exporting import ExportAdmin
from partners.admin.resources import DocumentResource
from partners.admin.updates import OfAProject
from partners.documents.keeping import EMPTY, Taken, describe, keep, look_into
from partners.documents.kinds import KINDS, ONLY_THESE, NotTaken
from partners.models import Document

_ACCEPTED = ",".join(f".{kind.ending}" for kind in KINDS)


@admin.display(description=_("fil"))
def file_link(document: Document) -> str:
    """A link that fetches the file, by its name."""
    address = reverse("partners:document", args=[document.public_id])
    return format_html('<a href="{}">{}</a>', address, document.filename)


@admin.display(description=_("størrelse"), ordering="size")
def size(document: Document) -> str:
    return filesizeformat(document.size)


class DocumentForm(ScopedForm):
    """What a document is called, and what it belongs to."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        project = cleaned.get("project") or getattr(self.instance, "project", None)
        grant = cleaned.get("grant")
        if grant is not None and project is not None and grant.project_id != project.pk:
            self.add_error("grant", _("Tildelingen hører til et annet prosjekt. Velg en av dette prosjektets."))
        return cleaned


class UploadForm(DocumentForm):
    """A document that is put in. Without a title it is called as its file is."""

    file = forms.FileField(
        label=_("Fil"),
        max_length=400,
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        help_text=_("PDF, docx, xlsx, pptx, odt, ods eller odp på høyst 10 MB, uten makroer og passord."),
        error_messages={
            "required": _("Velg en fil."),
            "empty": EMPTY,
            "invalid": ONLY_THESE,
            "missing": ONLY_THESE,
            "max_length": _("Gi filen et kortere navn, og prøv igjen."),
        },
    )
    by: ClassVar[Any] = None  # who puts it in, said by the admin

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = False
            self.fields["title"].help_text = _("Lar du det stå tomt, heter dokumentet som filen.")

    def clean_file(self) -> Taken:
        try:
            return look_into(self.cleaned_data["file"])
        except NotTaken as no:
            raise forms.ValidationError(no.sentence) from no

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (taken := cleaned.get("file")) and not cleaned.get("title"):
            cleaned["title"] = taken.title
        return cleaned

    def save(self, commit: bool = True) -> Document:
        """The document with its file; not `commit`: the document, described, and nothing saved."""
        document: Document = super().save(commit=False)
        document.uploaded_by = self.by
        if document.grant is not None:
            document.project = document.grant.project
        describe(document, self.cleaned_data["file"])
        if commit:
            keep(document, self.cleaned_data["file"])
        return document


def _by(form: Any, request: HttpRequest) -> Any:
    """The form, told who fills it in."""
    return type("UploadForm", (form,), {"by": request.user})


class DocumentInline(ScopedInline):
    """The files of a project or of a grant: those that are there, and a row for one more."""

    model = Document
    form = UploadForm
    fields = ("kind", "title", "file")
    can_delete = False  # that is asked about on a page of its own
    restorable = False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A file is never exchanged for another; what it is called is changed on its own page."""
        return False

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = _by(formset.form, request)
        return formset

    @admin.display(description=_("fil"))
    def file(self, document: Document) -> str:
        """Where it is fetched, and where it is renamed or deleted."""
        page = reverse("admin:partners_document_change", args=[document.pk])
        return format_html('{} ({}), <a href="{}">{}</a>', file_link(document), size(document), page, _("rediger"))


@admin.register(Document)
class DocumentAdmin(OfAProject, ExportAdmin):
    """The files of one's projects. What is in one never changes; what it is called may."""

    resource = DocumentResource
    list_display = ("title", "kind", "project", "grant", file_link, size, "uploaded_at", "uploaded_by")
    list_select_related = ("project", "grant", "uploaded_by")
    list_filter = ("kind", "project")
    search_fields = ("title", "filename", "project__name")
    search_help_text = _("Tittel, filnavn eller prosjekt.")
    autocomplete_fields = ("project", "grant")
    actions = None  # type: ignore[assignment]  # each is deleted by itself: nobody gets back what was in it
    _about_the_file = (file_link, size, "sha256", "uploaded_at", "uploaded_by")

    def get_fields(self, request: HttpRequest, obj: Document | None = None) -> Any:
        about = ("project", "grant", "kind", "title")
        return (*about, *self._about_the_file) if obj else (*about, "file")

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> Any:
        return ("project", *self._about_the_file) if obj else ()

    form = DocumentForm

    def get_form(self, request: HttpRequest, obj: Document | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        return _by(super().get_form(request, obj, change, **{"form": UploadForm, **kwargs}), request)

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        """A new one with its file."""
        if change:
            obj.save()
        else:
            keep(obj, form.cleaned_data["file"])
