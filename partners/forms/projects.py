"""What the public list of projects, and the news of one, are asked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.forms.by_county import ByCounty
from partners.enums import ProjectStatus
from partners.models import PartnershipProject
from partners.models.projects import PartnershipProjectQuerySet


class ProjectsForm(ByCounty):
    """Projects in a county, that have come so far."""

    other = "status"
    all_of_them = _("Alle")

    status = forms.ChoiceField(label=_("Hvor langt"), choices=ProjectStatus, required=False)

    @property
    def projects(self) -> PartnershipProjectQuerySet:
        """The public projects that fit what was chosen."""
        found = PartnershipProject.objects.public()
        if self.county:
            found = found.in_county(self.county)
        return found.filter(status=self.choice) if self.choice else found


class PageForm(forms.Form):
    """Which page of a list; the first where it can't be understood."""

    side = forms.IntegerField(min_value=1, max_value=10**4, required=False)

    @property
    def page(self) -> int:
        return (self.is_valid() and self.cleaned_data.get("side")) or 1
