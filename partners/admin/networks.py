"""The network of projects under one scheme: which they are, and when they meet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from linkportal.kit.admin import ScopedForm, ScopedInline
from partners.admin.links import LinkedInline, link
from partners.models import NetworkMeeting, NetworkProject


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
    model = NetworkProject
    form = NetworkProjectForm
    fields = ("name", "organisation", "project")
    autocomplete_fields = ("organisation", "project")


class NetworkMeetingInline(LinkedInline):
    model = NetworkMeeting
    fields: ClassVar[Any] = (link, "starts_at", "venue", "is_public")
    verbose_name_plural = _("nettverksmøter")
    add_words: ClassVar[Any] = _("Legg inn et nettverksmøte")
    add_with: ClassVar[Any] = {"kind": "network"}
