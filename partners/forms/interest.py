"""To which project somebody belongs who wants to take part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contactpoints.models import User
from groups.models import Inquiry
from linkportal.kit.forms import ClearForm, form_helper
from partners.interest import Interest, choosable
from partners.models import PartnershipProject


class LinkForm(ClearForm):
    """One of the projects of one's office; none takes the link away, where there is one."""

    project = forms.ModelChoiceField(
        label=_("Hvilket prosjekt gjelder det?"),
        queryset=PartnershipProject.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": _("Velg et av prosjektene i listen.")},
    )

    def __init__(self, *args: Any, inquiry: Inquiry, now: Interest | None, user: User, **kwargs: Any) -> None:
        self.now = now
        case = reverse("groups:case", args=[inquiry.reference])
        address = reverse("partners:link_interest", args=[inquiry.reference])
        self.helper = form_helper(
            "project",
            submit=_("Lagre"),
            cancel=(case, _("Tilbake til saken")),
            purpose=_("før vi kan lagre"),
            action=address,
        )
        super().__init__(*args, initial={"project": now.project.slug if now else None}, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
        field.queryset = choosable(user)
        field.empty_label = str(_("Ikke noe prosjekt") if now else _("Velg prosjekt"))
        field.one_of = True  # type: ignore[attr-defined]  # "Valgfritt" would be wrong

    def clean_project(self) -> PartnershipProject | None:
        """The project. An error where none is chosen and there is no link to take away."""
        project: PartnershipProject | None = self.cleaned_data["project"]
        if project is None and self.now is None:
            raise ValidationError(_("Velg hvilket prosjekt det gjelder."), "required")
        return project
