"""The network of projects under one scheme: which they are, and when they meet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import ScopedForm, ScopedInline, scope
from partners.admin.links import LinkedInline, link
from partners.models import NetworkMeeting, NetworkProject, PartnershipProject


class NetworkProjectForm(ScopedForm):
    """A project in the network. One that stands in the portal has its name from there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("name") and "name" not in self.errors:
            if project := cleaned.get("project"):
                cleaned["name"] = project.name
            else:
                self.add_error("name", _("Skriv hva prosjektet heter, eller velg et av dem som står i portalen."))
        return cleaned


class NetworkProjectInline(ScopedInline):
    """All offices share it. Projects that one does not see are called what they are called in the network."""

    model = NetworkProject
    form = NetworkProjectForm
    autocomplete_fields = ("organisation", "project")

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Who only reads is told the names in the network."""
        return ("name", "organisation", *(["project"] if self.has_change_permission(request, obj) else []))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "project":
            field.label_from_instance = lambda project: _called(project, request)
        return field


def _called(project: PartnershipProject, request: HttpRequest) -> str:
    is_known = project.is_public or scope(request, PartnershipProject).filter(pk=project.pk).exists()
    return project.name if is_known else gettext("Et prosjekt hos et annet kontor")


class NetworkMeetingInline(LinkedInline):
    model = NetworkMeeting
    fields: ClassVar[Any] = (link, "starts_at", "venue", "is_public")
    verbose_name_plural = _("nettverksmøter")
    add_words: ClassVar[Any] = _("Legg inn et nettverksmøte")
    add_with: ClassVar[Any] = {"kind": "network"}
